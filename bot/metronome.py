"""The metronome: asks every twenty seconds what is due. What is due is a query, never a job."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.store import Store
from services import outbox

log = structlog.get_logger(__name__)
logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it would log every tick

TICK_SECONDS: Final = 20
SOON_SECONDS: Final = 4
_MOST_STEPS: Final = 400
_LONGEST_STEPPING: Final = 20.0
_ASKED_AGAIN: Final = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """Something that is asked what is due. `next_due` lets a moved clock stop at each due moment on its way."""

    run: Callable[[Session, datetime], object]
    next_due: Callable[[Session], datetime | None] | None = None
    soon: bool = False
    """Asked also a few seconds after something was done: people look at what it brings up to date."""


class Metronome:
    """Runs ticks, each in a transaction of its own. `rang` is told after each round: something may be owed."""

    def __init__(
        self, store: Store, clock: Clock, ticks: Sequence[Tick], *, rang: Callable[[], None],
        settled: Callable[[], Awaitable[object]] | None = None,
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._ticks = tuple(ticks)
        self._rang = rang
        self._settled = settled
        self._one_at_a_time = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": AsyncIOExecutor()},
            # a late tick is better than none: by default one that is a second late is dropped without a word
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
            timezone="UTC",
        )
        self._stirred = False
        self.every(TICK_SECONDS, self.tick)
        if any(tick.soon for tick in self._ticks):
            self.every(SOON_SECONDS, self._soon)

    def every(self, seconds: float, job: Callable[[], Awaitable[None]]) -> None:
        """Run this every so many real seconds."""
        self._scheduler.add_job(job, "interval", seconds=seconds)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Ask now."""
        async with self._one_at_a_time:
            await self._tick()

    def stir(self) -> None:
        """Something was done. To be called on the loop."""
        self._stirred = True

    async def _soon(self) -> None:
        if self._stirred:
            self._stirred = False
            async with self._one_at_a_time:
                await self._ask(tick for tick in self._ticks if tick.soon)

    async def next_due(self) -> datetime | None:
        """The next moment at which something is due."""
        return await self._store.run(self._earliest)

    async def advance(self, delta: timedelta) -> datetime:
        """Move business time on, and let everything that is due on the way happen at its own time.

        The clock is moved by `delta` and not by less, however long that takes: another clock that is moved by as much
        shows the same time afterwards.
        """
        async with self._one_at_a_time:
            left = delta
            loop = asyncio.get_running_loop()
            until = loop.time() + _LONGEST_STEPPING
            before, asked = None, 0
            for _step in range(_MOST_STEPS):
                due = await self._store.run(self._earliest)
                asked = asked + 1 if due == before else 1
                # a tick may leave something for the next one; what will not go away is not asked for ever
                if due is None or due > self._clock.now() + left or asked > _ASKED_AGAIN or loop.time() > until:
                    break
                before = due
                step = min(max(due - self._clock.now(), timedelta()), left)
                self._clock.advance(step)
                left -= step
                await self._tick()
                if self._settled is not None:
                    await self._settled()
            self._clock.advance(left)
            await self._tick()
        return self._clock.now()

    async def _tick(self) -> None:
        await self._ask(self._ticks)

    async def _ask(self, ticks: Iterable[Tick]) -> None:
        for tick in ticks:
            try:
                await self._store.run(lambda session, tick=tick: tick.run(session, self._clock.now()))
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("a tick failed")
        self._rang()

    def _earliest(self, session: Session) -> datetime | None:
        asked = [tick.next_due(session) for tick in self._ticks if tick.next_due is not None]
        asked.append(outbox.next_due(session, self._clock.now()))
        return min((moment for moment in asked if moment is not None), default=None)
