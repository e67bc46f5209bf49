"""改派: what nobody could answer any more is asked of who stands in by name. What was voted stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Approval, ApprovalSeat, Order, Person, Vote
from domain.approvals import ApprovalState, SeatState
from services import history, owed
from services.approvals import opening, seats
from services.approvals.voting import locked
from services.house import House
from services.locking import touch

UNHEARD = (SeatState.OPEN.value, SeatState.WAITING.value)


def left_by(session: Session, person_id: int) -> list[ApprovalSeat]:
    """Seats that wait and that nobody could answer without this person."""
    return [seat for seat, order in _unheard(session) if _able(session, seat, order) == {person_id}]


def ask_where_nobody_can(
    session: Session, house: House, actor_id: int, now: datetime, *, order: Order | None = None, but: int | None = None
) -> None:
    """After something has changed who is who: seats that nobody can answer, of one order or of all.

    `but`: somebody who is about to go, and counts no more.
    """
    for seat, its in _unheard(session, order):
        if not _able(session, seat, its) - {but}:
            ask_stand_in(session, house, seat.id, seat.person_id, actor_id, now, but=but)


def show_to_office(session: Session, department: str, now: datetime) -> None:
    """Somebody else holds an office of this department: what it is asked in private stands with them too."""
    for seat, order in _unheard(session):
        if seat.state == SeatState.OPEN.value and seat.person_id is None and _of(seat, department):
            for chat in seats.chats_of(session, seat, now):
                owed.show_card(
                    session, opening.CARD, subject=f"seat:{seat.id}", chat_id=chat, now=now, order_id=order.id
                )


def _of(seat: ApprovalSeat, department: str) -> bool:
    return seat.asked_of.partition(".")[0] == department


def ask_stand_in(
    session: Session, house: House, seat_id: int, person_id: int | None, actor_id: int, now: datetime, *,
    but: int | None = None,
) -> None:  # fmt: skip
    """A seat that was somebody's is asked of another, who has no other seat of that level."""
    order, approval, seat = locked(session, seat_id)
    if approval.state != ApprovalState.OPEN.value or seat.closed_at is not None:
        return  # answered while this waited for the order
    away = {one for one in (*seats.applied(order, approval), person_id, but) if one is not None}
    office = seat.asked_of if seat.person_id is None else seat.department
    away |= taken(session, order, approval, seat)
    seat.asked_of, seat.person_id = seats.answerable(session, house.book, office, away)
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="seat_handed_over", now=now, actor_id=actor_id, for_id=person_id,
        after={"approval": approval.id, "seat": seat.asked_of, "person": seat.person_id},
    )  # fmt: skip
    if seat.state == SeatState.OPEN.value:
        opening.show(session, order, seat, now)
    owed.refresh_cards(session, order_id=order.id, now=now)


def taken(session: Session, order: Order, approval: Approval, seat: ApprovalSeat) -> set[int]:
    """Who speaks for another seat of the level already, or alone can: nobody has two votes in one level."""
    beside = [one for one in opening.seats_of(session, approval, seat.level) if one.id != seat.id]
    voted = select(Vote.person_id).where(
        Vote.approval_id == approval.id, Vote.level == seat.level, Vote.turn == seat.turn
    )
    found = set(session.scalars(voted))
    for one in beside:
        if one.person_id is not None and one.state != SeatState.PASSED_ON.value:
            found.add(one.person_id)
        elif one.state in UNHEARD and len(able := _able(session, one, order)) == 1:
            found |= able
    return found


def _unheard(session: Session, order: Order | None = None) -> Sequence[tuple[ApprovalSeat, Order]]:
    query = (
        select(ApprovalSeat, Order)
        .join(Approval, Approval.id == ApprovalSeat.approval_id)
        .join(Order, Order.id == Approval.order_id)
        .where(Approval.state == ApprovalState.OPEN.value, ApprovalSeat.state.in_(UNHEARD))
        .order_by(ApprovalSeat.id)
    )
    if order is not None:
        query = query.where(Order.id == order.id)
    return [(seat, its) for seat, its in session.execute(query)]


def _able(session: Session, seat: ApprovalSeat, order: Order) -> set[int]:
    """Who may answer a seat in their own right."""
    own = seats.applicants(session, order, seat)
    if seat.person_id is None:
        return {person.id for person in seats.eligible(session, seat.asked_of, own)}
    return {seat.person_id} - own if session.get_one(Person, seat.person_id).active else set()
