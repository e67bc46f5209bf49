"""The morning digest (早报): on which day it comes, and which days a matter is a line of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from domain.ladders import Pace, moment_of
from domain.process.reminding import DigestLine
from domain.worktime import WorkCalendar


def digest_day(pace: Pace, digest_at: time, now: datetime) -> date | None:
    """The day whose digest may be sent now: a workday, from its moment until the evening's quiet begins."""
    local = now.astimezone(pace.calendar.zone)
    fits = pace.calendar.is_workday(local.date()) and local.time() >= digest_at and pace.awake(now) == now
    return local.date() if fits else None


def next_digest(pace: Pace, digest_at: time, now: datetime) -> datetime:
    """The moment of the first digest after `now`."""
    day = pace.calendar.add_workdays(pace.calendar.day_of(now), 0)
    moment = pace.calendar.moment(day, digest_at)
    return moment if moment > now else pace.calendar.moment(pace.calendar.add_workdays(day, 1), digest_at)


def in_digest_from(line: DigestLine, since: datetime, calendar: WorkCalendar) -> date:
    """The first day on which a matter that stands since then is a line."""
    return calendar.day_of(moment_of(line.first, since, calendar))


def falls_on(line: DigestLine, day: date, calendar: WorkCalendar) -> bool:
    """Whether a line is shown again on this workday; its weekday on a day off moves to the next workday."""
    days = {day}
    before = day - timedelta(days=1)
    while len(days) < 7 and not calendar.is_workday(before):
        days.add(before)
        before -= timedelta(days=1)
    return any(one.weekday() in line.weekdays for one in days)
