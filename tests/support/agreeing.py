"""Orders that everybody who is asked about them has agreed to, for tests of what comes after that."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Approval, ApprovalSeat, Order
from domain.approvals import Verdict
from services import people
from services.approvals import seats, voting
from services.approvals.voting import Ballot
from services.house import House


def all_agree(session: Session, house: House, order: Order, now: datetime) -> None:
    """Every seat of the order's review is answered with 同意, level after level."""
    while (seat := _asked(session, order.id)) is not None:
        voter = seat.person_id or seats.eligible(session, seat.asked_of, seats.owners(order))[0].id
        voting.vote(session, house, people.by_id(session, voter), seat.id, Ballot(Verdict.APPROVE), now)


def _asked(session: Session, order_id: int) -> ApprovalSeat | None:
    query = (
        select(ApprovalSeat)
        .join(Approval, Approval.id == ApprovalSeat.approval_id)
        .where(Approval.order_id == order_id, ApprovalSeat.state == "open")
    )
    return session.scalars(query.order_by(ApprovalSeat.id)).first()
