"""What a batch is worth, and how much may leave for the money that is there (按已收比例发货).

Values add up: whatever way an order is cut into batches, those that have left are worth what their goods cost now,
and all of them exactly the total. Rounding a batch by itself would leave a cent at the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Protocol

_THOUSANDTH = Decimal("0.001")


class Priced(Protocol):
    """A line with its quantity and price, and how much of it has left."""

    @property
    def line_id(self) -> int: ...
    @property
    def quantity(self) -> Decimal: ...
    @property
    def amount_minor(self) -> int: ...
    @property
    def shipped(self) -> Decimal: ...


def value_of(lines: Sequence[Priced], left_minor: int, quantities: Mapping[int, Decimal]) -> int:
    """What a batch is worth: what all that will then have left costs now, less what earlier batches were put down for.

    Never below nothing: goods that became cheaper after they left are not made good by the next batch.
    """
    cost = sum(_cost(line, line.shipped + quantities.get(line.line_id, Decimal(0))) for line in lines)
    return max(cost - left_minor, 0)


def part_due(required_minor: int, total_minor: int, gone_minor: int) -> int:
    """The part of `required_minor` that goods worth `gone_minor` of the total ask for, up to the minor unit."""
    if total_minor <= 0 or gone_minor >= total_minor:
        return required_minor
    return -(-required_minor * gone_minor // total_minor)


def most_to_leave(
    lines: Sequence[Priced], left_minor: int, asked: Mapping[int, Decimal], *,
    required_minor: int, total_minor: int, paid_minor: int,
) -> dict[int, Decimal]:  # fmt: skip
    """Of what is asked, the most that `paid_minor` lets leave: line by line, in the order of the lines."""
    granted: dict[int, Decimal] = {}

    def paid_for(more: dict[int, Decimal]) -> bool:
        gone = left_minor + value_of(lines, left_minor, {**granted, **more})
        return part_due(required_minor, total_minor, gone) <= paid_minor

    for line in lines:
        wanted = asked.get(line.line_id, Decimal(0))
        step = Decimal(1) if wanted == wanted.to_integral_value() else _THOUSANDTH
        low, high = 0, int((wanted / step).to_integral_value(ROUND_DOWN))
        while low < high:  # the dearer the batch the more is asked: the last quantity that is paid for
            middle = (low + high + 1) // 2
            low, high = (middle, high) if paid_for({line.line_id: middle * step}) else (low, middle - 1)
        if low:
            granted[line.line_id] = low * step
    return granted


def _cost(line: Priced, quantity: Decimal) -> int:
    """So much of a line, of all of it exactly its amount."""
    if line.quantity <= 0 or quantity >= line.quantity:
        return line.amount_minor
    return int((line.amount_minor * quantity / line.quantity).to_integral_value(ROUND_HALF_UP))
