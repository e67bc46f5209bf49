"""What follows a shipment: goods come back (退货), or a part of the price is let off (折让). Limits and amounts.

Amounts are minor units, quantities are by line id in the product's unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What it is."""

    RETURN = "return"  # 退货
    ALLOWANCE = "allowance"  # 折让


class Step(StrEnum):
    """How far it has come."""

    ASKED = "asked"  # finance is to decide
    AGREED = "agreed"  # the goods are to come back
    REFUSED = "refused"
    DONE = "done"  # the goods are back, or the allowance stands: the customer owes less
    WITHDRAWN = "withdrawn"


OPEN = frozenset({Step.ASKED, Step.AGREED})
"""Somebody is still to act."""
COUNTS = OPEN | {Step.DONE}
"""What another one may not ask for once more."""


@dataclass(frozen=True, slots=True)
class Document:
    """One return or allowance, as far as limits go."""

    kind: Kind
    step: Step
    amount_minor: int
    quantities: Mapping[int, Decimal]


def returnable(left: Mapping[int, Decimal], documents: Iterable[Document]) -> dict[int, Decimal]:
    """How much of each line may still come back: what has left, less what came back or is coming."""
    rest = dict(left)
    for one in documents:
        if one.kind is Kind.RETURN and one.step in COUNTS:
            for line, quantity in one.quantities.items():
                rest[line] = rest.get(line, Decimal(0)) - quantity
    return {line: quantity for line, quantity in rest.items() if quantity > 0}


def most_to_let_off(cost_minor: int, documents: Iterable[Document]) -> int:
    """What may still be let off: all that the goods that have left cost, less what was let off or is asked for."""
    return max(cost_minor - sum(one.amount_minor for one in documents if one.step in COUNTS), 0)


def let_off(documents: Iterable[Document]) -> int:
    """By how much less the customer owes."""
    return sum(one.amount_minor for one in documents if one.step is Step.DONE)


def worth(prices: Mapping[int, Decimal], quantities: Mapping[int, Decimal], minor_per_unit: int) -> int:
    """What goods cost by the unit prices of their lines; a line without a price costs nothing."""
    cost = sum((prices.get(line, Decimal(0)) * quantity for line, quantity in quantities.items()), Decimal(0))
    return _whole(cost * minor_per_unit)


def part_for(
    amount_minor: int, agreed: Mapping[int, Decimal], back: Mapping[int, Decimal], prices: Mapping[int, Decimal]
) -> int:
    """The part of an agreed amount for the goods that came back: in proportion to their worth, of all of them exactly it.

    Goods without a price weigh by their number.
    """
    if dict(agreed) == dict(back):
        return amount_minor
    priced = any(prices.get(line) for line in agreed)
    weight = {line: prices.get(line, Decimal(0)) if priced else Decimal(1) for line in agreed}
    whole = sum((weight[line] * quantity for line, quantity in agreed.items()), Decimal(0))
    came = sum((weight.get(line, Decimal(0)) * quantity for line, quantity in back.items()), Decimal(0))
    return _whole(amount_minor * came / whole) if whole else 0


def _whole(minor: Decimal) -> int:
    return int(minor.to_integral_value(ROUND_HALF_UP))
