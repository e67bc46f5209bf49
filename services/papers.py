"""Papers of a shipment that come after the fact: the delivery note, the tracking number, the signed receipt."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Attachment, Order, Shipment
from services import history, owed, telling
from services.errors import NotFound
from services.house import House, require
from services.locking import lock_order, touch
from services.money import Evidence
from services.people import PersonFacts


def add_tracking(
    session: Session, house: House, actor: PersonFacts, shipment_id: int, now: datetime,
    *, tracking: str | None = None, evidence: Evidence | None = None,
) -> Shipment:  # fmt: skip
    """Note how a batch travels, after it left. The salesperson is told the number."""
    require(house, actor, "goods.tracking")
    shipment, order = _left(session, shipment_id)
    before = shipment.tracking
    if tracking is not None:
        shipment.tracking = tracking
    if evidence is not None:
        _keep(session, order, "delivery", evidence, actor, now)
    _note(session, order, actor, "tracking_added", {"batch": shipment.batch, "tracking": tracking}, now, before=before)
    chat = telling.met_at(session, order.sales_id)
    if chat is not None and tracking is not None and tracking != before:
        owed.owe(
            session, "notice.tracking", chat_id=chat, now=now, subject=f"order:{order.id}", order_id=order.id,
            facts={"shipment": shipment.id},
        )  # fmt: skip
    return shipment


def add_signed(
    session: Session, house: House, actor: PersonFacts, shipment_id: int, now: datetime, evidence: Evidence
) -> Shipment:
    """Keep the photo of the signed receipt of a batch."""
    require(house, actor, "goods.signed_paper")
    shipment, order = _left(session, shipment_id)
    _keep(session, order, "signed", evidence, actor, now)
    _note(session, order, actor, "signed_paper_added", {"batch": shipment.batch}, now)
    return shipment


def count(session: Session, order_id: int, purpose: str) -> int:
    """How many files of this purpose the order has."""
    query = select(Attachment.id).where(Attachment.order_id == order_id, Attachment.purpose == purpose)
    return len(session.scalars(query).all())


def _left(session: Session, shipment_id: int) -> tuple[Shipment, Order]:
    """A batch that has left, its order locked."""
    shipment = session.get(Shipment, shipment_id)
    if shipment is None:
        raise NotFound(f"shipment {shipment_id}")
    order = lock_order(session, shipment.order_id)
    session.refresh(shipment)
    if shipment.state not in ("shipped", "signed"):
        raise NotFound(f"shipment {shipment_id} has not left")
    return shipment, order


def _keep(session: Session, order: Order, purpose: str, evidence: Evidence, actor: PersonFacts, now: datetime) -> None:
    same = select(Attachment.id).where(
        Attachment.order_id == order.id, Attachment.purpose == purpose,
        Attachment.file_unique_id == evidence.file_unique_id,
    )  # fmt: skip
    if session.scalar(same) is not None:
        return
    session.add(
        Attachment(
            order_id=order.id,
            purpose=purpose,
            kind=evidence.kind,
            file_id=evidence.file_id,
            file_unique_id=evidence.file_unique_id,
            sent_by=actor.id,
            at=now,
        )
    )


def _note(
    session: Session, order: Order, actor: PersonFacts, action: str, after: dict[str, object], now: datetime,
    *, before: str | None = None,
) -> None:  # fmt: skip
    touch(order, now)
    history.record(
        session, subject=f"order:{order.id}", action=action, now=now, actor_id=actor.id,
        before={"tracking": before} if before is not None else None, after=after,
    )  # fmt: skip
    owed.refresh_cards(session, order_id=order.id, now=now)
