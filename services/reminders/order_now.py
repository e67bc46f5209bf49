"""An order and what is true of it, read once for all that reminders ask about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Allocation, Order, Readiness, Shipment, Slip, Task
from domain.gates import OrderFacts
from domain.life import State
from domain.process.reminding import ReminderRule
from domain.process.types import Book, Leaf
from services import books, credit
from services.house import House
from services.order_facts import packed_since


@dataclass(frozen=True)
class OrderNow:
    """An order and what is true of it at a moment. What several rules ask about is read when the first one does."""

    session: Session
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

    def leaf_rule(self, key: str) -> ReminderRule | None:
        """The rule of its leaf that is called so; None where there is none any more."""
        return next((rule for rule in self.leaf.reminders if rule.key == key), None)

    @property
    def subject(self) -> str:
        return f"order:{self.order.id}"

    @cached_property
    def tasks(self) -> Sequence[Task]:
        """Its tasks and conditions, the oldest first."""
        return self.session.scalars(select(Task).where(Task.order_id == self.order.id).order_by(Task.id)).all()

    @cached_property
    def payments(self) -> Sequence[tuple[int, datetime]]:
        """What was allocated to it and taken from it again, in minor units, and when."""
        its = select(Allocation.amount_minor, Allocation.at).where(Allocation.order_id == self.order.id)
        return [(amount, at) for amount, at in self.session.execute(its.order_by(Allocation.id))]

    @cached_property
    def packed_since(self) -> datetime | None:
        """Since when goods stand packed that have not left; None where none do."""
        lines = {line.line_id: line.shipped for line in self.facts.lines if line.may_leave}
        return packed_since(self.session, self.order.id, lines) if lines else None

    def closed_again_at(self, required: int) -> datetime | None:
        """When its money last fell below what a gate asks, by a refund or a bounce; None if never."""
        received, found = 0, None
        for amount, at in self.payments:
            if received >= required > received + amount:
                found = at
            received += amount
        return found


def order_now(session: Session, house: House, order: Order, at: datetime) -> OrderNow:
    """Read an order."""
    book = books.book_of(session, order, house.book)
    unknown = select(Slip.id).where(Slip.order_id == order.id, Slip.state == "waiting", Slip.claimed_minor.is_(None))
    return OrderNow(
        session,
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
