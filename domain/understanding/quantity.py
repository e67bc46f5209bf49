"""How many: 300, 三百台, 1.2万, 25箱 where a 箱 is known to be 12 台, 两箱零五台, 半吨."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from domain.understanding import numerals, units
from domain.understanding.answer import answered
from domain.understanding.lexicon import clean, ends
from domain.understanding.parts import Part, parts
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why, converted

_LARGEST = Decimal(10) ** 9
_MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class _Goods:
    """What is being counted: its unit, cleaned, what each pack holds of it, and whether it comes whole."""

    unit: str
    packs: Mapping[str, Decimal]
    whole: bool

    @property
    def own(self) -> tuple[str, ...]:
        return (self.unit, *self.packs)

    def holds(self, unit: str) -> Decimal | None:
        """How many of the own unit one `unit` is, as far as that is known."""
        if unit in ("", self.unit) or units.canonical(unit) == units.canonical(self.unit):
            return Decimal(1)
        if unit in self.packs:
            return self.packs[unit]
        return units.measured_in(unit, self.unit)


def quantity(
    text: str, unit: str, packs: Mapping[str, Decimal | int] | None = None, *, whole: bool | None = None
) -> Reading[Decimal]:
    """How many of `unit` are meant.

    1. `packs` says how many of `unit` a pack holds; a dozen and metric measures are known. A pack that is not
       known is asked about, and so is another counted unit than the product's own.
    2. What comes whole (`whole`, by default everything but measures) is not taken in fractions.
    3. Rough numbers and ranges are asked about, with readings to offer where there are any.
    """
    goods = _goods(unit, packs or {}, whole)
    return answered(text, lambda exact: _one_or_range(exact, goods), lambda value: _taken(value, goods))


def _goods(unit: str, packs: Mapping[str, Decimal | int], whole: bool | None) -> _Goods:
    own = _name(unit)
    known = {units.DOZEN: Decimal(12)} | {_name(pack): Decimal(n) for pack, n in packs.items()}
    return _Goods(own, known, not units.is_measure(own) if whole is None else whole)


def _name(unit: str) -> str:
    name = clean(unit)
    return "" if isinstance(name, Why) else name


def _one_or_range(text: str, goods: _Goods) -> Reading[Decimal]:
    if (both := ends(text)) is not None:
        # In "2到3箱" the unit stands for both.
        last = parts(both[1], goods.own)[-1:]
        shared = last[0].unit if last and not any(part.unit for part in parts(both[0], goods.own)) else ""
        low, high = _count(both[0] + shared, goods), _count(both[1], goods)
        if isinstance(low, Understood) and isinstance(high, Understood) and low.value < high.value:
            return Ambiguous(text, numerals.range_readings(low.value, high.value), Why.RANGE)
    return _count(text, goods)


def _count(text: str, goods: _Goods) -> Reading[Decimal]:
    found = parts(text, goods.own)
    if not found:
        return NotUnderstood(text, Why.UNCLEAR)
    counted = [_in_own_unit(part, goods) for part in found]
    if len(counted) == 1:
        return counted[0]
    return _together(text, found, counted, goods)


def _together(text: str, written: list[Part], counted: list[Reading[Decimal]], goods: _Goods) -> Reading[Decimal]:
    """两箱零五台: parts of ever smaller units added up."""
    sizes = [goods.holds(part.unit) or Decimal(0) for part in written]
    descending = all(a > b for a, b in pairwise(sizes))
    if not descending or any(not part.unit for part in written):
        return NotUnderstood(text, Why.UNCLEAR)
    total = Decimal(0)
    for reading in counted:
        if not isinstance(reading, Understood):
            return Ambiguous(text, (), reading.why) if isinstance(reading, Ambiguous) else reading
        total += reading.value
    return Understood(total, text)


def _in_own_unit(part: Part, goods: _Goods) -> Reading[Decimal]:
    holds = goods.holds(part.unit)
    if holds is not None:
        return converted(part.number, lambda number: number * holds)
    if isinstance(part.number, NotUnderstood):
        return part.number
    if units.is_pack(part.unit):
        return Ambiguous(part.number.text, (), Why.NO_CONVERSION)
    # 300个 for what is sold by the 台: most likely the same, but a person should say so.
    alike = goods.whole and not units.is_measure(part.unit)
    offered = (part.number.value,) if alike and isinstance(part.number, Understood) else ()
    return Ambiguous(part.number.text, offered, Why.OTHER_UNIT)


def _taken(value: Decimal, goods: _Goods) -> Decimal | Why:
    """The quantity as it is kept, or why it is none."""
    if value <= 0:
        return Why.NEGATIVE if value else Why.ZERO
    if value > _LARGEST:
        return Why.TOO_LARGE
    if value % 1:
        if goods.whole:
            return Why.FRACTION
        return Why.TOO_FINE if value != round(value, _MOST_PLACES) else value.normalize()
    return value.to_integral_value()
