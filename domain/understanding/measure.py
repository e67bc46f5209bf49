"""How many of what, where no product is known yet: 300台, 两箱, 半吨, 两吨半, 3公斤, 300."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from domain.understanding import numerals, units
from domain.understanding.answer import answered
from domain.understanding.lexicon import clean, ends
from domain.understanding.parts import Part, parts
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why, converted

_LARGEST = Decimal(10) ** 9
_MOST_PLACES = 6
_DOZEN = 12
_TENTHS = re.compile("(?P<whole>.*[米吨])(?P<tenths>[1-9一二三四五六七八九])")


@dataclass(frozen=True, slots=True)
class Measured:
    """A number above zero with its unit as it is shown (台, 公斤, 个); "" when none was written."""

    number: Decimal
    unit: str


def measured(text: str, own: Iterable[str] = ()) -> Reading[Measured]:
    """The number and the unit written; `own` are units beside those that everybody has.

    1. A dozen is twelve, of no unit. Other packs stay what they are: what they hold is the product's.
    2. Counted things are not taken in fractions, packs and measures are.
    3. Measures of one kind are added up in the first (3公斤500克); other parts are asked about.
    """
    names = tuple(name for name in map(clean, own) if not isinstance(name, Why))
    return answered(text, lambda exact: _one_or_range(exact, names), _taken)


def _one_or_range(text: str, own: tuple[str, ...]) -> Reading[Measured]:
    if (both := ends(text)) is not None:
        last = parts(both[1], own)[-1:]
        shared = last[0].unit if last and not any(part.unit for part in parts(both[0], own)) else ""
        low, high = _count(both[0] + shared, own), _count(both[1], own)
        if isinstance(low, Understood) and isinstance(high, Understood):
            return _range(text, low.value, high.value)
    return _count(text, own)


def _range(text: str, low: Measured, high: Measured) -> Reading[Measured]:
    if low.unit != high.unit or low.number >= high.number:
        return NotUnderstood(text, Why.UNCLEAR)
    readings = numerals.range_readings(low.number, high.number)
    return Ambiguous(text, tuple(Measured(number, low.unit) for number in readings), Why.RANGE)


def _count(text: str, own: tuple[str, ...]) -> Reading[Measured]:
    if tenths := _TENTHS.fullmatch(text):
        return _with_tenths(text, _count(tenths["whole"], own), numerals.read(tenths["tenths"]))
    found = parts(text, own)
    if not found:
        return NotUnderstood(text, Why.UNCLEAR)
    if len(found) == 1:
        return _one(found[0])
    return _together(text, found)


def _one(part: Part) -> Reading[Measured]:
    if part.unit == units.DOZEN:
        return converted(part.number, lambda number: Measured(number * _DOZEN, ""))
    found = converted(part.number, lambda number: Measured(number, units.shown(part.unit)))
    if part.unit == "批" and part.number.text == "一":  # 来一批 is some, without saying how many
        return Ambiguous(part.number.text, (), Why.ROUGH)
    return found


def _together(text: str, found: list[Part]) -> Reading[Measured]:
    """3公斤500克; 两箱零五台 is no one number without the product."""
    first = found[0].unit
    total, before = Decimal(0), None
    for part in found:
        if not isinstance(part.number, Understood) or not part.unit:
            return NotUnderstood(text, Why.UNCLEAR)
        size = units.measured_in(part.unit, first)
        if size is None:
            return Ambiguous(text, (), Why.NO_CONVERSION)
        if before is not None and size >= before:
            return NotUnderstood(text, Why.UNCLEAR)
        total, before = total + part.number.value * size, size
    return Understood(Measured(total, units.shown(first)), text)


def _with_tenths(text: str, whole: Reading[Measured], tenths: Reading[Decimal]) -> Reading[Measured]:
    """3米5: a digit right behind metres or tons is a tenth of one."""
    if not isinstance(whole, Understood) or not isinstance(tenths, Understood) or whole.value.number % 1:
        return NotUnderstood(text, Why.UNCLEAR)
    return Understood(Measured(whole.value.number + tenths.value / 10, whole.value.unit), text)


def _taken(found: Measured) -> Measured | Why:
    """The amount as it is kept, or why it is none."""
    value = found.number
    if value <= 0:
        return Why.NEGATIVE if value else Why.ZERO
    if value > _LARGEST:
        return Why.TOO_LARGE
    if value % 1 == 0:
        return Measured(value.to_integral_value(), found.unit)
    if found.unit and not (units.is_measure(found.unit) or units.is_pack(found.unit)):
        return Why.FRACTION
    return Why.TOO_FINE if value != round(value, _MOST_PLACES) else Measured(value.normalize(), found.unit)
