"""Two leaves side by side (A17): what is the same, what differs, aspect by aspect."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from domain.process.changing import Because, ChangePolicy, Factor, Weight
from domain.process.company import Department
from domain.process.deciding import Level, Review, ScreeningRule, WaiverRule
from domain.process.fields import Field
from domain.process.names import Checkpoint, Ending, Shipping
from domain.process.registry import SEAT_REASONS, WAIVABLE
from domain.process.reminding import ReminderRule, Wait
from domain.process.types import Book, ControlPoint, GateRule, Leaf, Milestone, Notice, PaymentCondition, SupplyTask
from domain.process.words import Words


class Aspect(StrEnum):
    """What of a leaf is compared, in the order in which it is shown."""

    KEY_POINT = "key_point"
    MANAGING_DEPARTMENT = "managing_department"
    CONTROL_POINTS = "control_points"
    CONDITIONS = "conditions"
    RULES = "rules"
    WAIVERS = "waivers"
    SHIPS = "ships"
    MILESTONES = "milestones"
    SCREENING = "screening"
    REVIEW = "review"
    ASKED = "asked"
    KEPT = "kept"
    NOTICES = "notices"
    TASKS = "tasks"
    REMINDERS = "reminders"
    CHANGES = "changes"
    CHANGE_REVIEW = "change_review"
    FACTORS = "factors"
    ENDS_AT = "ends_at"
    NUMBER_PREFIX = "number_prefix"


@dataclass(frozen=True, slots=True)
class RuleAt:
    """A rule together with the checkpoint where it stands."""

    checkpoint: Checkpoint
    rule: GateRule


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a change of one weight covers for a leaf, and by when it is decided; without a weight, how long a hold lasts."""

    weight: Weight | None
    fields: tuple[Field, ...] = ()
    """Those that are told only."""
    later_days: int = 0
    quantity_share: Decimal = Decimal(0)
    within: Wait | None = None


Item: TypeAlias = (
    Words
    | Department
    | ControlPoint
    | PaymentCondition
    | RuleAt
    | Shipping
    | Milestone
    | Field
    | Notice
    | SupplyTask
    | ReminderRule
    | ScreeningRule
    | WaiverRule
    | Level
    | Allowance
    | Factor
    | Ending
    | str
)


@dataclass(frozen=True, slots=True)
class SameRow:
    """What both leaves have of one aspect."""

    aspect: Aspect
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class DifferentRow:
    """What only the first leaf has of one aspect, and what only the second."""

    aspect: Aspect
    a: tuple[Item, ...]
    b: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two leaves, what is the same in both and what differs. An aspect may stand in both lists."""

    a: Leaf
    b: Leaf
    same: tuple[SameRow, ...]
    different: tuple[DifferentRow, ...]


def items_of(book: Book, leaf: Leaf) -> dict[Aspect, tuple[Item, ...]]:
    """Everything that a book says of one leaf, aspect by aspect."""
    return {
        Aspect.KEY_POINT: (leaf.key_point,),
        Aspect.MANAGING_DEPARTMENT: (book.departments[leaf.managing_department],),
        Aspect.CONTROL_POINTS: leaf.control_points,
        Aspect.CONDITIONS: leaf.payment_conditions,
        Aspect.RULES: tuple(RuleAt(at, rule) for at, rules in leaf.gates.items() for rule in rules),
        Aspect.WAIVERS: waivers_of(book, leaf),
        Aspect.SHIPS: (leaf.ships,) if leaf.payment_conditions else (),
        Aspect.MILESTONES: leaf.milestones,
        Aspect.SCREENING: leaf.screening,
        Aspect.REVIEW: leaf.review.levels if leaf.review else (),
        Aspect.ASKED: leaf.fields,
        Aspect.KEPT: leaf.defaults,
        Aspect.NOTICES: leaf.notices,
        Aspect.TASKS: leaf.supply_tasks,
        Aspect.REMINDERS: leaf.reminders,
        Aspect.CHANGES: tuple(_allowances(book.change, leaf)) if book.change else (),
        Aspect.CHANGE_REVIEW: _levels_of(book.change.review, leaf) if book.change else (),
        Aspect.FACTORS: tuple(book.change.factors.values()) if book.change else (),
        Aspect.ENDS_AT: (leaf.ends_at,),
        Aspect.NUMBER_PREFIX: (leaf.number_prefix,),
    }


def _allowances(policy: ChangePolicy, leaf: Leaf) -> Iterator[Allowance]:
    """告知类, 轻, 重, and a hold (先停后审), as far as they are allowed."""
    told = tuple(field for field in leaf.all_fields if field.key in policy.told_fields)
    if told:
        yield Allowance(Weight.TOLD, fields=told)
    light = policy.within.get(Weight.LIGHT)
    yield Allowance(Weight.LIGHT, later_days=policy.later_days, quantity_share=policy.quantity_share, within=light)
    yield Allowance(Weight.HEAVY, within=policy.within.get(Weight.HEAVY))
    if policy.hold_within:
        yield Allowance(None, within=policy.hold_within)


def _levels_of(review: Review, leaf: Leaf) -> tuple[Level, ...]:
    """The levels without seats whose every reason is a rule that the leaf does not screen by: they are never asked."""
    reasons = {*(rule.key for rule in leaf.screening), *Because, *SEAT_REASONS}
    levels = (
        replace(level, seats=tuple(seat for seat in level.seats if reasons.intersection(seat.because)))
        for level in review.levels
    )
    return tuple(level for level in levels if level.seats)


def waivers_of(book: Book, leaf: Leaf) -> tuple[WaiverRule, ...]:
    """Who may let an order of this type pass: the rules for reasons that it can meet, where it can meet them."""
    return tuple(rule for rule in book.waivers if any(_can_meet(leaf, rule, at) for at in rule.checkpoints))


def _can_meet(leaf: Leaf, rule: WaiverRule, at: Checkpoint) -> bool:
    if at not in (*leaf.checkpoints(), Checkpoint.CLOSE):
        return False
    due = {condition.checkpoint for condition in leaf.payment_conditions} & set(at.through())
    rules = {gate.rule for gate in leaf.gates.get(at, ())}
    return any(due if WAIVABLE[code] is None else WAIVABLE[code] in rules for code in rule.codes)


def compare(book: Book, a: str, b: str) -> Comparison:
    """The leaves with the keys `a` and `b` side by side. KeyError for a leaf that the book has not."""
    first, second = items_of(book, book.leaves[a]), items_of(book, book.leaves[b])
    same: list[SameRow] = []
    different: list[DifferentRow] = []
    for aspect in Aspect:
        left, right = first[aspect], second[aspect]
        shared = _only(left, lambda key, right=right: key in _natures(right))
        only_left = _only(left, lambda key, right=right: key not in _natures(right))
        only_right = _only(right, lambda key, left=left: key not in _natures(left))
        if shared:
            same.append(SameRow(aspect, shared))
        if only_left or only_right:
            different.append(DifferentRow(aspect, only_left, only_right))
    return Comparison(book.leaves[a], book.leaves[b], tuple(same), tuple(different))


def _only(items: tuple[Item, ...], keep: Callable[[Hashable], bool]) -> tuple[Item, ...]:
    return tuple(item for item in items if keep(_nature(item)))


def _natures(items: tuple[Item, ...]) -> set[Hashable]:
    return {_nature(item) for item in items}


def _nature(item: Item) -> Hashable:
    """What makes two items the same to a reader: what they say, not the key they are stored under."""
    match item:
        case Words():
            return item.zh
        case Department():
            return item.key
        case Milestone():
            return item.words.zh
        case Field():
            return (item.kind, item.label.zh, str(item.default))
        case RuleAt():
            return (item.checkpoint, item.rule.rule, item.rule.department, str(dict(item.rule.params)))
        case ReminderRule() | ScreeningRule() | WaiverRule():
            return item.key
        case Allowance():
            return (item.weight, tuple(field.label.zh for field in item.fields), item.within)
        case Factor():
            return item.key
        case Level():
            return (item.mode, item.needed, tuple((seat.to, seat.because) for seat in item.seats))
        case _:
            return item
