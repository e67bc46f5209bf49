"""期初: the money that a sheet of orders says was received, judged by finance as a whole or slip by slip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Customer, Order, Slip
from services.errors import NotAllowed, NotFound, Stale
from services.house import House, require
from services.money import confirm_slip
from services.people import PersonFacts

AT_ONCE: Final = 20
"""So many receipts are confirmed by one transaction."""


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One claim of a batch."""

    slip_id: int
    order_id: int
    number: str
    customer: str
    amount_minor: int
    state: str


def claims(session: Session, sheet_id: int) -> list[ClaimFacts]:
    """What a batch says was received, order by order."""
    rows = session.execute(
        select(Slip.id, Order.id, Order.number, Customer.name, func.coalesce(Slip.claimed_minor, 0), Slip.state)
        .join(Order, Order.id == Slip.order_id)
        .outerjoin(Customer, Customer.id == Order.customer_id)
        .where(Slip.sheet_id == sheet_id)
        .order_by(Slip.id)
    )
    return [ClaimFacts(*row) for row in rows]


def waiting_sum(found: Iterable[ClaimFacts]) -> int:
    """Minor units that finance has not judged yet."""
    return sum(one.amount_minor for one in found if one.state == "waiting")


def require_judge(session: Session, house: House, actor: PersonFacts, sheet_id: int, sent_by: int, amount: int) -> None:
    """That this person may confirm the batch, and that it still is what their card showed."""
    require(house, actor, "slip.decide")
    found = claims(session, sheet_id)
    if not found:
        raise NotFound(f"claims of sheet {sheet_id}")
    if sent_by == actor.id:
        raise NotAllowed("own_opening")
    if waiting_sum(found) != amount:
        raise Stale("somebody judged a part of it")


def confirm_some(session: Session, house: House, actor: PersonFacts, sheet_id: int, now: datetime) -> int:
    """Confirm the next few claims of a batch; how many are left."""
    waiting = [one for one in claims(session, sheet_id) if one.state == "waiting"]
    for one in waiting[:AT_ONCE]:
        confirm_slip(session, house, actor, one.slip_id, now, amounts={one.order_id: one.amount_minor})
    return max(len(waiting) - AT_ONCE, 0)
