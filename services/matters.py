"""What a reminder is about, read from the database: for the rules that judge it and for those who tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Allocation, Change, Customer, Order, Readiness, ReminderSlot, Slip
from domain.changes import OPEN_CHANGES, ChangeState
from domain.gates import OrderFacts, Refusal, required_minor
from domain.life import State
from domain.process.names import Checkpoint
from domain.process.registry import ANCHORS
from domain.process.reminding import DigestLine, ReminderRule
from domain.process.types import Book, Leaf
from domain.process.words import Words
from domain.reminders import Matter, Origin, Pace, Standing, matter_of, moment_of, planned_ready, standing
from services import books, credit, people
from services.house import House
from services.order_facts import SLIP_OPEN, note_runs
from services.pace import acting_department, calendar_of, pace_of

Rule: TypeAlias = ReminderRule | DigestLine
About: TypeAlias = Slip | Change | None
"""What a case is about beside its order."""
KEPT: dict[str, type[Slip] | type[Change]] = {"slip": Slip, "change": Change}
"""By the kind of a subject."""


@dataclass(frozen=True, slots=True)
class OrderNow:
    """An order and what is true of it, read once for all that is asked about it."""

    order: Order
    book: Book
    leaf: Leaf
    facts: OrderFacts
    claims_unknown: bool
    """A slip without an amount waits."""
    ready_at: datetime | None
    """When goods of it stood ready first."""


@dataclass(frozen=True, slots=True)
class Case:
    """One rule at one subject, as it is now."""

    rule: Rule
    subject: str
    now: OrderNow
    about: About
    matter: Matter
    origin: Origin | None
    """None while what the rule counts from has not come near."""
    pace: Pace
    """The clock of who must act."""

    @property
    def slip(self) -> Slip | None:
        return self.about if isinstance(self.about, Slip) else None

    @property
    def standing(self) -> Standing:
        return standing(self.rule.about, self.rule.until, self.matter)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a gate is closed, whose part it is, and who has it now."""

    code: str
    department: Words
    who: str
    missing_minor: int


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """The slip that finance is asked about."""

    id: int
    claimed_minor: int | None
    sent_by: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What may be said of one case. Money in minor units of `currency`."""

    rule: str
    name: Words
    subject: str
    order_id: int
    number: str
    customer: str
    leaf: Words
    managing: Words
    """The name of the managing department."""
    sales: str
    currency: str
    checkpoint: Checkpoint
    required_minor: int
    received_minor: int
    missing_minor: int
    waiting_minor: int
    since: datetime
    days: int
    """Workdays that it has been waited for."""
    asked: int
    """How often the rule has reminded of the subject."""
    goods_wait: bool
    all_ready: bool
    all_left: bool
    ready_at: datetime | None
    planned_on: date | None
    """When the goods are planned to stand ready, for a rule that counts from there."""
    money: str
    """Who looks for money: the interface person of finance, or nobody."""
    money_department: Words
    reasons: tuple[Reason, ...]
    slip: SlipFacts | None


# ── reading ────────────────────────────────────────────────────────────────────────────────


def order_now(session: Session, house: House, order: Order, at: datetime) -> OrderNow:
    """Read an order."""
    book = books.book_of(session, order, house.book)
    unknown = select(Slip.id).where(Slip.order_id == order.id, Slip.state == "waiting", Slip.claimed_minor.is_(None))
    return OrderNow(
        order,
        book,
        book.leaves[order.leaf],
        credit.judged_facts(session, house, book, order, at),
        session.scalar(unknown.limit(1)) is not None,
        session.scalar(select(func.min(Readiness.at)).where(Readiness.order_id == order.id)),
    )


def case_of(
    session: Session, house: House, now: OrderNow, rule: Rule, subject: str, begun: datetime | None = None
) -> Case:
    """A rule at a subject. `begun` is when its chase began, where there is one."""
    kind, _, number = subject.partition(":")
    about = session.get(KEPT[kind], int(number), populate_existing=True) if kind in KEPT else None
    slip = about if isinstance(about, Slip) else None
    checkpoint = rule.checkpoint if isinstance(rule, ReminderRule) else None
    matter = matter_of(
        now.book, now.leaf, rule.about, checkpoint, State(now.order.state), now.facts,
        slip_waits=slip is not None and slip.state in SLIP_OPEN, claims_unknown=now.claims_unknown,
        note_runs=slip is not None and note_runs(slip, now.facts.today),
        change_open=isinstance(about, Change) and ChangeState(about.state) in OPEN_CHANGES,
    )  # fmt: skip
    pace = pace_of(session, house, acting_department(now.book, now.leaf, rule.to[0]))
    return Case(rule, subject, now, about, matter, _origin(session, house, now, rule, matter, about, pace, begun), pace)


def _origin(
    session: Session, house: House, now: OrderNow, rule: Rule, matter: Matter, about: About, pace: Pace,
    begun: datetime | None,
) -> Origin | None:  # fmt: skip
    """What a rule counts from: moments of the facts themselves. Money that has gone again begins everything anew."""
    arose = ANCHORED[rule.since](session, house, now, about)
    if arose is None:
        return None
    slip = about if isinstance(about, Slip) else None
    required = required_minor(now.facts, matter.checkpoint)
    again = _closed_again_at(session, now.order.id, required) if slip is None else None
    paid_on = slip.due_on if slip is not None and slip.state == "held" else None
    due = pace.calendar.moment(paid_on, pace.calendar.hours.begin) if paid_on else None
    start = max(moment for moment in (arose, begun, again, due) if moment is not None)
    if rule.since != "ready":
        # an order in supply is stuck from when its goods stood ready, not from when it was accepted
        stuck = now.ready_at if rule.about == "gate_stuck" and matter.goods_wait else None
        return Origin(start, max(start, stuck) if stuck else start)
    day = planned_ready(
        now.leaf.supply_tasks, {line.supply for line in now.order.lines}, now.order.promised_on, pace.calendar
    )
    planned = pace.calendar.moment(day, pace.calendar.hours.begin) if day else None
    return Origin(start, max(now.ready_at, start) if now.ready_at else None, planned)


def hold_due(session: Session, house: House, book: Book, held_at: datetime | None) -> datetime | None:
    """By when somebody says what becomes of an order that was held then; None where its book sets no time."""
    wait = book.change.hold_within if book.change is not None else None
    return moment_of(wait, held_at, calendar_of(session, house)) if wait and held_at else None


ANCHORED: dict[str, Callable[[Session, House, OrderNow, About], datetime | None]] = {
    "accepted": lambda _session, _house, now, _about: now.order.accepted_at,
    "slip_sent": lambda _session, _house, _now, about: about.sent_at if isinstance(about, Slip) else None,
    # nobody plans goods for an order that is not released
    "ready": lambda _session, _house, now, _about: now.order.released_at,
    "change_due": lambda _session, _house, _now, about: about.due_at if isinstance(about, Change) else None,
    "hold_due": lambda session, house, now, _about: hold_due(session, house, now.book, now.order.held_at),
}

if ANCHORED.keys() != ANCHORS:  # a table is checked when it is built
    raise ValueError(f"anchors of the book without a moment or the other way round: {ANCHORED.keys() ^ ANCHORS}")


def _closed_again_at(session: Session, order_id: int, required: int) -> datetime | None:
    """When the money of an order last fell below what a gate asks, by a refund or a bounce; None if never."""
    rows = session.execute(
        select(Allocation.amount_minor, Allocation.at).where(Allocation.order_id == order_id).order_by(Allocation.id)
    )
    received, found = 0, None
    for amount, at in rows:
        if received >= required > received + amount:
            found = at
        received += amount
    return found


# ── telling ────────────────────────────────────────────────────────────────────────────────


def facts_for(session: Session, house: House, case: Case, at: datetime) -> Facts:
    """What a text may say of a case."""
    now, order, book, matter = case.now, case.now.order, case.now.book, case.matter
    calendar = calendar_of(session, house)
    customer = session.get(Customer, order.customer_id) if order.customer_id else None
    money = people.interface_of(session, book.roles.money)
    start = case.origin or Origin(at, at)
    return Facts(
        rule=case.rule.key,
        name=case.rule.name,
        subject=case.subject,
        order_id=order.id,
        number=order.number,
        customer=customer.name if customer else "",
        leaf=now.leaf.short,
        managing=book.departments[now.leaf.managing_department].name,
        sales=people.name_of(session, order.sales_id),
        currency=order.currency,
        checkpoint=matter.checkpoint,
        required_minor=required_minor(now.facts, matter.checkpoint),
        received_minor=now.facts.net_minor,
        missing_minor=matter.missing_minor,
        waiting_minor=now.facts.waiting_minor,
        since=start.first,
        days=max(calendar.workdays_between(calendar.day_of(start.first), house.today(at)), 0),
        asked=times_asked(session, case.rule.key, case.subject),
        goods_wait=matter.goods_wait,
        all_ready=all(line.ready >= line.quantity for line in now.facts.lines),
        all_left=all(line.shipped >= line.quantity for line in now.facts.lines),
        ready_at=now.ready_at,
        planned_on=calendar.day_of(start.planned) if start.planned else None,
        money=money.name if money else "",
        money_department=book.departments[book.roles.money].name,
        reasons=tuple(_reason(session, now, refusal) for refusal in matter.refusals),
        slip=_slip_facts(session, case.slip),
    )


def _slip_facts(session: Session, slip: Slip | None) -> SlipFacts | None:
    if slip is None:
        return None
    return SlipFacts(slip.id, slip.claimed_minor, people.name_of(session, slip.sent_by), slip.sent_at)


def _reason(session: Session, now: OrderNow, refusal: Refusal) -> Reason:
    """Unpaid and without a slip it is the salesperson's to ask the customer; finance could only look."""
    book, sales = now.book, now.book.roles.sales
    slips = now.facts.waiting_minor > 0 or now.claims_unknown
    department = sales if refusal.code == "payment_missing" and not slips else refusal.department
    interface = people.interface_of(session, department)
    who = people.name_of(session, now.order.sales_id) if department == sales else interface.name if interface else ""
    missing = refusal.facts.get("missing")
    name = book.departments[department].name
    return Reason(refusal.code, name, who, missing if isinstance(missing, int) else 0)


def times_asked(session: Session, rule: str, subject: str) -> int:
    """How often a rule has reminded of a subject, escalations aside."""
    count = select(func.count()).select_from(ReminderSlot)
    return session.scalar(count.where(ReminderSlot.kind == rule, ReminderSlot.subject == subject)) or 0
