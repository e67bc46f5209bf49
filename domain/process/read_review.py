"""Reads screening (初筛), reviews (评审) and what holds for every approval."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from domain.process.deciding import ApprovalPolicy, Level, Review, ScreeningRule, SeatRule
from domain.process.names import FieldKind, Finding, Mode
from domain.process.positions import Path
from domain.process.read_company import check_key
from domain.process.read_fields import LeafFields, check_filled, read_params
from domain.process.reader import Faults, Table
from domain.process.registry import FINDING_PLACEHOLDERS, OFFICES, SCREENING_RULES, SEAT_REASONS

LONGEST_DELEGATION = 366
_OF_KIND = {"days_over": FieldKind.DAYS, "required_attachment": FieldKind.ATTACHMENT}
"""Rules that read a field of one kind; `answered` reads any."""


def read_screening(book: Table) -> dict[str, ScreeningRule]:
    """All rules of the first look; a leaf names those that hold for it."""
    section = book.table("screening", required=False)
    return {key: _read_rule(section.table(key), key) for key in section.each_key()}


def _read_rule(table: Table, key: str) -> ScreeningRule:
    check_key(table.faults, table.path, key)
    if key in SEAT_REASONS:
        table.faults.add(table.path, f'"{key}" has a meaning of its own', "choose another key")
    name = table.name("rule", "screening rule", SCREENING_RULES)
    rule = ScreeningRule(
        key=key,
        name=table.words("name"),
        rule=name,
        result=table.one_of("result", "result", Finding),
        words=table.words("words"),
        advice=table.words("advice") if table.has("advice") else None,
        field=table.text("field") if table.has("field") else None,
        params=read_params(table, SCREENING_RULES.get(name, {})),
    )
    for text_key, words in (("words", rule.words), ("advice", rule.advice)):
        if words is not None and name in SCREENING_RULES:
            check_filled(table, text_key, words, FINDING_PLACEHOLDERS.get(name, frozenset()))
    table.close()
    return rule


def read_reviews(book: Table, departments: Collection[str]) -> dict[str, Review]:
    """All ways to judge an order; a leaf names one."""
    section = book.table("review", required=False)
    known = seats_known(departments)
    reviews: dict[str, Review] = {}
    for key in section.each_key():
        check_key(section.faults, section.at(key), key)
        table = section.table(key)
        reviews[key] = Review(key, tuple(read_level(level, known) for level in table.tables("levels")))
        if not reviews[key].levels and table.has("levels"):
            table.fault("levels", "asks nobody", "add a level with a seat, or delete the review")
        table.close()
    return reviews


def seats_known(departments: Iterable[str]) -> frozenset[str]:
    """Who can be asked: anybody of a department, its interface person, its head."""
    named = list(departments)
    return frozenset(named) | {f"{department}.{office}" for department in named for office in OFFICES}


def read_level(table: Table, known: frozenset[str]) -> Level:
    """Seats that decide together; `known` are those who can be asked."""
    mode = table.one_of("mode", "way to decide", Mode)
    seats = tuple(_read_seat(seat, known) for seat in table.tables("seats"))
    if not seats and table.has("seats"):
        table.fault("seats", "asks nobody", "add a seat, or delete the level")
    needed = table.count("needed", least=1) if table.has("needed") else None
    if (mode is Mode.VOTES) != (needed is not None):
        table.fault("mode", "and needed belong together", 'give needed = 2 with mode = "votes", and only there')
    if needed is not None and needed > len(seats):
        table.fault("needed", f"{needed} of {len(seats)} can never be reached", "ask for fewer, or add seats")
    table.close()
    return Level(mode, seats, needed)


def _read_seat(table: Table, known: frozenset[str]) -> SeatRule:
    to = table.name("to", "recipient", known)
    because = tuple(text for _, text in table.texts("because"))
    if not because and table.has("because"):
        table.fault("because", "is never asked", 'name a screening rule, "any" or "always"')
    seat = SeatRule(to, because, table.words("ask"), promises=table.flag("promises", default=False))
    table.close()
    return seat


def read_policy(book: Table) -> ApprovalPolicy:
    """What holds for every approval."""
    table = book.table("approval", required=False)
    policy = ApprovalPolicy(
        confirm_above=table.amount("confirm_above") if table.has("confirm_above") else None,
        reasons=tuple(table.words_of(path, value) for path, value in table.items("reasons", required=False)),
        longest_delegation=table.count("longest_delegation", default=60, least=1, most=LONGEST_DELEGATION),
    )
    table.close()
    return policy


def read_screening_of(leaf: Table, rules: Mapping[str, ScreeningRule], fields: LeafFields) -> tuple[ScreeningRule, ...]:
    """The rules that a leaf names; each must find in the leaf what it reads."""
    named = tuple(rules[key] for key in leaf.names("screening", "screening rule", rules, required=False))
    known = {field.key for field in fields.good} | fields.broken
    for index, rule in enumerate(named):
        path = (*leaf.at("screening"), index)
        wanted = rule.params.get("of")
        kind = _OF_KIND.get(rule.rule)
        among = {*fields.of_kind(kind), *fields.broken} if kind else known
        if isinstance(wanted, str) and wanted not in among:
            leaf.faults.unknown(path, f'field that "{rule.key}" reads', wanted, among)
        if rule.field is not None and rule.field not in known:
            leaf.faults.unknown(path, f'field where "{rule.key}" is mended', rule.field, known)
    return named


def read_review_of(leaf: Table, reviews: Mapping[str, Review], screening: tuple[ScreeningRule, ...]) -> Review | None:
    """The review that a leaf names. Who is asked because of a rule is asked by this leaf's own rules, and the
    other way round: a finding that has somebody judge finds somebody."""
    review = reviews.get(leaf.name("review", "review", reviews)) if leaf.has("review") else None
    seats = [seat for level in review.levels for seat in level.seats] if review else []
    answered = {reason for seat in seats for reason in seat.because}
    for index, rule in enumerate(screening):
        if rule.result is Finding.REVIEW and rule.key not in answered:
            leaf.faults.add(
                (*leaf.at("screening"), index),
                f'"{rule.key}" asks for a review, and no seat is asked because of it',
                "name it in `because` of a seat of this leaf's review, or make it a hint",
            )
    return review


def check_seats(faults: Faults, at: Path, review: Review, known: Collection[str]) -> None:
    """Every reason of a seat is one that can hold; `at` is where the review stands."""
    for level_no, level in enumerate(review.levels):
        for seat_no, seat in enumerate(level.seats):
            for reason_no, reason in enumerate(seat.because):
                if reason not in known:
                    path = (*at, "levels", level_no, "seats", seat_no, "because", reason_no)
                    faults.unknown(path, "reason", reason, known)
