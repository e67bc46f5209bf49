"""Yuan, jiao and fen as they are spoken: 58, ¥58.5, 58块5, 58元5角, 八毛五, 3.5分, 一块半."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.understanding import numerals
from domain.understanding.lexicon import DIGITS, ends
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why, converted

_MARK_BEFORE = re.compile("^(?:人民币|rmb|cny|¥)+")
_MARK_AFTER = re.compile("(?:人民币|rmb|cny|¥)$")

_NUMBER = f"[{numerals.NUMERAL_CHARACTERS}把]+?"
_COIN = f"[1-9{DIGITS[1:]}两]"
_COINS = re.compile(
    f"(?:(?P<yuan>{_NUMBER})(?:元钱?|块钱?))?(?:零?(?P<jiao>{_COIN})(?:角|毛钱|毛))?(?:零?(?P<fen>{_COIN})(?:分钱|分))?"
)
# What follows the last coin without a coin of its own: 58块5, 58块50, 58块零五, 八毛五, 1块2毛5.
_TAIL = re.compile(f"(?P<yuan>{_NUMBER})[元块](?P<tail>[0-9]{{1,2}}|零[1-9]|零?[{DIGITS[1:]}])")
_FEN_TAIL = re.compile(f"(?:(?P<yuan>{_NUMBER})[元块])?(?P<jiao>{_COIN})[角毛](?P<fen>[1-9{DIGITS[1:]}])")
_HALF = re.compile(f"(?P<yuan>{_NUMBER})[元块]半")
_HALF_A_JIAO = re.compile(f"(?:(?P<yuan>{_NUMBER})[元块])?(?P<jiao>{_COIN})[角毛]半")
_HALF_A_YUAN = frozenset({"半块", "半块钱", "半元"})
_SMALL_COINS = re.compile("(?P<number>[0-9]+(?:[.][0-9]+)?)(?P<coin>[角毛分])钱?")
_SOME = frozenset({"块把", "块把钱", "毛把钱", "块儿八毛", "块半"})
_LARGE = re.compile("[千万亿wk]")


def yuan(text: str) -> Reading[Decimal]:
    """The amount in yuan that the words, cleaned and without filler, stand for; nothing and less as well."""
    text = _unmarked(text)
    if (both := ends(text)) is not None:
        low, high = _coins(both[0]), _coins(_unmarked(both[1]))
        if isinstance(low, Understood) and isinstance(high, Understood) and low.value < high.value:
            return Ambiguous(text, numerals.range_readings(low.value, high.value), Why.RANGE)
    return _coins(text)


def _unmarked(text: str) -> str:
    return _MARK_AFTER.sub("", _MARK_BEFORE.sub("", text))


def _coins(text: str) -> Reading[Decimal]:
    if text in _SOME:
        return Ambiguous(text, (), Why.ROUGH)
    if text in _HALF_A_YUAN:
        return Understood(Decimal("0.5"), text)
    if text and (found := _COINS.fullmatch(text)):
        return _amount(text, found["yuan"], _coin(found["jiao"]) * 10 + _coin(found["fen"]))
    if found := _TAIL.fullmatch(text):
        return _with_tail(text, found["yuan"], found["tail"])
    if found := _FEN_TAIL.fullmatch(text):
        return _amount(text, found["yuan"], _coin(found["jiao"]) * 10 + _coin(found["fen"]))
    if found := _HALF_A_JIAO.fullmatch(text):
        return _amount(text, found["yuan"], _coin(found["jiao"]) * 10 + 5)
    if found := _HALF.fullmatch(text):
        return _doubtful(_amount(text, found["yuan"], 50), found["yuan"])
    if found := _SMALL_COINS.fullmatch(text):
        worth = Decimal("0.01" if found["coin"] == "分" else "0.1")
        return converted(numerals.read(found["number"]), lambda value: value * worth)
    return numerals.read(text)


def _amount(text: str, whole: str | None, fen: int) -> Reading[Decimal]:
    """Yuan and what coins add; with coins behind it the number before 元 must be whole and said exactly."""
    number: Reading[Decimal] = Understood(Decimal(0), text) if whole is None else numerals.read(whole)
    if fen and not (isinstance(number, Understood) and number.value >= 0 and number.value % 1 == 0):
        why = Why.ROUGH if isinstance(number, Ambiguous) else Why.UNCLEAR
        return Ambiguous(text, (), why) if why is Why.ROUGH else NotUnderstood(text, why)
    return converted(number, lambda value: value + Decimal(fen) / 100)


def _with_tail(text: str, whole: str, tail: str) -> Reading[Decimal]:
    found = _doubtful(_amount(text, whole, _tail(tail)), whole)
    # 一块58: one yuan fifty-eight, or 58 for one piece (块).
    if whole == "一" and len(tail) == 2 and tail.isascii() and isinstance(found, Understood):
        return Ambiguous(text, (found.value, Decimal(tail)))
    return found


def _doubtful(found: Reading[Decimal], whole: str) -> Reading[Decimal]:
    """5万块5 and 三千块半: half a yuan on top of so many is rather the next lower rank."""
    if isinstance(found, Understood) and _LARGE.search(whole):
        return Ambiguous(found.text, (found.value,))
    return found


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
