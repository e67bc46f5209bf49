"""跟单: who follows an order, changed by those who may; and who files for whom (代录)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Order, Person
from domain.life import State
from domain.rights import in_state
from services import history, owed
from services.errors import AlreadyDone, NotFound
from services.house import House, require
from services.locking import lock_order, touch
from services.looking import may_look
from services.people import PersonFacts, person_facts


def candidates(session: Session, house: House, order_id: int) -> tuple[PersonFacts, ...]:
    """Who could follow an order instead: the keeping department, and the order's own salesperson."""
    order = session.get_one(Order, order_id)
    query = select(Person).where(Person.active, Person.id != (order.owner_id or 0))
    either = (Person.department == house.book.roles.keeper) | (Person.id == order.sales_id)
    return tuple(person_facts(row) for row in session.scalars(query.where(either).order_by(Person.id)))


def set_keeper(
    session: Session, house: House, actor: PersonFacts, order_id: int, person_id: int, now: datetime
) -> PersonFacts:
    """Let somebody else follow an order. NotFound for who could not, AlreadyDone where it is over."""
    require(house, actor, "order.keeper")
    order = lock_order(session, order_id)
    if not may_look(session, house, actor, order):
        raise NotFound(f"order {order_id}")
    if not in_state("order.keeper", State(order.state)):
        raise AlreadyDone()
    chosen = next((one for one in candidates(session, house, order_id) if one.id == person_id), None)
    if chosen is None:
        raise NotFound(f"person {person_id}")
    before, order.owner_id = order.owner_id, chosen.id
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="keeper_changed", now=now, actor_id=actor.id, for_id=chosen.id,
        before={"owner": before}, after={"owner": chosen.id},
    )  # fmt: skip
    if chosen.id != actor.id:
        owed.owe(
            session, "order.yours", chat_id=chosen.telegram_id, now=now, subject=f"order:{order.id}",
            order_id=order.id, facts={"by": actor.name},
        )  # fmt: skip
    owed.refresh_cards(session, order_id=order.id, now=now)
    return chosen


# ── 代录 ───────────────────────────────────────────────────────────────────────────────────


def principals(session: Session, house: House, actor: PersonFacts) -> tuple[PersonFacts, ...]:
    """The salespeople somebody may file for, those they filed for lately first."""
    latest = (
        select(Order.sales_id, func.max(Order.id).label("latest"))
        .where(Order.filed_by == actor.id)
        .group_by(Order.sales_id)
        .subquery()
    )
    query = (
        select(Person)
        .outerjoin(latest, latest.c.sales_id == Person.id)
        .where(Person.department == house.book.roles.sales, Person.active)
        .order_by(func.coalesce(latest.c.latest, 0).desc(), Person.id)
    )
    return tuple(person_facts(row) for row in session.scalars(query))


def require_principal(session: Session, house: House, actor: PersonFacts, sales_id: int) -> None:
    """That this person may file in that one's name. NotFound for who sells nothing."""
    require(house, actor, "order.file_for")
    person = session.get(Person, sales_id)
    if person is None or not person.active or person.department != house.book.roles.sales:
        raise NotFound(f"salesperson {sales_id}")


def tell_principal(session: Session, order: Order, actor: PersonFacts, now: datetime) -> None:
    """The salesperson sees the order as if they had filed it, and who did."""
    chat = session.get_one(Person, order.sales_id).telegram_id
    subject = f"order:{order.id}"
    owed.owe(
        session, "order.filed_for", chat_id=chat, now=now, subject=subject, order_id=order.id, facts={"by": actor.name}
    )
    owed.show_card(session, "order", subject=subject, chat_id=chat, now=now, order_id=order.id)
