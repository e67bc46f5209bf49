"""Numbers with units behind them, cut out of a text: 300台, 两箱零五台, 两吨半."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from domain.understanding import numerals, units
from domain.understanding.result import Reading, Understood, Why, converted

_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Part:
    number: Reading[Decimal]
    unit: str


def parts(text: str, own: Iterable[str] = ()) -> list[Part]:
    """The text as numbers with units; empty when it is anything else. `own` are units beside those everybody has."""
    pattern = _part_pattern(tuple(sorted({*own} - {""})))
    found: list[Part] = []
    at = 0
    while at < len(text):
        one = pattern.match(text, at)
        if one is None:
            # Only a single number may go without a unit.
            return [] if found else [Part(numerals.read(text), "")]
        found.append(_part(one, first=not found))
        at = one.end()
    return found


def _part(found: re.Match[str], *, first: bool) -> Part:
    written = found["number"] if first else found["number"].removeprefix("零")
    number = Understood(_HALF, written) if written == "半" else numerals.read(written)
    if found["half"]:
        number = converted(number, lambda value: value + _HALF if value % 1 == 0 else Why.UNCLEAR)
    return Part(number, found["unit"])


_AFTER_DIGITS = {"千米": "(?<=[0-9.])千米"}


@lru_cache(maxsize=256)
def _part_pattern(own: tuple[str, ...]) -> re.Pattern[str]:
    # The number is as short as may be, so that 三千克 is three 千克; the unit as long as may be. Nobody sells by the
    # 千米: 三千米 of a rail are 3,000 metres.
    names = "|".join(
        _AFTER_DIGITS.get(name, re.escape(name)) for name in sorted({*own, *units.NAMES}, key=lambda n: (-len(n), n))
    )
    number = numerals.NUMERAL_CHARACTERS
    # 百把台 is about a hundred; 三把 is three of them.
    some = "(?:(?<=[百千万])把)?"
    return re.compile(f"(?P<number>[{number}]+?{some})(?P<unit>{names})(?P<half>半?)(?=[{number}]|$)")
