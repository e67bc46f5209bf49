"""Days that are said to be worked or not: 2月15日到23日 放假 春节, 2027-2-8 上班, 下周六 加班."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.understanding.day import day
from domain.understanding.result import Understood
from domain.worktime import WorkCalendar

_RECENT = timedelta(days=60)
"""A day without a year that is no longer ago than this was meant so; otherwise next year's."""
MOST_NOTE = 40

_DATE = r"(?:(\d{4})\s*[-/.年])?\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號]?"
_END = r"(?:(?:(\d{4})\s*[-/.年])?\s*(\d{1,2})\s*[-/.月])?\s*(\d{1,2})\s*[日号號]?"
_SPAN = re.compile(rf"{_DATE}(?:\s*(?:到|至|~|—+|–|-|to|through)\s*{_END})?(?!\d)", re.IGNORECASE)
_OFF = ("不上班", "不用上班", "放假", "休息", "停工", "休假", "休", "dayoff", "off", "closed")
_WORK = ("调休上班", "調休上班", "正常上班", "要上班", "上班", "补班", "補班", "加班", "开工", "開工", "works", "work")
_CLEAR = ("照原来", "照原來", "照公历", "取消", "恢复", "恢復", "clear", "as usual")
_MEANT: dict[str, bool | None] = {
    **dict.fromkeys(_OFF, False), **dict.fromkeys(_WORK, True), **dict.fromkeys(_CLEAR, None)
}  # fmt: skip
_VERB = re.compile("|".join(map(re.escape, sorted(_MEANT, key=len, reverse=True))), re.IGNORECASE)
_AROUND = " ,;:，。；：、的()（）"


class Unclear(StrEnum):
    """Why words about days cannot be followed."""

    VERB = "verb"
    """Worked or not?"""
    DAY = "day"
    """Which day?"""
    NO_SUCH_DAY = "no_such_day"
    BACKWARDS = "backwards"


@dataclass(frozen=True, slots=True)
class MarkedDays:
    """From one day to another, both included. `works` None: as the public calendar has it again."""

    first: date
    last: date
    works: bool | None
    note: str | None = None


def marked_days(text: str, today: date, calendar: WorkCalendar | None = None) -> MarkedDays | Unclear:
    """What is said of which days; anything else beside it is the note."""
    said = unicodedata.normalize("NFKC", text).strip()
    span = _SPAN.search(said)
    rest = said if span is None else f"{said[: span.start()]} {said[span.end() :]}"
    verb = _VERB.search(rest)
    if verb is None:
        return Unclear.VERB
    works = _MEANT[verb[0].lower()]
    if span is None:
        read = day(rest[: verb.start()].strip(_AROUND), today, calendar)
        if not isinstance(read, Understood) or not isinstance(read.value, date):
            return Unclear.DAY
        return MarkedDays(read.value, read.value, works, _note(rest[verb.end() :]))
    days = _days(span, today)
    if isinstance(days, Unclear):
        return days
    return MarkedDays(*days, works, _note(f"{rest[: verb.start()]} {rest[verb.end() :]}"))


def _note(words: str) -> str | None:
    return " ".join(words.split()).strip(_AROUND)[:MOST_NOTE] or None


def _days(span: re.Match[str], today: date) -> tuple[date, date] | Unclear:
    year, month, on, end_year, end_month, end_on = (int(part) if part else None for part in span.groups())
    assert month is not None
    assert on is not None
    try:
        first = date(year, month, on) if year else _coming(month, on, today)
        if end_on is None:
            return first, first
        last = date(end_year or first.year, end_month or first.month, end_on)
        if last < first and end_month and not end_year:
            last = last.replace(year=first.year + 1)
    except ValueError:
        return Unclear.NO_SUCH_DAY
    return (first, last) if first <= last else Unclear.BACKWARDS


def _coming(month: int, on: int, today: date) -> date:
    this_year = date(today.year, month, on)
    return this_year if this_year >= today - _RECENT else date(today.year + 1, month, on)
