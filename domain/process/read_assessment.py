"""Reads when departments assess their risks, what they tick, and when the management gets its weekly report."""

from __future__ import annotations

from collections.abc import Collection
from types import MappingProxyType

from domain.process.assessing import Assessment, CheckItem, ReportRule, WeekMoment
from domain.process.names import WaitUnit
from domain.process.read_company import WEEKDAYS, check_key, is_inside, read_span, read_time
from domain.process.read_reminders import read_wait
from domain.process.reader import Table

MOST_ITEMS = 8
"""One row of buttons an item: more do not stand on a telephone's screen."""


def read_assessment(book: Table, departments: Collection[str]) -> Assessment | None:
    """None where the book says nothing of it: nobody is asked."""
    if not book.has("assessment"):
        return None
    table = book.table("assessment")
    ask, again = _moment(book, table, "ask"), _moment(book, table, "again")
    if (again.weekday, again.at) <= (ask.weekday, ask.at):
        table.fault("again", "is not after the asking", "name a later moment of the same week")
    found = Assessment(ask, again, table.names("departments", "department", departments), _items(table))
    if not found.departments and table.has("departments"):
        table.fault("departments", "names no department", "name at least one, or delete [assessment]")
    table.close()
    return found


def read_report(book: Table) -> ReportRule | None:
    """None where the book says nothing of it: there is a report only for who asks."""
    if not book.has("report"):
        return None
    table = book.table("report")
    rule = ReportRule(_moment(book, table, "when"), read_wait(table, "answer_within"))
    if (
        rule.answer_within.unit not in (WaitUnit.WORKING_MINUTES, WaitUnit.WORKING_HOURS)
        or rule.answer_within.count <= 0
    ):
        table.fault("answer_within", "must be working time", 'write it as "4h"')
    table.close()
    return rule


def _items(assessment: Table) -> MappingProxyType[str, CheckItem]:
    section = assessment.table("item")
    items: dict[str, CheckItem] = {}
    for key in section.each_key():
        check_key(section.faults, section.at(key), key)
        table = section.table(key)
        items[key] = CheckItem(key, table.words("name"), table.words("look"))
        table.close()
    if not 1 <= len(items) <= MOST_ITEMS:
        assessment.fault("item", f"has {len(items)} items", f"write one to {MOST_ITEMS}")
    return MappingProxyType(items)


def _moment(book: Table, table: Table, key: str) -> WeekMoment:
    """`{ weekday = "thu", at = "14:00" }`, by daylight."""
    moment = table.table(key)
    weekday, at = moment.name("weekday", "weekday", WEEKDAYS), read_time(moment, "at")
    moment.close()
    quiet = book.table("calendar", required=False).text("quiet", required=False)
    if quiet and moment.has("at") and is_inside(read_span(book.faults, book.at("calendar"), quiet, overnight=True), at):
        moment.fault("at", "falls into the quiet hours", "move it, or the quiet hours")
    return WeekMoment(WEEKDAYS.index(weekday) if weekday in WEEKDAYS else 0, at)
