"""The threads that write: short transactions, given as jobs or pulled as units from the inbox.

SQLite has one writer, which a second one would only make wait: one thread takes jobs from everybody and pulls
units in between. On PostgreSQL several threads pull units and a few others take jobs.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Final, TypeVar

import structlog
from sqlalchemy.orm import Session

from bot.pulse import Pulse
from bot.troubles import persistently
from db.engine import Database

T = TypeVar("T")
Pull = Callable[[], float]
"""Carries out one unit: 0 when there was one, otherwise the seconds after which it is worth asking again."""

log = structlog.get_logger(__name__)

BEAT: Final = 2.0
"""A thread with nothing to do says so every so many seconds."""


class Store:
    """Runs transactions on threads of its own. Nothing here runs on the event loop but the waiting."""

    def __init__(self, database: Database, *, pulse: Pulse | None = None, pullers: int = 4, takers: int = 2) -> None:
        self.database = database
        self._pulse = pulse or Pulse()
        self._bell = threading.Condition()
        self._jobs: deque[tuple[Callable[[Session], Any], Future[Any]]] = deque()
        self._pull: Pull | None = None
        self._pull_at = math.inf
        self._wakes = 0
        self._pulling = 0
        self._stopping = False
        # On PostgreSQL another replica may have filled the inbox: nobody rings here then.
        self._longest_nap = 30.0 if database.is_sqlite else 0.5
        hands = (
            {"writer": (True, True)}
            if database.is_sqlite
            else {f"puller {n}": (False, True) for n in range(pullers)}
            | {f"taker {n}": (True, False) for n in range(takers)}
        )
        self._threads = [
            threading.Thread(target=self._live, args=(name, *does), name=name, daemon=True)
            for name, does in hands.items()
        ]

    # ── for others ─────────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def submit(self, job: Callable[[Session], T]) -> Future[T]:
        """Run `job` in a transaction of its own. It may run more than once, but commits once."""
        future: Future[T] = Future()
        with self._bell:
            if self._stopping:
                future.cancel()
                return future
            self._jobs.append((job, future))
            self._bell.notify_all()
        return future

    async def run(self, job: Callable[[Session], T]) -> T:
        """`submit` for the event loop."""
        return await asyncio.wrap_future(self.submit(job))

    def feed(self, pull: Pull) -> None:
        """From now on pull units with this."""
        self._pull = pull
        self.wake()

    def wake(self) -> None:
        """There may be a unit to pull."""
        with self._bell:
            self._wakes += 1
            self._pull_at = 0.0
            self._bell.notify_all()

    def pause(self, timeout: float = 5.0) -> bool:
        """Pull no further units, and wait for those that run. False when one does not finish in time."""
        with self._bell:
            self._pull = None
            return self._bell.wait_for(lambda: self._pulling == 0, timeout)

    def stop(self, timeout: float = 5.0) -> bool:
        """Finish what runs, cancel what waits. False when something did not finish in time."""
        with self._bell:
            self._stopping = True
            while self._jobs:
                self._jobs.popleft()[1].cancel()
            self._bell.notify_all()
        until = time.monotonic() + timeout
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    # ── the threads ────────────────────────────────────────────────────────────────────────

    def _live(self, name: str, jobs: bool, units: bool) -> None:
        unit_first = False
        while True:
            self._pulse.beat(name)
            task = self._next(name, jobs, units, unit_first)
            if task is None:
                break
            unit_first = task != self._pull_one
            task()
        self._pulse.forget(name)

    def _next(self, name: str, jobs: bool, units: bool, unit_first: bool) -> Callable[[], None] | None:
        """The next thing to do; jobs and units take turns, so that neither waits for ever."""
        with self._bell:
            while not self._stopping:
                pulls = units and self._pull is not None and self._pull_at <= time.monotonic()
                if jobs and self._jobs and not (unit_first and pulls):
                    job, future = self._jobs.popleft()
                    return lambda: self._carry_out(job, future)
                if pulls:
                    return self._pull_one
                nap = self._pull_at - time.monotonic() if units and self._pull is not None else BEAT
                self._bell.wait(min(max(nap, 0.0), BEAT))
                self._pulse.beat(name)
        return None

    def _carry_out(self, job: Callable[[Session], Any], future: Future[Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = persistently(lambda: self._transact(job))
        except Exception as error:
            future.set_exception(error)
        except BaseException as error:  # must not end the thread, nor the loop that waits for it
            future.set_exception(RuntimeError(f"a job ended with {error!r}"))
        else:
            future.set_result(result)

    def _transact(self, job: Callable[[Session], T]) -> T:
        with self.database.transaction() as session:
            return job(session)

    def _pull_one(self) -> None:
        with self._bell:
            pull, wakes = self._pull, self._wakes
            if pull is None:
                return
            self._pulling += 1
        nap = 1.0
        try:
            nap = pull()
        except BaseException:
            log.exception("pulling a unit failed")
        with self._bell:
            self._pulling -= 1
            if nap <= 0.0:
                self._pull_at = 0.0  # its lane is free now, also for those who found nothing meanwhile
            elif wakes == self._wakes:
                self._pull_at = time.monotonic() + min(nap, self._longest_nap)
            if self._pull is None:
                self._bell.notify_all()
