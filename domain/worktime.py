"""When people work: days, hours, quiet time.

The calendar is mainland China's with its make-up days, as the `holidays` library knows it, and above it
the company's own days. Days are local dates of the calendar's zone; moments go in as aware datetimes of any
zone and come out in UTC. Nothing here asks what time it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import cast
from zoneinfo import ZoneInfo

import holidays

SATURDAY, SUNDAY = 5, 6
_LONGEST_BREAK = 366


class NoWorkingDay(LookupError):
    """The calendar has no working day within a year; the overrides close the company."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The working hours of one day: spans in order, without overlap, none of them over midnight."""

    spans: tuple[tuple[time, time], ...] = (
        (time(8, 30), time(12, 0)),
        (time(13, 30), time(17, 30)),
    )

    def __post_init__(self) -> None:
        edges = [edge for span in self.spans for edge in span]
        if not edges or any(a >= b for a, b in pairwise(edges)):
            raise ValueError(f"working hours must be spans in order without overlap, not {self.spans}")

    @property
    def begin(self) -> time:
        return self.spans[0][0]

    def is_break(self, moment: time) -> bool:
        """Whether a time of day lies between two spans: lunch."""
        return any(end <= moment < begin for (_, end), (begin, _) in pairwise(self.spans))


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours of a day in which nobody is disturbed, `[begin, end)`; they may run over midnight."""

    begin: time = time(20, 0)
    end: time = time(8, 30)

    def covers(self, moment: time) -> bool:
        if self.begin <= self.end:
            return self.begin <= moment < self.end
        return moment >= self.begin or moment < self.end


@lru_cache(maxsize=64)
def _statutory(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Days off and make-up workdays of one year, cached: the library's own object is not for threads."""
    china = holidays.country_holidays("CN", years=[year - 1, year, year + 1])
    off = frozenset(day for day in cast("Iterable[date]", china) if day.year == year)
    made_up = cast("Iterable[date]", china.weekend_workdays)
    return off, frozenset(day for day in made_up if day.year == year)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working days and hours of a company or a department.

    `overrides` says for single days whether they are worked and wins over everything; public holidays and their
    make-up days win over the pattern of the week. `weekend` holds weekdays (Monday is 0); a company that works on
    Saturdays passes `{6}`. With big and small weeks (大小周) `alternate` is a day of the weekend that is worked, and
    so is every fourteenth day before and after it. `arranged_years` are those whose make-up days the company
    entered itself.
    """

    zone: ZoneInfo
    hours: Hours = field(default_factory=Hours)
    overrides: Mapping[date, bool] = field(default_factory=dict[date, bool])
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    arranged_years: frozenset[int] = frozenset()
    alternate: date | None = None

    # Days

    def day_of(self, at: datetime) -> date:
        """The local day of a moment."""
        return _aware(at).astimezone(self.zone).date()

    def moment(self, day: date, clock: time) -> datetime:
        """The moment of a local wall-clock time."""
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)

    def is_workday(self, day: date) -> bool:
        if day in self.overrides:
            return self.overrides[day]
        off, made_up = _statutory(day.year)
        return day in made_up or (day not in off and self.is_in_week(day))

    def is_in_week(self, day: date) -> bool:
        """Whether the plain week has it worked, holidays and the company's own days aside."""
        if self.alternate is not None and (day - self.alternate).days % 14 == 0:
            return True
        return day.weekday() not in self.weekend

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th workday after `day` (before it for n < 0); 0 is `day` itself or the next workday."""
        if n == 0:
            return day if self.is_workday(day) else self.add_workdays(day, 1)
        found = self._workdays_from(day, 1 if n > 0 else -1)
        for _ in range(abs(n) - 1):
            next(found)
        return next(found)

    def workdays_between(self, begin: date, end: date) -> int:
        """How many workdays `add_workdays` needs from `begin` to `end`; negative when `end` is earlier."""
        if end < begin:
            return -sum(self.is_workday(end + timedelta(n)) for n in range((begin - end).days))
        return sum(self.is_workday(begin + timedelta(n + 1)) for n in range((end - begin).days))

    def add_natural_days(self, day: date, n: int) -> date:
        """Calendar days, as contracts and receivables count them."""
        return day + timedelta(days=n)

    def years_without_makeup_days(self, years: Iterable[int]) -> tuple[int, ...]:
        """Those of `years` whose make-up days nobody has published or entered: weekends there are a guess."""
        return tuple(year for year in sorted(set(years)) if year not in self.arranged_years and not _statutory(year)[1])

    # Hours

    def is_working_moment(self, at: datetime) -> bool:
        return self.next_working_moment(at) == at

    def next_working_moment(self, at: datetime) -> datetime:
        """`at` itself within working hours, otherwise when work begins next."""
        at = _aware(at).astimezone(UTC)
        begin, _ = next(span for span in self._spans_from(at, 1) if span[1] > at)
        return max(begin, at)

    def add_working_hours(self, at: datetime, hours: int | timedelta) -> datetime:
        """The moment after so much working time (before, for less than none); a day's end belongs to it."""
        left = hours if isinstance(hours, timedelta) else timedelta(hours=hours)
        at = _aware(at).astimezone(UTC)
        if left < timedelta():
            return self._working_time_before(at, -left)
        for begin, end in self._spans_from(at, 1):
            start = max(begin, at)
            if start < end and left <= end - start:
                return start + left
            left -= max(end - start, timedelta())
        raise AssertionError("spans never end")

    def quiet_until(self, at: datetime, quiet: Quiet | None = None, *, workdays: bool = False) -> datetime | None:
        """When a message due at `at` may disturb people, or None when it may at once.

        1. In quiet hours it waits for their end, on whatever day that falls.
        2. With `workdays`, for what a person is asked to do, days off are quiet as well and the wait lasts
           to the end of quiet on the next workday.
        """
        quiet = quiet or Quiet()
        local = _aware(at).astimezone(self.zone)
        silent = quiet.covers(local.time())
        day_off = workdays and not self.is_workday(local.date())
        if not silent and not day_off:
            return None
        ends_today = silent and local.time() < quiet.end
        day = local.date() if ends_today else local.date() + timedelta(days=1)
        return self.moment(self.add_workdays(day, 0) if workdays else day, quiet.end)

    def _working_time_before(self, at: datetime, left: timedelta) -> datetime:
        for begin, end in self._spans_from(at, -1):
            stop = min(end, at)
            if begin < stop and left <= stop - begin:
                return stop - left
            left -= max(stop - begin, timedelta())
        raise AssertionError("spans never end")

    def _spans_from(self, at: datetime, step: int) -> Iterator[tuple[datetime, datetime]]:
        """The working spans in UTC from the day of `at`, forward or backward."""
        today = self.day_of(at)
        # The day before (after) the first candidate, so that `today` itself is one.
        for day in self._workdays_from(today - timedelta(days=step), step):
            for begin, end in self.hours.spans[::step]:
                yield self.moment(day, begin), self.moment(day, end)

    def _workdays_from(self, day: date, step: int) -> Iterator[date]:
        """Workdays after `day` (before it, for step -1), without end."""
        idle = 0
        while idle < _LONGEST_BREAK:
            day += timedelta(days=step)
            idle += 1
            if self.is_workday(day):
                idle = 0
                yield day
        raise NoWorkingDay(f"no working day within {_LONGEST_BREAK} days before or after {day}")


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at
