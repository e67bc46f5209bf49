"""Amounts of money in yuan: 58, ￥58.5, 58块5, 八毛, 1.2万, 12.5万, 1,200."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.understanding import numerals, units
from domain.understanding.answer import answered
from domain.understanding.lexicon import DIGITS, ends
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why, converted

_LARGEST = Decimal(10) ** 12

_OTHER_CURRENCY = re.compile("[$€£]|us|美[元金]|欧元|英镑|港[币元]|日元|台币|eur|gbp|hkd|jpy|刀")
_MARK_BEFORE = re.compile("^(?:人民币|rmb|cny|¥)+")
_MARK_AFTER = re.compile("(?:人民币|rmb|cny)$")
_LABEL = re.compile("^(?:单价|价格|报价|价|按|就)[:=]?")
_UNIT = "|".join(sorted(map(re.escape, units.NAMES - {"块"}), key=lambda name: (-len(name), name)))
_EACH_BEFORE = re.compile(f"^(?:每|一)(?:{_UNIT})(?=[0-9¥])")
# 五十一台 is fifty-one of something: 一台 says "each" only behind a digit or a coin.
_EACH_AFTER = re.compile(f"(?:[/每]一?|(?<=[0-9元块毛角分钱])一)(?:{_UNIT})$")

_NUMBER = f"[{numerals.NUMERAL_CHARACTERS}]+?"
_COIN = f"[1-9{DIGITS[1:]}两]"
_COINS = re.compile(
    f"(?:(?P<yuan>{_NUMBER})(?:元|块钱|块))?(?:零?(?P<jiao>{_COIN})(?:角|毛钱|毛))?(?:零?(?P<fen>{_COIN})(?:分钱|分))?"
)
# What follows the last coin without a coin of its own: 58块5, 58块50, 58块零五, 八毛五, 1块2毛5.
_TAIL = re.compile(f"(?P<yuan>{_NUMBER})[元块](?P<tail>[0-9]{{1,2}}|零?[{DIGITS[1:]}])")
_FEN_TAIL = re.compile(f"(?:(?P<yuan>{_NUMBER})[元块])?(?P<jiao>{_COIN})[角毛](?P<fen>[1-9{DIGITS[1:]}])")


def money(text: str, *, places: int = 2) -> Reading[Decimal]:
    """The amount in yuan, exact, with at most `places` decimal places.

    Nothing, less than nothing and other currencies are not taken; rough amounts and ranges are asked about.
    """
    return answered(text, _read, lambda value: _taken(value, places), _bare)


def _read(text: str) -> Reading[Decimal]:
    if _OTHER_CURRENCY.search(text):
        return NotUnderstood(text, Why.CURRENCY)
    return _one_or_range(_unmarked(text))


def _bare(text: str) -> str:
    """Without labels, and without "each"."""
    text = _LABEL.sub("", text)
    return _EACH_AFTER.sub("", _EACH_BEFORE.sub("", text))


def _unmarked(text: str) -> str:
    return _MARK_AFTER.sub("", _MARK_BEFORE.sub("", text))


def _one_or_range(text: str) -> Reading[Decimal]:
    if (both := ends(text)) is not None:
        low, high = _coins(both[0]), _coins(_unmarked(both[1]))
        if isinstance(low, Understood) and isinstance(high, Understood) and low.value < high.value:
            return Ambiguous(text, numerals.range_readings(low.value, high.value), Why.RANGE)
    return _coins(text)


def _coins(text: str) -> Reading[Decimal]:
    if text and (found := _COINS.fullmatch(text)):
        return _amount(text, found["yuan"], _coin(found["jiao"]) * 10 + _coin(found["fen"]))
    if found := _TAIL.fullmatch(text):
        return _amount(text, found["yuan"], _tail(found["tail"]))
    if found := _FEN_TAIL.fullmatch(text):
        return _amount(text, found["yuan"], _coin(found["jiao"]) * 10 + _coin(found["fen"]))
    return numerals.read(text)


def _amount(text: str, yuan: str | None, fen: int) -> Reading[Decimal]:
    """Yuan and what coins add; with coins behind it the number before 元 must be whole and said exactly."""
    number: Reading[Decimal] = Understood(Decimal(0), text) if yuan is None else numerals.read(yuan)
    if fen and not (isinstance(number, Understood) and number.value >= 0 and number.value % 1 == 0):
        why = Why.ROUGH if isinstance(number, Ambiguous) else Why.UNCLEAR
        return Ambiguous(text, (), why) if why is Why.ROUGH else NotUnderstood(text, why)
    return converted(number, lambda value: value + Decimal(fen) / 100)


def _coin(char: str | None) -> int:
    if char is None:
        return 0
    if char == "两":
        return 2
    return int(char) if char.isascii() else DIGITS.index(char)


def _tail(text: str) -> int:
    """In fen: 5 and 五 are half a yuan, 50 as well, 05 and 零五 five fen."""
    value = int("".join(str(_coin(char)) for char in text))
    return value * 10 if len(text) == 1 else value


def _taken(value: Decimal, places: int) -> Decimal | Why:
    if value <= 0:
        return Why.NEGATIVE if value else Why.ZERO
    if value >= _LARGEST:
        return Why.TOO_LARGE
    if value != round(value, places):
        return Why.TOO_FINE
    return value.normalize() if value % 1 else value.to_integral_value()
