"""预收余额: money of a customer that pays no order. Used by finance alone, and never below zero."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Allocation, Customer, Order, Receipt
from domain.life import ENDED
from services.errors import NotFound
from services.house import House
from services.order_view import OrderView, view_of


def balance_of(session: Session, customer_id: int, currency: str) -> int:
    """What the receipts of a customer leave after their allocations, in minor units."""
    of_customer = (Receipt.customer_id == customer_id, Receipt.currency == currency)
    came = session.scalar(select(func.coalesce(func.sum(Receipt.amount_minor), 0)).where(*of_customer))
    given = session.scalar(
        select(func.coalesce(func.sum(Allocation.amount_minor), 0))
        .join(Receipt, Receipt.id == Allocation.receipt_id)
        .where(*of_customer)
    )
    return int(came or 0) - int(given or 0)


def lock_customer(session: Session, customer_id: int) -> Customer:
    """The customer, locked until this transaction ends: whoever spends the balance comes after its orders, in turn."""
    query = select(Customer).where(Customer.id == customer_id).with_for_update(key_share=True)
    customer = session.scalar(query.execution_options(populate_existing=True))
    if customer is None:
        raise NotFound(f"customer {customer_id}")
    return customer


def owing_orders(
    session: Session, house: House, customer_id: int, now: datetime, *, but: int | None = None, limit: int = 50
) -> list[OrderView]:
    """The orders of a customer that money may still be given to, oldest first."""
    rows = session.scalars(
        select(Order.id).where(
            Order.customer_id == customer_id, Order.state.not_in([state.value for state in ENDED]), Order.id != but,
        ).order_by(Order.id).limit(limit)
    )  # fmt: skip
    views = (view_of(session, house, order_id, now) for order_id in rows)
    return [view for view in views if view.owed_minor > 0 and not view.undecided]
