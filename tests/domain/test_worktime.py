"""The working calendar: every row is a sentence somebody would say about it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.worktime import Hours, NoWorkingDay, Quiet, WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar(SHANGHAI)


def at(text: str) -> datetime:
    """A wall-clock moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "works", "because"),
    [
        (date(2026, 11, 20), True, "an ordinary Friday"),
        (date(2026, 11, 21), False, "an ordinary Saturday"),
        (date(2026, 10, 1), False, "National Day"),
        (date(2026, 10, 7), False, "the last day of the October week, a Wednesday"),
        (date(2026, 10, 10), True, "the Saturday that makes up for it"),
        (date(2026, 9, 20), True, "the Sunday before, made up as well"),
        (date(2026, 2, 16), False, "the eve of Spring Festival, a Monday"),
        (date(2026, 12, 31), True, "the last day of the year"),
        (date(2027, 1, 1), False, "New Year of a year whose make-up days are unknown"),
        (date(2027, 10, 9), False, "a Saturday of 2027, although it may be made up one day"),
    ],
)
def test_workdays_of_the_mainland(day: date, works: bool, because: str) -> None:
    assert CALENDAR.is_workday(day) is works, because


def test_the_company_has_the_last_word() -> None:
    own = {date(2026, 10, 10): False, date(2026, 11, 21): True}
    calendar = WorkCalendar(SHANGHAI, overrides=own)
    assert not calendar.is_workday(date(2026, 10, 10))
    assert calendar.is_workday(date(2026, 11, 21))
    assert CALENDAR.is_workday(date(2026, 10, 10)), "the library's own answer is the other one"


def test_six_days_a_week() -> None:
    calendar = WorkCalendar(SHANGHAI, weekend=frozenset({6}))
    assert calendar.is_workday(date(2026, 11, 21))
    assert not calendar.is_workday(date(2026, 11, 22))
    assert not calendar.is_workday(date(2026, 10, 3)), "a statutory Saturday stays off"


@pytest.mark.parametrize(
    ("day", "n", "found", "because"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23), "after Friday comes Monday"),
        (date(2026, 11, 21), 0, date(2026, 11, 23), "nought days from a Saturday is the Monday"),
        (date(2026, 11, 20), 0, date(2026, 11, 20), "nought days from a Friday is that Friday"),
        (date(2026, 9, 30), 1, date(2026, 10, 8), "over the October week"),
        (date(2026, 10, 9), 1, date(2026, 10, 10), "the make-up Saturday counts"),
        (date(2026, 11, 23), -1, date(2026, 11, 20), "the workday before Monday"),
        (date(2026, 12, 31), 2, date(2027, 1, 5), "over the year's end"),
        (date(2026, 11, 23), 7, date(2026, 12, 2), "seven workdays, the usual lead time"),
    ],
)
def test_workdays_are_counted(day: date, n: int, found: date, because: str) -> None:
    assert CALENDAR.add_workdays(day, n) == found, because


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(-60, 60).filter(bool))
def test_counting_between_undoes_adding(day: date, n: int) -> None:
    found = CALENDAR.add_workdays(day, n)
    assert CALENDAR.is_workday(found)
    assert CALENDAR.workdays_between(day, found) == n


def test_natural_days_know_no_holidays() -> None:
    assert CALENDAR.add_natural_days(date(2026, 9, 28), 7) == date(2026, 10, 5)


@pytest.mark.parametrize(
    ("begin", "hours", "end", "because"),
    [
        ("2026-11-20 10:00", 2, "2026-11-20 12:00", "up to lunch is the same morning"),
        ("2026-11-20 11:00", 2, "2026-11-20 14:30", "lunch does not count"),
        ("2026-11-20 12:30", 1, "2026-11-20 14:30", "begun at lunch, it starts after lunch"),
        ("2026-11-20 16:30", 4, "2026-11-23 11:30", "Friday evening runs on into Monday"),
        ("2026-11-20 22:00", 1, "2026-11-23 09:30", "Friday night is Monday morning"),
        ("2026-09-30 17:00", 1, "2026-10-08 09:00", "the October week stands still"),
        ("2026-10-09 17:00", 1, "2026-10-10 09:00", "the make-up Saturday does not"),
        ("2026-12-31 16:30", 2, "2027-01-04 09:30", "the year's end stands still too"),
        ("2026-11-21 10:00", 0, "2026-11-23 08:30", "nothing to add on a day off is the next morning"),
        ("2026-11-23 09:30", -4, "2026-11-20 14:30", "four hours before Monday half past nine"),
        ("2026-11-20 13:00", -1, "2026-11-20 11:00", "an hour before, seen from lunch"),
    ],
)
def test_working_hours_are_added(begin: str, hours: int, end: str, because: str) -> None:
    assert CALENDAR.add_working_hours(at(begin), hours) == at(end), because


def test_half_an_hour_is_half_an_hour() -> None:
    assert CALENDAR.add_working_hours(at("2026-11-20 17:15"), timedelta(minutes=30)) == at("2026-11-23 08:45")


def test_results_are_in_utc_whatever_zone_came_in() -> None:
    found = CALENDAR.add_working_hours(datetime(2026, 11, 20, 2, 0, tzinfo=UTC), 1)
    assert found == at("2026-11-20 11:00")
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "then", "because"),
    [
        ("2026-11-20 10:00", "2026-11-20 10:00", "at work"),
        ("2026-11-20 08:30", "2026-11-20 08:30", "the first minute is work"),
        ("2026-11-20 12:00", "2026-11-20 13:30", "twelve sharp is lunch"),
        ("2026-11-20 17:30", "2026-11-23 08:30", "the last minute is over"),
        ("2026-11-22 09:00", "2026-11-23 08:30", "Sunday"),
    ],
)
def test_when_work_goes_on(moment: str, then: str, because: str) -> None:
    assert CALENDAR.next_working_moment(at(moment)) == at(then), because
    assert CALENDAR.is_working_moment(at(moment)) is (moment == then)


@pytest.mark.parametrize(
    ("moment", "any_day", "workday", "because"),
    [
        ("2026-11-20 19:59", None, None, "an evening before eight is not quiet"),
        ("2026-11-19 20:00", "2026-11-20 08:30", "2026-11-20 08:30", "a night before a workday"),
        (
            "2026-11-20 20:00",
            "2026-11-21 08:30",
            "2026-11-23 08:30",
            "Friday night: Saturday, or Monday for people",
        ),
        ("2026-11-20 03:00", "2026-11-20 08:30", "2026-11-20 08:30", "after midnight it is the same morning"),
        ("2026-11-20 08:30", None, None, "half past eight sharp may go"),
        ("2026-11-21 10:00", None, "2026-11-23 08:30", "a Saturday morning is quiet only for people"),
        ("2026-10-09 21:00", "2026-10-10 08:30", "2026-10-10 08:30", "a make-up Saturday is a workday"),
        ("2026-12-31 23:00", "2027-01-01 08:30", "2027-01-04 08:30", "over the year's end"),
    ],
)
def test_quiet_defers(moment: str, any_day: str | None, workday: str | None, because: str) -> None:
    assert CALENDAR.quiet_until(at(moment)) == (at(any_day) if any_day else None), because
    assert CALENDAR.quiet_until(at(moment), workdays=True) == (at(workday) if workday else None), because


def test_quiet_may_lie_within_a_day() -> None:
    lunch = Quiet(time(12), time(13, 30))
    assert CALENDAR.quiet_until(at("2026-11-20 12:10"), lunch) == at("2026-11-20 13:30")
    assert CALENDAR.quiet_until(at("2026-11-20 20:10"), lunch) is None


@given(st.integers(0, 3 * 365 * 24 * 60), st.booleans())
def test_a_deferred_moment_is_never_deferred_again(minutes: int, workdays: bool) -> None:
    moment = at("2025-01-01 00:00") + timedelta(minutes=minutes)
    later = CALENDAR.quiet_until(moment, workdays=workdays)
    assert later is None or (later > moment and CALENDAR.quiet_until(later, workdays=workdays) is None)


def test_a_year_without_published_makeup_days_is_named() -> None:
    assert CALENDAR.years_without_makeup_days([2026, 2027]) == (2027,)
    entered = WorkCalendar(SHANGHAI, arranged_years=frozenset({2027}))
    assert entered.years_without_makeup_days([2026, 2027]) == ()


def test_a_company_that_never_works_is_an_error_not_a_loop() -> None:
    closed = WorkCalendar(SHANGHAI, weekend=frozenset(range(7)))
    with pytest.raises(NoWorkingDay):
        closed.next_working_moment(at("2027-03-01 10:00"))


def test_wrong_hours_and_naive_moments_are_refused() -> None:
    with pytest.raises(ValueError, match="without overlap"):
        Hours(((time(13), time(17)), (time(8), time(12))))
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.next_working_moment(datetime(2026, 11, 20, 10))  # noqa: DTZ001


# ── big and small weeks, and who wins ──────────────────────────────────────────────────────

EVERY_OTHER = WorkCalendar(SHANGHAI, alternate=date(2026, 11, 28))
SIX_DAYS = WorkCalendar(SHANGHAI, weekend=frozenset({6}))


@pytest.mark.parametrize(
    ("day", "five", "other", "six", "because"),
    [
        (date(2026, 11, 21), False, False, True, "a small week"),
        (date(2026, 11, 28), False, True, True, "the Saturday that was named"),
        (date(2026, 12, 5), False, False, True, "the one after it is off"),
        (date(2026, 12, 12), False, True, True, "and the second one is worked"),
        (date(2026, 11, 14), False, True, True, "so is the second one before"),
        (date(2027, 1, 9), False, True, True, "over the year's end"),
        (date(2026, 11, 29), False, False, False, "a Sunday is none of it"),
        (date(2026, 10, 3), False, False, False, "National Day is off, although it is a big week's Saturday"),
        (date(2026, 10, 10), True, True, True, "a make-up Saturday is worked by everybody, in a small week too"),
        (date(2026, 9, 20), True, True, True, "the Sunday that makes up for the October week counts"),
        (date(2026, 2, 28), True, True, True, "the Saturday after the Spring Festival"),
        (date(2026, 2, 20), False, False, False, "a Friday within the Spring Festival does not"),
        (date(2026, 10, 2), False, False, False, "nor does the Friday of the October week"),
    ],
)
def test_five_days_every_other_saturday_and_six_days(
    day: date, five: bool, other: bool, six: bool, because: str
) -> None:
    assert [one.is_workday(day) for one in (CALENDAR, EVERY_OTHER, SIX_DAYS)] == [five, other, six], because


@pytest.mark.parametrize(
    ("calendar", "begin", "hours", "end", "because"),
    [
        (EVERY_OTHER, "2026-11-27 16:30", 4, "2026-11-28 11:30", "the worked Saturday counts"),
        (EVERY_OTHER, "2026-12-04 16:30", 4, "2026-12-07 11:30", "the other one stands still"),
        (SIX_DAYS, "2026-12-04 16:30", 4, "2026-12-05 11:30", "six days a week every Saturday counts"),
        (CALENDAR, "2026-02-13 16:30", 4, "2026-02-14 11:30", "the make-up Saturday before the Spring Festival"),
        (CALENDAR, "2026-02-14 16:30", 4, "2026-02-24 11:30", "and then nine days nothing"),
    ],
)
def test_working_hours_of_other_weeks(calendar: WorkCalendar, begin: str, hours: int, end: str, because: str) -> None:
    assert calendar.add_working_hours(at(begin), hours) == at(end), because


def test_own_days_win_over_every_other_saturday() -> None:
    own = {date(2026, 11, 28): False, date(2026, 12, 5): True}
    swapped = WorkCalendar(SHANGHAI, alternate=date(2026, 11, 28), overrides=own)
    assert [swapped.is_workday(day) for day in own] == [False, True]
    assert [EVERY_OTHER.is_workday(day) for day in own] == [True, False], "the pattern alone says the opposite"
