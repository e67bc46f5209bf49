"""What each form of a date means: from the words that matched and from today to a day, a choice or a reason."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from domain.understanding.day_words import weekday_number
from domain.understanding.result import Why
from domain.worktime import WorkCalendar

# A month and day that has just gone by is more often a slip than a delivery in ten months.
_FAR_FOR_THIS_YEAR = timedelta(days=270)
_SATURDAY = 5
_WEEKS = frozenset({"周", "星期", "礼拜"})
_WORKDAYS = frozenset({"工作日", "工作天"})


@dataclass(frozen=True, slots=True)
class DaysAfterPayment:
    """A promise that begins when the money is in: so many workdays, or calendar days."""

    days: int
    working: bool


@dataclass(frozen=True, slots=True)
class Ask:
    readings: tuple[date, ...] = ()
    why: Why = Why.READINGS


@dataclass(frozen=True, slots=True)
class Today:
    """What the forms look at beside the words."""

    day: date
    calendar: WorkCalendar | None

    @property
    def weekend(self) -> bool:
        return self.day.weekday() >= _SATURDAY

    @property
    def monday(self) -> date:
        return self.day - timedelta(days=self.day.weekday())


Outcome: TypeAlias = date | DaysAfterPayment | Ask | Why
Form: TypeAlias = Callable[[re.Match[str], Today], Outcome]


# Dates


def _date(year: int, month: int, number: int) -> date | Why:
    try:
        return date(year, month, number)
    except ValueError:
        return Why.NO_SUCH_DAY


def full(found: re.Match[str], now: Today) -> Outcome:
    year = int(found["year"])
    if year < 100:
        year += now.day.year // 100 * 100
        # 12-11-10 may begin with anything; 26-12-05 begins with the year.
        if not now.day.year <= year <= now.day.year + 3 or year % 100 <= 12:
            return Why.UNCLEAR
    return _date(year, int(found["month"]), int(found["day"]))


def full_run_together(found: re.Match[str], now: Today) -> Outcome:
    """261205 is a date in a hurry, or another number."""
    outcome = _date(now.day.year // 100 * 100 + int(found["year"]), int(found["month"]), int(found["day"]))
    return Ask((outcome,)) if isinstance(outcome, date) and outcome >= now.day else Why.UNCLEAR


def slip(found: re.Match[str], now: Today) -> Outcome:
    """12,5 and 12。5: 12.5 with a slip of the thumb, or two days."""
    outcome = month_day(found, now)
    return Ask((outcome,)) if isinstance(outcome, date) else Why.UNCLEAR


def named_year(found: re.Match[str], now: Today) -> Outcome:
    later = {"今": 0, "明": 1, "后": 2}[found["which"]]
    return _date(now.day.year + later, int(found["month"]), int(found["day"]))


def month_day(found: re.Match[str], now: Today) -> Outcome:
    return next_in_year(now, int(found["month"]), int(found["day"]))


def next_in_year(now: Today, month: int, number: int) -> date | Ask | Why:
    """The next such day, asked about where this year's has just gone by."""
    # The first of five years in which there is such a day, for 29 February.
    days = [_date(now.day.year + n, month, number) for n in range(5)]
    coming = [d for d in days if isinstance(d, date) and d >= now.day]
    if not coming:
        return Why.NO_SUCH_DAY
    return coming[0] if coming[0] - now.day <= _FAR_FOR_THIS_YEAR else Ask((coming[0],))


def numbers(found: re.Match[str], now: Today) -> Outcome:
    """12-5, 12.5 and 12/5 are a month and a day; 5-8号 and 25-28 run from one day to another."""
    month, number = int(found["month"]), int(found["day"])
    spans = found["mark"] != "." and (month > 12 or (found["suffix"] and month < number))
    outcome = month_day(found, now)
    if not spans:
        return outcome
    return Ask((outcome,) if isinstance(outcome, date) else (), Why.RANGE)


def run_together(found: re.Match[str], now: Today) -> Outcome:
    """1205 is most likely a date; only the person knows."""
    outcome = month_day(found, now)
    return Ask((outcome,)) if isinstance(outcome, date) else outcome


def day_of_month(found: re.Match[str], now: Today) -> Outcome:
    number = int(found["day"])
    if not 1 <= number <= 31:
        return Why.NO_SUCH_DAY
    if number == now.day.day:
        following = _in_month(now, 1, number)
        return Ask((now.day, *([following] if isinstance(following, date) else [])))
    coming = [_in_month(now, months, number) for months in (0, 1, 2)]
    first = next(d for d in coming if isinstance(d, date) and d > now.day)
    # There is no 31st this month: the month's end, or the 31st of the next?
    skipped = coming[0] if number > now.day.day else coming[1]
    return first if isinstance(skipped, date) else Ask((first,))


def _in_month(now: Today, months: int, number: int) -> date | Why:
    year, month = divmod(now.day.year * 12 + now.day.month - 1 + months, 12)
    return _date(year, month + 1, number)


def day_of_named_month(found: re.Match[str], now: Today) -> Outcome:
    return _in_month(now, _later(found["which"]), int(found["day"]))


def bare_number(found: re.Match[str], now: Today) -> Outcome:
    """A lone 5: the fifth, or in five days?"""
    number = int(found["day"])
    coming = day_of_month(found, now)
    days = (coming,) if isinstance(coming, date) else ()
    return Ask((*days, now.day + timedelta(days=number))) if 1 <= number <= 31 else Why.UNCLEAR


def part_of_month(found: re.Match[str], now: Today) -> Outcome:
    """月底, 12月底: the last day, or the last workday; 月初 and 中旬 could be any."""
    if found["part"] not in ("底", "末"):
        return Ask((), Why.ROUGH)
    if found["month"] and not 1 <= int(found["month"]) <= 12:
        return Why.NO_SUCH_DAY
    named = int(found["month"] or now.day.month)
    months = (named - now.day.month) % 12 + _later(found["which"] or "")
    year, month = divmod(now.day.year * 12 + now.day.month - 1 + months, 12)
    last = date(year, month + 1, monthrange(year, month + 1)[1])
    workday = _workday_up_to(last, now)
    return Ask((last,) if workday == last else (last, workday), Why.ROUGH)


def _workday_up_to(last: date, now: Today) -> date:
    if now.calendar:
        return now.calendar.add_workdays(last + timedelta(days=1), -1)
    return last - timedelta(days=max(0, last.weekday() - _SATURDAY + 1))


def end_of_year(_: re.Match[str], now: Today) -> Outcome:
    return Ask((date(now.day.year, 12, 31),), Why.ROUGH)


def _later(which: str) -> int:
    """How many months or weeks later 这, 下, 下下 mean; earlier for 上."""
    return -which.count("上") + which.count("下")


# Weeks


def weekday(found: re.Match[str], now: Today) -> Outcome:
    number = weekday_number(found["day"])
    ahead = (number - now.day.weekday()) % 7
    if ahead == 0:
        return Ask((now.day, now.day + timedelta(days=7)))
    return now.day + timedelta(days=ahead)


def weekday_of_week(found: re.Match[str], now: Today) -> Outcome:
    weeks = _later(found["which"])
    d = now.monday + timedelta(days=7 * weeks + weekday_number(found["day"]))
    if not now.weekend or weeks < 0:
        return d
    # At a weekend people already say "this" of the week to come, and "next" of either.
    if weeks == 0:
        return d if d >= now.day else Ask((d + timedelta(days=7),))
    return Ask((d, d + timedelta(days=7)))


def weekend(found: re.Match[str], now: Today) -> Outcome:
    saturday = now.monday + timedelta(days=7 * _later(found["which"] or "") + _SATURDAY)
    return Ask((saturday, saturday + timedelta(days=1)), Why.ROUGH)


# From today


def named_day(found: re.Match[str], now: Today) -> Outcome:
    ahead = {"今": 0, "当": 0, "明": 1, "后": 2, "大后": 3, "昨": -1, "前": -2, "大前": -3}
    return now.day + timedelta(days=ahead[found["which"]])


def tomorrow_or_after(_: re.Match[str], now: Today) -> Outcome:
    return Ask((now.day + timedelta(days=1), now.day + timedelta(days=2)))


def from_today(found: re.Match[str], now: Today) -> Outcome:
    n = int(found["n"])
    if n == 0:
        return Why.UNCLEAR
    unit = found["unit"]
    if unit in _WORKDAYS:
        return now.calendar.add_workdays(now.day, n) if now.calendar else Ask()
    if unit == "个月":
        return _months_later(now, n)
    return now.day + timedelta(days=n * (7 if unit in _WEEKS else 1))


def _months_later(now: Today, n: int) -> date:
    year, month = divmod(now.day.year * 12 + now.day.month - 1 + n, 12)
    return date(year, month + 1, min(now.day.day, monthrange(year, month + 1)[1]))


def half_a_month(_: re.Match[str], now: Today) -> Outcome:
    return now.day + timedelta(days=15)


def months_and_a_half(found: re.Match[str], now: Today) -> Outcome:
    return Ask((_months_later(now, int(found["n"])) + timedelta(days=15),), Why.ROUGH)


def next_day(_: re.Match[str], now: Today) -> Outcome:
    """次日, 第二天: the next day, but after what?"""
    return Ask((now.day + timedelta(days=1),))


def next_workday(_: re.Match[str], now: Today) -> Outcome:
    return now.calendar.add_workdays(now.day, 1) if now.calendar else Ask()


def after_order(found: re.Match[str], now: Today) -> Outcome:
    """下单后20天: the order is being written today, most likely."""
    outcome = from_today(found, now)
    return Ask((outcome,)) if isinstance(outcome, date) else outcome


def few_days(number: int, now: Today) -> Outcome:
    """三日, 25日后: a day of the month, or so many days."""
    later = now.day + timedelta(days=number)
    if not 1 <= number <= 31:
        return Ask((later,))
    coming = [_in_month(now, months, number) for months in (0, 1, 2)]
    return Ask((next(d for d in coming if isinstance(d, date) and d > now.day), later))


def after_payment(found: re.Match[str], _: Today) -> Outcome:
    n = int(found["n"]) * (7 if found["unit"] in _WEEKS else 1)
    if n == 0:
        return Why.UNCLEAR
    return DaysAfterPayment(n, found["unit"] in _WORKDAYS) if n <= 366 else Why.TOO_FAR


def roughly(_: re.Match[str], __: Today) -> Outcome:
    return Ask((), Why.ROUGH)
