"""The statutory holidays of the mainland by name: when the next one is, and when work begins after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import cast

import holidays

from domain.worktime import SATURDAY, SUNDAY, WorkCalendar

_BY_NAME = {
    "元旦": "New Year's Day",
    "新年": "New Year's Day",
    "春节": "Chinese New Year",
    "过年": "Chinese New Year",
    "清明": "Tomb-Sweeping Day",
    "五一": "Labor Day",
    "劳动": "Labor Day",
    "端午": "Dragon Boat Festival",
    "中秋": "Mid-Autumn Festival",
    "国庆": "National Day",
}
NAMES = tuple(_BY_NAME)
_ONE_DAY = frozenset({"New Year's Day", "Tomb-Sweeping Day", "Dragon Boat Festival", "Mid-Autumn Festival"})
_MONDAY, _FRIDAY = 0, 4
_LONGEST_WITH_NATIONAL_DAY = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Festival:
    """A holiday's first statutory day, and whether the days off around it are certain."""

    name: str
    first: date
    certain: bool

    def workday(self, calendar: WorkCalendar, n: int) -> date:
        """The n-th workday after the holiday; before it for n < 0."""
        return calendar.add_workdays(self.first, n)


def coming(name: str | None, today: date, calendar: WorkCalendar) -> Festival | None:
    """The next holiday, or the next of this name; one that is on today counts. None where no more are known."""
    wanted = None if name is None else _BY_NAME[name]
    for year in (today.year, today.year + 1, today.year + 2):
        for english, first in _first_days(year):
            if wanted in (None, english) and not calendar.is_workday(first):
                festival = Festival(english, first, _certain(english, first, calendar))
                if festival.workday(calendar, 1) > today:
                    return festival
    return None


def on(day: date) -> tuple[str, ...]:
    """The statutory holidays that a day belongs to, by their English names; a day off beside one has no name."""
    return _days(day.year).get(day, ())


@lru_cache(maxsize=16)
def _days(year: int) -> dict[date, tuple[str, ...]]:
    china = holidays.country_holidays("CN", years=[year], language="en_US")
    found = {day: tuple(_known(str(china[day]))) for day in cast("Iterable[date]", china) if day.year == year}
    return {day: names for day, names in found.items() if names}


@lru_cache(maxsize=16)
def _first_days(year: int) -> tuple[tuple[str, date], ...]:
    """The holidays of a year in order, each with its first day; the eve belongs to the Spring Festival."""
    found: dict[str, date] = {}
    china = holidays.country_holidays("CN", years=[year], language="en_US")
    for day in sorted(day for day in cast("Iterable[date]", china) if day.year == year):
        for name in _known(str(china[day])):
            found.setdefault(name, day)
    return tuple(found.items())


def _known(names: str) -> Iterator[str]:
    return (name for name in dict.fromkeys(_BY_NAME.values()) if name in names)


def _certain(name: str, first: date, calendar: WorkCalendar) -> bool:
    """Whether the days off are published, or can be no others: a single day beside a weekend is not moved."""
    if not calendar.years_without_makeup_days([first.year]):
        return True
    near_national_day = abs(first - date(first.year, 10, 1)) < _LONGEST_WITH_NATIONAL_DAY
    usual_weekend = calendar.weekend == frozenset({SATURDAY, SUNDAY})
    return name in _ONE_DAY and first.weekday() in (_MONDAY, _FRIDAY) and usual_weekend and not near_national_day
