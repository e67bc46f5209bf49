"""On whose clock somebody is waited for: working time and quiet hours of the company and its departments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Text, cast, null, select, union_all
from sqlalchemy.orm import Session

from db.models import CalendarDay, CalendarYear
from domain.ladders import Pace
from domain.process.types import Book, Leaf
from domain.worktime import Hours, Quiet, WorkCalendar
from services.house import House

COMPANY: Final = ""
"""In the place of a department: days that hold for everybody."""
_OWN: Final = "own_days"


@dataclass(frozen=True, slots=True)
class OwnDays:
    """What the company entered above the public calendar and the book."""

    days: Mapping[str, Mapping[date, bool]]
    """By department, `COMPANY` for everybody: whether a day is worked."""
    settled: frozenset[int]
    """Years whose make-up days were entered, or found right."""


_NOTHING = OwnDays({}, frozenset())
# One statement, built once: every unit that reckons in workdays asks it.
_READ = union_all(
    select(CalendarDay.department, CalendarDay.day, CalendarDay.works),
    select(cast(CalendarYear.year, Text), null(), null()),
)


def own_days(session: Session) -> OwnDays:
    """The company's own days, read once a transaction's session."""
    known = session.info.get(_OWN)
    if known is None:
        known = session.info[_OWN] = _read(session)
    return known


def forget(session: Session) -> None:
    """They were changed: read them anew."""
    session.info.pop(_OWN, None)


def _read(session: Session) -> OwnDays:
    rows = session.execute(_READ).all()
    if not rows:
        return _NOTHING
    days: dict[str, dict[date, bool]] = defaultdict(dict)
    for department, day, works in rows:
        if day is not None:
            days[department][day] = works
    return OwnDays(dict(days), frozenset(int(year) for year, day, _works in rows if day is None))


def calendar_of(session: Session, house: House, department: str | None = None) -> WorkCalendar:
    """The working calendar of the company, or of one department of it."""
    return calendar_with(own_days(session), house, department)


def calendar_by_the_book(house: House) -> WorkCalendar:
    """The company's calendar where there is no database to ask."""
    return calendar_with(_NOTHING, house)


def calendar_with(own: OwnDays, house: House, department: str | None = None) -> WorkCalendar:
    """What a department entered goes before what the company did, and that before the book."""
    book = house.book
    known = department if department in book.departments else None
    spans = book.hours_of(known) if known else book.calendar.hours
    week, alternate = book.week_of(known) if known else (book.calendar.week, book.calendar.alternate)
    overrides = {day: False for day in book.calendar.days_off} | {day: True for day in book.calendar.work_days}
    overrides |= own.days.get(COMPANY, {})
    if known:
        overrides |= own.days.get(known, {})
    return WorkCalendar(
        zone=house.zone,
        hours=Hours(tuple((span.start, span.end) for span in spans)),
        overrides=overrides,
        weekend=frozenset(range(7)) - week,
        arranged_years=own.settled,
        alternate=alternate.worked_on if alternate else None,
    )


def quiet_of(house: House) -> Quiet:
    """The quiet hours, as the book in force has them."""
    span = house.book.calendar.quiet
    return Quiet(span.start, span.end)


def pace_of(session: Session, house: House, department: str | None = None) -> Pace:
    """As the book in force has them: a new book changes working time for orders of older books too."""
    return Pace(calendar_of(session, house, department), quiet_of(house))


def acting_department(book: Book, leaf: Leaf, recipient: str) -> str:
    """The department on whose clock a recipient of the book works."""
    parts = {"sales_person": book.roles.sales, "keeper": book.roles.keeper, "managing": leaf.managing_department}
    return parts.get(recipient) or recipient.partition(".")[0]
