"""Business time and the metronome: a moved clock stops at every due moment on its way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import Clock
from bot.demo import follow
from bot.metronome import Metronome, Tick
from bot.store import Store
from db.engine import Database
from sandbox.room import Room
from sandbox.scene import Scene
from services import owed
from tests.support.databases import SQLITE

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def database_kind() -> str:
    return SQLITE


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    made = Store(database)
    made.start()
    yield made
    made.stop()


class Reminders:
    """Due at given hours; each is done when its tick comes."""

    def __init__(self, *hours: float) -> None:
        self.due = [START + hour * HOUR for hour in hours]
        self.done: list[tuple[datetime, datetime]] = []
        self.fails = False

    def run(self, _session: Any, now: datetime) -> None:
        if self.fails:
            raise RuntimeError("a reminder that cannot be")
        while self.due and self.due[0] <= now:
            self.done.append((self.due.pop(0), now))

    def next_due(self, _session: Any) -> datetime | None:
        return self.due[0] if self.due else None

    @property
    def tick(self) -> Tick:
        return Tick(self.run, self.next_due)


def metronome(store: Store, clock: Clock, *ticks: Tick) -> tuple[Metronome, list[None]]:
    rings: list[None] = []
    return Metronome(store, clock, ticks, rang=lambda: rings.append(None)), rings


async def test_what_is_due_on_the_way_happens_at_its_own_time(store: Store) -> None:
    clock, reminders, others = Clock(START), Reminders(1, 4, 4.5, 30), Reminders(2)
    moved, rings = metronome(store, clock, reminders.tick, others.tick)
    now = await moved.advance(24 * HOUR)
    assert len(reminders.done) == 3
    assert all(timedelta() <= at - due < timedelta(seconds=5) for due, at in [*reminders.done, *others.done])
    assert timedelta() <= now - (START + 24 * HOUR) < timedelta(seconds=5)
    assert len(rings) == 5


async def test_the_page_and_the_bot_agree_however_long_the_way_takes(store: Store) -> None:
    """The demo's two clocks, both ticking, with a bot that needs its time at every stop."""
    slow, reminders = 0.3, Reminders(*range(1, 9))
    clock, stamped = Clock(START - timedelta(seconds=30)), list[datetime]()

    def stamp(_session: Any, _now: datetime) -> None:
        if len(reminders.done) > len(stamped):
            stamped.append(page.clock.now())

    async def move(now: datetime, _delta: timedelta) -> None:
        await follow(now, clock, moved.advance)

    moved = Metronome(
        store, clock, (reminders.tick, Tick(stamp)), rang=lambda: None, settled=lambda: asyncio.sleep(slow)
    )  # fmt: skip
    page = Room(
        Scene(now=START), token="1:page", windows=False, ticking=True, expiry=False, on_clock=move, stops=moved.next_due
    )  # fmt: skip
    await page.advance(3 * HOUR)
    await page.advance(21 * HOUR)
    assert len(reminders.done) == len(stamped) == 8
    assert abs(page.clock.now() - clock.now()) < timedelta(seconds=0.2)
    for (due, at), shown in zip(reminders.done, stamped, strict=True):
        assert timedelta() <= at - due < timedelta(seconds=1.5)
        assert abs(shown - at) < timedelta(seconds=1.5), "the page shows when the bot said it"


async def test_the_time_that_the_way_takes_is_not_swallowed(store: Store) -> None:
    clock, reminders = Clock(START), Reminders(1, 2)
    moved = Metronome(store, clock, (reminders.tick,), rang=lambda: None, settled=lambda: asyncio.sleep(0.3))
    ahead = clock.now() - clock.real()
    await moved.advance(3 * HOUR)
    assert abs(clock.now() - clock.real() - ahead - 3 * HOUR) < timedelta(seconds=0.1)


async def test_a_tick_that_takes_a_few_at_a_time_is_asked_again(store: Store) -> None:
    clock, reminders = Clock(START), Reminders(2, 2, 2, 9)

    def few(_session: Any, now: datetime) -> None:
        if reminders.due and reminders.due[0] <= now:
            reminders.done.append((reminders.due.pop(0), now))

    moved, _rings = metronome(store, clock, Tick(few, reminders.next_due))
    await moved.advance(24 * HOUR)
    assert all(at - due < timedelta(seconds=5) for due, at in reminders.done)
    assert len(reminders.done) == 4


async def test_a_deferred_message_is_a_due_moment_too(store: Store) -> None:
    clock = Clock(START)
    seen: list[datetime] = []
    moved, _rings = metronome(store, clock, Tick(lambda _session, now: seen.append(now)))
    await store.run(
        lambda session: owed.owe(session, "plain", chat_id=1, now=START, not_before=START + 9 * HOUR) and None
    )
    await moved.advance(24 * HOUR)
    assert any(abs(at - (START + 9 * HOUR)) < timedelta(seconds=5) for at in seen)


async def test_a_tick_that_fails_keeps_nobody_from_theirs(store: Store) -> None:
    clock, broken, well = Clock(START), Reminders(1), Reminders(2)
    broken.fails = True
    moved, _rings = metronome(store, clock, broken.tick, well.tick)
    await moved.advance(3 * HOUR)  # and it ends: what stays due is not asked for ever
    assert len(well.done) == 1


def test_the_clock_never_goes_back() -> None:
    clock, moves = Clock(START), list[None]()
    clock.on_move(lambda: moves.append(None))
    with pytest.raises(ValueError):
        clock.advance(-HOUR)
    clock.advance(HOUR)
    assert clock.now() - START >= HOUR
    assert abs(clock.real() - datetime.now(UTC)) < timedelta(seconds=5)
    assert len(moves) == 1


async def test_some_things_are_asked_soon_after_something_was_done(store: Store) -> None:
    asked: list[str] = []
    moved, rings = metronome(
        store, Clock(START), Tick(lambda _session, _now: asked.append("slow")),
        Tick(lambda _session, _now: asked.append("soon"), soon=True),
    )  # fmt: skip
    await moved._soon()
    assert (asked, rings) == ([], []), "nothing was done"
    moved.stir()
    await moved._soon()
    await moved._soon()
    assert (asked, rings) == (["soon"], [None])
