"""先停后审: an order is held at once, for supply and shipping; within a working day it is changed, cancelled, or goes on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Order
from domain.gates import Refusal
from domain.life import State
from domain.rights import in_state
from services import books, history, owed, people, supply, telling
from services.errors import AlreadyDone, NotAllowed, Refused
from services.house import House, require
from services.locking import lock_order, touch
from services.looking import reach
from services.people import PersonFacts

LONGEST = 300


def hold(session: Session, house: House, actor: PersonFacts, order_id: int, reason: str, now: datetime) -> Order:
    """暂停: nothing of it is bought, made or shipped from now on; money may still come in. AlreadyDone says who held it."""
    order = holdable(session, house, actor, order_id)
    if not reason.strip():
        raise Refused((Refusal("reason_missing", house.book.roles.sales),), order_id=order.id)
    order.on_hold, order.hold_reason, order.held_by, order.held_at = True, reason.strip()[:LONGEST], actor.id, now
    _note(session, order, actor, "held", {"reason": order.hold_reason}, now)
    _tell(session, house, order, "hold.held", now)
    return order


def lift(session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime) -> Order:
    """恢复: it goes on where its gates are open."""
    order = liftable(session, house, actor, order_id)
    order.on_hold = False
    _note(session, order, actor, "lifted", {"reason": order.hold_reason}, now)
    order.hold_reason = order.held_by = order.held_at = None
    session.flush()
    _tell(session, house, order, "hold.lifted", now, by=actor.name)
    supply.go_on(session, house, order, actor, now)
    return order


def holdable(session: Session, house: House, actor: PersonFacts, order_id: int) -> Order:
    """The order, locked, where this person may hold it now. AlreadyDone says who held it."""
    order = _locked(session, house, actor, order_id, "order.hold")
    if order.on_hold:
        raise AlreadyDone(people.name_of(session, order.held_by) or None, order.held_at)
    return order


def liftable(session: Session, house: House, actor: PersonFacts, order_id: int) -> Order:
    """The order, locked, where this person may let it go on. AlreadyDone where it is not held."""
    order = _locked(session, house, actor, order_id, "order.lift")
    if not order.on_hold:
        raise AlreadyDone()
    return order


def _locked(session: Session, house: House, actor: PersonFacts, order_id: int, action: str) -> Order:
    require(house, actor, action)
    reach(session, house, actor, order_id)
    order = lock_order(session, order_id)
    if not in_state(action, State(order.state)):
        raise NotAllowed("not_to_hold", number=order.number)
    return order


def _note(
    session: Session, order: Order, actor: PersonFacts, action: str, after: dict[str, str | None], now: datetime
) -> None:
    touch(order, now)
    session.flush()
    history.record(session, subject=f"order:{order.id}", action=action, now=now, actor_id=actor.id, after=after)
    owed.refresh_cards(session, order_id=order.id, now=now)


def _tell(session: Session, house: House, order: Order, kind: str, now: datetime, **facts: str) -> None:
    """Whose order it is and who follows it; once something is begun, those who make, buy, inspect and carry."""
    leaf = books.leaf_of(session, order, house.book)
    to = ["sales_person", "keeper"]
    if order.released_at is not None:
        to += [house.book.roles.goods, *(task.department for task in leaf.supply_tasks)]
    for chat in telling.recipients(session, house.book, leaf, order, dict.fromkeys(to)):
        owed.owe(
            session, kind, chat_id=chat, now=now, subject=f"order:{order.id}", order_id=order.id, facts=dict(facts)
        )  # fmt: skip
