"""An order as bare rows, for tests of the database itself: no book, no rights, no services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count

from sqlalchemy.orm import Session

from db.models import (
    Allocation,
    BookRevision,
    Change,
    Customer,
    Order,
    OrderLine,
    PaymentTerm,
    Person,
    Product,
    Readiness,
    Receipt,
    Shipment,
    ShipmentLine,
    Task,
    Waiver,
)
from services.changes.content import content_of

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


def pay(session: Session, order_id: int, amount: int, *, after_gate: bool = False, clerk: int = CLERK) -> None:
    """Confirmed money; a negative amount takes it back."""
    receipt_id = add_receipt(session, amount, clerk=clerk)
    allocation = Allocation(receipt_id=receipt_id, order_id=order_id, amount_minor=amount, after_gate=after_gate)
    allocation.allocated_by, allocation.at = clerk, NOW
    session.add(allocation)
    session.flush()


def add_receipt(session: Session, amount: int, *, clerk: int = CLERK) -> int:
    """Money that pays no order yet."""
    kind = "payment" if amount > 0 else "refund"
    receipt = Receipt(kind=kind, amount_minor=amount, currency="CNY", arrived_on=NOW.date())
    receipt.confirmed_by, receipt.confirmed_at = clerk, NOW
    session.add(receipt)
    session.flush()
    return receipt.id


def add_shipment(session: Session, order_id: int, state: str) -> None:
    session.add(Shipment(order_id=order_id, batch=1, state=state, noticed_by=CLERK, noticed_at=NOW))
    session.flush()


def add_revision(session: Session, order_id: int, terms: Mapping[str, int]) -> None:
    """The order was changed: its next revision, with terms of its own."""
    order = session.get_one(Order, order_id)
    order.revision += 1
    order.terms = [
        PaymentTerm(position=n, checkpoint=at, required_minor=due, total_minor=max(terms.values()))
        for n, (at, due) in enumerate(terms.items())
    ]
    session.flush()


def add_waiver(
    session: Session, order_id: int, ceiling: int, *, checkpoint: str = "ship", state: str = "used",
    shipment: int | None = None, revision: int = 1,
) -> None:  # fmt: skip
    """A 特批 for money that is missing."""
    session.add(
        Waiver(order_id=order_id, number=1, revision=revision, checkpoint=checkpoint, code="payment_missing",
               reason="车在等", ceiling_minor=ceiling, expires_at=NOW, state=state, asked_by=CLERK, asked_at=NOW,
               used_at=NOW if state == "used" else None, shipment_id=shipment)
    )  # fmt: skip
    session.flush()


def add_change(session: Session, order_id: int, *, state: str) -> None:
    """A change to half the price, as if it had come to this."""
    order = session.get_one(Order, order_id)
    before = content_of(order)
    session.add(
        Change(order_id=order_id, number=1, kind="edit", weight="heavy", state=state, factor="customer", reason="降价",
               before=before, after={**before, "total": before["total"] // 2}, base_revision=order.revision,
               to_revision=order.revision, asked_by=CLERK, asked_at=NOW)
    )  # fmt: skip
    session.flush()


def add_task(session: Session, order_id: int, state: str) -> None:
    session.add(
        Task(order_id=order_id, kind="purchase", department="purchasing", owner_id=CLERK, state=state, created_at=NOW)
    )
    session.flush()


def add_noticed_order(session: Session, book_revision: str, *, due: int, sales_id: int, finance_id: int) -> int:
    """A paid 款到发货 order whose goods stand packed under a shipping notice, as the services leave it."""
    customer, product = _trade(session)
    order = Order(
        number=f"XS261123-{next(_numbers):03d}", leaf="prepaid.shipment", book_revision=book_revision,
        state="accepted", customer_id=customer, sales_id=sales_id, filed_by=sales_id, currency="CNY", total_minor=due,
        fields={}, filed_at=NOW, touched_at=NOW,
        terms=[PaymentTerm(position=1, checkpoint="ship", share=Decimal(1), required_minor=due)],
        lines=[OrderLine(position=1, product_id=product, product_code="X200", product_name="减速电机", unit="台",
                         supply="stock", quantity=Decimal(300), unit_price=Decimal(58), amount_minor=due)],
    )  # fmt: skip
    session.add(order)
    session.flush()
    order.state, order.released_at = "executing", NOW
    line = order.lines[0].id
    goods = Shipment(order_id=order.id, batch=1, state="noticed", noticed_by=sales_id, noticed_at=NOW)
    goods.lines = [ShipmentLine(line_id=line, quantity=Decimal(300))]
    ready = Readiness(order_id=order.id, line_id=line, quantity=Decimal(300), reported_by=sales_id, at=NOW)
    session.add_all([goods, ready])
    pay(session, order.id, due, clerk=finance_id)
    return order.id


def _trade(session: Session) -> tuple[int, int]:
    """The one customer and the one product."""
    if session.get(Customer, 1) is None:
        session.add(Customer(id=1, code="C0001", name="宏达机电", created_at=NOW))
        session.add(Product(id=1, code="X200", name="减速电机", unit="台", supply="stock", created_at=NOW))
        session.flush()
    return 1, 1
