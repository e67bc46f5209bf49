"""Returns and allowances of a company that trades, as handlers ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from db.models import AfterSale
from services.after_sale import asking, deciding
from services.order_view import OrderView, view_of
from tests.support.trade import Trade


def gone(trade: Trade, leaf: str = "prepaid.shipment", *, paid: int = 1_740_000, left: int = 300, **how: object) -> int:
    """An order of 300 at ¥58 of which so much has left."""
    order = trade.file(leaf, **how)  # type: ignore[arg-type]
    if paid:
        trade.pay(order, paid)
    trade.ready(order)
    trade.notice(order, left)
    trade.ship(order)
    return order


def seen(trade: Trade, order: int) -> OrderView:
    return view_of(trade.session, trade.house, order, trade.now)


def ask_return(trade: Trade, order: int, quantity: int, *, by: str = "张敏", reason: str = "外壳划伤") -> AfterSale:
    counts = {trade.line(order): Decimal(quantity)}
    return asking.ask_return(trade.session, trade.house, trade.person(by), order, counts, reason, trade.now)


def ask_allowance(trade: Trade, order: int, amount: int, *, by: str = "张敏", reason: str = "晚到三天") -> AfterSale:
    return asking.ask_allowance(trade.session, trade.house, trade.person(by), order, amount, reason, trade.now)


def agree(trade: Trade, row: AfterSale, amount: int | None = None, *, by: str = "李娜") -> AfterSale:
    return deciding.agree(trade.session, trade.house, trade.person(by), row.id, trade.now, amount_minor=amount)


def refuse(trade: Trade, row: AfterSale, words: str = "不是我方的问题", *, by: str = "李娜") -> AfterSale:
    return deciding.refuse(trade.session, trade.house, trade.person(by), row.id, words, trade.now)


def back(trade: Trade, row: AfterSale, quantity: int | None = None, *, by: str = "赵强") -> AfterSale:
    counts: Mapping[int, Decimal] | None = None if quantity is None else {trade.line(row.order_id): Decimal(quantity)}
    return deciding.note_back(trade.session, trade.house, trade.person(by), row.id, trade.now, counts)


def withdraw(trade: Trade, row: AfterSale, *, by: str = "张敏") -> AfterSale:
    return asking.withdraw(trade.session, trade.house, trade.person(by), row.id, trade.now)
