"""A job whose process is killed in the middle takes effect once; one that ends every process is given up aloud."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update

from db.engine import Database
from db.models import Job, Owed
from services import jobs
from tests.support.databases import careless
from tests.support.errand import KIND
from tests.support.office import Office

ROOT = Path(__file__).parents[2]


def process(url: str, *words: str) -> int:
    """One process that works until nothing waits; its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.errand", url, *words], cwd=ROOT, timeout=60, check=False
    )
    return done.returncode


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


def test_a_killed_job_takes_effect_once(database_url: str):
    database = begin(database_url)
    assert process(database_url, "die") == -signal.SIGKILL
    assert said(database) == {"step": 1}
    holder_is_dead(database)
    assert process(database_url) == 0
    assert said(database) == {"step": 2, "effect": 1}
    with database.transaction() as session:
        assert session.scalars(select(Job.state)).all() == ["done"]
    database.dispose()


def test_a_job_that_kills_every_process_is_given_up_aloud(database_url: str):
    database = begin(database_url)
    for _attempt in range(jobs.MOST_ATTEMPTS):
        assert process(database_url, "die") == -signal.SIGKILL
        holder_is_dead(database)
    assert process(database_url) == 0
    told = said(database)
    assert (told["effect"], told["gave_up"], told["alarm"]) == (0, 1, 1)
    with database.transaction() as session:
        assert session.scalars(select(Job.state)).all() == ["dead"]
    database.dispose()
