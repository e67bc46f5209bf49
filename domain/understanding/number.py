"""A bare number without a unit."""

from __future__ import annotations

from decimal import Decimal

from domain.understanding import numerals
from domain.understanding.lexicon import clean, without_filler, without_roughness
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why, converted, retold


def number(text: str) -> Reading[Decimal]:
    """The number meant, whatever its sign; rough numbers and ranges are asked about."""
    words = text.strip()
    plain = clean(text)
    if isinstance(plain, Why):
        return NotUnderstood(words[:64], plain)
    exact, rough = without_roughness(without_filler(plain))
    found = numerals.read(exact)
    if rough and isinstance(found, Understood):
        found = Ambiguous(found.text, (found.value,), Why.ROUGH)
    return retold(converted(found, lambda n: n.normalize() if n % 1 else n.to_integral_value()), words)
