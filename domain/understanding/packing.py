"""How a product is packed, as people write it: 箱=12, 1箱20件、1托=480."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.understanding import units
from domain.understanding.number import number
from domain.understanding.result import Understood

MOST = 5
MOST_HELD = 1_000_000
_AROUND_EQUALS = re.compile(r"\s*[=＝:：]\s*")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BETWEEN = re.compile(r"[、,，;；\s]+")
_DIGITS = "0-9０-９.〇零一二两三四五六七八九十百千万"
_ONE = re.compile(
    rf"[1一]?(?P<name>[^\W\d_]{{1,6}}?)(?:=|为|是|装|有)?(?P<factor>[{_DIGITS}]+)(?P<unit>[^\W\d_]{{0,6}})"
)


def packings(text: str, unit: str) -> dict[str, Decimal] | None:
    """Names of packings and how many of the product's unit each holds, also where it is told in another: 1袋=25斤 of 公斤.

    None where a part of it is none, holds what is not that unit (1托=40箱), or one name stands for two.
    """
    if len(text) > 100:
        return None
    parts = [part for part in _BETWEEN.split(_AROUND_EQUALS.sub("=", _GROUPED.sub("", text.strip()))) if part]
    found: dict[str, Decimal] = {}
    for part in parts:
        one = _ONE.fullmatch(part)
        factor = number(one["factor"]) if one else None
        each = _each(one["unit"], unit) if one else None
        if one is None or each is None or not isinstance(factor, Understood) or one["name"] in found:
            return None
        found[one["name"]] = factor.value * each
        if not 1 < found[one["name"]] <= MOST_HELD:
            return None
    return found if 0 < len(found) <= MOST else None


def _each(told: str, unit: str) -> Decimal | None:
    """How many of the product's unit one of the unit is that was told with the number."""
    same = not told or units.canonical(told) == units.canonical(unit)
    return Decimal(1) if same else units.measured_in(told, unit)
