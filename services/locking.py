"""The order's lock: every unit that changes an order or its parts takes it first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from db.models import Order
from services.errors import NotFound


def lock_order(session: Session, order_id: int) -> Order:
    """The order, locked until this transaction ends, with everything about it read anew.

    On SQLite the transaction itself is the lock (``BEGIN IMMEDIATE``). Rows that only point to the order, such as
    the buttons of a card that is being sent, are not kept waiting: the sender holds that card, and would be waited for.
    """
    query = select(Order).where(Order.id == order_id).with_for_update(key_share=True)
    order = session.scalar(query.execution_options(populate_existing=True))
    if order is None:
        raise NotFound(f"order {order_id}")
    return order


def touch(order: Order, now: datetime) -> None:
    """A part of the order changed: its row version moves, so that nobody decides on old facts."""
    order.touched_at = now
    flag_modified(order, "touched_at")  # also where it is the same moment
