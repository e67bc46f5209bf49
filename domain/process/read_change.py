"""Reads what a book says of changing an order that stands (变更)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from domain.process.changing import Because, ChangePolicy, Concern, Factor, Impact, ImpactChoice, ImpactQuestion, Weight
from domain.process.deciding import Review, ScreeningRule
from domain.process.fields import Choice, Field
from domain.process.names import FieldKind
from domain.process.read_company import check_key
from domain.process.read_fields import LONGEST_CHOICE, check_filled, check_width
from domain.process.read_reminders import read_wait, recipients
from domain.process.read_review import check_seats, read_level, seats_known
from domain.process.read_tree import LONGEST_BUTTON
from domain.process.reader import Table
from domain.process.registry import IMPACT_PLACEHOLDERS, SEAT_REASONS
from domain.process.reminding import Wait
from domain.process.types import Leaf
from domain.process.words import Words

KEY = "change"
"""Its section of the book, and the key of its review."""
MANAGING = "managing"
DECIDED = (Weight.LIGHT, Weight.HEAVY)
THEN = ("date", "text")
_LIGHT = frozenset({Because.LATER, Because.MORE, Because.LESS})
"""What a light change can be about."""
_NOT_TOLD = frozenset(
    {FieldKind.CUSTOMER, FieldKind.LINES, FieldKind.DATE, FieldKind.PERCENT, FieldKind.MONEY, FieldKind.ATTACHMENT}
)
"""What an order is, when, for how much and on what paper: never changed at once."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a policy refers to by name."""

    departments: Collection[str]
    fields: Collection[str]
    """Keys of the shared fields."""
    screening: Mapping[str, ScreeningRule]
    leaves: Mapping[str, Leaf]


def read_change(book: Table, known: Known) -> ChangePolicy | None:
    """How orders are changed; nothing where the book does not say it."""
    if not book.has(KEY):
        return None
    table = book.table(KEY)
    factors = table.table("factor")
    policy = ChangePolicy(
        factors={key: _read_factor(factors.table(key), key) for key in factors.each_key()},
        terms_fields=frozenset(_read_terms(table, known)),
        told_fields=frozenset(_read_told(table, known)),
        later_days=table.count("later_days", most=365),
        quantity_share=table.percent("quantity_share"),
        review=_read_review(table, known),
        impacts=_read_impacts(table, known.departments),
        concerns=_read_concerns(table, known.departments),
        within=_read_within(table),
        hold_within=_ahead(table, "hold_within") if table.has("hold_within") else None,
    )
    if not policy.factors and table.has("factor"):
        table.fault("factor", "names no factor", "add a table such as [change.factor.customer]")
    table.close()
    return policy


# ── why ────────────────────────────────────────────────────────────────────────────────────


def _read_factor(table: Table, key: str) -> Factor:
    check_key(table.faults, table.path, key)
    factor = Factor(
        key=key,
        name=_button(table, "name", LONGEST_CHOICE),
        kinds=_read_kinds(table),
        countermeasures=_read_suggested(table, "countermeasures"),
        contingencies=_read_suggested(table, "contingencies"),
    )
    table.close()
    return factor


def _button(table: Table, key: str, most: int) -> Words:
    words = table.words(key)
    check_width(table, key, words, most)
    return words


def _read_kinds(table: Table) -> tuple[Choice, ...]:
    """The kinds of a factor; one whose kinds are named names at least one."""
    kinds: list[Choice] = []
    for row in table.tables("kinds", required=False):
        kinds.append(Choice(_choice_key(row, {kind.key for kind in kinds}), _button(row, "label", LONGEST_CHOICE)))
        row.close()
    if table.has("kinds") and not kinds:
        table.fault("kinds", "names no kind", 'write { key = "…", label = "…" } for each, or leave "kinds" out')
    return tuple(kinds)


def _choice_key(row: Table, taken: Collection[str]) -> str:
    key = row.text("key")
    if key:
        check_key(row.faults, row.at("key"), key)
    if key in taken:
        row.fault("key", f'"{key}" is there twice', "give each a key of its own")
    return key


def _read_suggested(table: Table, key: str) -> tuple[Words, ...]:
    """Suggestions are offered as buttons, each in a row of its own."""
    suggested: list[Words] = []
    for path, value in table.items(key, required=False):
        words = table.words_of(path, value)
        check_width(table, key, words, LONGEST_BUTTON)
        suggested.append(words)
    return tuple(suggested)


# ── how heavy ──────────────────────────────────────────────────────────────────────────────


def _read_terms(table: Table, known: Known) -> Iterable[str]:
    if not table.has("terms_fields"):
        return ()
    return table.names("terms_fields", "field", {field.key for field in _every(known)} | _broken(table, known))


def _every(known: Known) -> list[Field]:
    return [field for leaf in known.leaves.values() for field in leaf.all_fields]


def _broken(table: Table, known: Known) -> set[str]:
    """A field that a leaf could not be read with has a fault of its own."""
    return set(known.fields) if table.faults.count() else set()


def _read_told(table: Table, known: Known) -> Iterable[str]:
    every = _every(known)
    paid_by = {
        key
        for leaf in known.leaves.values()
        for condition in leaf.payment_conditions
        for key in (condition.field, condition.when.field if condition.when else None)
        if key
    }
    named = table.names("told_fields", "field", {field.key for field in every} | _broken(table, known))
    for index, key in enumerate(named):
        kinds = {field.kind for field in every if field.key == key}
        if kinds & _NOT_TOLD or key in paid_by:
            what = f'"{key}" decides what is agreed, and is never changed without being asked'
            table.faults.add((*table.at("told_fields"), index), what, "leave it out")
    return named


def _read_within(table: Table) -> dict[Weight, Wait]:
    row = table.table("within")
    waits = {weight: _ahead(row, weight.value) for weight in DECIDED}
    row.close()
    return waits


def _ahead(table: Table, key: str) -> Wait:
    """A wait that gives somebody time."""
    before = table.faults.count()
    wait = read_wait(table, key)
    if wait.count <= 0 and table.faults.count() == before:
        table.fault(key, "gives no time", 'give a positive wait such as "1d"')
    return wait


# ── who ────────────────────────────────────────────────────────────────────────────────────


def _read_review(table: Table, known: Known) -> Review:
    section = table.table("review")
    seats = seats_known(known.departments) | {MANAGING}
    review = Review(KEY, tuple(read_level(level, seats) for level in section.tables("levels")))
    section.close()
    for key in known.screening:
        if key in set(Because):
            what = f'"{key}" has a meaning of its own where orders are changed'
            table.faults.add(("screening", key), what, "choose another key")
    check_seats(table.faults, section.path, review, {*known.screening, *Because, *SEAT_REASONS})
    if section.has("levels"):
        _check_decided(section, review)
    return review


def _check_decided(section: Table, review: Review) -> None:
    """Whatever a change is about, somebody decides it."""
    asked = {reason for level in review.levels for seat in level.seats for reason in seat.because}
    if "always" in asked:
        return
    lacking = set[str]()
    if Because.LIGHT not in asked:
        lacking |= {reason for reason in _LIGHT if reason not in asked}
    if Because.HEAVY not in asked:
        lacking |= {reason for reason in Because if reason not in (*asked, Because.LIGHT, Because.HEAVY)}
    if lacking:
        section.fault(
            "levels",
            f"nobody decides a change because of: {', '.join(sorted(lacking))}",
            'name each in `because` of a seat, or "light" and "heavy", or "always"',
        )


def _read_impacts(table: Table, departments: Collection[str]) -> tuple[Impact, ...]:
    impacts: list[Impact] = []
    for row in table.tables("impact", required=False):
        department = row.name("department", "department", departments)
        if department in {impact.department for impact in impacts}:
            row.fault("department", f'"{department}" is asked twice', "put its questions together")
        questions: list[ImpactQuestion] = []
        for question in row.tables("questions"):
            questions.append(_read_question(question, {one.key for one in questions}))
        if not questions and row.has("questions"):
            row.fault("questions", "asks nothing", "add a question, or delete the impact")
        row.close()
        impacts.append(Impact(department, tuple(questions)))
    return tuple(impacts)


def _read_question(table: Table, taken: Collection[str]) -> ImpactQuestion:
    key, ask = _choice_key(table, taken), table.words("ask")
    check_filled(table, "ask", ask, IMPACT_PLACEHOLDERS)
    choices: list[ImpactChoice] = []
    for row in table.tables("choices"):
        name = _choice_key(row, {choice.key for choice in choices})
        label = _button(row, "label", LONGEST_CHOICE)
        then = row.name("then", "way to ask beside it", THEN) if row.has("then") else None
        row.asked.add("then")
        row.close()
        choices.append(ImpactChoice(name, label, then))
    if not choices and table.has("choices"):
        table.fault("choices", "offers nothing", 'write { key = "…", label = "…" } for each choice')
    table.close()
    return ImpactQuestion(key, ask, tuple(choices))


def _read_concerns(table: Table, departments: Collection[str]) -> dict[Concern, tuple[str, ...]]:
    section = table.table("concerns")
    concerns: dict[Concern, tuple[str, ...]] = {}
    for concern in Concern:
        concerns[concern] = section.names(concern.value, "recipient", recipients(departments))
        if section.has(concern.value) and section.values[concern.value] == []:
            section.fault(concern.value, "tells nobody", "name a recipient")
    section.close()
    return concerns
