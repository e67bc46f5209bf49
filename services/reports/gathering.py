"""Gathers the weekly report, part by part; each part is short enough for a transaction of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Approval, ApprovalSeat, Change, Chase, Customer, Order, Owed, Reminded, Vote
from domain.latency import worked_between
from domain.life import State
from domain.process.changing import Weight
from domain.process.names import Checkpoint, Level, WaitUnit
from domain.risks import AGES, GRAVEST_FIRST, age_class, is_mostly_false
from services.house import House
from services.order_view import view_of
from services.pace import calendar_of
from services.reports.shape import Doubtful, Gate, Latency, NamedRisk, Report, Unheard
from services.risks import checking, reading
from services.risks.reading import RiskView
from services.stages import Stage, stage_of

WEEK, MONTH, DOUBTED_FOR = timedelta(days=7), timedelta(days=30), timedelta(days=60)
A_PART: Final = 20
"""So many orders are read in one transaction: no unit waits longer for it than for another unit."""
_WAITS_AT: Final = {
    Stage.HELD: Checkpoint.RELEASE, Stage.STOPPED: Checkpoint.SHIP, Stage.HELD_SHIP: Checkpoint.SHIP,
}  # fmt: skip

T = TypeVar("T")
Transact = Callable[[Callable[[Any], Any]], Any]
"""Runs a piece of work in a short transaction."""


def gather(transact: Transact, house: House, now: datetime) -> Report:
    """The report of the week that ends now."""
    risks: list[RiskView] = transact(lambda session: reading.standing(session, house, None)[1])
    return Report(
        day=house.today(now).isoformat(),
        risks=_by_age(risks, now),
        high=[_named(one) for one in risks if one.level is Level.HIGH],
        mid=[_named(one) for one in risks if one.level is Level.MID],
        low=[_named(one) for one in risks if one.level is Level.LOW],
        gates=_gates(transact, house, now),
        latency=transact(lambda session: latency(session, house, now)),
        promised=promised(house),
        factors=transact(lambda session: factors(session, now)),
        unassessed=transact(lambda session: checking.unanswered(session, house, now - WEEK)),
        doubtful=transact(lambda session: doubtful(session, now)),
        unheard=transact(lambda session: unheard(session, now)),
    )


def _by_age(risks: list[RiskView], now: datetime) -> list[list[int]]:
    found = [[0] * (len(AGES) + 1) for _level in GRAVEST_FIRST]
    for one in risks:
        found[GRAVEST_FIRST.index(one.level)][age_class(now - one.opened_at)] += 1
    return found


def _named(one: RiskView) -> NamedRisk:
    return NamedRisk(
        id=one.id, number=one.number, customer=one.customer, department=one.department, rule=one.rule, words=one.words,
        opened_department=one.opened_department, owner=one.owner, opened_at=one.opened_at.isoformat(),
    )  # fmt: skip


# ── gates ──────────────────────────────────────────────────────────────────────────────────


def _gates(transact: Transact, house: House, now: datetime) -> list[Gate]:
    """What waits for money at 下单 and at 发货, a few orders at a time."""
    ids: list[int] = transact(_running)
    found: dict[tuple[str, str], Gate] = {}
    for start in range(0, len(ids), A_PART):
        part = ids[start : start + A_PART]
        held = transact(lambda session, part=part: [one for i in part for one in _held(session, house, i, now)])
        for checkpoint, currency, minor in held:
            gate = found.setdefault(
                (checkpoint, currency), Gate(checkpoint=checkpoint, currency=currency, orders=0, minor=0)
            )
            gate["orders"] += 1
            gate["minor"] += minor
    order = [Checkpoint.RELEASE.value, Checkpoint.SHIP.value]
    return sorted(found.values(), key=lambda one: (order.index(one["checkpoint"]), one["currency"]))


def _running(session: Session) -> list[int]:
    states = [state.value for state in (State.ACCEPTED, State.RELEASED, State.EXECUTING)]
    return list(session.scalars(select(Order.id).where(Order.state.in_(states)).order_by(Order.id)))


def _held(session: Session, house: House, order_id: int, now: datetime) -> Iterator[tuple[str, str, int]]:
    view = view_of(session, house, order_id, now)
    checkpoint = _WAITS_AT.get(stage_of(view))
    unpaid = any(one.code == "payment_missing" for one in view.refusals)
    if checkpoint is not None and unpaid and view.missing_minor > 0:
        yield checkpoint.value, view.currency, view.missing_minor


# ── opinions ───────────────────────────────────────────────────────────────────────────────


def promised(house: House) -> int:
    """Within how many minutes of work opinions are promised; 0 where the book promises nothing."""
    rule = house.book.report
    if rule is None:
        return 0
    wait = rule.answer_within
    return wait.count * (60 if wait.unit is WaitUnit.WORKING_HOURS else 1)


def latency(session: Session, house: House, now: datetime) -> list[Latency]:
    """Department by department, the slowest first: opinions of this week, and those that still wait past their time."""
    took: dict[str, list[int]] = defaultdict(list)
    waits: dict[str, list[int]] = defaultdict(list)
    for department, opened, answered in _asked(session, now):
        calendar = calendar_of(session, house, department)
        minutes = round(worked_between(calendar, opened, answered or now).total_seconds() / 60)
        (took if answered is not None else waits)[department].append(minutes)
    within = promised(house)
    found = [_latency(key, took[key], waits[key], within) for key in house.book.departments if took[key] or waits[key]]
    return sorted((one for one in found if one["count"] or one["waiting"]), key=lambda one: -one["median"])


def _latency(department: str, took: list[int], waits: list[int], within: int) -> Latency:
    waiting = [minutes for minutes in waits if within and minutes > within]
    every = [*took, *waiting]
    return Latency(
        department=department, count=len(took), median=round(median(every)) if every else 0,
        longest=max(every, default=0), late=sum(bool(within) and minutes > within for minutes in took),
        waiting=len(waiting),
    )  # fmt: skip


def _asked(session: Session, now: datetime) -> Iterator[tuple[str, datetime, datetime | None]]:
    """Whose opinion was asked when, and when it was given: of this week, or not yet."""
    query = (
        select(ApprovalSeat.department, ApprovalSeat.opened_at, Vote.at, ApprovalSeat.state, Approval.state)
        .join(Approval, Approval.id == ApprovalSeat.approval_id)
        .outerjoin(Vote, Vote.seat_id == ApprovalSeat.id)
        .where(ApprovalSeat.opened_at.is_not(None), or_(Vote.at > now - WEEK, ApprovalSeat.state == "open"))
        .where(or_(Vote.repeats.is_(None), Vote.repeats.is_(False)))
        .order_by(ApprovalSeat.id)
    )
    for department, opened, answered, seat, approval in session.execute(query):
        if opened is not None and (answered is not None or (seat == "open" and approval == "open")):
            yield department, opened, answered


# ── changes, doubts, silence ───────────────────────────────────────────────────────────────


def factors(session: Session, now: datetime) -> list[tuple[str, int, int]]:
    """Why orders were changed, this week and in thirty days; what need only be told has no factor."""
    query = select(Change.factor, Change.asked_at).where(
        Change.asked_at > now - MONTH, Change.weight != Weight.TOLD.value
    )
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for factor, asked_at in session.execute(query):
        found[factor or ""][0] += asked_at > now - WEEK
        found[factor or ""][1] += 1
    return sorted(((key, week, month) for key, (week, month) in found.items()), key=lambda one: (-one[2], one[0]))


def doubtful(session: Session, now: datetime) -> list[Doubtful]:
    """Rules that are mostly a false alarm."""
    return [
        Doubtful(rule=rule, false=found.count("false_alarm"), closed=len(found))
        for rule, found in sorted(reading.closings(session, now - DOUBTED_FOR).items())
        if is_mostly_false(found)
    ]


def unheard(session: Session, now: datetime) -> list[Unheard]:
    """What was escalated this week and still stands, the oldest first. What never went out told nobody.

    What is alike of one order is one line: which of those who were asked it is, is on its card.
    """
    query = (
        select(Reminded.rule, Reminded.subject, Owed.sent_at, Order.number, Customer.name)
        .join(Owed, Owed.id == Reminded.owed_id)
        .join(Chase, (Chase.rule == Reminded.rule) & (Chase.subject == Reminded.subject))
        .join(Order, Order.id == Reminded.order_id)
        .outerjoin(Customer, Customer.id == Order.customer_id)
        .where(Reminded.escalated, ~Reminded.left_out, Owed.sent_at > now - WEEK, Chase.ended_at.is_(None))
        .order_by(Owed.sent_at, Reminded.id)
    )
    found: dict[tuple[str, str], Unheard] = {}
    counted: set[tuple[str, str]] = set()
    for rule, subject, at, number, customer in session.execute(query):
        assert at is not None, "it was sent"
        first = Unheard(rule=rule, number=number, customer=customer or "", at=at.isoformat(), count=0)
        one = found.setdefault((rule, number), first)
        one["count"] += (rule, subject) not in counted
        counted.add((rule, subject))
    return list(found.values())
