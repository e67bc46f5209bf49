"""Days of delivery: 12月5号, 12.5, 下周五, 后天, 十天内, 25号之前, 2026-12-05, 款到后7个工作日.

The grammar is a table of forms, `_FORMS`, tried in order on the words written one way with Arabic numbers. A form
answers with a date, a choice to ask about, or a reason; what no form fits is not understood. The future is meant
throughout, weeks begin on Monday.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from domain.understanding import day_forms
from domain.understanding.day_forms import Ask, DaysAfterPayment, Form, Outcome, Today
from domain.understanding.day_words import plain_words, without_weekday
from domain.understanding.lexicon import DIGITS
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why
from domain.worktime import WorkCalendar

_FURTHEST = timedelta(days=3 * 366)

_WHICH = "上上个?|上个?|这个?|本|下下个?|下个?"
_WEEK = "(?:周|星期|礼拜)"
_DAY = "(?P<day>[0-9]{1,2})"
_MONTH = "(?P<month>[0-9]{1,2})"
_PAID = "(?:收到)?(?:定金|订金|预付款|首款|货款|全款|款项|款|钱)(?:一?到账|一?到|付清|付|收到)?|[到收付打]款|到账"
_SPAN = "(?P<n>[0-9]{1,3})个?(?P<unit>工作日|自然日|天|日|周|星期|礼拜)"

_FORMS: tuple[tuple[re.Pattern[str], Form], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (f"(?P<year>[0-9]{{4}}|[0-9]{{2}})[-/.年]{_MONTH}[-/.月]{_DAY}[日号]?", day_forms.full),
        ("(?P<year>20[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})", day_forms.full),
        (f"(?P<which>[今明后])年{_MONTH}[-/.月]{_DAY}[日号]?", day_forms.named_year),
        (f"{_MONTH}月份?{_DAY}[日号]?", day_forms.month_day),
        (f"{_MONTH}(?P<mark>[-/.]){_DAY}(?P<suffix>[日号]?)", day_forms.numbers),
        ("(?P<month>[01][0-9])(?P<day>[0-3][0-9])", day_forms.run_together),
        (f"(?P<which>{_WHICH})月{_DAY}[日号]?", day_forms.day_of_named_month),
        (f"{_DAY}[日号]", day_forms.day_of_month),
        (_DAY, day_forms.bare_number),
        (f"(?:(?P<which>{_WHICH})?月|{_MONTH}月份?)(?P<part>底|末|初|中|[上中下]旬)", day_forms.part_of_month),
        ("今?年[底末]", day_forms.end_of_year),
        (f"{_WEEK}(?P<day>[1-6日天])", day_forms.weekday),
        (f"(?P<which>{_WHICH}){_WEEK}(?P<day>[1-6日天])", day_forms.weekday_of_week),
        (f"(?P<which>{_WHICH})?(?:{_WEEK}末|周末)", day_forms.weekend),
        ("(?P<which>今|当|明|大?后|昨|大?前)[天日]", day_forms.named_day),
        ("明后[天日]|明天或者?后天", day_forms.tomorrow_or_after),
        (f"(?:再?过)?{_SPAN}(?:以内|之内|内|以后|之后|后)?", day_forms.from_today),
        ("(?:再?过)?(?P<n>[0-9]{1,2})(?P<unit>个月)(?:以内|之内|内|以后|之后|后)?", day_forms.from_today),
        ("(?:再?过)?半个月(?:以内|之内|内|以后|之后|后)?", day_forms.half_a_month),
        (f"(?:{_PAID})(?:以后|之后|后|起)?第?{_SPAN}(?:以内|之内|内|以后|之后|后)?", day_forms.after_payment),
        (f"(?:{_WHICH})(?:{_WEEK}|月)(?:内|之内)?|[月周]内", day_forms.roughly),
        (f"(?:再?过)?[{DIGITS}十两]{{2,}}(?:天|周|个?星期|个?礼拜|个月|日|号).*", day_forms.roughly),
        (
            ".*(?:[年节假](?:前|后|内)|尽快|尽早|越快越好|马上|立刻|随时|不急|待定|再说|[几来多余两]天).*",
            day_forms.roughly,
        ),
        (f"(?:(?:再?过)?[几数]|(?:{_MONTH}月)?{_DAY}号?(?:-|~|到|至)).*", day_forms.roughly),
    )
)


def day(text: str, today: date, calendar: WorkCalendar | None = None) -> Reading[date | DaysAfterPayment]:
    """The day meant, never before `today`.

    1. A day of a month is the next such day; said on that very day it is asked about. So is a weekday.
    2. 下周五 is the Friday of the next calendar week; said at a weekend it has two readings.
    3. A full date that has passed is refused; 月底, 周末, 尽快 and the like are asked about.
    4. Workdays from today need the `calendar`; without one they are asked about.
    """
    words = text.strip()
    plain = plain_words(text)
    if isinstance(plain, Why):
        return NotUnderstood(words[:64], plain)
    now = Today(today, calendar)
    bare, weekday = without_weekday(plain.text)
    try:
        outcome = _outcome(bare, now)
    except (OverflowError, ValueError):  # beyond the last year there is
        outcome = Why.TOO_FAR
    if weekday is not None:
        outcome = _on_weekday(outcome, weekday)
    if plain.rough and isinstance(outcome, date):
        outcome = Ask((outcome,), Why.ROUGH)
    return _reading(outcome, words, today)


def _outcome(text: str, now: Today) -> Outcome:
    for pattern, form in _FORMS:
        if found := pattern.fullmatch(text):
            return form(found, now)
    return Why.UNCLEAR


def _on_weekday(outcome: Outcome, weekday: int) -> Outcome:
    """A weekday written beside the date must agree; it may also settle which of two was meant."""
    if isinstance(outcome, date):
        return outcome if outcome.weekday() == weekday else Why.WEEKDAY
    if isinstance(outcome, Ask):
        kept = tuple(reading for reading in outcome.readings if reading.weekday() == weekday)
        return kept[0] if len(kept) == 1 else Ask(kept, outcome.why)
    return outcome


def _reading(outcome: Outcome, words: str, today: date) -> Reading[date | DaysAfterPayment]:
    if isinstance(outcome, Ask):
        kept = tuple(d for d in outcome.readings if today <= d <= today + _FURTHEST)
        return Ambiguous(words, kept, outcome.why)
    if isinstance(outcome, date) and outcome < today:
        return NotUnderstood(words, Why.PAST)
    if isinstance(outcome, date) and outcome > today + _FURTHEST:
        return NotUnderstood(words, Why.TOO_FAR)
    return NotUnderstood(words, outcome) if isinstance(outcome, Why) else Understood(outcome, words)
