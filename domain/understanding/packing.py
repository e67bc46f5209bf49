"""How a product is packed, as people write it: 箱=12, 1箱20件、1托=480."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.understanding.number import number
from domain.understanding.result import Understood

MOST = 5
_AROUND_EQUALS = re.compile(r"\s*[=＝:：]\s*")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BETWEEN = re.compile(r"[、,，;；\s]+")
_DIGITS = "0-9０-９.〇零一二两三四五六七八九十百千万"
_ONE = re.compile(
    rf"[1一]?(?P<name>[^\W\d_]{{1,6}}?)(?:=|为|是|装|有)?(?P<factor>[{_DIGITS}]+)(?P<unit>[^\W\d_]{{0,6}})"
)


def packings(text: str) -> dict[str, Decimal] | None:
    """Names of packings and how many of the unit each holds; None where a part of it is none, or too many."""
    if len(text) > 100:
        return None
    parts = [part for part in _BETWEEN.split(_AROUND_EQUALS.sub("=", _GROUPED.sub("", text.strip()))) if part]
    found: dict[str, Decimal] = {}
    for part in parts:
        one = _ONE.fullmatch(part)
        factor = number(one["factor"]) if one else None
        if one is None or not isinstance(factor, Understood) or not 1 < factor.value <= 1_000_000:
            return None
        found[one["name"]] = factor.value
    return found if 0 < len(found) <= MOST else None
