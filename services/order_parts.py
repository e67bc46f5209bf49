"""The parts of an order as cards show them: lines, slips, tasks, batches, money, what holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.orm import Session

from db.models import Allocation, Order, Person, Receipt, Shipment, Slip
from domain.gates import OrderFacts
from domain.process.types import Leaf
from services import books, people, supply
from services.house import House


@dataclass(frozen=True, slots=True)
class LineView:
    """One line with what has become of it."""

    id: int
    code: str
    name: str
    unit: str
    supply: str
    drawing: str | None
    quantity: Decimal
    price: Decimal | None
    amount_minor: int
    made: Decimal
    """Made or bought, by what was reported."""
    there: Decimal
    """Made, bought, packed, or ours already: quality can look at it."""
    ready: Decimal
    passed: Decimal
    """What quality has let go."""
    shipped: Decimal
    stocked: Decimal
    product_id: int

    @property
    def may_leave(self) -> Decimal:
        """What is ready and wanted, and has not left: a change may have come after more was packed."""
        return max(min(self.ready, self.quantity) - self.shipped, Decimal(0))


@dataclass(frozen=True, slots=True)
class SlipView:
    """A slip and who sent it."""

    id: int
    state: str
    claimed_minor: int | None
    payer: str | None
    file_kind: str | None
    file_id: str | None
    sent_by: str
    sent_at: datetime
    decided_by: str
    decided_at: datetime | None
    method: str | None = None
    due_on: date | None = None
    """Of a note (票据) that is held: the day when it is paid."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task that the book asks for; without an owner nobody has taken it yet, and its day is the planned one."""

    kind: str
    department: str
    state: str
    owner: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class BatchView:
    """One shipment."""

    id: int
    batch: int
    state: str
    quantities: Mapping[int, Decimal]
    ship_by: date | None
    address: str | None
    contact: str | None
    carrier: str | None
    freight: str | None
    noticed_by: str
    shipped_at: datetime | None
    tracking: str | None
    signed_at: datetime | None
    value_minor: int
    invoiced_on: date | None


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """Money on this order that can still be taken back."""

    receipt_id: int
    amount_minor: int
    confirmed_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HoldView:
    """暂停: why, by whom, since when."""

    reason: str
    person_id: int
    who: str
    department: str
    at: datetime


# Asked for every card: built once, which is most of what asking costs.
_ORDER = bindparam("order_id", type_=BigInteger())
_SLIPS = select(Slip).where(Slip.order_id == _ORDER).order_by(Slip.id)
_BATCHES = select(Shipment).where(Shipment.order_id == _ORDER).order_by(Shipment.batch)
_RECEIPTS = (
    select(Receipt.id, Allocation.amount_minor, Person.name, Receipt.confirmed_at)
    .join(Allocation, Allocation.receipt_id == Receipt.id)
    .join(Person, Person.id == Receipt.confirmed_by)
    .where(
        Allocation.order_id == _ORDER,
        Receipt.kind == "payment",
        Receipt.id.not_in(select(Receipt.reverses_id).where(Receipt.reverses_id.is_not(None))),
    )
    .order_by(Receipt.id)
)


def lines_of(order: Order, facts: OrderFacts, tasks: tuple[TaskView, ...]) -> tuple[LineView, ...]:
    """Every line with what has become of it."""
    by_id = {line.line_id: line for line in facts.lines}
    done = [task.kind for task in tasks if task.state == "done"]
    made, there = supply.made_of(facts.lines, done), supply.existing_of(facts.lines, done)
    return tuple(
        LineView(
            line.id,
            line.product_code,
            line.product_name,
            line.unit,
            line.supply,
            line.drawing,
            line.quantity,
            line.unit_price,
            line.amount_minor,
            made.get(line.id, Decimal(0)),
            there[line.id],
            by_id[line.id].ready,
            by_id[line.id].passed,
            by_id[line.id].shipped,
            by_id[line.id].stocked,
            line.product_id,
        )
        for line in order.lines
    )


def slip_view(session: Session, slip: Slip) -> SlipView:
    """A slip with names instead of ids."""
    return SlipView(
        slip.id, slip.state, slip.claimed_minor, slip.payer, slip.file_kind, slip.file_id,
        people.name_of(session, slip.sent_by), slip.sent_at, people.name_of(session, slip.decided_by), slip.decided_at,
        slip.method, slip.due_on,
    )  # fmt: skip


def slips_of(session: Session, order_id: int) -> tuple[SlipView, ...]:
    """The slips of an order, the first one first."""
    rows = session.scalars(_SLIPS, {"order_id": order_id})
    return tuple(slip_view(session, row) for row in rows)


def tasks_of(session: Session, house: House, leaf: Leaf, order: Order) -> tuple[TaskView, ...]:
    """What the book asks to be bought, made, inspected and picked, with who took it."""
    taken = {task.kind: task for task in supply.tasks_of(session, order.id) if task.state != supply.STOPPED}
    views: list[TaskView] = []
    for due in supply.tasks_due(books.book_of(session, order, house.book), leaf, order):
        task = taken.get(due.kind.value)
        views.append(
            TaskView(
                due.kind.value,
                due.department,
                task.state if task else "open",
                people.name_of(session, task.owner_id) if task else "",
                task.due_on if task else supply.due_on(session, house, order, due),
            )
        )
    return tuple(views)


def batches_of(session: Session, order_id: int) -> tuple[BatchView, ...]:
    """Every batch, the first one first."""
    rows = session.scalars(_BATCHES, {"order_id": order_id})
    return tuple(
        BatchView(
            row.id,
            row.batch,
            row.state,
            {line.line_id: line.quantity for line in row.lines},
            row.ship_by,
            row.address,
            row.contact,
            row.carrier,
            row.freight,
            people.name_of(session, row.noticed_by),
            row.shipped_at,
            row.tracking,
            row.signed_at,
            row.value_minor,
            row.invoiced_on,
        )
        for row in rows
    )


def receipts_of(session: Session, order_id: int) -> tuple[ReceiptView, ...]:
    """The payments that can still be taken back."""
    rows = session.execute(_RECEIPTS, {"order_id": order_id})
    return tuple(ReceiptView(*row) for row in rows)


def hold_of(session: Session, order: Order) -> HoldView | None:
    """Who holds it and why; None where nobody does, or where that was not kept."""
    if not order.on_hold or order.held_by is None or order.held_at is None:
        return None
    person = people.by_id(session, order.held_by)
    return HoldView(order.hold_reason or "", person.id, person.name, person.department, order.held_at)
