"""The words of a date written one way, before its form is looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.understanding.lexicon import DIGITS, clean, without_question, without_roughness
from domain.understanding.numerals import chinese_integer
from domain.understanding.result import Why

_RUN = re.compile(f"[{DIGITS}十百两]+")
_SPOKEN = re.compile("([今明后])儿个?")
_TERM = "(?:交货期|交期|货期|工期|周期)"
_LEAD = re.compile(
    rf"(?:{_TERM}|(?:交货|发货|到货|交付)?(?:日期|时间)|到货|发货|交货|要求|希望|最好|最晚|最迟|不晚于|不迟于|截止到?|争取"
    r"|必须|务必|尽量|计划|定在|安排在?|赶在?|客户|那就|你们|能|就|想|得|要|需要?|在|于|[\"“”'‘’:=])+"
)
_TRAIL = re.compile(
    r"(?:[交发到送要提取拿收走]货|送到|给我们?|完成|出货|交付|装车|发[出走车]|寄出|截止|为止|谢谢了?|谢了|拜托|一定|必须|务必|急用"
    r"|交|到|发|送|要|走|用|能|就行|就好|即可|可以|吧|啊|哈|呀|嘛|呗|哦|哟|啦|了|的|[。.!,;、~\"“”'‘’])+$"
)
_ROUGH_LEAD = re.compile("(?:最早|不早于|预计|预估|暂定|初定|快的话)")
# From a day on; and 25日后, which is as well in 25 days, has a form of its own.
_ROUGH_TRAIL = re.compile("(?<=[号0-9])(?:以后|之后|后|开始)$|(?<=[0-9]日)开始$")
# "3天前" is not "before the third day": only a named day can have a before.
_BEFORE = re.compile(
    r"(?<=[0-9号日末底])(?<!工作日)(?<!节日)(?:之前|以前|前)$|(?<=[今明后]天)(?:之前|以前|前|之内|以内|内)$"
)
_BEFORE_WEEKDAY = re.compile(r"(?<=[周期拜][1-6日天])(?:之前|以前|前)$")
_TIME = "[0-9]{1,2}(?:[点时](?:半|[0-9]{1,2}分?)?|:[0-9]{2})(?:钟|左右|之前|以前|前)?"
_PART = "(?:上午|下午|中午|晚上|早上|傍晚|[一1]?大?早|夜里|凌晨|晚|下班|午)"
_PART_OF_DAY = re.compile(
    f"(?<=[天日号0-9])(?:{_PART}(?:{_TIME})?(?:之前|以前|前)?|当天|那天)$|(?<=[天日号]){_TIME}$|(?<=[今明后])(?P<night>[晚早])$"
)
_WEEKDAY = "(?:周|星期|礼拜)([1-6日天])"
_BESIDE = re.compile(rf"(?!(?:周|星期|礼拜)[1-6日天])(.*[0-9号日])[ ,]?[(]?{_WEEKDAY}[)]?")
_IN_FRONT = re.compile(rf"{_WEEKDAY}[ ,(]?([0-9]{{1,4}}[-/.年月].*?|[0-9]{{1,2}}[号日])[)]?")
# Said without 号 or in words, a few 日 may as well be so many days.
_FEW_DAYS = re.compile("([一二三四五六七八九十])日|([0-9一二三四五六七八九十]{1,3})日(?:[以之]?后)")
_DAYS_OF_TERM = re.compile("([0-9一二三四五六七八九十]{1,3})日")
# Two days are said for a few: 过两天, 这两天.
_A_FEW = re.compile("(?:再?过|这|近|最近)[两2俩](?:天|日|周|个?星期|个?礼拜|个月)")


@dataclass(frozen=True, slots=True)
class PlainWords:
    """The words, whether they were said roughly or asked back, and whether they may be a number of days."""

    text: str
    rough: bool
    asked: bool = False
    few_days: int = 0


def plain_words(text: str) -> PlainWords | Why:
    """Arabic numbers, no filler, no "before": a delivery by the 25th is one on the 25th."""
    cleaned = clean(text)
    if isinstance(cleaned, Why):
        return cleaned
    told, asked = without_question(_SPOKEN.sub(r"\1天", cleaned).replace("元月", "1月"))
    words, of_term = _without_labels(told)
    few = (_DAYS_OF_TERM if of_term else _FEW_DAYS).fullmatch(words)
    vague = _A_FEW.fullmatch(words)
    words, rough = _without_roughness(_RUN.sub(_arabic, words))
    words = _of_the_day(words)
    for pattern in (_BEFORE, _BEFORE_WEEKDAY):
        words = pattern.sub("", words)
    words = _of_the_day(words)
    if few:
        number = _RUN.sub(_arabic, next(filter(None, few.groups())))
        return PlainWords(f"{number}日", rough, asked, int(number) if number.isascii() and number.isdigit() else 0)
    return PlainWords(words, rough or vague is not None, asked)


def _without_labels(text: str) -> tuple[str, bool]:
    """Without the words around a date, and whether they ask for a number of days (交期)."""
    begun = _LEAD.match(text)
    of_term = begun is not None and re.search(_TERM, begun[0]) is not None
    if begun and begun.end() < len(text):
        text = text[begun.end() :]
    return _TRAIL.sub("", text) or text, of_term


def _of_the_day(text: str) -> str:
    """Without a part of the day: 明天中午 and 明早 are 明天."""
    return _PART_OF_DAY.sub(lambda found: "天" if found["night"] else "", text)


def without_weekday(text: str) -> tuple[str, int | None]:
    """12月4日 周五, 12月4日(周五), 周五12月4日: the date, and the weekday written beside it."""
    if found := _BESIDE.fullmatch(text):
        return found[1], weekday_number(found[2])
    if found := _IN_FRONT.fullmatch(text):
        return found[2], weekday_number(found[1])
    return text, None


def weekday_number(char: str) -> int:
    """Monday is 0."""
    return 6 if char in "日天" else int(char) - 1


def _without_roughness(text: str) -> tuple[str, bool]:
    begun = _ROUGH_LEAD.match(text)
    rest = text[begun.end() :] if begun and begun.end() < len(text) else text
    exact = _ROUGH_TRAIL.sub("", rest)
    rough = exact != text
    # 以内 and 之内 belong to a span of days: ten days at most is a day, not a rough one.
    if exact.endswith("内"):
        return exact, rough
    exact, about = without_roughness(exact)
    return exact, rough or about


def _arabic(found: re.Match[str]) -> str:
    """The number in Arabic digits, or the words as they are when they are no single number (三五天)."""
    run = found[0]
    if len(run) == 1:
        return {"十": "10", "两": "2", "百": run}.get(run) or str(DIGITS.index(run))
    if "十" in run or "百" in run:
        value = chinese_integer(run)
        return run if value is None else str(value)
    if "两" not in run and ("零" in run or len(run) == 4):
        return "".join(str(DIGITS.index(char)) for char in run)
    return run
