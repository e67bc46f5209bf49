"""Death at every named point of a unit's way: the next process finishes what this one began, once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.migrate import migrate
from sandbox.server import SandboxServer
from tests.faults.storm import FIRST, PEOPLE, Weather
from tests.support.life import POINTS
from tests.support.nursery import Nursery

NOTHING_OUT = {"fetched", "stored", "handled", "committed", "rendered", "claimed"}
"""On the first passing nothing has been sent yet, so nothing may be sent twice."""


async def die_at(point: str, passing: int, folder: Path, nursery: Nursery) -> None:
    folder.mkdir()
    url = f"sqlite:///{folder / 'crash.db'}"
    migrate(url)
    scene = {"users": [{"id": FIRST + n, "name": f"P{n}", "started": True} for n in range(PEOPLE)]}
    async with SandboxServer(scene, windows=False) as server:
        weather = Weather(folder, server, nursery, url, seed=passing)
        child = await nursery.bear(weather.plan(crash=[point, passing]))
        for person in (FIRST, FIRST + 1, FIRST, FIRST + 2):
            await weather.write(person)
        await server.client.send(FIRST, "/card one", FIRST)
        if point == "answered":
            await server.client.waits_for(FIRST, "tally", timeout=10)
            tapping = asyncio.create_task(server.client.tap(FIRST, "count", FIRST, wait=0.1))
        code = await child.code()
        assert (code, f"crashed at {point}" in child.log.read_text()) == (-9, True), (point, child.log.read_text()[-2000:])
        if point == "answered":
            await asyncio.gather(tapping, return_exceptions=True)
        await weather.rest(await nursery.bear(weather.plan()), patience=20.0)
        found = await weather.compare()
        assert found.good, f"{point} {passing}: {found}"
        assert found.presses == (point == "answered"), f"{point}: {found}"
        said_twice = 0 if passing == 1 and point in NOTHING_OUT else passing + 1
        assert found.extra_answers <= said_twice, f"{point} {passing}: {found}"


@pytest.mark.parametrize("passing", [1, 3])
async def test_death_at_each_point_costs_nothing(passing: int, tmp_path: Path) -> None:
    async with Nursery(tmp_path) as nursery:
        for point in POINTS:
            if passing == 1 or point in ("handled", "committed", "sent", "noted"):
                await die_at(point, passing, tmp_path / point, nursery)
