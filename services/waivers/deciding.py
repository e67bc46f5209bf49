"""What follows when a 特批 is decided: it stands or does not, the gate is asked anew, and those who wait hear of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from db.models import Approval, Order, Waiver
from domain.approvals import ApprovalState
from domain.process.names import Checkpoint
from domain.waivers import WaiverState
from services import books, owed, supply, telling
from services.approvals.facts import digest
from services.errors import NotAllowed
from services.house import House
from services.locking import touch
from services.waivers.facts import voted_on

if TYPE_CHECKING:
    from services.approvals.decisions import Ended

_BECOMES = {
    ApprovalState.APPROVED: WaiverState.GRANTED,
    ApprovalState.REJECTED: WaiverState.REFUSED,
    ApprovalState.WITHDRAWN: WaiverState.WITHDRAWN,
    ApprovalState.SUPERSEDED: WaiverState.SUPERSEDED,
}
TOLD = frozenset({WaiverState.GRANTED, WaiverState.REFUSED, WaiverState.SUPERSEDED})
"""Whoever withdrew it knows."""


def facts_now(order: Order, approval: Approval) -> str:
    """The hash of what would be granted now: the waiver as its own row says."""
    session = object_session(approval)
    assert session is not None
    row = _of(session, approval)
    return digest(voted_on(order, row, approval.facts.get("lines") or {}))


def ended(end: Ended) -> None:
    """The waiver stands, or does not; whoever asked and whoever goes on hear of it. NotAllowed after its own end."""
    row = _of(end.session, end.approval)
    state = _BECOMES[end.state]
    if state is WaiverState.GRANTED and end.now >= row.expires_at:
        raise NotAllowed("waiver_over")
    row.state = state.value
    if state in (WaiverState.GRANTED, WaiverState.REFUSED):
        row.decided_by, row.decided_at = end.actor.id, end.now
    touch(end.order, end.now)
    end.session.flush()
    if state in TOLD:
        tell(end.session, end.house, end.order, row, f"waiver.{state.value}", end.now)
    if state is WaiverState.GRANTED:
        supply.go_on(end.session, end.house, end.order, end.actor, end.now)


def tell(
    session: Session, house: House, order: Order, row: Waiver, kind: str, now: datetime, *, also: int | None = None
) -> None:
    """Who asked, whose order it is, and of a grant whoever may go on with it; `also`: one person more."""
    people = dict.fromkeys(one for one in (row.asked_by, order.sales_id, also) if one is not None)
    chats = [telling.met_at(session, one) for one in people]
    if kind == "waiver.granted" and row.checkpoint != Checkpoint.SHIP.value:  # for a batch the warehouse has its card
        chats.append(telling.desk_of(session, books.leaf_of(session, order, house.book).managing_department))
    for chat in dict.fromkeys(chats):
        if chat is not None:
            owed.owe(
                session, kind, chat_id=chat, now=now, subject=f"waiver:{row.id}", order_id=order.id,
                dedupe=f"{kind}:{row.id}:{chat}",
            )  # fmt: skip


def _of(session: Session, approval: Approval) -> Waiver:
    query = select(Waiver).where(Waiver.approval_id == approval.id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()
