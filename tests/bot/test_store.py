"""The store: short transactions on threads of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.store import Store
from db.engine import Database


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    made = Store(database)
    made.start()
    yield made
    made.stop()


async def test_a_job_runs_in_a_transaction_and_returns(store: Store) -> None:
    assert await store.run(lambda session: session.execute(text("SELECT 41 + 1")).scalar()) == 42


async def test_a_job_that_fails_tells_who_asked_and_the_next_one_runs(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        await store.run(lambda _session: 1 / 0)
    with pytest.raises(RuntimeError, match="SystemExit"):  # it may end neither the thread nor the loop
        await store.run(lambda _session: exit(3))
    assert await store.run(lambda _session: "alive") == "alive"


def test_units_and_jobs_take_turns(store: Store) -> None:
    pulled = threading.Event()

    def pull() -> float:
        pulled.set()
        time.sleep(0.002)
        return 0.0

    store.feed(pull)
    assert pulled.wait(5)
    assert [store.submit(lambda _session, n=n: n).result(5) for n in range(20)] == list(range(20))
    store.pause()


def test_what_comes_while_nothing_was_found_is_found(store: Store) -> None:
    rounds = threading.Semaphore(0)

    def pull() -> float:
        rounds.release()
        return 3600.0

    store.feed(pull)
    for _ in range(3):
        assert rounds.acquire(timeout=5)
        store.wake()


def test_stopping_finishes_what_runs_and_begins_nothing(database: Database) -> None:
    store, begun = Store(database, takers=1), threading.Event()
    store.start()

    def slow(session: Session) -> str:
        begun.set()
        time.sleep(0.2)
        return "finished"

    running, waiting = store.submit(slow), store.submit(lambda _session: "never")
    assert begun.wait(5)
    assert store.stop()
    assert running.result(0) == "finished"
    assert waiting.cancelled()
    assert store.submit(lambda _session: "never").cancelled()
