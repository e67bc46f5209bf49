"""A job whose process is killed in the middle takes effect once; one that ends every process is given up aloud."""

from __future__ import annotations

import signal
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from db.engine import Database
from db.models import Job, Owed
from services import jobs
from tests.support.databases import careless
from tests.support.errand import KIND
from tests.support.nursery import Nursery
from tests.support.office import Office

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def process(nursery: Nursery, url: str, how: str = "") -> int:
    """One process that works until nothing waits; its exit code."""
    child = await nursery.bear({"errand": url, "how": how})
    return await child.code(60)


def begin(url: str) -> Database:
    database = careless(Database(url))
    office = Office(database)
    with database.transaction() as session:
        jobs.add(session, KIND, person_id=1, chat_id=11, now=office.now)
    return database


def holder_is_dead(database: Database) -> None:
    """On PostgreSQL another replica may hold it: its lease has to run out."""
    with database.transaction() as session:
        for until in session.scalars(select(Job.lease_until).where(Job.lease_until.is_not(None))).all():
            assert until is not None
            session.execute(update(Job).values(lease_until=until - jobs.LEASE - timedelta(seconds=1)))


def said(database: Database) -> Counter[str]:
    with database.transaction() as session:
        return Counter(session.scalars(select(Owed.kind)).all())


def states(database: Database) -> list[tuple[str, int]]:
    with database.transaction() as session:
        return [(state, attempts) for state, attempts in session.execute(select(Job.state, Job.attempts))]


async def test_a_killed_job_takes_effect_once(database_url: str, nursery: Nursery) -> None:
    database = begin(database_url)
    assert await process(nursery, database_url, "die") == -signal.SIGKILL
    assert said(database) == {"step": 1}
    holder_is_dead(database)
    assert await process(nursery, database_url) == 0
    assert said(database) == {"step": 2, "effect": 1}
    assert states(database) == [("done", 2)]
    database.dispose()


async def test_a_job_that_kills_every_process_is_given_up_aloud(database_url: str, nursery: Nursery) -> None:
    database = begin(database_url)
    for _attempt in range(jobs.MOST_ATTEMPTS):
        assert await process(nursery, database_url, "die") == -signal.SIGKILL
        holder_is_dead(database)
    assert await process(nursery, database_url) == 0
    told = said(database)
    assert (told["effect"], told["gave_up"], told["alarm"]) == (0, 1, 1)
    assert states(database) == [("dead", jobs.MOST_ATTEMPTS)]
    database.dispose()


async def test_a_process_that_ends_in_order_gives_its_job_back(database_url: str, nursery: Nursery) -> None:
    """The next one need not wait for the lease, and nothing is counted against the job."""
    database = begin(database_url)
    assert await process(nursery, database_url, "linger") == 0
    assert states(database) == [("new", 0)]
    assert await process(nursery, database_url) == 0
    assert said(database) == {"step": 2, "effect": 1}
    assert states(database) == [("done", 1)]
    database.dispose()
