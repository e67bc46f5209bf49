"""How long something took on the clock of who was asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.worktime import WorkCalendar

LONGEST = 366
"""Days after which nobody counts hours any more."""


def worked_between(calendar: WorkCalendar, begin: datetime, end: datetime) -> timedelta:
    """The working time from one moment to another; none where the end is before the beginning."""
    total, day, last = timedelta(), calendar.day_of(begin), calendar.day_of(end)
    for _ in range(LONGEST):
        if day > last:
            break
        if calendar.is_workday(day):
            for start, stop in calendar.hours.spans:
                since, until = max(calendar.moment(day, start), begin), min(calendar.moment(day, stop), end)
                total += max(until - since, timedelta())
        day += timedelta(days=1)
    return total
