"""Drafts (草稿) that lie open: when their person is told of them, and when they are cleared."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import IntEnum

from domain.process.reminding import DraftRule
from domain.worktime import WorkCalendar


class Said(IntEnum):
    """What was said of a draft by now."""

    NOTHING = 0
    LEFT = 1  # 没报完: it lies there
    CLEARING = 2  # 要清了: it will be cleared


def next_morning(rule: DraftRule, calendar: WorkCalendar, after: datetime) -> datetime:
    """The time of the book on the workday after that moment's day."""
    return calendar.moment(calendar.add_workdays(calendar.day_of(after), 1), rule.remind_at)


def old_at(rule: DraftRule, calendar: WorkCalendar, touched: datetime) -> datetime:
    """When a draft has lain for so long that it is to be cleared; a day off moves it to the next workday."""
    day = calendar.day_of(touched) + timedelta(days=rule.clear_after)
    return calendar.moment(calendar.add_workdays(day, 0), rule.remind_at)


def next_said(
    rule: DraftRule, calendar: WorkCalendar, said: Said, touched: datetime, now: datetime
) -> tuple[Said, datetime]:
    """What is said of a draft next, and when. After a long time without a word only the latest is said."""
    old = old_at(rule, calendar, touched)
    if said is Said.NOTHING and now < old:
        return Said.LEFT, next_morning(rule, calendar, touched)
    return Said.CLEARING, old
