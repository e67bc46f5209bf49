"""The numbers of a list: `1. X200 …`, `2、Y10 …`, `①`. They count lines, not goods."""

from __future__ import annotations

import re
from collections.abc import Container

_MARK = re.compile(r"[(]?(?P<number>[0-9]{1,2}|[一二三四五六七八九十])[).、:](?![0-9])\s?")
_CIRCLED = re.compile("[\u2460-\u249b\u2776-\u277f\u24ea]\\s?")
_LINE = re.compile(r"(?:^|(?<=\n))[ ]*")
_CHINESE = "一二三四五六七八九十"


def list_marks(plain: str, mentions: Container[int]) -> dict[int, int]:
    """Where the marks begin and end. They count from one, at the beginning of a line or before a name; the first stands
    before every name, so that `X200 1、Y10 2` keeps its amounts."""
    marks = {found.start(): found.end() for found in _CIRCLED.finditer(plain)}
    starts = {found.end() for found in _LINE.finditer(plain)}
    first_name = next((at for at in range(len(plain)) if at in mentions and at not in starts), len(plain))
    counted: dict[int, int] = {}
    for found in _MARK.finditer(plain):
        opens = found.start() in starts or (_is_apart(plain, found.start()) and found.end() in mentions)
        if opens and _number(found["number"]) == len(counted) + 1 and (counted or found.start() < first_name):
            counted[found.start()] = found.end()
    return marks | counted


def _is_apart(plain: str, at: int) -> bool:
    return plain[at - 1 : at] in ("", " ", "\n", "；", ";", ",", "。")


def _number(words: str) -> int:
    return int(words) if words.isdigit() else _CHINESE.index(words) + 1
