"""A bare number: 300, 三百, 5万8; a dozen is twelve."""

from __future__ import annotations

from decimal import Decimal

from domain.understanding import numerals, units
from domain.understanding.answer import answered
from domain.understanding.parts import parts
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why, converted

_DOZEN = 12


def number(text: str) -> Reading[Decimal]:
    """The number meant, whatever its sign; rough numbers and ranges are asked about, and so is a number of something."""
    return answered(text, _read, lambda n: n.normalize() if n % 1 else n.to_integral_value())


def _read(text: str) -> Reading[Decimal]:
    bare = numerals.read(text)
    if not isinstance(bare, NotUnderstood):
        return bare
    if text == "半":  # of one, or of what was spoken of
        return Ambiguous(text, (Decimal("0.5"),))
    if len(text) > 1 and text.endswith("点"):  # per cent, or an hour
        return _of_something(numerals.read(text[:-1]))
    found = parts(text)
    if len(found) != 1 or not found[0].unit:
        return bare
    if found[0].unit == units.DOZEN:
        return converted(found[0].number, lambda n: n * _DOZEN if n * _DOZEN % 1 == 0 else Why.UNCLEAR)
    return _of_something(found[0].number)


def _of_something(found: Reading[Decimal]) -> Reading[Decimal]:
    """300台 where a mere number is asked: 300 is offered."""
    return Ambiguous(found.text, (found.value,), Why.OTHER_UNIT) if isinstance(found, Understood) else found
