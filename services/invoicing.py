"""开票: finance notes the day on which a batch was invoiced; 账期 that begins with the invoice begins there."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from db.models import Shipment
from domain.gates import Refusal
from services import history, owed, shipping
from services.errors import AlreadyDone, NotFound, Refused
from services.house import House, require
from services.locking import lock_order, touch
from services.people import PersonFacts

LEFT = ("shipped", "signed")


def note(
    session: Session, house: House, actor: PersonFacts, shipment_id: int, now: datetime, *, on: date | None = None
) -> Shipment:
    """A batch that left was invoiced, today or on another day; naming a day also corrects one that was noted.

    AlreadyDone where it is noted so; Refused for a day that has not come, NotFound for a batch that has not left.
    """
    require(house, actor, "invoice.note")
    order = lock_order(session, shipping.order_of(session, shipment_id))
    batch = session.get_one(Shipment, shipment_id, populate_existing=True)
    if batch.state not in LEFT:
        raise NotFound(f"shipment {shipment_id} that left")
    before, day = batch.invoiced_on, on or house.today(now)
    if before == day or (before is not None and on is None):
        raise AlreadyDone()
    if day > house.today(now):
        raise Refused((Refusal("invoice_not_yet", house.book.roles.money),), order_id=order.id)
    batch.invoiced_on = day
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="invoiced", now=now, actor_id=actor.id,
        before={"batch": batch.batch, "on": str(before) if before else None},
        after={"batch": batch.batch, "on": str(day)},
    )  # fmt: skip
    owed.refresh_cards(session, order_id=order.id, now=now)
    return batch
