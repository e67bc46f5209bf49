"""A company's year, jumping from one due moment to the next: three replicas, of which one may die, stand still or be late.

Orders come, are paid early, late or never, slips are found or not, orders are held and cancelled. Each replica ticks; one
of them sends, by the real renderers. What happened is written down for the oracle, beside what the program said.
"""

from __future__ import annotations

import heapq
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.posting import Posted
from bot.settling import Ledger, Outcome
from bot.verdicts import Fate, Verdict
from db.engine import Database
from db.models import CalendarDay, CalendarYear, Chase, Order, Owed, Slip
from handlers import routes
from handlers.dispatch import Desk
from handlers.outgoing import Outgoing
from services import life, outbox
from services.changes import holding
from services.locking import lock_order
from services.owed import Klass
from services.reminders import chasing
from tests.support.reminding import HOUSE, SALES, Company
from tests.support.year_oracle import ENTERED, ZONE, Looks, Reason, Told, verdict

START = datetime(2026, 9, 14, 0, 0, tzinfo=UTC)
"""Monday, 8 o'clock; two and a half weeks before 国庆, with a Sunday that is worked on the way."""
TICK = timedelta(seconds=20)
LEASE = timedelta(seconds=61)
PAYS, LATE, TWICE, NEVER, HELD, LOST = "pays", "pays late", "slip not found", "never pays", "held", "forgotten"
PATHS = (PAYS, LATE, TWICE, NEVER, HELD, LOST)
QUICK = 0.15
"""How often somebody does what they are about to be reminded of between its owing and its sending."""
AWAY = 0.1
"""How often nobody sends."""
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
    told: list[Told]
    looks: Looks
    faults: Faults
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        escalated = sum(one.escalated for one in self.told)
        return (
            f"{self.days} days, {self.orders} orders, {len(self.reasons)} reasons, {len(self.looks.moments)} looks:"
            f" {len(self.told)} reminders ({escalated} escalated); {self.faults}; {len(self.wrong)} wrong"
        )


class Year:
    """One company over so many days. With several replicas on PostgreSQL, with one on SQLite."""

    def __init__(self, url: str, *, days: int, orders: int, seed: int, replicas: int = 3, judging: bool = True) -> None:
        self._replicas = [Database(url) for _ in range(replicas)]
        self._company = Company(self._replicas[0])
        self._chance = random.Random(seed)
        self._judging = judging
        self._pool = ThreadPoolExecutor(replicas)
        self._clock = MovedClock(START)
        self._now = START
        self._ledgers = [Ledger(Desk(routes.ALL, HOUSE), self._clock) for _ in self._replicas]
        self._deeds: list[tuple[datetime, int, int, Callable[[], None]]] = []
        self._numbers = count()
        self._texts: dict[int, str] = {}
        self._reasons: dict[tuple[str, str], Reason] = {}
        self._end = START + timedelta(days=days)
        self.played = Played(days, orders, [], [], Looks(), Faults())
        with self._replicas[0].transaction() as session:
            session.add_all(CalendarDay(day=day, works=works, note="", set_at=START) for day, works in ENTERED.items())
            session.add(CalendarYear(year=2027, settled_at=START))
        for number in range(orders):
            at = (
                START + timedelta(days=days * 0.9) * (number / orders) + timedelta(minutes=self._chance.randrange(1440))
            )
            self._plan(at, 0, partial(self._file, PATHS[number % len(PATHS)]))

    def close(self) -> None:
        self._pool.shutdown()
        for database in self._replicas:
            database.dispose()

    # ── what people do ─────────────────────────────────────────────────────────────────────

    def _plan(self, at: datetime, order: int, deed: Callable[[], None]) -> None:
        heapq.heappush(self._deeds, (at, next(self._numbers), order, deed))

    def _later(self, days: float, order: int, deed: Callable[[], None], spread: float = 0.5) -> None:
        self._plan(self._now + timedelta(days=days * self._chance.uniform(1 - spread, 1 + spread)), order, deed)

    def _file(self, path: str) -> None:
        wanted = (self._now + timedelta(days=60)).astimezone(ZONE).date()
        order = self._company.file("prepaid.release", self._now, wanted=wanted)
        self._reason("pay_before_release", f"order:{order}", order)
        match path:
            case "pays":
                self._later(1.5, order, lambda: self._slip(order, 0.4))
            case "pays late":
                self._later(12, order, lambda: self._slip(order, 3))
            case "slip not found":
                self._later(2, order, lambda: self._slip(order, 1, found=False))
            case "held":
                self._later(3, order, lambda: self._hold(order))
            case "never pays":
                self._later(15, order, lambda: self._cancel(order))
            case _:
                pass

    def _slip(self, order: int, days: float, *, found: bool = True) -> None:
        slip = self._company.slip(order, self._now)
        self._doubt(order)
        self._reason("slip_unconfirmed", f"slip:{slip}", order)
        self._later(days, order, lambda: self._decide(order, slip, found), spread=0.9)

    def _decide(self, order: int, slip: int, found: bool) -> None:
        if found:
            self._company.confirm(slip, self._now)
            self._ends("pay_before_release", f"order:{order}")
        else:
            self._company.not_found(slip, self._now)
            self._later(4, order, lambda: self._slip(order, 1))
        self._ends("slip_unconfirmed", f"slip:{slip}")

    def _hold(self, order: int) -> None:
        self._doubt(order)
        with self._replicas[0].transaction() as session:
            holding.hold(session, HOUSE, self._company.person(session, SALES), order, "客户要改", self._now)
        self._later(2, order, lambda: self._lift(order))

    def _lift(self, order: int) -> None:
        with self._replicas[0].transaction() as session:
            holding.lift(session, HOUSE, self._company.person(session, SALES), order, self._now)
        self._later(5, order, lambda: self._slip(order, 1))

    def _cancel(self, order: int) -> None:
        with self._replicas[0].transaction() as session:
            row = lock_order(session, order)
            life.move(session, row, "cancel", self._company.person(session, SALES).id, self._now)
        self._ends("pay_before_release", f"order:{order}")

    def _reason(self, rule: str, subject: str, order: int) -> None:
        declared = HOUSE.book.leaves["prepaid.release"].reminders
        self._reasons[rule, subject] = Reason(
            next(one for one in declared if one.key == rule), subject, order, self._now
        )

    def _doubt(self, order: int) -> None:
        reason = self._reasons["pay_before_release", f"order:{order}"]
        reason.doubtful = reason.doubtful or self._now

    def _ends(self, rule: str, subject: str) -> None:
        self._reasons[rule, subject].ends = self._now

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
        self.played.reasons = list(self._reasons.values())
        self.played.told = list(self._told())
        self.played.wrong = verdict(self.played.reasons, self.played.told, self.played.looks)
        return self.played

    def _next(self) -> datetime:
        """Jump to whatever comes next; now and then past it, as a machine that was off."""
        with self._replicas[0].transaction() as session:
            moments = [chasing.next_due(session), outbox.next_due(session, self._now), self._end]
        if self._deeds:
            moments.append(self._deeds[0][0])
        following = max(min(one for one in moments if one is not None), self._now + TICK)
        if self._chance.random() < 0.01:
            self.played.faults.jumps += 1
            following += timedelta(hours=self._chance.choice((1, 5, 13, 30, 75)))
        self._set(following)
        while self._deeds and self._deeds[0][0] <= self._now:
            heapq.heappop(self._deeds)[3]()
        return self._now

    def _set(self, now: datetime) -> None:
        self._now = self._clock.at = now

    def _look(self) -> None:
        """Every replica ticks, whatever becomes of one of them; again until nothing is due that was."""
        self.played.looks.moments.append(self._now)
        for _ in range(50):
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
            orders = set(session.scalars(waiting))
        ahead = next((one for one in sorted(self._deeds) if one[2] in orders), None)
        if ahead is not None:
            self._deeds.remove(ahead)
            heapq.heapify(self._deeds)
            self._set(self._now + timedelta(seconds=1))
            ahead[3]()

    def _sent_some(self, number: int) -> bool:
        ledger, database = self._ledgers[number], self._replicas[number]
        with database.transaction() as session:
            if not self._judging:
                self._all_is_said(session)
            batch = ledger.turn(session, [], [], 50)
        if not batch.to_send:
            return batch.more
        if self._chance.random() < 0.03:
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

    def _all_is_said(self, session: Session) -> None:
        """Without judging: what was owed once is said, whatever has become of it."""
        waiting = select(Owed).where(Owed.state == "pending", Owed.klass == int(Klass.REMINDER))
        for row in session.scalars(waiting):
            row.state, row.sent_at = "sent", self._now

    def _told(self) -> Iterator[Told]:
        """Every matter of every reminder that was sent; of those told together only what its text names."""
        with self._replicas[0].transaction() as session:
            numbers = {order.id: order.number for order in session.scalars(select(Order))}
            slips = {slip.id: slip.order_id for slip in session.scalars(select(Slip))}
            rows = session.scalars(
                select(Owed).where(Owed.state == "sent", Owed.klass == int(Klass.REMINDER)).order_by(Owed.id)
            ).all()
        for row in rows:
            for rule, subject, *_more in row.facts.get("items", ()):
                kind, _, number = subject.partition(":")
                order = slips.get(int(number)) if kind == "slip" else int(number) if kind == "order" else None
                words = self._texts.get(row.id)
                if words is not None and order is not None and numbers[order] not in words:
                    continue
                assert row.sent_at is not None
                yield Told(rule, subject, bool(row.facts.get("escalated")), row.chat_id, row.created_at, row.sent_at)


def played(url: str, *, days: int, orders: int, seed: int, replicas: int = 3, judging: bool = True) -> Played:
    """Play a year, or a part of it."""
    year = Year(url, days=days, orders=orders, seed=seed, replicas=replicas, judging=judging)
    try:
        return year.run()
    finally:
        year.close()
