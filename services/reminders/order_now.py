"""An order and what is true of it, read once for all that reminders ask about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Allocation, Order, Readiness, Shipment, Slip
from domain.gates import OrderFacts
from domain.life import State
from domain.process.types import Book, Leaf
from services import books, credit
from services.house import House


@dataclass(frozen=True, slots=True)
class OrderNow:
    """An order and what is true of it at a moment."""

    order: Order
    book: Book
    leaf: Leaf
    facts: OrderFacts
    claims_unknown: bool
    """A slip without an amount waits."""
    ready_at: datetime | None
    """When goods of it stood ready first."""
    notice_day: date | None
    """The first day on which goods of an open notice are to leave; None where none says a day."""
    at: datetime

    @property
    def state(self) -> State:
        return State(self.order.state)

    @property
    def subject(self) -> str:
        return f"order:{self.order.id}"


def order_now(session: Session, house: House, order: Order, at: datetime) -> OrderNow:
    """Read an order."""
    book = books.book_of(session, order, house.book)
    unknown = select(Slip.id).where(Slip.order_id == order.id, Slip.state == "waiting", Slip.claimed_minor.is_(None))
    return OrderNow(
        order,
        book,
        book.leaves[order.leaf],
        credit.judged_facts(session, house, book, order, at),
        session.scalar(unknown.limit(1)) is not None,
        session.scalar(select(func.min(Readiness.at)).where(Readiness.order_id == order.id)),
        session.scalar(
            select(func.min(Shipment.ship_by)).where(Shipment.order_id == order.id, Shipment.state == "noticed")
        ),
        at,
    )


def closed_again_at(session: Session, order_id: int, required: int) -> datetime | None:
    """When the money of an order last fell below what a gate asks, by a refund or a bounce; None if never."""
    rows = session.execute(
        select(Allocation.amount_minor, Allocation.at).where(Allocation.order_id == order_id).order_by(Allocation.id)
    )
    received, found = 0, None
    for amount, at in rows:
        if received >= required > received + amount:
            found = at
        received += amount
    return found
