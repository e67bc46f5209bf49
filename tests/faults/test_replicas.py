"""Two processes on one PostgreSQL: both work, one leads, and when it dies the other goes on."""

from __future__ import annotations

import asyncio

import pytest

from sandbox.server import SandboxServer
from tests.faults.storm import FIRST, Weather, scene
from tests.support.databases import POSTGRESQL
from tests.support.nursery import Child, Nursery

pytestmark = pytest.mark.asyncio(loop_scope="session")

LEADS = "this process leads"


async def leader_of(children: list[Child]) -> Child:
    async with asyncio.timeout(20):
        while True:
            for child in children:
                if not child.ended.done() and LEADS in child.log.read_text():
                    return child
            await asyncio.sleep(0.02)


@pytest.mark.postgres
@pytest.mark.parametrize("database_kind", [POSTGRESQL], indirect=True)
async def test_when_the_leader_dies_the_other_goes_on(database_url: str, nursery: Nursery) -> None:
    async with SandboxServer(scene(), windows=False) as server:
        weather = Weather(server, nursery, database_url, seed=3)
        children = [await nursery.bear(weather.plan()) for _ in range(2)]
        writing = asyncio.create_task(weather.keep_writing(0.04))
        leader = await leader_of(children)
        await server.client.waits_for(FIRST, "counted", timeout=20)
        [other] = [child for child in children if child is not leader]
        assert LEADS not in other.log.read_text()
        await leader.kill()
        assert await leader_of([other]) is other
        await asyncio.sleep(0.5)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await weather.rest(other, patience=20)
        found = await weather.compare()
        assert found.written > 10
        assert found.good, str(found)
