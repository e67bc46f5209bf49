"""The order's lock: every unit that changes an order or its parts takes it first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Order
from services.errors import NotFound


def lock_order(session: Session, order_id: int) -> Order:
    """The order, locked until this transaction ends, with everything about it read anew.

    On SQLite the transaction itself is the lock (``BEGIN IMMEDIATE``).
    """
    query = select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    order = session.scalar(query)
    if order is None:
        raise NotFound(f"order {order_id}")
    return order


def touch(order: Order, now: datetime) -> None:
    """A part of the order changed: its row version moves, so that nobody decides on old facts."""
    order.touched_at = now
