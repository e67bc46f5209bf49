"""On whose clock somebody is waited for: working time and quiet hours of the company and its departments."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from domain.process.types import Book, Leaf
from domain.reminders import Pace
from domain.worktime import Hours, Quiet, WorkCalendar
from services.house import House


def calendar_of(book: Book, zone: ZoneInfo, department: str | None = None) -> WorkCalendar:
    """The working calendar of the company, or of one department of it."""
    known = department if department in book.departments else None
    spans = book.hours_of(known) if known else book.calendar.hours
    overrides = {day: False for day in book.calendar.days_off} | {day: True for day in book.calendar.work_days}
    return WorkCalendar(
        zone=zone,
        hours=Hours(tuple((span.start, span.end) for span in spans)),
        overrides=overrides,
        weekend=frozenset(range(7)) - book.calendar.week,
    )


def pace_of(house: House, department: str | None = None) -> Pace:
    """As the book in force has them: a new book changes working time for orders of older books too."""
    quiet = house.book.calendar.quiet
    return Pace(calendar_of(house.book, house.zone, department), Quiet(quiet.start, quiet.end))


def acting_department(book: Book, leaf: Leaf, recipient: str) -> str:
    """The department on whose clock a recipient of the book works."""
    parts = {"sales_person": book.roles.sales, "keeper": book.roles.keeper, "managing": leaf.managing_department}
    return parts.get(recipient) or recipient.partition(".")[0]
