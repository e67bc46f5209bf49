"""Whose orders somebody may look at, and finding them: by number, the live ones, those that wait for money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Order
from domain.life import ENDED, UNDECIDED, State
from domain.order_number import parse_reference
from domain.rights import sees_all_customers
from services.errors import NotFound
from services.house import House, who
from services.order_view import OrderView, view_of
from services.people import PersonFacts


def may_look(session: Session, house: House, person: PersonFacts, order: Order) -> bool:
    """Salespeople look at their own orders, their manager and every other department at all."""
    return sees_all_customers(house.book, who(person)) or person.id in (order.sales_id, order.filed_by, order.owner_id)


def reach(session: Session, house: House, person: PersonFacts, order_id: int) -> None:
    """NotFound where there is no such order, or none for this person: a button's arguments prove nothing."""
    order = session.get(Order, order_id)
    if order is None or not may_look(session, house, person, order):
        raise NotFound(f"order {order_id}")


def look(session: Session, house: House, person: PersonFacts, order_id: int, now: datetime) -> OrderView:
    """The order as this person may see it. NotFound where there is none, or none for them."""
    reach(session, house, person, order_id)
    return view_of(session, house, order_id, now)


def find(session: Session, house: House, person: PersonFacts, text: str, now: datetime) -> list[Order]:
    """The orders that a person may mean by `003`, `1122-1` or a full number, newest first, at most eight."""
    reference = parse_reference(text, house.today(now))
    if reference is None:
        return []
    rows = session.scalars(
        select(Order).where(Order.number.like(reference.like, escape="\\")).order_by(Order.id.desc()).limit(200)
    )
    return [row for row in rows if reference.matches(row.number) and may_look(session, house, person, row)][:8]


def recent(session: Session, house: House, person: PersonFacts, *, limit: int = 8) -> Sequence[Order]:
    """A person's live orders, newest first; for other departments than sales, everybody's."""
    query = select(Order).where(Order.state.not_in([state.value for state in ENDED])).order_by(Order.id.desc())
    if person.department == house.book.roles.sales and not person.is_manager:
        query = query.where(or_(Order.sales_id == person.id, Order.filed_by == person.id))
    return session.scalars(query.limit(limit)).all()


def unpaid(session: Session, house: House, person: PersonFacts, now: datetime, *, limit: int = 8) -> list[OrderView]:
    """A person's live orders that still wait for money, oldest first: where a slip may belong."""
    taken_on = [order.id for order in recent(session, house, person, limit=50) if State(order.state) not in UNDECIDED]
    views = (view_of(session, house, order_id, now) for order_id in reversed(taken_on))
    return list(islice((view for view in views if view.unpaid_minor > 0), limit))
