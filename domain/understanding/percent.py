"""Shares: 30%, 三成, 百分之三十, 30个点, 一半."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.understanding import numerals
from domain.understanding.answer import answered
from domain.understanding.lexicon import DIGITS, ends
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why, converted

_MOST_PLACES = 4
_WORDS = {
    **dict.fromkeys(("一半", "对半", "半", "半数", "五五开"), Decimal(50)),
    "百分之百": Decimal(100), "半成": Decimal(5), "半个点": Decimal("0.5"),
}  # fmt: skip
_PURPOSE = "定金|订金|首付款?|预付款?"
_LABEL = re.compile(f"^(?:{_PURPOSE}|先付|先收|付|收|比例|按|占)+[:=]?(?=.)")
_LABEL_BEHIND = re.compile(f"(?<=[%成点半])的?(?:{_PURPOSE})$")
_NUMBER = f"(?P<number>[{numerals.NUMERAL_CHARACTERS}]+?)"
_DIGIT = f"[{DIGITS[1:]}十两1-9]"
_PERCENT = re.compile(f"{_NUMBER}(?:%|个?百分点|个点|点)|百分之(?P<after>.+)")
_THOUSANDTHS = re.compile(f"{_NUMBER}‰|千分之(?P<after>.+)")
_FRACTION = re.compile(f"(?P<whole>{_DIGIT})分之(?P<part>{_DIGIT})")
_TENTHS = re.compile(f"{_NUMBER}成(?P<more>[1-9一二三四五六七八九半]?)")
_SMALL = "半一二三四五六七八九"


def percent(text: str) -> Reading[Decimal]:
    """The share in per cent, above 0 and up to 100. A bare 30 is 30 %; a bare 0.3 is asked about."""
    return answered(text, _one_or_range, _taken, _bare_of_labels)


def _bare_of_labels(text: str) -> str:
    return _LABEL_BEHIND.sub("", _LABEL.sub("", text))


def _one_or_range(text: str) -> Reading[Decimal]:
    if (both := ends(text)) is not None:
        low, high = _share(both[0]), _share(both[1])
        if isinstance(low, Understood) and isinstance(high, Understood) and low.value < high.value:
            return Ambiguous(text, (low.value, high.value), Why.RANGE)
    return _share(text)


def _share(text: str) -> Reading[Decimal]:
    if text in _WORDS:
        return Understood(_WORDS[text], text)
    if found := _PERCENT.fullmatch(text):
        return numerals.read(found["number"] or found["after"])
    if found := _THOUSANDTHS.fullmatch(text):
        return converted(numerals.read(found["number"] or found["after"]), lambda value: value / 10)
    if found := _FRACTION.fullmatch(text):
        return _fraction(text, numerals.read(found["part"]), numerals.read(found["whole"]))
    if found := _TENTHS.fullmatch(text):
        return _tenths(text, found["number"], found["more"])
    return _bare(numerals.read(text))


def _fraction(text: str, part: Reading[Decimal], whole: Reading[Decimal]) -> Reading[Decimal]:
    """四分之一 is 25; 三分之一 is no exact share, so the nearest is offered."""
    if not isinstance(part, Understood) or not isinstance(whole, Understood) or part.value >= whole.value:
        return NotUnderstood(text, Why.UNCLEAR)
    share = part.value * 100 / whole.value
    near = round(share, 2)
    return Understood(share, text) if near == share else Ambiguous(text, (near,))


def _tenths(text: str, number: str, more: str) -> Reading[Decimal]:
    """三成, 三成五, 三成半."""
    tenths = numerals.read(number)
    if more and not isinstance(tenths, Understood):
        return NotUnderstood(text, Why.UNCLEAR)
    added = 0 if not more else 5 if more == "半" else int(more) if more.isascii() else _SMALL.index(more)
    return converted(tenths, lambda value: Why.UNCLEAR if value % 1 else value * 10 + added)


def _bare(found: Reading[Decimal]) -> Reading[Decimal]:
    if isinstance(found, Understood) and 0 < found.value < 1:
        return Ambiguous(found.text, (found.value * 100, found.value))
    # 三七 is thirty to seventy rather than thirty-seven: nothing to offer.
    return Ambiguous(found.text, (), found.why) if isinstance(found, Ambiguous) else found


def _taken(value: Decimal) -> Decimal | Why:
    if value <= 0:
        return Why.NEGATIVE if value else Why.ZERO
    if value > 100:
        return Why.TOO_LARGE
    if value != round(value, _MOST_PLACES):
        return Why.TOO_FINE
    return value.normalize() if value % 1 else value.to_integral_value()
