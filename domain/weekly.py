"""What happens once a week, at a moment that the book names: on its weekday, or on the last workday before it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.process.assessing import WeekMoment
from domain.worktime import WorkCalendar

_A_YEAR = 53


def day_of_week(calendar: WorkCalendar, weekday: int, within: date) -> date | None:
    """The day on which it happens in the week of `within`: the weekday, the last workday before it, else the first
    after it; None in a week that is not worked at all."""
    monday = within - timedelta(days=within.weekday())
    before = [monday + timedelta(days=n) for n in range(weekday, -1, -1)]
    after = [monday + timedelta(days=n) for n in range(weekday + 1, 7)]
    return next((day for day in (*before, *after) if calendar.is_workday(day)), None)


def next_moment(calendar: WorkCalendar, moment: WeekMoment, after: datetime) -> datetime:
    """The next time that it happens after a moment. Raises ValueError where no week of a year is worked."""
    today = calendar.day_of(after)
    for week in range(_A_YEAR):
        day = day_of_week(calendar, moment.weekday, today + timedelta(weeks=week))
        if day is not None and (found := calendar.moment(day, moment.at)) > after:
            return found
    raise ValueError("no week of a year is worked")


def moment_after(calendar: WorkCalendar, moment: WeekMoment, planned: date, done: date) -> datetime:
    """When something is due that follows upon what was planned for one day of a week and done on that day or later:
    as the week has it, and at the earliest on the next workday."""
    day = day_of_week(calendar, moment.weekday, planned) or planned
    return calendar.moment(max(day, calendar.add_workdays(done, 1)), moment.at)
