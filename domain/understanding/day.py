"""Days of delivery: 12月5号, 12.5, 下周五, 后天, 十天内, 25号之前, 2026-12-05, 款到后7个工作日.

The grammar is a table of forms, `_FORMS`, tried in order on the words written one way with Arabic numbers. A form
answers with a date, a choice to ask about, or a reason; what no form fits is not understood. The future is meant
throughout, weeks begin on Monday.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from domain.understanding import day_forms, festival_forms
from domain.understanding.day_forms import Ask, DaysAfterPayment, Form, Outcome, Today
from domain.understanding.day_words import PlainWords, plain_words, without_weekday
from domain.understanding.lexicon import DIGITS
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why
from domain.worktime import WorkCalendar

_FURTHEST = timedelta(days=3 * 366)

_WHICH = "上上个?|上个?|这个?|本|当|下下个?|下个?"
_WEEK = "(?:周|星期|礼拜)"
_DAY = "(?P<day>[0-9]{1,2})"
_MONTH = "(?P<month>[0-9]{1,2})"
_PAID = "(?:收到)?(?:定金|订金|预付款|首款|货款|全款|款项|款|钱)(?:一?到账|一?到|付清|付|收到)?|[到收付打]款|到账"
_SPAN = "(?P<n>[0-9]{1,3})个?(?P<unit>工作[日天]|自然日|天|日|周|星期|礼拜)"
_LATER = "(?:以内|之内|内|以后|之后|后)?"
_LUNAR = "腊月|正月|冬月|农历|阴历|旧历|除夕|初[0-9]{1,2}|大年|小年|元宵"
_VAGUE = (
    "尽快|尽早|越快越好|越早越好|最快|抓紧|赶紧|火速|加急|急|马上|立刻|立即|随时|asap|不急|待定|再定|再说|未定|等通知|待通知"
    "|另行通知|看情况|随便|不限|都行|[这近]期|最近|[这近][几2][天日]|[几来多余两][天日]|个把月|10天半个?月|开春|上旬|中旬|下旬|季度"
    "|上半年|下半年"
)

_FORMS: tuple[tuple[re.Pattern[str], Form], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (f"(?P<year>[0-9]{{4}}|[0-9]{{2}})[-/.年]{_MONTH}[-/.月]{_DAY}[日号]?", day_forms.full),
        (f"(?P<year>20[0-9]{{2}}) {_MONTH} {_DAY}", day_forms.full),
        ("(?P<year>20[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})", day_forms.full),
        ("(?P<year>[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-3][0-9])", day_forms.full_run_together),
        (f"(?P<which>[今明后])年{_MONTH}[-/.月]{_DAY}[日号]?", day_forms.named_year),
        (f"{_MONTH}月份?{_DAY}[日号]?", day_forms.month_day),
        (f"{_MONTH}(?P<mark>[-/.]){_DAY}(?P<suffix>[日号]?)", day_forms.numbers),
        (f"{_MONTH}[ ·,;。、]{_DAY}", day_forms.slip),
        ("(?P<month>[01][0-9])(?P<day>[0-3][0-9])", day_forms.run_together),
        (f"(?P<which>{_WHICH})月{_DAY}[日号]?", day_forms.day_of_named_month),
        (f"{_DAY}[日号]", day_forms.day_of_month),
        (_DAY, day_forms.bare_number),
        (f"(?:(?P<which>{_WHICH})?月|{_MONTH}月份?)(?P<part>底|末|初|中|[上中下]旬)", day_forms.part_of_month),
        ("(?:今年?)?年[底末]", day_forms.end_of_year),
        (f"{_WEEK}(?P<day>[1-6日天])", day_forms.weekday),
        (f"(?P<which>{_WHICH}){_WEEK}(?P<day>[1-6日天])", day_forms.weekday_of_week),
        (f"(?P<which>{_WHICH})?(?:{_WEEK}末|周末)", day_forms.weekend),
        (f"(?:{_WHICH})?{_WEEK}6[日天7]|双休日", day_forms.roughly),
        ("(?P<which>今|当|明|大?后|昨|大?前)[天日]", day_forms.named_day),
        ("明后[天日]|明天或者?后天", day_forms.tomorrow_or_after),
        ("次日|翌日|隔天|第2天", day_forms.next_day),
        (f"(?:再?过)?{_SPAN}{_LATER}", day_forms.from_today),
        (f"(?:再?过)?(?P<n>[0-9]{{1,2}})(?P<unit>个月){_LATER}", day_forms.from_today),
        (f"(?:再?过)?半个?月{_LATER}", day_forms.half_a_month),
        (f"(?:再?过)?(?P<n>[0-9]{{1,2}})个半月{_LATER}", day_forms.months_and_a_half),
        ("(?:下1?个?|最近的?1?个?|第1个)工作[日天]", day_forms.next_workday),
        (f"(?:{_PAID})(?:以后|之后|后|起)?第?{_SPAN}{_LATER}", day_forms.after_payment),
        (f"(?:下单|订单|收单|接单|收到订单|今天下单)(?:以后|之后|后|起){_SPAN}{_LATER}", day_forms.after_order),
        (f"(?:{_LUNAR}).*|.*(?:{_LUNAR})[)]?", day_forms.roughly),
        *festival_forms.FORMS,
        (f".{{1,12}}(?:以后|之后|后|起)的?第?{_SPAN}{_LATER}", day_forms.roughly),
        (f"(?:{_WHICH})?{_WEEK}(?:初|中|尾|头|里)|(?:{_WHICH})(?:{_WEEK}|月)(?:内|之内)?|[月周]内", day_forms.roughly),
        (
            "(?:[今明后]年|[0-9]{2,4}[-/年.])?[0-9]{1,2}月份?(?:内|之内|里)?|20[0-9]{2}[-/.][0-9]{1,2}",
            day_forms.roughly,
        ),
        ("[今明后]年(?:年?[初底末]|年?内|[上下]半年|之?内)?", day_forms.roughly),
        (f"(?:再?过)?[{DIGITS}十两]{{2,}}(?:天|周|个?星期|个?礼拜|个月|日|号).*", day_forms.roughly),
        (f".*(?:[年节假](?:前|后|内)|{_VAGUE}).*", day_forms.roughly),
        (f"(?:(?:再?过)?[几数]|(?:{_MONTH}[月./])?{_DAY}[日号]?(?:-|~|到|至)).*", day_forms.roughly),
    )
)
_EITHER = re.compile("(.+?)(?:或者|或|还是|/|、|,|和|跟)(.+)")
_WEEKDAYS_TOGETHER = re.compile(f"((?:{_WHICH})?{_WEEK}[1-6日天])({_WEEK}[1-6日天])")


def day(text: str, today: date, calendar: WorkCalendar | None = None) -> Reading[date | DaysAfterPayment]:
    """The day meant, never before `today`.

    1. A day of a month is the next such day; said on that very day it is asked about. So is a weekday.
    2. 下周五 is the Friday of the next calendar week; said at a weekend it has two readings.
    3. A full date that has passed is refused; 月底, 周末, 尽快 and the like are asked about.
    4. Workdays from today need the `calendar`, and so does 节后第一个工作日; without one they are asked about.
    5. Of two days both are offered, and a day that is asked back (周五行吗) is offered too.
    """
    words = text.strip()
    plain = plain_words(text)
    if isinstance(plain, Why):
        return NotUnderstood(words[:64], plain)
    outcome = _meant(plain, Today(today, calendar))
    if (plain.rough or plain.asked) and isinstance(outcome, date):
        outcome = Ask((outcome,), Why.ROUGH if plain.rough else Why.READINGS)
    return _reading(outcome, words, today)


def _meant(plain: PlainWords, now: Today) -> Outcome:
    try:
        if plain.few_days:
            return day_forms.few_days(plain.few_days, now)
        outcome = _with_weekday(plain.text, now)
        return _either(plain.text, now) if outcome is Why.UNCLEAR else outcome
    except (OverflowError, ValueError):  # beyond the last year there is
        return Why.TOO_FAR


def _with_weekday(text: str, now: Today) -> Outcome:
    bare, weekday = without_weekday(text)
    outcome = _outcome(bare, now)
    return outcome if weekday is None else _on_weekday(outcome, weekday)


def _outcome(text: str, now: Today) -> Outcome:
    for pattern, form in _FORMS:
        if found := pattern.fullmatch(text):
            return form(found, now)
    return Why.UNCLEAR


def _either(text: str, now: Today) -> Outcome:
    """周五或下周一, 25、26号, 周五周六: both are offered."""
    both = _EITHER.fullmatch(text) or _WEEKDAYS_TOGETHER.fullmatch(text)
    if both is None:
        return Why.UNCLEAR
    one, two = both[1], both[2]
    # In 25或26号 the sign stands for both.
    one += two[-1] if one.isdigit() and two[-1] in "号日" else ""
    outcomes = [_with_weekday(part, now) for part in (one, two)]
    readings: list[date] = []
    for outcome in outcomes:
        if not isinstance(outcome, date | Ask):
            return Why.UNCLEAR
        readings += outcome.readings if isinstance(outcome, Ask) else (outcome,)
    return Ask(tuple(dict.fromkeys(readings)))


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
