"""A bare number without a unit."""

from __future__ import annotations

from decimal import Decimal

from domain.understanding import numerals
from domain.understanding.answer import answered
from domain.understanding.result import Reading


def number(text: str) -> Reading[Decimal]:
    """The number meant, whatever its sign; rough numbers and ranges are asked about."""
    return answered(text, numerals.read, lambda n: n.normalize() if n % 1 else n.to_integral_value())
