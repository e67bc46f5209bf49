"""Amounts and quantities in words, for every card alike."""

from __future__ import annotations

from decimal import Decimal

from locales import formats
from services.order_parts import LineView
from services.order_view import OrderView


def amount(minor: int, view: OrderView, *, signed: bool = False) -> str:
    """¥17,400.00 from minor units of the order's currency."""
    return formats.money(Decimal(minor) / view.minor, view.currency, signed=signed)


def price(value: Decimal, currency: str) -> str:
    """A unit price: two decimals, or as many as it has."""
    if value == value.quantize(Decimal("0.01")):
        return formats.money(value, currency)
    return formats.symbol(currency) + formats.quantity(value)


def pieces(line: LineView, quantity: Decimal | None = None) -> str:
    """`X200 减速电机 300 台`."""
    return f"{line.code} {line.name} {formats.quantity(line.quantity if quantity is None else quantity)} {line.unit}"


def heading(view: OrderView, lang: str) -> str:
    """`宏达机电 · 款到发货`, or the type alone for an order without a customer."""
    return " · ".join(part for part in (view.customer, view.leaf.short.in_(lang)) if part)
