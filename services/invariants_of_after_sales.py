"""Returns and allowances (退货、折让): no more comes back than has left, no more is let off than was agreed and than
what has left costs; told by the history. Asked through `services.invariants`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import AfterSale, History, Order, Shipment, ShipmentLine
from domain.after_sale import Document, Kind, Step, let_off
from services.after_sale.reading import own_of, quantities_of

_DECIDED = frozenset({Step.AGREED, Step.REFUSED, Step.DONE})


def after_sales(session: Session, _now: datetime) -> Iterator[str]:
    """Each was decided by somebody whose own it is not, is done by somebody once, and together they stay within limits."""
    agreed, told = _agreed(session), _told(session)
    by_order: dict[int, list[AfterSale]] = defaultdict(list)
    rows = session.execute(
        select(AfterSale, Order)
        .join(Order, Order.id == AfterSale.order_id)
        .order_by(AfterSale.order_id, AfterSale.number)
    ).all()
    orders: dict[int, Order] = {}
    for row, order in rows:
        by_order[order.id].append(row)
        orders[order.id] = order
        for what in _alone(row, order, agreed.get((order.id, row.number))):
            yield f"after-sale {row.number} of {order.number}: {what}"
    for number, documents in by_order.items():
        for what in _together(session, orders[number], documents, told.get(number, 0)):
            yield f"{orders[number].number}: {what}"


def _alone(row: AfterSale, order: Order, agreed: int | None) -> Iterator[str]:
    step = Step(row.state)
    if row.amount_minor < 0:
        yield f"its amount is {row.amount_minor}"
    if step in _DECIDED and (row.decided_by is None or row.decided_at is None):
        yield f"it is {row.state}, and nobody decided"
    if row.decided_by is not None and row.decided_by in own_of(row, order):
        yield "whoever decided it, decided their own"
    if (step is Step.DONE) != (row.done_by is not None and row.done_at is not None):
        yield f"it is {row.state}, done by {row.done_by} at {row.done_at}"
    if step is Step.DONE and row.kind == Kind.RETURN.value and (agreed is None or row.amount_minor > agreed):
        yield f"{row.amount_minor} was let off, {agreed} was agreed"


def _together(session: Session, order: Order, rows: list[AfterSale], told: int) -> Iterator[str]:
    documents = [Document(Kind(row.kind), Step(row.state), row.amount_minor, quantities_of(row)) for row in rows]
    credited = let_off(documents)
    worth = _worth_left(session, order.id)
    if credited > worth:
        yield f"{credited} was let off of {worth} that has left"
    if credited != told:
        yield f"{credited} was let off, its history says {told}"
    left = _left(session, order.id)
    back: dict[int, Decimal] = defaultdict(Decimal)
    for one in documents:
        if one.kind is Kind.RETURN and one.step in (Step.AGREED, Step.DONE):
            for line, quantity in one.quantities.items():
                back[line] += quantity
    for line, quantity in sorted(back.items()):
        if quantity > left.get(line, Decimal(0)):
            yield f"{quantity} of line {line} came back or is to, {left.get(line, Decimal(0))} has left"


def _left(session: Session, order_id: int) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(Decimal)
    for line, quantity in session.execute(
        select(ShipmentLine.line_id, ShipmentLine.quantity)
        .join(Shipment)
        .where(Shipment.order_id == order_id, Shipment.state.in_(("shipped", "signed")))
    ):
        found[line] += quantity
    return found


def _worth_left(session: Session, order_id: int) -> int:
    batches = select(func.coalesce(func.sum(Shipment.value_minor), 0)).where(
        Shipment.order_id == order_id, Shipment.state.in_(("shipped", "signed"))
    )
    return int(session.scalar(batches) or 0)


def _entries(session: Session, action: str) -> Iterator[tuple[int, dict[str, int]]]:
    rows = session.execute(select(History.subject, History.entry).where(History.action == action))
    for row in rows:
        yield int(row.subject.partition(":")[2]), json.loads(row.entry)["after"]


def _agreed(session: Session) -> dict[tuple[int, int], int]:
    """What finance agreed to, by order and number."""
    return {(order, after["after_sale"]): after["amount"] for order, after in _entries(session, "after_sale_agreed")}


def _told(session: Session) -> dict[int, int]:
    """What was let off of each order, by its history."""
    found: dict[int, int] = defaultdict(int)
    for order, after in _entries(session, "after_sale_done"):
        found[order] += after["amount"]
    return found
