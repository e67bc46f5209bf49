"""Days told by a holiday: 节后第一个工作日, 春节前, 国庆后, 元旦, 双十二, 年前."""

from __future__ import annotations

import re
from datetime import date

from domain.understanding import festivals
from domain.understanding.day_forms import Ask, Form, Outcome, Today, next_in_year
from domain.understanding.festivals import Festival
from domain.understanding.result import Why

# 年 is New Year or the Spring Festival; 节 and 假 are the next holiday, whichever it is.
_NAME = (
    f"(?:(?P<festival>{'|'.join(festivals.NAMES)})节?|(?P<year>年)|节假?日?|放?假|假期|长假)(?:假期?|长假|放假|期间)?"
)
_OVER = "(?P<over>过完|过了|过)?"
_AFTER = "(?:结束)?(?P<after>[以之]?后)?"
_BEFORE = "[以之]?前"
_NTH = "(?:第(?P<n>[0-9]{1,2})个?|首个?|头1?个?)(?P<what>工作日|上班日|天上班|日上班|天|日)"
# Names of a single day; before and after one of the last, where nobody is off, is about that day.
_NEW_YEAR = {"元旦": (1, 1), "平安夜": (12, 24)}
_FIXED = {"圣诞": (12, 25), "双11": (11, 11), "双12": (12, 12), "618": (6, 18), "六一": (6, 1), "三八": (3, 8)}
_SINGLE = _NEW_YEAR | _FIXED


def _nth_workday(found: re.Match[str], now: Today) -> Outcome:
    """节后第一个工作日 is a day where the days off are certain; 节后第一天 may be a day of rest."""
    if not (found["over"] or found["after"]):
        return Why.UNCLEAR
    n = int(found["n"] or 1)
    if n == 0:
        return Why.UNCLEAR
    return _sure(found, now, n, working=found["what"] not in ("天", "日") or found["work"] is not None)


def _last_workday(found: re.Match[str], now: Today) -> Outcome:
    return _sure(found, now, -1, working=found["what"] is not None)


def _sure(found: re.Match[str], now: Today, n: int, *, working: bool) -> Outcome:
    meant = _meant(found, now)
    days = _workdays(meant, now, n)
    certain = working and len(meant) == 1 and meant[0].certain and len(days) == 1
    return days[0] if certain else Ask(days)


def _before(found: re.Match[str], now: Today) -> Outcome:
    return Ask(_workdays(_meant(found, now), now, -1), Why.ROUGH)


def _after(found: re.Match[str], now: Today) -> Outcome:
    if not (found["over"] or found["after"]):
        return Why.UNCLEAR
    return Ask(_workdays(_meant(found, now), now, 1), Why.ROUGH)


def _on(found: re.Match[str], now: Today) -> Outcome:
    return Ask(tuple(festival.first for festival in _meant(found, now)), Why.ROUGH)


def _single(found: re.Match[str], now: Today) -> Outcome:
    month, number = _SINGLE[found["single"]]
    return next_in_year(now, month, number)


def _about(found: re.Match[str], now: Today) -> Outcome:
    outcome = _single(found, now)
    return Ask((outcome,), Why.ROUGH) if isinstance(outcome, date) else outcome


def _meant(found: re.Match[str], now: Today) -> list[Festival]:
    """The holidays that may be meant; none without a calendar."""
    if now.calendar is None:
        return []
    names = [found["festival"]]
    if found["year"]:
        over = found.groupdict().get("over")
        names = ["春节"] if over else ["元旦", "春节"]
    meant = [festivals.coming(name, now.day, now.calendar) for name in names]
    return [festival for festival in meant if festival]


def _workdays(meant: list[Festival], now: Today, n: int) -> tuple[date, ...]:
    if now.calendar is None:
        return ()
    return tuple(sorted(festival.workday(now.calendar, n) for festival in meant))


FORMS: tuple[tuple[str, Form], ...] = (
    (f"(?P<single>{'|'.join(_SINGLE)})节?(?:当天|那天)?", _single),
    (f"(?P<single>{'|'.join(_FIXED)})节?(?:{_BEFORE}|[以之]?后)", _about),
    (f"(?P<festival>{'|'.join(festivals.NAMES)})节?(?P<year>)(?:当天|那天|期间)?", _on),
    (f"{_OVER}{_NAME}{_AFTER}的?(?P<work>上班)?的?{_NTH}", _nth_workday),
    (f"{_NAME}{_BEFORE}的?最后1?个?(?P<what>工作日|天上班)?天?", _last_workday),
    (f"{_NAME}{_BEFORE}", _before),
    (f"{_OVER}{_NAME}{_AFTER}", _after),
)
