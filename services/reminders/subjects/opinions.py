"""Opinions that are asked for: of an approval, of a change, of what becomes of an order that is held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from db.models import Approval, ApprovalSeat, Change
from domain.approvals import Decision
from domain.changes import OPEN_CHANGES
from domain.ladders import moment_of
from domain.process.types import Book
from services.approvals import seats
from services.changes import stated
from services.house import House
from services.pace import calendar_of
from services.reminders.subjects.asked import Asked, Found, Post

_OPEN = literal_column("'open'")
_JUDGED = (Decision.REVIEW.value, Decision.WAIVER.value)
"""Changes have a time of their own."""


def seat_open(asked: Asked) -> Iterator[Found]:
    query = (
        select(ApprovalSeat)
        .join(Approval, Approval.id == ApprovalSeat.approval_id)
        .where(Approval.order_id == asked.now.order.id, Approval.state == _OPEN, Approval.kind.in_(_JUDGED))
        .where(ApprovalSeat.state == _OPEN)
        .order_by(ApprovalSeat.id)
    )
    for seat in asked.session.scalars(query):
        yield Found(f"seat:{seat.id}", seat.opened_at, (_post_of(asked.session, seat),), row=seat)


def _post_of(session: Session, seat: ApprovalSeat) -> Post:
    """Whom a seat waits for: the one person who can answer, or the department."""
    return Post(seat.asked_of.partition(".")[0], seats.in_person(session, seat))


def _open_changes(asked: Asked) -> list[Change]:
    states = [state.value for state in OPEN_CHANGES]
    query = select(Change).where(Change.order_id == asked.now.order.id, Change.state.in_(states))
    return list(asked.session.scalars(query.order_by(Change.id)))


def change_open(asked: Asked) -> Iterator[Found]:
    for change in _open_changes(asked):
        told = [Post(one.department) for one in stated.of_order(asked.session, change.order_id)]
        votes = select(ApprovalSeat).where(ApprovalSeat.approval_id == change.approval_id, ApprovalSeat.state == _OPEN)
        voting = [_post_of(asked.session, seat) for seat in asked.session.scalars(votes.order_by(ApprovalSeat.id))]
        yield Found(f"change:{change.id}", change.due_at, (*told, *voting) or (asked.sales,), row=change)


def impact_open(asked: Asked) -> Iterator[Found]:
    for row in stated.of_order(asked.session, asked.now.order.id):
        yield Found(f"impact:{row.id}", row.asked_at, (Post(row.department),), row=row)


def on_hold(asked: Asked) -> Iterator[Found]:
    if asked.now.order.on_hold:
        yield asked.order(hold_due(asked.session, asked.house, asked.now.book, asked.now.order.held_at))


def hold_due(session: Session, house: House, book: Book, held_at: datetime | None) -> datetime | None:
    """By when somebody says what becomes of an order that was held then; None where its book sets no time."""
    wait = book.change.hold_within if book.change is not None else None
    return moment_of(wait, held_at, calendar_of(session, house)) if wait and held_at else None
