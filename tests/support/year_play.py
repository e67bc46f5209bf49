"""A company's year, jumping from one due moment to the next: three replicas, of which one may die, stand still or be late.

Orders come, are paid early, late or never, slips are found or not, orders are held and cancelled. Each replica ticks; one
of them sends, by the real renderers. What happened is written down for the oracle, beside what the program said.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.posting import Posted
from bot.settling import Ledger, Outcome
from bot.verdicts import Fate, Verdict
from db.engine import Database
from db.models import CalendarDay, CalendarYear, Chase, Order, Owed, Reminded
from domain.process.names import Level
from handlers import routes
from handlers.dispatch import Desk
from handlers.outgoing import Outgoing
from services import outbox
from services.owed import Klass
from services.reminders import chasing
from tests.support.reminding import HOUSE, Company
from tests.support.year_oracle import DIGEST, ENTERED, Looks, Reason, Told, verdict
from tests.support.year_paths import PATHS
from tests.support.year_stories import Stories

START = datetime(2026, 9, 14, 0, 0, tzinfo=UTC)
"""Monday, 8 o'clock; two and a half weeks before 国庆, with a Sunday that is worked on the way."""
TICK = timedelta(seconds=20)
LEASE = timedelta(seconds=61)
QUICK = 0.15
"""How often somebody does what they are about to be reminded of between its owing and its sending."""
AWAY = 0.1
"""How often nobody sends."""
DIES = 0.1
"""How often a sender dies with messages in hand."""
FREEZE_SECONDS = 2
"""Real ones. Whoever needs what a frozen replica holds waits so long; nearly always the others pass it by."""
_numbers = count(10_000)


class Cut(Exception):
    """A replica that died in the middle of its transaction."""


class MovedClock(Clock):
    """Both times are the play's."""

    at = START

    def now(self) -> datetime:
        return self.at

    def real(self) -> datetime:
        return self.at


@dataclass(slots=True)
class Faults:
    """What happened to the program on the way."""

    killed: int = 0
    frozen: int = 0
    stale: int = 0
    senders_lost: int = 0
    senders_away: int = 0
    jumps: int = 0


@dataclass(slots=True)
class Played:
    """A year as it went."""

    days: int
    orders: int
    reasons: list[Reason]
    noted: list[Told]
    """Said or not."""
    looks: Looks
    faults: Faults
    wrong: list[str] = field(default_factory=list)

    @property
    def told(self) -> list[Told]:
        """Reminders that were said."""
        return [one for one in self.noted if one.sent_at is not None and one.rule != DIGEST]

    def __str__(self) -> str:
        escalated = sum(one.escalated for one in self.told)
        waited = sum(one.leaves is not None for one in self.told)
        return (
            f"{self.days} days, {self.orders} orders, {len(self.reasons)} reasons, {len(self.looks.moments)} looks:"
            f" {len(self.told)} reminders ({escalated} escalated,"
            f" {waited} in the afternoon's list); {self.faults}; {len(self.wrong)} wrong"
        )


class Year:
    """One company over so many days. With several replicas on PostgreSQL, with one on SQLite."""

    def __init__(self, url: str, *, days: int, orders: int, seed: int, replicas: int = 3, judging: bool = True) -> None:
        self._replicas = [Database(url) for _ in range(replicas)]
        self._chance = random.Random(seed)
        # what people do hangs on nothing that happens to the program
        self._people = random.Random(f"people {seed}")
        self._stories = Stories(Company(self._replicas[0]), self._people, START)
        self._judging = judging
        self._pool = ThreadPoolExecutor(replicas)
        self._clock = MovedClock(START)
        self._now = START
        self._ledgers = [Ledger(Desk(routes.ALL, HOUSE), self._clock) for _ in self._replicas]
        self._texts: dict[int, str] = {}
        self._end = START + timedelta(days=days)
        self.played = Played(days, orders, [], [], Looks(), Faults())
        with self._replicas[0].transaction() as session:
            session.add_all(CalendarDay(day=day, works=works, note="", set_at=START) for day, works in ENTERED.items())
            session.add(CalendarYear(year=2027, settled_at=START))
        for number in range(orders):
            at = START + timedelta(days=days * 0.9) * (number / orders)
            self._stories.file_at(at + timedelta(minutes=self._people.randrange(1440)), PATHS[number % len(PATHS)])

    def close(self) -> None:
        self._pool.shutdown()
        for database in self._replicas:
            database.dispose()

    # ── the program ────────────────────────────────────────────────────────────────────────

    def run(self) -> Played:
        """Play it through, and judge."""
        while self._now < self._end:
            self._look()
            if self._chance.random() < AWAY:
                self.played.faults.senders_away += 1  # whatever is owed waits for the next look, be it at night
            else:
                self._send()
            self._now = self._next()
        self.played.reasons = self._stories.reasons
        self.played.noted = list(self._told())
        self.played.wrong = verdict(self.played.reasons, self.played.noted, self.played.looks)
        return self.played

    def _next(self) -> datetime:
        """Jump to whatever comes next; now and then past it, as a machine that was off."""
        with self._replicas[0].transaction() as session:
            moments = [chasing.next_due(session), outbox.next_due(session, self._now), self._end]
        moments.append(self._stories.next_at)
        following = max(min(one for one in moments if one is not None), self._now + TICK)
        if self._chance.random() < 0.01:
            self.played.faults.jumps += 1
            following += timedelta(hours=self._chance.choice((1, 5, 13, 30, 75)))
        self._set(following)
        self._stories.until(self._now)
        return self._now

    def _set(self, now: datetime) -> None:
        self._now = self._clock.at = now

    def _look(self) -> None:
        """Every replica ticks, whatever becomes of one of them; again until nothing is due that was."""
        for _ in range(50):
            self.played.looks.moments.append(self._now)
            self._tick_all()
            with self._replicas[0].transaction() as session:
                due = chasing.next_due(session)
            if due is None or due > self._now:
                return
            self._set(self._now + TICK)
        raise AssertionError(f"something stays due at {self._now}")

    def _tick_all(self) -> None:
        fault = self._chance.choice(("", "", "", "killed", "frozen", "stale"))
        if fault == "stale":
            self._forget()
        if len(self._replicas) == 1:
            self._tick(0, fault)
            return
        barrier, release = threading.Barrier(len(self._replicas)), threading.Event()
        started = [
            self._pool.submit(self._tick, number, fault if number == 0 else "", barrier, release)
            for number in range(len(self._replicas))
        ]
        for one in started[1:]:
            one.result(timeout=60)
        release.set()
        started[0].result(timeout=60)

    def _tick(
        self, number: int, fault: str, barrier: threading.Barrier | None = None, release: threading.Event | None = None
    ) -> None:
        if barrier is not None:
            barrier.wait(timeout=30)
        with suppress(Cut, DBAPIError), self._replicas[number].transaction() as session:
            chasing.tick(session, HOUSE, self._now)
            if fault == "killed":
                self.played.faults.killed += 1
                self._cut(session)
            elif fault == "frozen" and release is not None:
                self.played.faults.frozen += 1
                release.wait(timeout=FREEZE_SECONDS)

    def _cut(self, session: Session) -> None:
        """Its connection goes in the middle of its transaction."""
        if len(self._replicas) > 1:
            pid = session.scalar(text("SELECT pg_backend_pid()"))
            with self._replicas[-1].engine.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        raise Cut

    def _forget(self) -> None:
        """A replica writes back what it had read long before: a chase is as it was when it began, and due."""
        with self._replicas[0].transaction() as session:
            rows = session.scalars(
                select(Chase.id).where(Chase.next_at.is_not(None), Chase.order_id.is_not(None), Chase.step > 0)
            ).all()
            if rows:
                self.played.faults.stale += 1
                one = self._chance.choice(sorted(rows))
                session.execute(update(Chase).where(Chase.id == one).values(step=0, next_at=self._now))

    # ── what goes out ──────────────────────────────────────────────────────────────────────

    def _send(self) -> None:
        """Everything that is owed goes out; a sender may die with messages in hand, and the next one takes them up.

        Between owing and sending somebody may have done what was asked for.
        """
        if self._chance.random() < (QUICK if self._judging else 1):
            self._somebody_is_quick()
        self.played.looks.sends.append(self._now)
        for _ in range(400):
            number = self._chance.randrange(len(self._replicas))
            if not self._sent_some(number):
                return
        raise AssertionError(f"the queue never ends at {self._now}")

    def _somebody_is_quick(self) -> None:
        """What is next to be done about an order of which a reminder waits to be sent is done now."""
        with self._replicas[0].transaction() as session:
            waiting = select(Owed.order_id).where(Owed.state == "pending", Owed.klass == int(Klass.REMINDER))
            orders = {order for order in session.scalars(waiting) if order is not None}
        if self._stories.hurry(orders, self._now + timedelta(seconds=1)):
            self._set(self._now + timedelta(seconds=1))

    def _sent_some(self, number: int) -> bool:
        ledger, database = self._ledgers[number], self._replicas[number]
        with database.transaction() as session:
            self._cards_arrive(session)
            if not self._judging:
                self._all_is_said(session)
            batch = ledger.turn(session, [], [], 50)
        if not batch.to_send:
            return batch.more
        if self._chance.random() < DIES:
            self.played.faults.senders_lost += 1
            self._set(self._now + LEASE)
            return True
        outcomes = [self._arrived(out) for out in batch.to_send]
        with database.transaction() as session:
            ledger.turn(session, outcomes, [], 0)
        return True

    def _arrived(self, out: Outgoing) -> Outcome:
        self._texts[out.owed_id] = out.text
        return Outcome(out, Verdict(Fate.SENT), Posted(next(_numbers), with_photo=False))

    def _cards_arrive(self, session: Session) -> None:
        """Whatever is no reminder arrives unseen: to write it costs as much as all the rest, and nobody judges it here."""
        waiting = (Owed.state == "pending", Owed.klass < int(Klass.REMINDER))
        session.execute(update(Owed).where(*waiting).values(state="sent", sent_at=self._now))

    def _all_is_said(self, session: Session) -> None:
        """Without judging: what was owed once is said, whatever has become of it."""
        waiting = select(Owed).where(Owed.state == "pending", Owed.klass == int(Klass.REMINDER))
        for row in session.scalars(waiting):
            row.state, row.sent_at = "sent", self._now

    def _told(self) -> Iterator[Told]:
        """Every matter of every reminder that was owed; of those told together only what its text names was said."""
        with self._replicas[0].transaction() as session:
            numbers = {order.id: order.number for order in session.scalars(select(Order))}
            messages = {row.id: row for row in session.scalars(select(Owed).where(Owed.klass >= int(Klass.REMINDER)))}
            rows = session.scalars(select(Reminded).order_by(Reminded.owed_id, Reminded.id)).all()
        beside = Counter((owed, rule, order) for owed, rule, order, _ in {_place(row) for row in rows})
        for one in rows:
            assert one.order_id is not None
            message = messages[one.owed_id]
            named = self._names(message, one.rule, numbers[one.order_id])
            # where fewer matters of one order are named than were owed in one message, only the program can tell which
            all_of_it = named >= beside[_place(one)[:3]]
            said = message.state == "sent" and (all_of_it or (named > 0 and not one.left_out))
            yield Told(
                one.rule, one.subject, one.escalated, one.chat_id, one.at, message.sent_at if said else None, message.id,
                leaves=_leaves(message), hurries=self._hurries(one) or message.created_at > one.at,
                put_off=message.not_before,
                passed_on_at=message.created_at if message.created_at > one.at else None,
            )  # fmt: skip
        for row in messages.values():
            if row.klass == int(Klass.DIGEST):
                yield Told(DIGEST, "", False, row.chat_id, row.created_at, row.sent_at, row.id, hurries=True)

    def _names(self, message: Owed, rule: str, number: str) -> int:
        """How often a message speaks of this; one that was sent without a text of ours speaks of all that it was owed for."""
        words = self._texts.get(message.id)
        if words is None or len(message.facts["items"]) == 1:
            return len(message.facts["items"])
        name = HOUSE.book.reminders[rule].name.zh if message.kind == "reminder.many" else ""
        return sum(number in line and name in line for line in words.split("\n"))

    def _hurries(self, one: Reminded) -> bool:
        """A high risk, what breaks through, and what the book hastens."""
        rule = HOUSE.book.reminders[one.rule]
        its = [
            reason for reason in self._stories.reasons
            if (reason.rule.key, reason.subject) == (one.rule, one.subject) and reason.begins <= one.at
        ]  # fmt: skip
        if rule.risk is not None and rule.risk.level is Level.HIGH:
            return True
        if its and self.played.looks.woke(its[-1], one.at):
            return True
        return bool(its) and (its[-1].breaks or (rule.sooner is not None and its[-1].hastened_at(one.at)))


def _place(one: Reminded) -> tuple[int, str, int | None, str]:
    return one.owed_id, one.rule, one.order_id, one.subject


LIST = "gathered:"
"""How the key begins of a list that takes what is too much for a person's day; then the chat, when it leaves, a number."""


def _leaves(message: Owed) -> datetime | None:
    if message.dedupe is None or not message.dedupe.startswith(LIST):
        return None
    return datetime.fromisoformat(message.dedupe.removeprefix(f"{LIST}{message.chat_id}:").rpartition(":")[0])


def played(url: str, *, days: int, orders: int, seed: int, replicas: int = 3, judging: bool = True) -> Played:
    """Play a year, or a part of it."""
    year = Year(url, days=days, orders=orders, seed=seed, replicas=replicas, judging=judging)
    try:
        return year.run()
    finally:
        year.close()
