"""Orders that waited for their customer's credit go on once some of it is free, each in a transaction of its own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Order
from domain.life import ENDED, State
from services import books, credit, owed, supply
from services.house import House
from services.locking import lock_order
from services.people import PersonFacts


def waiting(session: Session, house: House, customer_id: int) -> list[int]:
    """Orders on credit of a customer that may go on now, the oldest first: who waited longest gets the room."""
    orders = [session.get_one(Order, order_id) for order_id in credit.waiting(session, customer_id)]
    return [order.id for order in orders if books.leaf_of(session, order, house.book).credit_rule is not None]


def go_on(session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime) -> None:
    """Release it, or let its batch leave, where nothing else is in the way; its cards tell the credit of this moment."""
    order = lock_order(session, order_id)
    if State(order.state) in ENDED:
        return
    supply.go_on(session, house, order, actor, now)
    owed.refresh_cards(session, order_id=order_id, now=now)
