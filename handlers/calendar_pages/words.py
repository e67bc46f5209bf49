"""Days, weeks and hours of the working calendar in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from domain.process.company import Alternate, Span
from handlers.calendar_pages import texts
from handlers.order.words import together
from handlers.view import View
from locales import formats
from services.pace import COMPANY
from services.working_months import Run

_A_MONDAY = date(2026, 11, 23)


def weekday(number: int, lang: str) -> str:
    """周一 for 0."""
    return formats.weekday(lang, _A_MONDAY + timedelta(days=number))


def week_words(week: frozenset[int], alternate: Alternate | None, lang: str) -> str:
    """周一到周五，隔周周六."""
    days = sorted(week)
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        words = texts.DAYS_OF_WEEK.plain(lang, first=weekday(days[0], lang), last=weekday(days[-1], lang))
    else:
        words = together([weekday(day, lang) for day in days], lang)
    if alternate is None:
        return words
    return texts.EVERY_OTHER.plain(lang, week=words, day=weekday(alternate.weekday, lang))


def hours_words(spans: Iterable[Span], lang: str) -> str:
    """8:30-12:00、13:30-17:30."""
    return together([span_words(span) for span in spans], lang)


def span_words(span: Span) -> str:
    return f"{_clock(span.start)}-{_clock(span.end)}"


def _clock(moment: object) -> str:
    return f"{moment:%H:%M}".removeprefix("0")


def days_words(view: View, first: date, last: date) -> str:
    """2月15日 周日 到 2月23日 周一; one day alone."""
    begin = formats.day(view.lang, first, view.today)
    if first == last:
        return begin
    return texts.RUN.plain(view.lang, first=begin, last=formats.day(view.lang, last, view.today))


def why_off(run: Run, lang: str) -> str:
    """春节, 年会, or only that it is the company's."""
    named = [texts.FESTIVALS[name].plain(lang) for name in run.festivals]
    if named or run.notes:
        return together([*named, *run.notes], lang)
    return (texts.OWN_OFF if run.own else texts.ADJACENT).plain(lang)


def whose(view: View, department: str) -> str:
    """全公司, or the department's name."""
    if department == COMPANY or department not in view.book.departments:
        return texts.FOR_ALL.plain(view.lang)
    return view.department(department)
