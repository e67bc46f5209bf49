"""What is true of an order now, read in one place for gates and cards alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import (
    Allocation,
    Order,
    Person,
    Product,
    Readiness,
    Shipment,
    ShipmentLine,
    Signoff,
    Slip,
    StockIn,
    Task,
)
from domain.gates import LineFacts, OpenCondition, OrderFacts, Term
from domain.money import minor_places
from domain.process.names import Checkpoint

CONDITION: Final = "condition"
"""The kind of a task that a consent left behind (评审条件)."""


def minor_per_unit(currency: str) -> int:
    """How many minor units make one of the currency."""
    return int(10 ** minor_places(currency))


def net_received(session: Session, order_id: int) -> int:
    """Confirmed money of an order in minor units, net of refunds and bounces."""
    return (
        session.scalar(
            select(func.coalesce(func.sum(Allocation.amount_minor), 0)).where(Allocation.order_id == order_id)
        )
        or 0
    )


def facts_of(session: Session, order: Order, today: date) -> OrderFacts:
    """Everything that gates ask about."""
    waiting = session.scalar(
        select(func.coalesce(func.sum(Slip.claimed_minor), 0)).where(Slip.order_id == order.id, Slip.state == "waiting")
    )
    signed = session.scalars(
        select(Signoff.name).where(Signoff.order_id == order.id, Signoff.revision == order.revision)
    )
    notice = session.scalar(select(Shipment.id).where(Shipment.order_id == order.id, Shipment.state == "noticed"))
    return OrderFacts(
        total_minor=order.total_minor,
        minor_per_unit=minor_per_unit(order.currency),
        terms=tuple(Term(Checkpoint(term.checkpoint), term.required_minor) for term in order.terms),
        net_minor=int(net_received(session, order.id)),
        waiting_minor=int(waiting or 0),
        on_hold=order.on_hold,
        revision=order.revision,
        signoffs=frozenset(signed),
        fields=order.fields,
        lines=line_facts(session, order),
        notice_open=notice is not None,
        today=today,
        conditions=open_conditions(session, order.id),
    )


def open_conditions(session: Session, order_id: int) -> tuple[OpenCondition, ...]:
    """What reviewers asked for and nobody has done yet."""
    rows = session.execute(
        select(Task.id, Task.blocks, Task.department, Task.words, Task.due_on, Person.name)
        .join(Person, Person.id == Task.owner_id)
        .where(Task.order_id == order_id, Task.kind == CONDITION, Task.state == "open")
        .order_by(Task.id)
    )
    return tuple(
        OpenCondition(row.id, Checkpoint(row.blocks), row.department, row.words, row.name, row.due_on) for row in rows
    )


def line_facts(session: Session, order: Order) -> tuple[LineFacts, ...]:
    """How much of each line is ready, has left, is in stock."""
    ready = _sums(session.execute(
        select(Readiness.line_id, Readiness.quantity).where(Readiness.order_id == order.id)
    ))  # fmt: skip
    shipped = _sums(session.execute(
        select(ShipmentLine.line_id, ShipmentLine.quantity).join(Shipment)
        .where(Shipment.order_id == order.id, Shipment.state.in_(("shipped", "signed")))
    ))  # fmt: skip
    stocked = _sums(session.execute(
        select(StockIn.line_id, StockIn.quantity).where(StockIn.order_id == order.id)
    ))  # fmt: skip
    worth = dict(session.execute(
        select(Product.id, Product.list_price).where(Product.id.in_([line.product_id for line in order.lines]))
    ).all())  # fmt: skip
    scale = minor_per_unit(order.currency)
    return tuple(
        LineFacts(
            line_id=line.id,
            quantity=line.quantity,
            amount_minor=line.amount_minor,
            ready=ready[line.id],
            shipped=shipped[line.id],
            stocked=stocked[line.id],
            value_minor=int((worth.get(line.product_id) or Decimal(0)) * line.quantity * scale),
        )
        for line in order.lines
    )


def _sums(pairs: Iterable[tuple[int, Decimal]]) -> defaultdict[int, Decimal]:
    summed: defaultdict[int, Decimal] = defaultdict(Decimal)
    for line_id, quantity in pairs:
        summed[line_id] += quantity
    return summed
