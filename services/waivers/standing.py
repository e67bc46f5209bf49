"""The waivers of an order that may stand in for a reason now, and using them up. Asked by gates, so it asks none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.orm import Session

from db.models import Approval, Order, Waiver
from domain import waivers as rules
from domain.process.names import Checkpoint
from domain.waivers import WaiverState
from services import history
from services.errors import Stale

GRANTED, USED = WaiverState.GRANTED.value, WaiverState.USED.value

# Asked at every gate and for every card: built once.
_STANDING = (
    select(
        Waiver.id, Waiver.code, Waiver.checkpoint, Waiver.revision, Waiver.state, Waiver.ceiling_minor,
        Waiver.expires_at, Approval.facts,
    )
    .outerjoin(Approval, Approval.id == Waiver.approval_id)
    .where(Waiver.order_id == bindparam("order_id", type_=BigInteger()), Waiver.state.in_((GRANTED, USED)))
    .order_by(Waiver.id)
)  # fmt: skip


def of_order(session: Session, order: Order, now: datetime) -> tuple[rules.Waiver, ...]:
    """Those that were granted and have not expired at this moment, and those that were used."""
    rows = session.execute(_STANDING, {"order_id": order.id})
    return tuple(
        rules.Waiver(
            id=row.id, code=row.code, checkpoint=Checkpoint(row.checkpoint), revision=row.revision,
            used=row.state == USED, ceiling_minor=row.ceiling_minor, quantities=_quantities(row.facts),
        )
        for row in rows
        if row.state == USED or now < row.expires_at
    )  # fmt: skip


def _quantities(facts: dict[str, dict[str, str]] | None) -> dict[int, Decimal]:
    """How much of each line it was asked for, as it was voted on."""
    return {int(line): Decimal(quantity) for line, quantity in ((facts or {}).get("lines") or {}).items()}


def use_up(
    session: Session, order: Order, needed: Iterable[rules.Waiver], actor_id: int, now: datetime,
    *, shipment_id: int | None = None,
) -> None:  # fmt: skip
    """These let the locked order pass, now and never again. Written at once: the database's guards ask for it."""
    for one in needed:
        row = session.get_one(Waiver, one.id, with_for_update=True, populate_existing=True)
        if row.state != GRANTED:  # judged under the order's lock, so that nobody should ever see this
            raise Stale(f"waiver {row.id} is {row.state}")
        row.state, row.used_by, row.used_at, row.shipment_id = USED, actor_id, now, shipment_id
        session.flush()
        history.record(
            session, subject=f"order:{order.id}", action="waiver_used", now=now, actor_id=actor_id,
            for_id=row.asked_by, after={"waiver": row.number, "code": row.code, "shipment": shipment_id},
        )  # fmt: skip
