"""The words of a date written one way, before its form is looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.understanding.lexicon import DIGITS, clean, without_roughness
from domain.understanding.numerals import chinese_integer
from domain.understanding.result import Why

_RUN = re.compile(f"[{DIGITS}十两]+")
_LEAD = re.compile(r"(?:交货期?|交期|到货|发货|要求|希望|最好|最晚|最迟|争取|必须|那就|就|要|在|于|[:=])+")
_TRAIL = re.compile(
    r"(?:交货|到货|发货|送到|送货|要货|给我|完成|出货|交|到|发|送|要|就行|就好|即可|可以|吧|呢|啊|哈|的|[。.!,;、])+$"
)
# "3天前" is not "before the third day": only a named day can have a before.
_BEFORE = re.compile(r"(?<=[0-9号日末底])(?<!工作日)(?:之前|以前|前)$|(?<=[今明后]天)(?:之前|以前|前)$")
_BEFORE_WEEKDAY = re.compile(r"(?<=[周期拜][1-6日天])(?:之前|以前|前)$")
_PART_OF_DAY = re.compile("(?<=[天日号0-9])(?:上午|下午|中午|晚上|早上)$|(?<=[今明])(?:晚|早)$")
_BESIDE = re.compile(r"(.*[0-9号日])[ ,]?[(]?(?:周|星期|礼拜)([1-6日天])[)]?")


@dataclass(frozen=True, slots=True)
class PlainWords:
    text: str
    rough: bool


def plain_words(text: str) -> PlainWords | Why:
    """Arabic numbers, no filler, no "before": a delivery by the 25th is one on the 25th."""
    cleaned = clean(text)
    if isinstance(cleaned, Why):
        return cleaned
    words = _RUN.sub(_arabic, cleaned)
    if (begun := _LEAD.match(words)) and begun.end() < len(words):
        words = words[begun.end() :]
    words = _TRAIL.sub("", words) or words
    words, rough = _without_roughness(words)
    for pattern in (_BEFORE, _BEFORE_WEEKDAY):
        words = pattern.sub("", words)
    return PlainWords(_PART_OF_DAY.sub(lambda m: "天" if len(m[0]) == 1 else "", words), rough)


def without_weekday(text: str) -> tuple[str, int | None]:
    """12月4日 周五, 12月4日(周五): the date, and the weekday written beside it."""
    found = _BESIDE.fullmatch(text)
    return (found[1], weekday_number(found[2])) if found else (text, None)


def weekday_number(char: str) -> int:
    """Monday is 0."""
    return 6 if char in "日天" else int(char) - 1


def _without_roughness(text: str) -> tuple[str, bool]:
    # 以内 and 之内 belong to a span of days: ten days at most is a day, not a rough one.
    return (text, False) if text.endswith("内") else without_roughness(text)


def _arabic(found: re.Match[str]) -> str:
    """The number in Arabic digits, or the words as they are when they are no single number (三五天)."""
    run = found[0]
    if len(run) == 1:
        return "10" if run == "十" else "2" if run == "两" else str(DIGITS.index(run))
    if "十" in run:
        value = chinese_integer(run)
        return run if value is None else str(value)
    if "两" not in run and ("零" in run or len(run) == 4):
        return "".join(str(DIGITS.index(char)) for char in run)
    return run
