"""What is true of an order now, read in one place for gates and cards alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import BigInteger, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session

from db.models import (
    Allocation,
    Inspection,
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
    TaskReport,
)
from domain.gates import LineFacts, OpenCondition, OrderFacts, Term
from domain.money import minor_places
from domain.process.names import Checkpoint
from services.after_sale.credited import credited
from services.waivers import standing

CONDITION: Final = "condition"
"""The kind of a task that a consent left behind (评审条件)."""
SLIP_OPEN: Final = ("waiting", "held")
"""The states of a slip that finance has not decided; a held one is a note (票据) that is not paid yet."""


def note_runs(slip: Slip, today: date) -> bool:
    """Whether it is a note (票据) whose day has not come: nobody can look for its money yet."""
    return slip.state == "held" and slip.due_on is not None and slip.due_on > today


def minor_per_unit(currency: str) -> int:
    """How many minor units make one of the currency."""
    return int(10 ** minor_places(currency))


# Asked for every card and at every gate: built once, which is most of what asking costs.
_ORDER = bindparam("order_id", type_=BigInteger())
_NET = (
    select(func.coalesce(func.sum(Allocation.amount_minor), 0)).where(Allocation.order_id == _ORDER).scalar_subquery()
)
_WAITS = select(func.coalesce(func.sum(Slip.claimed_minor), 0)).where(Slip.order_id == _ORDER, Slip.state == "waiting")
_HELD = select(func.coalesce(func.sum(Slip.claimed_minor), 0)).where(Slip.order_id == _ORDER, Slip.state == "held")
_LEFT = select(func.coalesce(func.sum(Shipment.value_minor), 0)).where(
    Shipment.order_id == _ORDER, Shipment.state.in_(("shipped", "signed"))
)
_NET_RECEIVED = select(_NET)
_SUMS = select(
    _NET, _WAITS.scalar_subquery(), _HELD.scalar_subquery(), _LEFT.scalar_subquery(), credited(_ORDER)
)  # fmt: skip
_SIGNED = select(Signoff.name).where(Signoff.order_id == _ORDER, Signoff.revision == bindparam("revision"))
_CONDITIONS = (
    select(Task.id, Task.blocks, Task.department, Task.words, Task.due_on, Person.name)
    .join(Person, Person.id == Task.owner_id)
    .where(Task.order_id == _ORDER, Task.kind == CONDITION, Task.state == "open")
    .order_by(Task.id)
)
_MOVED = union_all(
    select(literal("noticed"), ShipmentLine.line_id, ShipmentLine.quantity)
    .join(Shipment)
    .where(Shipment.order_id == _ORDER, Shipment.state == "noticed"),
    select(literal("made"), TaskReport.line_id, TaskReport.quantity)
    .join(Task, Task.id == TaskReport.task_id)
    .where(Task.order_id == _ORDER),
    select(literal("passed"), Inspection.line_id, Inspection.quantity).where(
        Inspection.order_id == _ORDER, Inspection.result.in_(("passed", "conceded"))
    ),
    select(literal("ready"), Readiness.line_id, Readiness.quantity).where(Readiness.order_id == _ORDER),
    select(literal("shipped"), ShipmentLine.line_id, ShipmentLine.quantity)
    .join(Shipment)
    .where(Shipment.order_id == _ORDER, Shipment.state.in_(("shipped", "signed"))),
    select(literal("stocked"), StockIn.line_id, StockIn.quantity).where(StockIn.order_id == _ORDER),
)
_PACKED = (
    select(Readiness.line_id, Readiness.quantity, Readiness.at)
    .where(Readiness.order_id == _ORDER)
    .order_by(Readiness.id)
)
_WORTH = select(Product.id, Product.list_price).where(Product.id.in_(bindparam("ids", expanding=True)))


def net_received(session: Session, order_id: int) -> int:
    """Confirmed money of an order in minor units, net of refunds and bounces."""
    return int(session.scalar(_NET_RECEIVED, {"order_id": order_id}) or 0)


def facts_of(session: Session, order: Order, today: date, now: datetime) -> OrderFacts:
    """Everything that gates ask about; `today` is the company's day at the moment `now`."""
    net, waiting_minor, held_minor, left_minor, credited_minor = session.execute(_SUMS, {"order_id": order.id}).one()
    moved = _moved(session, order.id)
    noticed = {line.id: moved["noticed", line.id] for line in order.lines if ("noticed", line.id) in moved}
    signed = session.scalars(_SIGNED, {"order_id": order.id, "revision": order.revision})
    return OrderFacts(
        total_minor=order.total_minor,
        minor_per_unit=minor_per_unit(order.currency),
        terms=tuple(Term(Checkpoint(term.checkpoint), term.required_minor, term.in_proportion) for term in order.terms),
        net_minor=int(net),
        waiting_minor=int(waiting_minor),
        held_minor=int(held_minor),
        on_hold=order.on_hold,
        revision=order.revision,
        signoffs=frozenset(signed),
        fields=order.fields,
        lines=_line_facts(session, order, moved),
        notice_open=bool(noticed),
        today=today,
        conditions=open_conditions(session, order.id),
        waivers=standing.of_order(session, order, now),
        left_minor=int(left_minor),
        noticed=noticed,
        credited_minor=int(credited_minor),
    )


def packed_since(session: Session, order_id: int, shipped: Mapping[int, Decimal]) -> datetime | None:
    """Since when goods stand packed that have not left: of each line what was packed first has left first.

    `shipped`: what has left of each line that is asked about. None where nothing of them stands there.
    """
    left, waits = dict(shipped), list[datetime]()
    for line_id, quantity, at in session.execute(_PACKED, {"order_id": order_id}):
        if line_id in left:
            left[line_id] -= quantity
            if left[line_id] < 0:
                waits.append(at)
    return min(waits, default=None)


def open_conditions(session: Session, order_id: int) -> tuple[OpenCondition, ...]:
    """What reviewers asked for and nobody has done yet."""
    rows = session.execute(_CONDITIONS, {"order_id": order_id})
    return tuple(
        OpenCondition(row.id, Checkpoint(row.blocks), row.department, row.words, row.name, row.due_on) for row in rows
    )


def line_facts(session: Session, order: Order) -> tuple[LineFacts, ...]:
    """How much of each line is ready, let go by quality, has left, is in stock."""
    return _line_facts(session, order, _moved(session, order.id))


def _line_facts(session: Session, order: Order, moved: defaultdict[tuple[str, int], Decimal]) -> tuple[LineFacts, ...]:
    worth = dict(session.execute(_WORTH, {"ids": [line.product_id for line in order.lines]}).all())
    scale = minor_per_unit(order.currency)
    return tuple(
        LineFacts(
            line_id=line.id,
            quantity=line.quantity,
            amount_minor=line.amount_minor,
            ready=moved["ready", line.id],
            shipped=moved["shipped", line.id],
            stocked=moved["stocked", line.id],
            supply=line.supply,
            made=moved["made", line.id],
            passed=moved["passed", line.id],
            code=line.product_code,
            value_minor=int((worth.get(line.product_id) or Decimal(0)) * line.quantity * scale),
        )
        for line in order.lines
    )


def _moved(session: Session, order_id: int) -> defaultdict[tuple[str, int], Decimal]:
    """What was reported of each line, summed by what happened to it."""
    summed: defaultdict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for what, line_id, quantity in session.execute(_MOVED, {"order_id": order_id}):
        summed[what, line_id] += quantity
    return summed
