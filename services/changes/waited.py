"""Where those are met whom an open change waits for; apart from the asking, so that reminders may read it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import ApprovalSeat, Change
from domain.approvals import SeatState
from services import telling
from services.approvals import seats
from services.changes import stated


def chats(session: Session, change: Change, now: datetime) -> tuple[int, ...]:
    """The departments whose statement is not whole, or everybody who is asked to vote now; each chat once."""
    found = [telling.desk_of(session, row.department) for row in stated.of_order(session, change.order_id)]
    asked = select(ApprovalSeat).where(
        ApprovalSeat.approval_id == change.approval_id, ApprovalSeat.state == SeatState.OPEN.value
    )
    for seat in session.scalars(asked.order_by(ApprovalSeat.id)):
        found += seats.chats_of(session, seat, now)
    return tuple(dict.fromkeys(chat for chat in found if chat is not None))
