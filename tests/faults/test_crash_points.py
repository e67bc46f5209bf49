"""Death at every named point of a unit's way: the next process finishes what this one began, once."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from sandbox.server import SandboxServer
from tests.faults.storm import FIRST, Weather, scene
from tests.support.life import POINTS
from tests.support.nursery import Nursery

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOTHING_OUT = {"fetched", "stored", "handled", "committed", "rendered", "claimed"}
"""On the first passing nothing has been sent yet, so nothing may be sent twice."""
WRITERS = (FIRST, FIRST + 1, FIRST, FIRST + 2)


async def die_at(point: str, passing: int, database: Path, nursery: Nursery) -> None:
    url = f"sqlite:///{database}"
    async with SandboxServer(scene(), windows=False) as server:
        weather = Weather(server, nursery, url, seed=passing)
        child = await nursery.bear(weather.plan(crash=[point, passing]))
        for person in WRITERS:
            await weather.write(person)
        await server.client.send(FIRST, "/card one", FIRST)
        if point == "answered":
            await server.client.waits_for(FIRST, "tally", timeout=10)
            tapping = asyncio.create_task(server.client.tap(FIRST, "count", FIRST, wait=0.1))
        code = await child.code()
        assert (code, f"crashed at {point}" in child.log.read_text()) == (-9, True), (
            point,
            child.log.read_text()[-2000:],
        )
        if point == "answered":
            await asyncio.gather(tapping, return_exceptions=True)
        await weather.rest(await weather.born(), patience=20.0)
        found = await weather.compare()
        assert found.good, f"{point} {passing}: {found}"
        assert found.presses == (point == "answered"), f"{point}: {found}"
        # in each of their chats an answer may be under way of which nothing is noted yet
        said_twice = 0 if passing == 1 and point in NOTHING_OUT else max(passing + 1, len(set(WRITERS)))
        assert found.extra_answers <= said_twice, f"{point} {passing}: {found}"


@pytest.mark.parametrize("passing", [1, 3])
async def test_death_at_each_point_costs_nothing(
    passing: int, tmp_path: Path, template: Path, nursery: Nursery
) -> None:
    for point in POINTS:
        if passing == 1 or point in ("handled", "sent"):
            database = shutil.copyfile(template, tmp_path / f"{point}.db")
            await die_at(point, passing, database, nursery)
