"""Waivers as cards show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.orm import Session, aliased

from db.models import Order, Person, Shipment, Waiver
from domain.process.names import Checkpoint
from domain.waivers import WaiverState
from services.errors import NotFound


@dataclass(frozen=True, slots=True)
class WaiverView:
    """One waiver with names instead of ids."""

    id: int
    order_id: int
    number: int
    revision: int
    checkpoint: Checkpoint
    code: str
    reason: str
    ceiling_minor: int | None
    currency: str
    expires_at: datetime
    state: WaiverState
    approval_id: int | None
    asked_by: str
    asked_by_id: int
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    used_at: datetime | None
    batch: int | None
    """The batch that left on it."""

    def expired(self, now: datetime) -> bool:
        """Whether its time is over and nobody has used it."""
        return self.state in (WaiverState.ASKED, WaiverState.GRANTED) and now >= self.expires_at

    def usable(self, now: datetime) -> bool:
        """Whether somebody may still pass on it, as far as its own row says."""
        return self.state is WaiverState.GRANTED and now < self.expires_at


_DECIDER = aliased(Person)
_ALL = (
    select(Waiver, Order.currency, Person.name, _DECIDER.name, Shipment.batch)
    .join(Order, Order.id == Waiver.order_id)
    .join(Person, Person.id == Waiver.asked_by)
    .outerjoin(_DECIDER, _DECIDER.id == Waiver.decided_by)
    .outerjoin(Shipment, Shipment.id == Waiver.shipment_id)
)
_ORDER = _ALL.where(Waiver.order_id == bindparam("order_id", type_=BigInteger())).order_by(Waiver.number)
_ONE = _ALL.where(Waiver.id == bindparam("waiver_id", type_=BigInteger()))
_APPROVAL = _ALL.where(Waiver.approval_id == bindparam("approval_id", type_=BigInteger()))


def of_order(session: Session, order_id: int) -> tuple[WaiverView, ...]:
    """Every waiver of an order, the first one first."""
    return tuple(_view(*row) for row in session.execute(_ORDER, {"order_id": order_id}))


def granted_of(session: Session, orders: Sequence[int]) -> dict[int, tuple[WaiverView, ...]]:
    """Those of many orders that somebody granted, used or not, by order; the first one of each first."""
    granted = (WaiverState.GRANTED.value, WaiverState.USED.value)
    rows = session.execute(
        _ALL.where(Waiver.order_id.in_(orders), Waiver.state.in_(granted)).order_by(Waiver.order_id, Waiver.number)
    )
    found: dict[int, tuple[WaiverView, ...]] = {}
    for row in rows:
        one = _view(*row)
        found[one.order_id] = (*found.get(one.order_id, ()), one)
    return found


def by_id(session: Session, waiver_id: int) -> WaiverView:
    """The waiver with this id. NotFound where there is none."""
    row = session.execute(_ONE, {"waiver_id": waiver_id}).first()
    if row is None:
        raise NotFound(f"waiver {waiver_id}")
    return _view(*row)


def of_approval(session: Session, approval_id: int) -> WaiverView:
    """The waiver that an approval decides."""
    return _view(*session.execute(_APPROVAL, {"approval_id": approval_id}).one())


def asked_now(waivers: Sequence[WaiverView]) -> WaiverView | None:
    """The one that somebody is asked to grant; an order has one at a time, whatever for."""
    return next((one for one in waivers if one.state is WaiverState.ASKED), None)


def _view(row: Waiver, currency: str, asked_by: str, decided_by: str | None, batch: int | None) -> WaiverView:
    return WaiverView(
        id=row.id, order_id=row.order_id, number=row.number, revision=row.revision,
        checkpoint=Checkpoint(row.checkpoint), code=row.code, reason=row.reason, ceiling_minor=row.ceiling_minor,
        currency=currency, expires_at=row.expires_at, state=WaiverState(row.state), approval_id=row.approval_id,
        asked_by=asked_by, asked_by_id=row.asked_by, asked_at=row.asked_at, decided_by=decided_by or "",
        decided_at=row.decided_at, used_at=row.used_at, batch=batch,
    )  # fmt: skip
