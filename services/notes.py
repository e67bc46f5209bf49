"""How a slip was paid, and notes (票据): finance has them, but they count only once they are paid on their day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from db.models import Order, Slip
from domain.gates import Refusal
from services import history, owed
from services.errors import AlreadyDone, NotFound, Refused
from services.house import House, require
from services.locking import touch
from services.money import slip_to_judge
from services.people import PersonFacts


def set_method(
    session: Session, house: House, actor: PersonFacts, slip_id: int, method: str, now: datetime,
    *, due_on: date | None = None,
) -> Slip:  # fmt: skip
    """Finance says how it was paid. What counts only when paid is held until its day; anything else waits to be judged.

    Raises Refused where a note has no day, or one that is past, or no amount.
    """
    require(house, actor, "slip.hold")
    slip, orders = slip_to_judge(session, house, actor, slip_id)
    order = orders[slip.order_id]
    if method not in house.book.methods:
        raise NotFound(f"payment method {method}")
    at_once = house.book.counts_at_once(method)
    if at_once:
        due_on = None
    else:
        _must_be_note(house, slip, due_on, now)
    if (slip.method, slip.due_on) == (method, due_on):
        raise AlreadyDone()
    slip.method, slip.due_on, slip.state = method, due_on, "waiting" if at_once else "held"
    _note(session, house, order, slip, actor, now)
    return slip


def _must_be_note(house: House, slip: Slip, due_on: date | None, now: datetime) -> None:
    money = house.book.roles.money
    if slip.claimed_minor is None:
        raise Refused((Refusal("amount_unknown", money),), order_id=slip.order_id)
    if due_on is None or due_on < house.today(now):
        raise Refused((Refusal("due_day_past", money),), order_id=slip.order_id)


def _note(session: Session, house: House, order: Order, slip: Slip, actor: PersonFacts, now: datetime) -> None:
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="slip_held" if slip.due_on else "slip_method", now=now,
        actor_id=actor.id,
        after={
            "slip": slip.id, "method": slip.method, **({"due": slip.due_on.isoformat()} if slip.due_on else {}),
        },
    )  # fmt: skip
    owed.refresh_cards(session, order_id=order.id, now=now)
