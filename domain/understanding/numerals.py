"""Numerals: 300, 三百, 3百, 1.2万, 5万8, 两千五, 十二点五, 1,200, 3k.

Chinese numerals are read by cn2an, in its integer mode only (its decimals are floats and its mixed mode cuts
decimals off), and only after their shape has been checked, since it reads 五六 as 56 and 三百两 as 320. What is
written with Arabic digits is added up here, in Decimal.
"""

from __future__ import annotations

import re
from decimal import Decimal

import cn2an  # pyright: ignore[reportMissingTypeStubs]

from domain.understanding.lexicon import DIGITS, RANKS, ends
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why

# Every character that a numeral may have, for parsers that cut it out of a text.
NUMERAL_CHARACTERS = r"0-9.,;零一二三四五六七八九两十百千万亿点负\-半几数来多余wk"

_NUMERAL = re.compile(f"[{NUMERAL_CHARACTERS}把]+")
_MOST_DIGITS = 15
_MOST_PLACES = 12

_ONE = "[一二三四五六七八九两]"
_SECTION = f"(?:{_ONE}千)?(?:零?{_ONE}百)?(?:零?{_ONE}?十)?(?:零?{_ONE})?"
_SHAPE = re.compile(f"(?:{_SECTION}亿)?(?:零?{_SECTION}万)?零?{_SECTION}")
# 一千三万 and 两百万二 could each be two numbers, and 三百两 is a weight.
_TWO_SHAPES = re.compile(f"[百千]{_ONE}[万亿]|[百千]万{_ONE}$|.两$|.零$|^零.")
# cn2an knows 一万二, but not 一亿二.
_TENTHS_OF_A_RANK = re.compile(f"亿{_ONE}$")
_PURE = re.compile(f"[{DIGITS}两]+")
_PAIR = re.compile(f"({_ONE})({_ONE})")
_POINT = re.compile(f"([{DIGITS}两十百千万亿]+)点([{DIGITS}]+)([十百千万亿]*)")

_SEGMENT = re.compile(r"(零?)([0-9][0-9,]*(?:\.[0-9]+)?)([十百千万亿wk]{0,2})")
_PLAIN = re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
# 5二: one number in two scripts is a slip. After a rank it is not: 3百五.
_TWO_SCRIPTS = re.compile(f"[0-9.,][{DIGITS}两]|{_ONE}[0-9.,]|^零")
_CHINESE_DIGIT = re.compile(f"[{DIGITS}两]")

# 1，200 is most likely one number; two stand as close to each other.
_PERHAPS_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:;[0-9]{3})+(?:\.[0-9]+)?")

_UNCOUNTED = re.compile("[几数]|^[百千万亿]")
_SOME = re.compile("(.+?)(来|多|余)([十百千万亿]*)")


def read(text: str) -> Reading[Decimal]:
    """The number that `text`, cleaned and without filler, stands for; below zero and zero as well."""
    if not text:
        return NotUnderstood(text, Why.EMPTY)
    if text[0] in "-负":
        found = _exact(text[1:])
        return Understood(-found, text) if isinstance(found, Decimal) else NotUnderstood(text, Why.UNCLEAR)
    if (both := ends(text)) is not None:
        return _range(text, *both)
    if not _NUMERAL.fullmatch(text):
        return NotUnderstood(text, Why.UNCLEAR)
    if _UNCOUNTED.search(text):
        return Ambiguous(text, (), Why.ROUGH)
    if some := _SOME.fullmatch(text):
        return _roughly(text, some[1], some[2], some[3])
    if _PERHAPS_GROUPED.fullmatch(text):
        one = _plain_number(text.replace(";", ","))
        return Ambiguous(text, (one,)) if isinstance(one, Decimal) else NotUnderstood(text, one)
    return _told(text, _exact(text))


def chinese_integer(text: str) -> int | None:
    """The value of a well-formed Chinese numeral; None for anything else."""
    if not _SHAPE.fullmatch(text) or _TWO_SHAPES.search(text):
        return None
    if _TENTHS_OF_A_RANK.search(text):
        text += "千万"
    try:
        return int(cn2an.cn2an(text, "normal"))
    except (ValueError, KeyError):
        return None


def _told(text: str, found: Decimal | Ambiguous[Decimal] | Why) -> Reading[Decimal]:
    if isinstance(found, Decimal):
        return Understood(found, text)
    return found if isinstance(found, Ambiguous) else NotUnderstood(text, found)


def _range(text: str, low: str, high: str) -> Reading[Decimal]:
    least, most = _exact(low), _exact(high)
    if not isinstance(least, Decimal) or not isinstance(most, Decimal) or least >= most:
        return NotUnderstood(text, Why.UNCLEAR)
    return Ambiguous(text, range_readings(least, most), Why.RANGE)


def range_readings(least: Decimal, most: Decimal) -> tuple[Decimal, ...]:
    """Both ends, but for "三到五百", where the first is short for another number."""
    return (least, most) if least * 10 > most else ()


def _roughly(text: str, head: str, word: str, rank: str) -> Reading[Decimal]:
    """三百来, 十来万: one number to offer. 三百多 is more than three hundred: none."""
    found = _exact(head)
    if not isinstance(found, Decimal):
        return NotUnderstood(text, Why.UNCLEAR)
    offered = (found * _power(rank),) if word == "来" else ()
    return Ambiguous(text, offered, Why.ROUGH)


def _exact(text: str) -> Decimal | Ambiguous[Decimal] | Why:
    if _PURE.fullmatch(text):
        return _digits(text)
    if not re.search("[0-9]", text):
        return _chinese(text)
    text = re.sub("(?<=[0-9])点(?=[0-9])", ".", text)
    if _PAIR.search(text) or _TWO_SCRIPTS.search(text):
        return Why.UNCLEAR
    return _mixed(_CHINESE_DIGIT.sub(lambda m: m[0] if m[0] == "零" else str(_digit(m[0])), text))


def _digits(text: str) -> Decimal | Ambiguous[Decimal] | Why:
    """Digits without ranks: one, or read out as 三零零. 五六 is five or six."""
    if len(text) == 1:
        return Decimal(_digit(text))
    if text[0] == "零" or "两" in text[1:] or len(text) > _MOST_DIGITS:
        return Why.UNCLEAR
    value = Decimal("".join(str(_digit(char)) for char in text))
    if "零" in text:
        return value
    if len(text) == 2 and _neighbours(*text):
        return Ambiguous(text, (Decimal(_digit(text[0])), Decimal(_digit(text[1]))), Why.ROUGH)
    return Ambiguous(text, () if "两" in text else (value,), Why.READINGS)


def _chinese(text: str) -> Decimal | Ambiguous[Decimal] | Why:
    if point := _POINT.fullmatch(text):
        whole = _exact(point[1])
        if not isinstance(whole, Decimal):
            return Why.UNCLEAR
        places = "".join(str(_digit(char)) for char in point[2])
        return _bounded(Decimal(f"{whole}.{places}"), _power(point[3]))
    if pair := _PAIR.search(text):
        return _either(text, pair)
    value = chinese_integer(text)
    return Why.UNCLEAR if value is None else Decimal(value)


def _either(text: str, pair: re.Match[str]) -> Ambiguous[Decimal] | Why:
    """三四百, 十七八: two neighbours stand for one of both."""
    if not _neighbours(pair[1], pair[2]):
        return Why.UNCLEAR
    found = [_chinese(text[: pair.start()] + pair[n] + text[pair.end() :]) for n in (1, 2)]
    values = tuple(value for value in found if isinstance(value, Decimal))
    return Ambiguous(text, values, Why.ROUGH) if len(values) == 2 else Why.UNCLEAR


def _neighbours(one: str, two: str) -> bool:
    """Whether two digits side by side mean "one or the other": 五六, 三五."""
    return _digit(two) == _digit(one) + 1 or one + two == "三五"


def _mixed(text: str) -> Decimal | Ambiguous[Decimal] | Why:
    """Arabic digits with ranks: 1.2万, 5万8, 1万2千500, 3百五十."""
    segments = list(_SEGMENT.finditer(text))
    if not segments or "".join(segment[0] for segment in segments) != text:
        return Why.UNCLEAR
    numbers: list[Decimal] = []
    for segment in segments:
        number = _plain_number(segment[2])
        if isinstance(number, Why):
            return number
        numbers.append(number)
    ranks = [segment[3] for segment in segments]
    if any(len(rank) == 2 and not (rank[1] in "万亿" and RANKS[rank[0]] < RANKS[rank[1]]) for rank in ranks):
        return Why.UNCLEAR
    if len(segments) == 1:
        return Why.UNCLEAR if segments[0][1] else _bounded(numbers[0], _power(ranks[0]))
    if any(number % 1 for number in numbers) or not all(ranks[:-1]):
        return Why.UNCLEAR
    return _sum(text, numbers, ranks, bool(segments[-1][1]))


def _sum(text: str, numbers: list[Decimal], ranks: list[str], after_zero: bool) -> Decimal | Ambiguous[Decimal] | Why:
    """Descending parts added up. A last digit without a rank belongs to the next lower one: 5万8 is 58,000."""
    powers = [_power(rank) for rank in ranks]
    parts = [number * power for number, power in zip(numbers, powers, strict=True)]
    if any(part >= power for power, part in zip(powers, parts[1:], strict=False)):
        return Why.UNCLEAR
    plain = sum(parts, Decimal(0))
    if ranks[-1] or after_zero:
        return plain
    missing = RANKS[ranks[-2]] if len(ranks[-2]) == 1 else 0
    written = len(str(numbers[-1]))
    if written == missing:
        return plain
    if written == 1 and missing:
        return plain - numbers[-1] + numbers[-1] * powers[-2] / 10
    # 5万80: fifty thousand and eighty, or fifty-eight thousand with a nought left out?
    return Ambiguous(text, (plain,), Why.READINGS)


def _plain_number(text: str) -> Decimal | Why:
    if not _PLAIN.fullmatch(text):
        return Why.UNCLEAR
    whole, _, places = text.replace(",", "").partition(".")
    if len(whole) > _MOST_DIGITS:
        return Why.TOO_LARGE
    return Why.TOO_FINE if len(places) > _MOST_PLACES else Decimal(f"{whole}.{places}" if places else whole)


def _bounded(number: Decimal, power: Decimal) -> Decimal | Why:
    value = number * power
    return Why.TOO_LARGE if value >= Decimal(10) ** _MOST_DIGITS else value


def _power(ranks: str) -> Decimal:
    return Decimal(10) ** sum(RANKS[rank] for rank in ranks)


def _digit(char: str) -> int:
    return 2 if char == "两" else DIGITS.index(char)
