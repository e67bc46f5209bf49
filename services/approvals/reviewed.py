"""What follows when a review is over: the order is taken on, goes back, or ends; whoever filed it hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from db.models import Person, Vote
from domain.approvals import ApprovalState
from domain.life import State
from services import accepting, books, life, owed
from services.approvals import seats

if TYPE_CHECKING:
    from services.approvals.decisions import Ended

_AFTER: dict[ApprovalState, str] = {
    ApprovalState.REJECTED: "reject",
    ApprovalState.SENT_BACK: "send_back",
    ApprovalState.WITHDRAWN: "withdraw",
}
"""The order's own move after a review that did not end well."""


def ended(end: Ended) -> None:
    """Make the order's move, and tell."""
    if end.state is ApprovalState.APPROVED:
        _take_on(end)
    elif end.state in _AFTER:
        life.move(end.session, end.order, _AFTER[end.state], end.actor.id, end.now)
        if end.state is not ApprovalState.SENT_BACK:
            end.order.ended_at = end.now
        _tell(end)


def _take_on(end: Ended) -> None:
    """The promise that was given, and the order goes on its way."""
    promised = end.session.scalar(select(func.max(Vote.promised_on)).where(Vote.seat_id.in_(end.counted)))
    if promised is not None:
        end.order.promised_on = promised
    if end.order.state == State.REVIEW.value:
        leaf = books.leaf_of(end.session, end.order, end.house.book)
        accepting.accept(end.session, end.house, leaf, end.order, end.actor, end.now)


def _tell(end: Ended) -> None:
    """Who filed it, and for whom, hear what became of it."""
    for person_id in sorted(seats.owners(end.order)):
        owed.owe(
            end.session, f"review.{end.state.value}", chat_id=end.session.get_one(Person, person_id).telegram_id,
            now=end.now, subject=f"approval:{end.approval.id}", order_id=end.order.id, klass=owed.Klass.NOTICE,
            dedupe=f"review.{end.state.value}:{end.approval.id}:{person_id}",
        )  # fmt: skip
