"""退回补充: orders that were sent back, and the drafts in which they are completed."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Draft, Order
from domain.life import State
from services import drafts, repeating
from services.errors import NotAllowed, NotFound
from services.house import House, require
from services.people import PersonFacts
from services.repeating import Old

RETURNED = State.RETURNED.value


def to_complete(session: Session, house: House, actor: PersonFacts, order_id: int) -> Old:
    """The order as it stands, for whoever filed it, or for whom it was filed.

    NotAllowed for everybody else, and where it is not to be completed (any more).
    """
    require(house, actor, "order.file")
    order = session.get(Order, order_id)
    if order is None:
        raise NotFound(f"order {order_id}")
    if actor.id not in (order.sales_id, order.filed_by):
        raise NotAllowed("not_your_order")
    if order.state != RETURNED:
        raise NotAllowed("not_returned", number=order.number)
    return repeating.as_agreed(session, house, order)


def completed_order(draft: Draft) -> tuple[int, str] | None:
    """The order that a draft completes: its id and number."""
    note = draft.answers.get("_completes")
    return (int(note["order"]), str(note["number"])) if note else None


def open_completion(session: Session, actor: PersonFacts, order_id: int) -> Draft | None:
    """The person's open draft that completes this order: a second press does not begin another."""
    for draft in drafts.open_of(session, actor.id):
        completes = completed_order(draft)
        if completes is not None and completes[0] == order_id:
            return draft
    return None


def returned_to(session: Session, person_id: int, *, limit: int = 3) -> list[Order]:
    """The orders that wait for this person to complete them, those that wait longest first."""
    query = select(Order).where(Order.state == RETURNED, or_(Order.sales_id == person_id, Order.filed_by == person_id))
    return list(session.scalars(query.order_by(Order.touched_at, Order.id).limit(limit)))
