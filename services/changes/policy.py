"""What the book says of changing this order, and what a change comes to by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from db.models import Change, Order
from domain.approvals import PlannedLevel, PlannedSeat, plan
from domain.changes import ChangeKind, Content, Difference, differences, reasons, weigh
from domain.gates import OrderFacts, Term, missing_minor, required_minor
from domain.ladders import moment_of
from domain.process.changing import Because, ChangePolicy, Weight
from domain.process.deciding import Review, SeatRule
from domain.process.names import Checkpoint, Finding, Mode
from domain.process.types import Leaf
from domain.process.words import Words
from domain.screening import Found, of_result
from services import books, screening
from services.errors import NotAllowed
from services.house import House
from services.order_facts import facts_of
from services.pace import calendar_of
from services.screening import Wanted


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one checkpoint's money, in minor units."""

    checkpoint: Checkpoint
    required_before: int
    required_after: int
    missing_before: int
    missing_after: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a change comes to."""

    found: tuple[Difference, ...]
    weight: Weight
    because: frozenset[str]
    delta_minor: int
    effects: tuple[Effect, ...]
    levels: tuple[PlannedLevel, ...]
    """Who decides; empty where it is carried out at once."""


def policy_of(session: Session, house: House, order: Order) -> ChangePolicy:
    """The order's own book says; one of before changes could be asked for leaves it to the present one."""
    policy = books.book_of(session, order, house.book).change or house.book.change
    if policy is None:
        raise NotAllowed("changes_unknown")
    return policy


def weighed(session: Session, house: House, order: Order, before: Content, after: Content, now: datetime) -> Weighed:
    """Judge a wanted content against what stands."""
    policy, found = policy_of(session, house, order), differences(before, after)
    workdays = calendar_of(session, house).workdays_between
    weight = weigh(policy, found, workdays)
    fired = _newly_fired(session, house, order, before, after, now) if weight is not Weight.TOLD else frozenset[str]()
    because = reasons(policy, found, weight, workdays) | fired
    leaf = books.leaf_of(session, order, house.book)
    return Weighed(
        found, weight, because, int(after["total"]) - int(before["total"]),
        effects(session, house, order, after, now),
        levels_of(policy, leaf, because) if weight is not Weight.TOLD else (),
    )  # fmt: skip


def levels_for(
    session: Session, house: House, order: Order, change: Change, now: datetime
) -> tuple[PlannedLevel, ...]:  # fmt: skip
    """Who decides a change that was asked for, by what stands now."""
    if change.kind == ChangeKind.EDIT.value:
        return weighed(session, house, order, change.before, change.after, now).levels
    return levels_of_whole(session, house, order, ChangeKind(change.kind))


def levels_of_whole(session: Session, house: House, order: Order, kind: ChangeKind) -> tuple[PlannedLevel, ...]:
    """Who decides that an order is cancelled, or opened again."""
    leaf = books.leaf_of(session, order, house.book)
    return levels_of(policy_of(session, house, order), leaf, frozenset({kind.value, Because.HEAVY.value}))


def due_at(session: Session, house: House, order: Order, weight: Weight, now: datetime) -> datetime | None:
    """By when a change of this weight should be decided."""
    wait = policy_of(session, house, order).within.get(weight)
    return None if wait is None else moment_of(wait, now, calendar_of(session, house))


def levels_of(policy: ChangePolicy, leaf: Leaf, because: frozenset[str]) -> tuple[PlannedLevel, ...]:
    """Who is asked. What is heavy never passes unseen: where the book names nobody, the managing department decides."""
    review = Review(policy.review.key, tuple(
        replace(level, seats=tuple(_named(seat, leaf) for seat in level.seats)) for level in policy.review.levels
    ))  # fmt: skip
    levels = plan(review, because)
    if levels or Because.HEAVY.value not in because:
        return levels
    seat = SeatRule(leaf.managing_department, (Because.HEAVY.value,), _NOTHING_ASKED)
    return (PlannedLevel(Mode.ALL, None, (PlannedSeat(seat, (Because.HEAVY.value,)),)),)


_NOTHING_ASKED = Words("", "", "")


def _named(seat: SeatRule, leaf: Leaf) -> SeatRule:
    return replace(seat, to=leaf.managing_department) if seat.to == "managing" else seat


def effects(session: Session, house: House, order: Order, after: Content, now: datetime) -> tuple[Effect, ...]:
    """Every checkpoint at which the money asked or missing would be another."""
    facts = facts_of(session, order, house.today(now), now)
    leaf = books.book_of(session, order, house.book).leaves[str(after["leaf"])]
    wanted = with_terms(facts, after)
    return tuple(
        Effect(at, required_minor(facts, at), required_minor(wanted, at), *_missing(facts, wanted, at))
        for at in dict.fromkeys((*books.leaf_of(session, order, house.book).checkpoints(), *leaf.checkpoints()))
        if at is not Checkpoint.PLAN and required_minor(facts, at) != required_minor(wanted, at)
    )


def with_terms(facts: OrderFacts, after: Content) -> OrderFacts:
    """The facts as gates would read them of the wanted content."""
    terms = tuple(Term(Checkpoint(at), int(minor)) for at, _share, minor in after["terms"])
    return replace(facts, total_minor=int(after["total"]), terms=terms)


def _missing(facts: OrderFacts, wanted: OrderFacts, at: Checkpoint) -> tuple[int, int]:
    return max(missing_minor(facts, at), 0), max(missing_minor(wanted, at), 0)


def _newly_fired(
    session: Session, house: House, order: Order, before: Content, after: Content, now: datetime
) -> frozenset[str]:
    """Rules of the first look that the wanted content meets; of those it met before only such as are about money."""
    stood, wanted = (_found(session, house, order, one, now) for one in (before, after))
    new = tuple(one for one in wanted if one.rule.key not in {old.rule.key for old in stood})
    screening.require_unblocked(new)
    prices = [[_priced(line) for line in one["lines"]] for one in (before, after)]
    dearer = prices[0] != prices[1] or before["total"] != after["total"]
    return frozenset(one.rule.key for one in of_result(wanted if dearer else new, Finding.REVIEW))


def _priced(line: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a line says of prices; of what is free that is how much of it there is."""
    free = line["price"] is not None and not Decimal(line["price"])
    return (line["code"], line["price"], line["quantity"] if free else None)


def _found(session: Session, house: House, order: Order, content: Content, now: datetime) -> tuple[Found, ...]:
    leaf = books.book_of(session, order, house.book).leaves[str(content["leaf"])]
    lines = [
        (int(line["product"]), Decimal(line["quantity"]), None if line["price"] is None else Decimal(line["price"]))
        for line in content["lines"]
        if not line["ended"]
    ]
    day = date.fromisoformat(content["requested_on"]) if content["requested_on"] else None
    fields = _fields(order, content["fields"])
    wanted = Wanted(
        content["customer"], lines, day, fields, order_id=order.id, makes_good=order.linked_to_id
    )  # fmt: skip
    return screening.look(session, house, leaf, wanted, now)


def _fields(order: Order, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Papers are not part of a content, but rules ask for them."""
    return {**order.fields, **fields}
