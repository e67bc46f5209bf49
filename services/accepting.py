"""承接: an order is taken on. Whoever judged it comes before this."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Order
from domain.process.names import Moment
from domain.process.types import Leaf
from services import life, signoffs, telling
from services.house import House
from services.people import PersonFacts


def accept(session: Session, house: House, leaf: Leaf, order: Order, actor: PersonFacts, now: datetime) -> None:
    """Take an order on, and release it where its gate is open already."""
    take_on(session, order, actor, now)
    signoffs.ask(session, house, leaf, order, now)
    telling.tell(session, house.book, leaf, order, Moment.ACCEPTED, now)
    life.try_release(session, house, order, actor, now)


def take_on(session: Session, order: Order, actor: PersonFacts, now: datetime) -> None:
    """The move alone."""
    life.move(session, order, "accept", actor.id, now)
    order.accepted_at = now
    session.flush()
