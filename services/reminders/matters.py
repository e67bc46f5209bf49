"""What a reminder is about, read from the database: for the rules that judge it and for those who tell it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Customer, ReminderSlot, Slip
from domain.gates import Refusal, required_minor
from domain.ladders import Origin, Pace, planned_ready, risk_at
from domain.process.names import Checkpoint
from domain.process.reminding import Quietly, ReminderRule
from domain.process.words import Words
from domain.reminders import Matter, Standing, matter_of, standing
from services import people
from services.house import House
from services.pace import acting_department, calendar_of, pace_of
from services.reminders import subjects
from services.reminders.order_now import OrderNow
from services.reminders.subjects import Found, Post, Rule

NEAR = 3
"""Delivery within so many workdays is near."""


_OF_MONEY = frozenset({"payment_short", "gate_stuck", "gate_closed_again"})
"""What money that has gone again begins anew."""


@dataclass(frozen=True, slots=True)
class Case:
    """One rule at one subject, as it is now."""

    rule: Rule
    subject: str
    now: OrderNow
    found: Found | None
    """What it is about; None where that waits no more."""
    matter: Matter
    origin: Origin | None
    """None while what the rule counts from has not come near."""
    pace: Pace
    """The clock of who must act."""

    @property
    def slip(self) -> Slip | None:
        row = self.found.row if self.found is not None else None
        return row if isinstance(row, Slip) else None

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
    about: str
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
    found: Found
    """What it is about, beside the order."""
    who: str
    """Whom it waits for: a name, or nothing where a department is waited for."""
    department: Words
    """Of whom it waits for."""
    breaks: bool
    """It may be said in quiet hours: goods leave today."""
    level: str
    """Of the risk that it is; empty where the book calls it none."""


# ── reading ────────────────────────────────────────────────────────────────────────────────


def case_of(
    session: Session, house: House, now: OrderNow, rule: Rule, subject: str, begun: datetime | None = None
) -> Case:
    """A rule at a subject. `begun` is when its chase began, where there is one."""
    return case_about(session, house, now, rule, subject, subjects.find(session, house, now, rule, subject), begun)


def case_about(
    session: Session, house: House, now: OrderNow, rule: Rule, subject: str, found: Found | None,
    begun: datetime | None = None,
) -> Case:  # fmt: skip
    """The same of what was found already."""
    checkpoint = rule.checkpoint if isinstance(rule, ReminderRule) else None
    matter = matter_of(
        now.book, now.leaf, rule.about, checkpoint, now.state, now.facts,
        open=found is not None, rests=found is not None and found.rests, claims_unknown=now.claims_unknown,
        hurries=_hurries(session, house, now), leaves_today=_leaves_today(house, now, found),
    )  # fmt: skip
    pace = pace_of(session, house, _acting(now, rule, found))
    if isinstance(rule, ReminderRule) and rule.quiet is Quietly.BREAK_THROUGH and matter.leaves_today:
        pace = replace(pace, sleeps=False)
    origin = None if found is None else _origin(now, rule, matter, found, pace, begun)
    return Case(rule, subject, now, found, matter, origin, pace)


def _acting(now: OrderNow, rule: Rule, found: Found | None) -> str:
    """The department on whose clock the first recipient works."""
    first = rule.to[0]
    if first.startswith("waited_for"):
        return found.who[0].department if found is not None else now.leaf.managing_department
    return acting_department(now.book, now.leaf, first)


def _hurries(session: Session, house: House, now: OrderNow) -> bool:
    """Delivery is near."""
    day = now.order.promised_on or now.order.requested_on
    calendar = calendar_of(session, house)
    return day is not None and calendar.workdays_between(house.today(now.at), day) <= NEAR


def _leaves_today(house: House, now: OrderNow, found: Found | None) -> bool:
    """A notice stands for goods that are to leave today, or were to; one that names no day is for today."""
    if found is None or not now.facts.notice_open:
        return False
    day = now.notice_day
    return day is None or day <= house.today(now.at)


def _origin(
    now: OrderNow, rule: Rule, matter: Matter, found: Found, pace: Pace, begun: datetime | None
) -> Origin | None:
    """What a rule counts from: moments of the facts themselves. Money that has gone again begins everything anew."""
    if found.at is None:
        return None
    if found.arose is not None:
        return Origin(found.arose, found.at, fixed=True)
    again = None
    if matter.order.terms and rule.about in _OF_MONEY:
        again = now.closed_again_at(required_minor(now.facts, matter.checkpoint))
    start = max(moment for moment in (found.at, begun, again) if moment is not None)
    if rule.since != "ready":
        # an order in supply is stuck from when goods stood packed that have not left, not from when it was accepted
        stuck = now.packed_since if rule.about == "gate_stuck" and matter.goods_wait else None
        return Origin(start, max(start, stuck) if stuck else start)
    day = planned_ready(
        now.leaf.supply_tasks, {line.supply for line in now.order.lines}, now.order.promised_on, pace.calendar
    )
    planned = pace.calendar.moment(day, pace.calendar.hours.begin) if day else None
    return Origin(start, max(now.ready_at, start) if now.ready_at else None, planned)


# ── telling ────────────────────────────────────────────────────────────────────────────────


def facts_for(session: Session, house: House, case: Case, at: datetime) -> Facts:
    """What a text may say of a case."""
    now, order, book, matter = case.now, case.now.order, case.now.book, case.matter
    calendar = calendar_of(session, house)
    customer = session.get(Customer, order.customer_id) if order.customer_id else None
    money = people.interface_of(session, book.roles.money)
    start = case.origin or Origin(at, at)
    found = case.found or Found(case.subject, None, (Post(now.leaf.managing_department),))
    post = found.who[0]
    return Facts(
        rule=case.rule.key,
        about=case.rule.about,
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
        since=start.since,
        days=max(calendar.workdays_between(calendar.day_of(start.since), house.today(at)), 0),
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
        found=found,
        who=_who(session, post),
        department=book.department_name(post.department),
        breaks=not case.pace.sleeps,
        level=_level(case, at),
    )


def _level(case: Case, at: datetime) -> str:
    rule = case.rule
    if not isinstance(rule, ReminderRule) or rule.risk is None or case.origin is None:
        return ""
    becomes = risk_at(rule, case.origin, case.pace)
    return rule.risk.level.value if becomes is not None and becomes <= at else ""


def _who(session: Session, post: Post) -> str:
    if post.person_id is not None:
        return people.name_of(session, post.person_id)
    interface = people.interface_of(session, post.department)
    return interface.name if interface else ""


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
