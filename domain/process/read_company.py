"""Reads what a book says of the company: departments, parts, money, names, working time."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from domain.process.company import Alternate, Calendar, Department, Roles, Span
from domain.process.names import Checkpoint, MoneyView
from domain.process.positions import Path
from domain.process.reader import Faults, Table
from domain.process.reminding import DraftRule
from domain.process.types import PaymentMethod
from domain.process.words import Words

CURRENCIES = ("CNY", "HKD", "TWD", "MOP", "USD", "EUR", "GBP", "JPY", "SGD")
ROUNDINGS = {"half_up": "ROUND_HALF_UP", "half_even": "ROUND_HALF_EVEN", "down": "ROUND_DOWN"}
TRANSFER: Final = "transfer"
"""How money comes where nothing else is said."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_SPAN = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")


def check_key(faults: Faults, path: Path, key: str) -> None:
    """Keys are stored with orders and written in buttons: short, lower-case Latin."""
    if not _KEY.fullmatch(key) or len(key) > 40:
        faults.add(path, f'"{key}" is no key', "use a-z, 0-9 and _ (a dot between parts), at most 40")


def read_departments(book: Table, week: frozenset[int]) -> MappingProxyType[str, Department]:
    """The departments, in the order of the file. `week` is the company's."""
    section = book.table("department")
    departments: dict[str, Department] = {}
    for key in section.each_key():
        check_key(section.faults, section.at(key), key)
        table = section.table(key)
        own_week = read_week(table, required=False)
        departments[key] = Department(
            key=key,
            name=table.words("name"),
            money=table.one_of("money", "view of money", MoneyView),
            duty=table.words("duty"),
            hours=read_spans(table, "hours", required=False),
            week=own_week,
            alternate=read_alternate(table, own_week or week),
        )
        table.close()
    return MappingProxyType(departments)


def read_roles(book: Table, departments: MappingProxyType[str, Department]) -> Roles:
    """Which department plays which part."""
    table = book.table("roles")
    parts = ("sales", "money", "goods", "keeper", "management")
    named = {part: table.name(part, "department", departments) for part in parts}
    table.close()
    return Roles(**named)


class MoneyRules(NamedTuple):
    """What the book says of money."""

    currency: str
    rounding: str
    """As `decimal` calls it."""
    write_off_up_to: Decimal
    methods: MappingProxyType[str, PaymentMethod]


def read_money(book: Table) -> MoneyRules:
    """Currency, rounding, how much may be written off, and the ways in which customers pay."""
    table = book.table("money")
    rules = MoneyRules(
        table.name("currency", "currency", CURRENCIES),
        ROUNDINGS.get(table.name("rounding", "rounding", ROUNDINGS, default="half_up"), "ROUND_HALF_UP"),
        table.amount("write_off_up_to", required=False) or Decimal(0),
        _read_methods(table),
    )
    table.close()
    return rules


def _read_methods(money: Table) -> MappingProxyType[str, PaymentMethod]:
    """None where the book names none. A slip that says nothing came by transfer, so that one has to be there."""
    section = money.table("method", required=False)
    methods: dict[str, PaymentMethod] = {}
    for key in section.each_key():
        check_key(section.faults, section.at(key), key)
        table = section.table(key)
        counts = table.name("counts", "moment at which it counts", ("at_once", "when_paid"), default="at_once")
        methods[key] = PaymentMethod(key, table.words("name"), counts != "when_paid")
        table.close()
    usual = methods.get(TRANSFER)
    if methods and (usual is None or not usual.at_once):
        money.fault("method", f'has no "{TRANSFER}" that counts at once', "add it: a slip that says nothing came so")
    return MappingProxyType(methods)


def read_checkpoint_names(book: Table) -> MappingProxyType[Checkpoint, Words]:
    """What people call the checkpoints."""
    table = book.table("checkpoint")
    names = {checkpoint: table.words(checkpoint.value) for checkpoint in Checkpoint}
    table.close()
    return MappingProxyType(names)


def read_calendar(book: Table) -> Calendar:
    """Working week, hours, quiet hours, the time of the morning digest, own days."""
    table = book.table("calendar")
    week = read_week(table)
    alternate = read_alternate(table, week)
    hours = read_spans(table, "hours")
    quiet = read_span(table.faults, table.at("quiet"), table.text("quiet"), overnight=True)
    digest_at = _awake(table, "digest_at", quiet)
    gather_at = _awake(table, "gather_at", quiet) if table.has("gather_at") else None
    days_off, work_days = read_dates(table, "days_off"), read_dates(table, "work_days")
    for day in sorted(days_off & work_days):
        table.fault("work_days", f"{day} is a day off as well", "leave it out of one of the two lists")
    table.close()
    return Calendar(week, hours, quiet, digest_at, days_off, work_days, alternate, gather_at)


def read_drafts(book: Table, quiet: Span) -> DraftRule | None:
    """None where the book says nothing of drafts: they lie until somebody throws them away."""
    if not book.has("draft"):
        return None
    table = book.table("draft")
    rule = DraftRule(_awake(table, "remind_at", quiet), table.count("clear_after", least=2, most=366))
    table.close()
    return rule


def _awake(table: Table, key: str, quiet: Span) -> time:
    """A time of day at which something is said."""
    at = read_time(table, key)
    if is_inside(quiet, at):
        table.fault(key, "falls into the quiet hours", "move it, or the quiet hours")
    return at


def read_week(table: Table, *, required: bool = True) -> frozenset[int]:
    """Working weekdays, Monday is 0."""
    week = table.names("week", "weekday", WEEKDAYS, required=required)
    if not week and table.has("week"):
        table.fault("week", "names no working day", 'name at least one, such as "mon"')
    return frozenset(WEEKDAYS.index(day) for day in week)


def read_alternate(section: Table, week: frozenset[int]) -> Alternate | None:
    """大小周: `alternate = { day = "sat", from = 2026-11-28 }`, that Saturday and every second one are worked."""
    if not section.has("alternate"):
        return None
    table = section.table("alternate")
    name = table.name("day", "weekday", WEEKDAYS)
    day = WEEKDAYS.index(name) if name in WEEKDAYS else None
    worked_on = table.raw("from")
    table.close()
    if day is not None and day in week:
        table.fault("day", f'"{name}" is worked every week', 'leave it out of "week", or leave "alternate" out')
    if isinstance(worked_on, datetime) or not isinstance(worked_on, date):
        if table.has("from"):
            table.fault("from", "must be a date", "write it as 2026-11-28, without quotes")
    elif day is not None and worked_on.weekday() != day:
        table.fault("from", f'{worked_on} is a "{WEEKDAYS[worked_on.weekday()]}"', f'name a "{name}" that is worked')
    elif day is not None:
        return Alternate(day, worked_on)
    return None


def is_inside(span: Span, moment: time) -> bool:
    """Whether a time of day lies in a span, which may run over midnight."""
    if span.start <= span.end:
        return span.start <= moment < span.end
    return moment >= span.start or moment < span.end


def read_time(table: Table, key: str) -> time:
    """A time of day written "08:40"."""
    text = table.text(key)
    parsed = parse_time(text)
    if parsed is None and text:
        table.fault(key, f'"{text}" is no time of day', 'write it as "08:40"')
    return parsed or time(0)


def parse_time(text: str) -> time | None:
    """A time of day from "08:40"."""
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - a wall clock has no zone
    except ValueError:
        return None


def read_spans(table: Table, key: str, *, required: bool = True) -> tuple[Span, ...]:
    """Spans of one day, in order and apart from each other."""
    spans: list[Span] = []
    for path, text in table.texts(key, required=required):
        span = read_span(table.faults, path, text)
        if spans and span.start < spans[-1].end:
            table.faults.add(path, f"{text} begins before the one before ends", "put the hours in order")
        spans.append(span)
    if table.has(key) and not spans:
        table.fault(key, "names no hours", 'write them as ["08:30-12:00", "13:30-17:30"]')
    return tuple(spans)


def read_span(faults: Faults, path: Path, text: str, *, overnight: bool = False) -> Span:
    """A span written "08:30-12:00"; `overnight` allows "20:00-08:30"."""
    match = _SPAN.fullmatch(text)
    start, end = (parse_time(match[1]), parse_time(match[2])) if match else (None, None)
    if start is None or end is None:
        if text:
            faults.add(path, f'"{text}" is no span of hours', 'write it as "08:30-12:00"')
        return Span(time(0), time(0))
    if start == end or (start > end and not overnight):
        faults.add(path, f"{text} ends before it begins", "swap the two times")
    return Span(start, end)


def read_dates(table: Table, key: str) -> frozenset[date]:
    """Dates written 2026-12-31, without quotes."""
    days: set[date] = set()
    for path, value in table.items(key, required=False):
        if isinstance(value, date) and not isinstance(value, datetime):
            days.add(value)
        else:
            table.faults.add(path, "must be a date", "write it as 2026-12-31, without quotes")
    return frozenset(days)
