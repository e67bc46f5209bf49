"""An order as bare rows, for tests of the database itself: no book, no rights, no services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count

from sqlalchemy.orm import Session

from db.models import Allocation, BookRevision, Order, PaymentTerm, Person, Receipt, Shipment, Task

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday morning in Shanghai."""
CLERK = 1

_numbers = count(1)


def open_office(session: Session) -> None:
    """The one person and the one book that every row below names."""
    session.add(Person(id=CLERK, telegram_id=1001, name="李娜", department="finance", joined_at=NOW))
    session.add(BookRevision(revision="r1", body="", loaded_at=NOW))
    session.flush()


def add_order(
    session: Session, terms: Mapping[str, int], *, paid: int = 0, state: str = "accepted", task: str | None = None,
    shipment: str | None = None,
) -> int:  # fmt: skip
    """An order with its payment terms (minor units by checkpoint), confirmed money, and what stands on it."""
    order = Order(
        number=f"XS261123-{next(_numbers):03d}", leaf="any", book_revision="r1", state="accepted", sales_id=CLERK,
        filed_by=CLERK, currency="CNY", total_minor=max(terms.values(), default=0), fields={}, filed_at=NOW,
        touched_at=NOW,
        terms=[PaymentTerm(position=n, checkpoint=at, required_minor=due) for n, (at, due) in enumerate(terms.items())],
    )  # fmt: skip
    session.add(order)
    session.flush()
    if paid:
        pay(session, order.id, paid)
    if state != "accepted":
        order.state, order.released_at = state, NOW
    if task is not None:
        add_task(session, order.id, task)
    if shipment is not None:
        add_shipment(session, order.id, shipment)
    session.flush()
    return order.id


def pay(session: Session, order_id: int, amount: int, *, after_gate: bool = False) -> None:
    """Confirmed money; a negative amount takes it back."""
    receipt_id = add_receipt(session, amount)
    allocation = Allocation(receipt_id=receipt_id, order_id=order_id, amount_minor=amount, after_gate=after_gate)
    allocation.allocated_by, allocation.at = CLERK, NOW
    session.add(allocation)
    session.flush()


def add_receipt(session: Session, amount: int) -> int:
    """Money that pays no order yet."""
    kind = "payment" if amount > 0 else "refund"
    receipt = Receipt(kind=kind, amount_minor=amount, currency="CNY", arrived_on=NOW.date())
    receipt.confirmed_by, receipt.confirmed_at = CLERK, NOW
    session.add(receipt)
    session.flush()
    return receipt.id


def add_shipment(session: Session, order_id: int, state: str) -> None:
    session.add(Shipment(order_id=order_id, batch=1, state=state, noticed_by=CLERK, noticed_at=NOW))
    session.flush()


def add_task(session: Session, order_id: int, state: str) -> None:
    session.add(
        Task(order_id=order_id, kind="purchase", department="purchasing", owner_id=CLERK, state=state, created_at=NOW)
    )
    session.flush()
