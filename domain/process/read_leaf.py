"""Reads one leaf: everything that a book says of one order type, and what must hold within it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from domain.process.company import Department
from domain.process.deciding import Review, ScreeningRule
from domain.process.names import Checkpoint, Ending, FieldKind, Shipping
from domain.process.positions import Path
from domain.process.read_company import check_key
from domain.process.read_fields import check_width, read_fields
from domain.process.read_gates import read_conditions, read_control_points, read_gates
from domain.process.read_review import read_review_of, read_screening_of
from domain.process.read_tree import LONGEST_BUTTON
from domain.process.reader import Table
from domain.process.registry import FACTS
from domain.process.reminding import ReminderRule
from domain.process.types import Leaf, Milestone, Notice, SupplyTask
from domain.process.words import Words

LONGEST_SHORT = 20
SHORTEST_SAID = 2
_PREFIX = re.compile(r"[A-Z]{1,4}")
_Set = TypeVar("_Set")


@dataclass(frozen=True, slots=True)
class Shared:
    """What leaves refer to by name."""

    departments: Mapping[str, Department]
    fields: Table
    milestones: Mapping[str, Words]
    notices: Mapping[str, tuple[Notice, ...]]
    tasks: Mapping[str, tuple[SupplyTask, ...]]
    reminders: Mapping[str, ReminderRule]
    screening: Mapping[str, ScreeningRule]
    reviews: Mapping[str, Review]


def read_leaf(table: Table, key: str, shared: Shared, above: tuple[Words, ...]) -> Leaf:
    """One leaf; `above` holds the names of its branches."""
    check_key(table.faults, table.path, key)
    name = table.words("name")
    plain = _label(table, "plain", name, LONGEST_BUTTON)
    ask, keep = _field_keys(table)
    fields = read_fields(table, shared.fields, (*ask, *keep))
    ends_at = table.one_of("ends_at", "ending", Ending)
    asked = {key for _, key in ask}
    screening = read_screening_of(table, shared.screening, fields)
    leaf = Leaf(
        key=key,
        path=(*above, name),
        name=name,
        plain=plain,
        short=_label(table, "short", plain, LONGEST_SHORT),
        number_prefix=_read_prefix(table),
        managing_department=table.name("managing_department", "department", shared.departments),
        control_points=read_control_points(table, shared.departments),
        key_point=table.words("key_point"),
        milestones=_read_milestones(table, shared.milestones),
        fields=tuple(field for field in fields.good if field.key in asked),
        defaults=tuple(field for field in fields.good if field.key not in asked),
        payment_conditions=read_conditions(table, fields),
        gates=read_gates(table, shared.departments, fields, (Checkpoint.RELEASE, ends_at.checkpoint)),
        notices=_read_set(table, "notices", shared.notices),
        supply_tasks=_read_set(table, "tasks", shared.tasks),
        reminders=tuple(
            shared.reminders[name] for name in table.names("reminders", "reminder", shared.reminders, required=False)
        ),
        ends_at=ends_at,
        ships=table.one_of("ships", "way of shipping", Shipping, default=Shipping.ALL_PAID),
        said=_read_said(table, "said"),
        said_beside=_read_said(table, "said_beside"),
        screening=screening,
        review=read_review_of(table, shared.reviews, screening),
    )
    table.close()
    _check_control_points(table, leaf)
    _check_reminders(table, leaf)
    if not fields.broken:
        _check_money(table, leaf)
        _check_asked(table, leaf)
    return leaf


def _label(table: Table, key: str, otherwise: Words, most: int) -> Words:
    """An optional label for buttons; the longer name stands in where there is none."""
    words = table.words(key) if table.has(key) else otherwise
    check_width(table, key if table.has(key) else "name", words, most)
    return words


def _field_keys(table: Table) -> tuple[list[tuple[Path, str]], list[tuple[Path, str]]]:
    ask, keep = table.texts("ask"), table.texts("keep", required=False)
    seen: set[str] = set()
    for path, key in (*ask, *keep):
        if key in seen:
            table.faults.add(path, f'the field "{key}" is named twice', "leave it in ask or in keep, once")
        seen.add(key)
    return ask, [(path, key) for path, key in keep if key not in {name for _, name in ask}]


def _read_prefix(table: Table) -> str:
    prefix = table.text("number_prefix")
    if prefix and not _PREFIX.fullmatch(prefix):
        table.fault("number_prefix", f'"{prefix}" cannot begin an order number', "use one to four letters A-Z")
    return prefix


def _read_milestones(table: Table, milestones: Mapping[str, Words]) -> tuple[Milestone, ...]:
    keys = table.names("milestones", "milestone", milestones)
    if not keys and table.has("milestones"):
        table.fault("milestones", "names no key point", "name at least one")
    return tuple(Milestone(key, milestones[key]) for key in keys)


def _read_said(table: Table, key: str) -> tuple[str, ...]:
    """Words that people write; one of a single character would be found in too much."""
    for path, words in (said := table.texts(key, required=False)):
        if len(words.strip()) < SHORTEST_SAID:
            table.faults.add(path, f'"{words}" is too short to be recognised', "use two characters or more")
    return tuple(words.strip() for _, words in said)


def _read_set(table: Table, key: str, sets: Mapping[str, tuple[_Set, ...]]) -> tuple[_Set, ...]:
    return sets.get(table.name(key, f"set of {key}", sets), ())


def _check_control_points(table: Table, leaf: Leaf) -> None:
    """A leaf is controlled somewhere, and where it says so something really stands in the way."""
    if table.has("control_points") and not leaf.control_points:
        table.fault("control_points", "names no control point", "name at least one checkpoint")
    for index, point in enumerate(leaf.control_points):
        if not leaf.conditions_at(point.checkpoint) and not leaf.gates.get(point.checkpoint):
            table.faults.add(
                (*table.at("control_points"), index, "checkpoint"),
                f'nothing is asked at "{point.checkpoint}"',
                "add a payment condition or a rule there, or delete the control point",
            )
    for checkpoint in leaf.gates:
        _check_met(table, leaf, (*table.at("gate"), checkpoint.value), checkpoint)
    for index, condition in enumerate(leaf.payment_conditions):
        path = (*table.at("condition"), index, "checkpoint")
        _check_met(table, leaf, path, condition.checkpoint)
        if condition.checkpoint not in {point.checkpoint for point in leaf.control_points}:
            table.faults.add(
                path,
                f'money is asked at "{condition.checkpoint}", which is no control point of this leaf',
                "add it to control_points, with the department that clears it",
            )


def _check_met(table: Table, leaf: Leaf, path: Path, checkpoint: Checkpoint) -> None:
    """A condition at a checkpoint that the leaf never meets would never be judged."""
    if checkpoint not in (*leaf.checkpoints(), Checkpoint.CLOSE):
        met = ", ".join(c.value for c in leaf.checkpoints())
        table.faults.add(path, f'this leaf never meets "{checkpoint}"', f"it meets: {met}")


def _check_money(table: Table, leaf: Leaf) -> None:
    """Shares need a total, and a total needs prices."""
    if leaf.payment_conditions and not leaf.has_price:
        table.fault("condition", "asks for money, but the lines have no price", 'set price = "ask" or "list"')
    if leaf.payment_conditions and not leaf.has_customer:
        table.fault("condition", "asks for money of nobody", "add a field of kind customer")


def _check_asked(table: Table, leaf: Leaf) -> None:
    """What is asked has words to ask with, and an order has lines and at most one customer."""
    for index, field in enumerate(leaf.fields):
        if field.ask is None:
            table.faults.add((*table.at("ask"), index), f'the field "{field.key}" has no ask', "add its question")
    for kind, least in ((FieldKind.LINES, 1), (FieldKind.CUSTOMER, 0)):
        count = sum(field.kind is kind for field in leaf.all_fields)
        if not least <= count <= 1:
            table.fault("ask", f'{count} fields of kind "{kind}"', f"a leaf has {'one' if least else 'at most one'}")
    lines = leaf.field_of_kind(FieldKind.LINES)
    if lines and lines.params.get("price") == "ask" and "ask_price" not in lines.params:
        table.fault("ask", f'"{lines.key}" asks for prices without words', "add ask_price to the field")


def _check_reminders(table: Table, leaf: Leaf) -> None:
    """A reminder must have something to remind of."""
    for index, rule in enumerate(leaf.reminders):
        spec = FACTS.get(rule.about)
        lacks_money = spec is not None and spec.about_money and not leaf.payment_conditions
        lacks_gate = (
            rule.about == "payment_short" and rule.checkpoint is not None and not leaf.conditions_at(rule.checkpoint)
        )
        if lacks_money or lacks_gate:
            table.faults.add(
                (*table.at("reminders"), index),
                f'"{rule.key}" is about money that this leaf does not ask',
                "delete it here, or add the payment condition",
            )
