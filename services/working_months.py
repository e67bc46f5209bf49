"""A month of the working calendar as people speak of it: holidays, make-up days, and what departments do otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from domain.process.company import Alternate, Span
from domain.understanding import festivals
from domain.worktime import WorkCalendar
from services.calendar_days import OwnDay, entered
from services.house import House
from services.pace import COMPANY, calendar_of

_AROUND = timedelta(days=16)
"""A holiday that runs over the end of a month is told whole."""


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row that are not as the plain week has them; days off with the weekends beside and between them."""

    first: date
    last: date
    works: bool
    festivals: tuple[str, ...] = ()
    """By their English names; none for the company's own days."""
    notes: tuple[str, ...] = ()
    own: bool = False
    """Entered by the company or in the book, not published."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What one department does otherwise than the company; empty where it does the same."""

    department: str
    week: frozenset[int]
    alternate: Alternate | None
    hours: tuple[Span, ...]
    days: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class WorkingMonth:
    """One month of the company."""

    first: date
    last: date
    workdays: int
    runs: tuple[Run, ...]
    every_other: tuple[date, ...]
    """Days of big weeks (大周) that are worked."""
    others: tuple[Otherwise, ...]


def working_month(session: Session, house: House, shown: date) -> WorkingMonth:
    """The month that a day lies in."""
    first = shown.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    calendar = calendar_of(session, house)
    own = entered(session, first - _AROUND, last + _AROUND)
    days = list(_days(first, last))
    return WorkingMonth(
        first=first,
        last=last,
        workdays=sum(calendar.is_workday(day) for day in days),
        runs=tuple(_runs(house, calendar, [one for one in own if one.department == COMPANY], first, last)),
        every_other=tuple(
            day for day in days
            if day.weekday() in calendar.weekend and calendar.is_in_week(day) and calendar.is_workday(day)
        ),
        others=tuple(_others(house, own, first, last)),
    )  # fmt: skip


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _runs(house: House, calendar: WorkCalendar, own: Iterable[OwnDay], first: date, last: date) -> Iterator[Run]:
    noted = {one.day: one.note for one in own}
    book = house.book.calendar.days_off | house.book.calendar.work_days

    def kind(day: date) -> tuple[bool, bool]:
        works = calendar.is_workday(day)
        return works, works and calendar.is_in_week(day)

    for (works, plain), group in groupby(_days(first - _AROUND, last + _AROUND), kind):
        days = list(group)
        named = tuple(dict.fromkeys(name for day in days for name in festivals.on(day)))
        differs = not plain and (works or named or any(calendar.is_in_week(day) for day in days))
        if differs and days[-1] >= first and days[0] <= last:
            notes = tuple(dict.fromkeys(note for day in days if (note := noted.get(day))))
            mine = any(day in noted or day in book for day in days)
            yield Run(days[0], days[-1], works, () if works else named, notes, mine)


def _others(house: House, own: Iterable[OwnDay], first: date, last: date) -> Iterator[Otherwise]:
    for key, department in house.book.departments.items():
        week, alternate = house.book.week_of(key)
        usual = (house.book.calendar.week, house.book.calendar.alternate)
        days = tuple(_in_rows(one for one in own if one.department == key and first <= one.day <= last))
        other_week = (week, alternate) != usual
        if other_week or department.hours or days:
            yield Otherwise(
                key, week if other_week else frozenset(), alternate if other_week else None, department.hours, days
            )


def _in_rows(days: Iterable[OwnDay]) -> Iterator[Run]:
    """Days in a row that were entered alike."""
    for (works, note, _start), group in groupby(
        enumerate(days), lambda pair: (pair[1].works, pair[1].note, pair[1].day - timedelta(days=pair[0]))
    ):
        found = [one for _n, one in group]
        yield Run(found[0].day, found[-1].day, works, (), (note,) if note else (), own=True)
