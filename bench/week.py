"""`python -m bench week`: a busy week of the sample company in the sandbox, and how often each phone made a sound.

The real bot talks to the sandbox over HTTP from Monday to Sunday; a dozen orders of all types come in a workday, and
people answer slowly (`week_people`). Counted is what arrived: new messages of the bot that were not sent silently, by
chat and day of the company. Which of them were reminders or digests is read from the bot's ledger, and its own account
(`owed.rang_at`) must agree. In private an answer to whoever acts rings and is no nag. The clock ticks while people act:
a seed repeats what they mean to do, not each minute.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from sqlalchemy import select

from bench.week_people import Staff
from bot.logs import configure_logs
from bot.migrate import migrate
from db.engine import Database
from db.models import Owed
from services.owed import Klass
from tests.support.databases import careless
from tests.support.world import ZONE, World, a_sample_world

GROUP_MOST = 8
NAGS_MOST = 3
WORKDAYS = 5
BEGINS, ENDS = clock_time(9), clock_time(18)
STEP = timedelta(minutes=30)
WIDE = "\u3000" * 8
"""Fills a Chinese column: spaces as wide as its characters."""
NAGS = frozenset({int(Klass.REMINDER), int(Klass.DIGEST)})


@dataclass(frozen=True, slots=True)
class Arrival:
    """A new message of the bot in a chat, on a day of the company."""

    chat_id: int
    message_id: int
    day: date
    silent: bool


@dataclass
class Heard:
    """All that arrived in a week, and what of it was a reminder or a digest."""

    arrivals: list[Arrival] = field(default_factory=list[Arrival])
    nags: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    noted: Counter[tuple[int, date]] = field(default_factory=Counter[tuple[int, date]])
    """What the bot says of itself: ringing messages by chat and day."""
    titles: dict[int, str] = field(default_factory=dict[int, str])

    days: list[date] = field(default_factory=list[date])

    def count(self, which: Callable[[Arrival], bool]) -> Counter[tuple[int, date]]:
        return Counter((one.chat_id, one.day) for one in self.arrivals if which(one))

    def rings(self) -> Counter[tuple[int, date]]:
        return self.count(lambda one: not one.silent)

    def nagged(self) -> Counter[tuple[int, date]]:
        """Ringing reminders and digests."""
        return self.count(lambda one: not one.silent and (one.chat_id, one.message_id) in self.nags)


# ── playing ────────────────────────────────────────────────────────────────────────────────


async def played(database: Database, *, days: int, orders: int, seed: int) -> tuple[Heard, Staff]:
    """The week from its Monday morning on."""
    heard = Heard()
    async with a_sample_world(database, lists=True) as world:
        heard.titles = {chat.id: chat.title for chat in world.server.room.world.chats.values()}
        listening = asyncio.create_task(_listen(world, heard))
        staff = Staff(world, random.Random(seed))
        first = world.clock.now().astimezone(ZONE).date()
        heard.days = [first + timedelta(days=number) for number in range(days)]
        for number, day in enumerate(heard.days):
            await _day(world, staff, day, orders if number % 7 < WORKDAYS else 0)
        listening.cancel()
    _read_ledger(database, heard)
    return heard, staff


async def _listen(world: World, heard: Heard) -> None:
    """A message is counted on the bot's day: a clock that is moved far stops on the way, the sandbox's does not."""
    with world.server.room.events.listening() as queue:
        while (event := await queue.get()) is not None:
            name, view = event
            if name == "message" and view["from"]["is_bot"] and view["service"] is None:
                day = world.clock.now().astimezone(ZONE).date()
                heard.arrivals.append(Arrival(view["chat_id"], view["message_id"], day, view["silent"]))


async def _day(world: World, staff: Staff, day: date, orders: int) -> None:
    """From where the clock stands to midnight; people work from nine to six and are away over lunch."""
    begin, end = (datetime.combine(day, at, tzinfo=ZONE) for at in (BEGINS, ENDS))
    await _until(world, begin)
    hours = [staff.chance.uniform(0.1, 8.5) for _ in range(orders)]
    filing = sorted(begin + timedelta(hours=at) for at in hours)
    while (now := world.clock.now()) < end:
        while filing and filing[0] <= now:
            filing.pop(0)
            await staff.files(now)
        lunch = now.astimezone(ZONE).hour == 12
        await staff.look(now, works=orders > 0 and not lunch)
        await _until(world, min(now + STEP, end))
    await _until(world, datetime.combine(day + timedelta(days=1), clock_time(), tzinfo=ZONE))


async def _until(world: World, moment: datetime) -> None:
    if moment > world.clock.now():
        await world.passes(moment - world.clock.now())


def _read_ledger(database: Database, heard: Heard) -> None:
    with database.transaction() as session:
        for row in session.scalars(select(Owed).where(Owed.state == "sent", Owed.message_id.is_not(None))):
            assert row.message_id is not None
            if row.klass in NAGS:
                heard.nags.add((row.chat_id, row.message_id))
            if row.rang_at is not None:
                heard.noted[row.chat_id, row.rang_at.astimezone(ZONE).date()] += 1


# ── telling ────────────────────────────────────────────────────────────────────────────────


def told(heard: Heard, faults: Sequence[str]) -> bool:
    """Print the worst of every day, the totals and the faults; whether there are none."""
    rings, nags = heard.rings(), heard.nagged()
    silent = heard.count(lambda one: one.silent)
    groups, people = ([chat for chat in heard.titles if (chat < 0) is group] for group in (True, False))
    print("day             rang  silent  busiest group    nags  rang  silent  busiest person")
    for day in heard.days:
        group = max(groups, key=lambda chat: (rings[chat, day], silent[chat, day]))
        person = max(people, key=lambda chat: (nags[chat, day], rings[chat, day]))
        print(
            f"{day:%Y-%m-%d %a}  {rings[group, day]:4}  {silent[group, day]:6}  {heard.titles[group] + WIDE:.8}"
            f" {nags[person, day]:4}  {rings[person, day]:4}  {silent[person, day]:6}  {heard.titles[person]}"
        )
    _told_in_all(heard)
    for fault in faults:
        print(f"MISSED: {fault}")
    print(
        f"in a group at most {_most(rings, group=True)} ringing a day (limit {GROUP_MOST}), to a person at most"
        f" {_most(nags, group=False)} nags (limit {NAGS_MOST}): {'MISSED' if faults else 'met'}"
    )
    return not faults


def _told_in_all(heard: Heard) -> None:
    rings = heard.rings()
    in_groups = sum(count for (chat, _day), count in rings.items() if chat < 0)
    every = heard.count(lambda one: (one.chat_id, one.message_id) in heard.nags)
    print(
        f"{len(heard.arrivals)} messages arrived; {in_groups} rang in groups, {rings.total() - in_groups} in private."
        f" Reminders and digests: {every.total()}, silent ones too; {heard.nagged().total()} rang; to a person at most"
        f" {_most(every, group=False)} a day, silent ones too"
    )


def _most(counts: Counter[tuple[int, date]], *, group: bool) -> int:
    return max((count for (chat, _day), count in counts.items() if (chat < 0) is group), default=0)


def wrong(heard: Heard) -> list[str]:
    """Every day that was too much for a group or a person, and where the bot believes otherwise than what arrived."""
    rings, nags = heard.rings(), heard.nagged()
    groups = [(key, n, "rang in") for key, n in rings.items() if key[0] < 0 and n > GROUP_MOST]
    people = [(key, n, "nags to") for key, n in nags.items() if key[0] > 0 and n > NAGS_MOST]
    found = [f"{day} {n} {what} {heard.titles[chat]}" for (chat, day), n, what in groups + people]
    for chat, day in sorted(rings.keys() | heard.noted.keys()):
        arrived, noted = rings[chat, day], heard.noted[chat, day]
        if arrived != noted:
            found.append(f"{day} {arrived} rang in {heard.titles[chat]}, {noted} by the bot's own account")
    return found


def idle(heard: Heard, filed: int, given_up: int) -> list[str]:
    """Why it was no busy week: where nothing was played nothing was met."""
    found = [f"no busy week: {filed} orders filed, {given_up} given up"] if filed <= given_up else []
    return found if heard.rings() else [*found, "no busy week: no phone rang"]


def run(arguments: Sequence[str]) -> int:
    """Play, print, and say with the exit code whether somebody was rung too often, or the week was none."""
    parser = argparse.ArgumentParser(prog="python -m bench week", description="How often phones ring in a busy week.")
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--orders", type=int, default=12, help="filed on a workday")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    configure_logs("ERROR")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="gendan-week-") as folder:
        url = f"sqlite:///{Path(folder) / 'week.db'}"
        migrate(url)
        database = careless(Database(url))
        try:
            heard, staff = asyncio.run(played(database, days=given.days, orders=given.orders, seed=given.seed))
        finally:
            database.dispose()
    print(
        f"{staff.filed} orders filed, {staff.given_up} given up, {staff.did} buttons pressed on what came,"
        f" seed {given.seed}, {time.monotonic() - began:.0f} s"
    )
    return 0 if told(heard, [*wrong(heard), *idle(heard, staff.filed, staff.given_up)]) else 1
