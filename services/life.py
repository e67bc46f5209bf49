"""An order's moves: made by the table of `domain.life`, guarded by the gates of the book."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Order, Shipment
from domain.gates import Asked, Refusal, judge, waivers_needed
from domain.life import ENDED, MOVES, State
from domain.process.names import Checkpoint, Moment
from services import books, credit, history, linked_orders, owed, telling
from services.errors import AlreadyDone, Refused
from services.house import House
from services.locking import touch
from services.pace import calendar_of
from services.people import PersonFacts
from services.waivers import standing


def move(session: Session, order: Order, name: str, actor_id: int | None, now: datetime) -> None:
    """Make one declared move; the caller has judged its checkpoint."""
    row = MOVES[name]
    if State(order.state) not in row.before:
        raise AlreadyDone()
    before, order.state = order.state, row.after.value
    touch(order, now)
    history.record(
        session, subject=f"order:{order.id}", action=name, now=now, actor_id=actor_id,
        before={"state": before}, after={"state": order.state},
    )  # fmt: skip
    if row.after in linked_orders.GIVEN_UP and order.linked_to_id is not None:
        owed.refresh_cards(session, order_id=order.linked_to_id, now=now)
    if row.after in ENDED and order.released_at is not None:
        session.flush()
        credit.freed(session, order.customer_id, actor_id or order.sales_id, now, but=order.id)


def gate(
    session: Session, house: House, order: Order, checkpoint: Checkpoint, now: datetime, asked: Asked | None = None
) -> tuple[Refusal, ...]:
    """Why this checkpoint of the locked order is closed now; empty when it is open.

    Where credit is judged nobody else uses that customer's credit until this transaction ends.
    """
    book = books.book_of(session, order, house.book)
    leaf = book.leaves[order.leaf]
    if leaf.credit_at(checkpoint):
        credit.lock_customer(session, order)
    return judge(book, leaf, checkpoint, credit.judged_facts(session, house, book, order, now), asked)


def pass_gate(
    session: Session, house: House, order: Order, checkpoint: Checkpoint, actor: PersonFacts, now: datetime,
    asked: Asked | None = None, *, shipment_id: int | None = None,
) -> None:  # fmt: skip
    """Go through a checkpoint of the locked order, whose waivers (特批) that are needed for it are used up by that.

    Refused, with every reason, where it is closed. To be called before what it lets happen is written: the database's
    guards ask for the used waiver; `shipment_id` is the batch that leaves.
    """
    refusals = gate(session, house, order, checkpoint, now, asked)
    if refusals:
        raise Refused(refusals, order_id=order.id)
    book = books.book_of(session, order, house.book)
    facts = credit.judged_facts(session, house, book, order, now)
    needed = waivers_needed(book, book.leaves[order.leaf], checkpoint, facts, asked)
    standing.use_up(session, order, needed, actor.id, now, shipment_id=shipment_id)


def passed(session: Session, order: Order) -> tuple[Checkpoint, ...]:
    """The checkpoints whose gate this order has gone through already."""
    begun = (Checkpoint.RELEASE, Checkpoint.PLAN) if order.released_at is not None else ()
    gone = select(Shipment.id).where(Shipment.order_id == order.id, Shipment.state.in_(("shipped", "signed")))
    return (*begun, Checkpoint.SHIP) if session.scalar(gone.limit(1)) is not None else begun


def try_release(session: Session, house: House, order: Order, actor: PersonFacts, now: datetime) -> bool:
    """Release an accepted order whose gate is open now. Called wherever a reason may have gone."""
    if order.state != State.ACCEPTED.value or gate(session, house, order, Checkpoint.RELEASE, now):
        return False
    pass_gate(session, house, order, Checkpoint.RELEASE, actor, now)
    leaf = books.leaf_of(session, order, house.book)
    order.released_at, order.released_revision = now, order.revision
    move(session, order, "release", actor.id, now)
    _set_promise(session, order, house, now)
    session.flush()
    telling.tell(session, house.book, leaf, order, Moment.RELEASED, now)
    return True


def _set_promise(session: Session, order: Order, house: House, now: datetime) -> None:
    """Delivery may be promised as working days after the money: they begin now."""
    if order.promised_on is None and order.promised_days_after_payment is not None:
        calendar = calendar_of(session, house)
        order.promised_on = calendar.add_workdays(house.today(now), order.promised_days_after_payment)
