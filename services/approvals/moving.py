"""An approval that takes another way: passed on, more people asked, back to an earlier level, withdrawn, overtaken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db.models import Approval, ApprovalLevel, ApprovalSeat, Order, Person
from domain.approvals import ApprovalState, Decision, Joining, SeatState
from domain.gates import Refusal
from domain.life import MOVES, State
from domain.process.names import Mode
from services import history, owed
from services.approvals import opening, reassigning, seats
from services.approvals.voting import close, locked, require_open
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused
from services.house import House
from services.locking import lock_order, touch
from services.people import PersonFacts, person_facts

_ASKED_ANEW: Final = (Joining.TEAM.value, Joining.AFTER.value)
"""Who is heard again after 退回; whom somebody else wanted to hear in the same level they may ask again."""
MOST_SEATS: Final = 20
"""Of one level: more opinions than this are a meeting."""


def pass_on(
    session: Session, house: House, actor: PersonFacts, seat_id: int, person_id: int, now: datetime, *,
    reason: str | None = None,
) -> ApprovalSeat:  # fmt: skip
    """转交: somebody else answers for the seat. Never the one whose order it is, and never back in a circle."""
    order, approval, seat = locked(session, seat_id, actor)
    seats.standing(session, seat, order, actor, now)
    require_open(session, order, approval, seat)
    person = _colleague(session, order, approval, person_id)
    if person.id == actor.id or person.id in _held_before(session, seat):
        raise NotAllowed("passed_in_circle", who=person.name)
    _require_not_asked(session, order, approval, seat, person)
    heir = _new_seat(session, approval, seat, person, actor, Joining.PASSED_ON, seat.level)
    heir.because, heir.ask, heir.promises, heir.position = seat.because, seat.ask, seat.promises, seat.position
    seat.state, seat.closed_at = SeatState.PASSED_ON.value, now
    _inherit(session, seat, heir)
    session.flush()
    _note(session, order, approval, "seat_passed_on", actor, person, reason, now)
    opening.ask(session, order, approval, now)
    return heir


def add_seat(
    session: Session, house: House, actor: PersonFacts, seat_id: int, person_id: int, how: Joining, now: datetime, *,
    question: str,
) -> ApprovalSeat:  # fmt: skip
    """加签: one more opinion, before the one who asks for it, beside, or after. 票数 needs as many consents as before."""
    order, approval, seat = locked(session, seat_id, actor)
    seats.standing(session, seat, order, actor, now)
    require_open(session, order, approval, seat)
    person = _colleague(session, order, approval, person_id)
    if person.id == actor.id:
        raise NotAllowed("already_asked", who=person.name)
    if how is not Joining.AFTER:
        _require_not_asked(session, order, approval, seat, person)
    level = _level_after(session, approval, seat.level) if how is Joining.AFTER else seat.level
    added = _new_seat(session, approval, seat, person, actor, how, level)
    added.ask = dict.fromkeys(seat.ask, question)
    if how is Joining.BEFORE:
        seat.state, seat.opened_at = SeatState.WAITING.value, None
    session.flush()
    _note(session, order, approval, f"seat_added_{how.value}", actor, person, question, now)
    opening.ask(session, order, approval, now)
    return added


def back_to_level(
    session: Session, house: House, actor: PersonFacts, seat_id: int, level: int, reason: str, now: datetime
) -> None:
    """退回 to an earlier level: it and all after it are asked anew; what was voted there counts no more."""
    order, approval, seat = locked(session, seat_id, actor)
    seats.standing(session, seat, order, actor, now)
    require_open(session, order, approval, seat)
    if not reason.strip():
        raise Refused((Refusal("reason_missing", house.book.roles.sales),))
    if not 1 <= level < approval.level:
        raise NotFound(f"level {level} of approval {approval.id}")
    before = opening.seats_of(session, approval)
    for old in before:
        if old.state in (SeatState.OPEN.value, SeatState.WAITING.value):
            old.state, old.closed_at = SeatState.NOT_NEEDED.value, now
    approval.turn, approval.level = approval.turn + 1, level
    for old in before:
        if old.level >= level and old.joining in _ASKED_ANEW:
            session.add(
                ApprovalSeat(
                    approval_id=approval.id, level=old.level, turn=approval.turn, position=old.position,
                    department=old.department, asked_of=old.asked_of, person_id=old.person_id, because=old.because,
                    ask=old.ask, promises=old.promises, joining=old.joining, of_seat=old.of_seat, asked_by=old.asked_by,
                    state=SeatState.WAITING.value,
                )
            )  # fmt: skip
    session.flush()
    reassigning.ask_where_nobody_can(session, house, actor.id, now, order=order)
    _note(session, order, approval, "review_back", actor, None, reason, now, level=level)
    opening.ask(session, order, approval, now)


def withdraw(session: Session, house: House, actor: PersonFacts, order_id: int, reason: str, now: datetime) -> Order:
    """撤回: whoever filed the order takes it back while it is judged, or was sent back to them. With a reason."""
    order = require_withdrawable(session, actor, order_id)
    if not reason.strip():
        raise Refused((Refusal("reason_missing", house.book.roles.sales),))
    approval = open_of(session, order.id) or last_of(session, order.id)
    if approval is None:
        raise AlreadyDone()
    close(session, house, order, approval, ApprovalState.WITHDRAWN, actor, now, reason=reason)
    owed.refresh_cards(session, order_id=order.id, now=now)
    return order


def supersede(session: Session, house: House, order: Order, actor: PersonFacts, now: datetime) -> None:
    """The order gets another revision: what was asked about the old one is asked no more."""
    for approval in _open_ones(session, order.id):
        close(session, house, order, approval, ApprovalState.SUPERSEDED, actor, now)


def require_withdrawable(session: Session, actor: PersonFacts, order_id: int) -> Order:
    """The order, locked, where this person may take it back now."""
    order = lock_order(session, order_id)
    if actor.id not in seats.owners(order):
        raise NotAllowed("not_your_order")
    if State(order.state) not in MOVES["withdraw"].before:
        raise NotAllowed("not_to_withdraw", number=order.number)
    return order


def last_of(session: Session, order_id: int, about: Decision = Decision.REVIEW) -> Approval | None:
    """The latest approval of an order, over or not."""
    its = select(Approval).where(Approval.order_id == order_id, Approval.kind == about.value)
    return session.scalar(its.order_by(Approval.id.desc()).limit(1))


def open_of(session: Session, order_id: int, about: Decision = Decision.REVIEW) -> Approval | None:
    """The approval of an order that is open, if there is one."""
    return next((one for one in _open_ones(session, order_id) if one.kind == about.value), None)


def open_seats(session: Session, order_id: int) -> list[ApprovalSeat]:
    """The seats of an order that are asked now, in the order of asking, whatever they are to decide."""
    return [
        seat
        for approval in _open_ones(session, order_id)
        for seat in opening.seats_of(session, approval, approval.level)
        if seat.state == SeatState.OPEN.value
    ]


def _open_ones(session: Session, order_id: int) -> Sequence[Approval]:
    its = select(Approval).where(Approval.order_id == order_id, Approval.state == ApprovalState.OPEN.value)
    return session.scalars(its.order_by(Approval.id)).all()


# ── small parts ────────────────────────────────────────────────────────────────────────────


def _colleague(session: Session, order: Order, approval: Approval, person_id: int) -> PersonFacts:
    person = session.get(Person, person_id)
    if person is None or not person.active:
        raise NotFound(f"person {person_id}")
    if person.id in seats.applied(order, approval):
        raise NotAllowed("own_order")
    return person_facts(person)


def _held_before(session: Session, seat: ApprovalSeat) -> set[int]:
    """Who had the seat before it came here by 转交."""
    held: set[int] = set()
    row: ApprovalSeat | None = seat
    while row is not None and row.joining == Joining.PASSED_ON.value:
        held |= {row.asked_by} if row.asked_by else set()
        row = session.get(ApprovalSeat, row.of_seat) if row.of_seat else None
    return held


def _require_not_asked(
    session: Session, order: Order, approval: Approval, seat: ApprovalSeat, person: PersonFacts
) -> None:
    """Nobody sits twice in one level: one of the two seats would wait for ever."""
    there = opening.seats_of(session, approval, seat.level)
    if len(there) >= MOST_SEATS or person.id in reassigning.taken(session, order, approval, seat):
        raise NotAllowed("already_asked", who=person.name)


def _new_seat(
    session: Session, approval: Approval, seat: ApprovalSeat, person: PersonFacts, actor: PersonFacts, how: Joining,
    level: int,
) -> ApprovalSeat:  # fmt: skip
    last = max((one.position for one in opening.seats_of(session, approval, level)), default=0)
    row = ApprovalSeat(
        approval_id=approval.id, level=level, turn=approval.turn, position=last + 1, department=person.department,
        asked_of=person.department, person_id=person.id, because=[], ask={}, promises=False, joining=how.value,
        of_seat=seat.id, asked_by=actor.id, state=SeatState.WAITING.value,
    )  # fmt: skip
    session.add(row)
    return row


def _inherit(session: Session, seat: ApprovalSeat, heir: ApprovalSeat) -> None:
    """Whoever is to be heard before the seat is heard before its heir."""
    session.flush()
    session.execute(
        update(ApprovalSeat)
        .where(ApprovalSeat.of_seat == seat.id, ApprovalSeat.joining == Joining.BEFORE.value)
        .values(of_seat=heir.id)
    )


def _level_after(session: Session, approval: Approval, level: int) -> int:
    """A level of its own behind this one; those that follow move on by one."""
    last = session.scalar(select(func.max(ApprovalLevel.position)).where(ApprovalLevel.approval_id == approval.id)) or 0
    for position in range(last, level, -1):
        row = session.get_one(ApprovalLevel, (approval.id, position))
        mode, needed = row.mode, row.needed
        session.delete(row)
        session.flush()
        session.add(ApprovalLevel(approval_id=approval.id, position=position + 1, mode=mode, needed=needed))
        session.execute(
            update(ApprovalSeat)
            .where(
                ApprovalSeat.approval_id == approval.id,
                ApprovalSeat.level == position,
                ApprovalSeat.turn == approval.turn,  # a vote of a turn before keeps the level that it was given in
            )
            .values(level=position + 1)
            .execution_options(synchronize_session="fetch")
        )
    session.add(ApprovalLevel(approval_id=approval.id, position=level + 1, mode=Mode.ALL.value))
    session.flush()
    return level + 1


def _note(
    session: Session, order: Order, approval: Approval, action: str, actor: PersonFacts, person: PersonFacts | None,
    words: str | None, now: datetime, **facts: object,
) -> None:  # fmt: skip
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action=action, now=now, actor_id=actor.id,
        for_id=person.id if person else None, after={"approval": approval.id, "words": words, **facts},
    )  # fmt: skip
    owed.refresh_cards(session, order_id=order.id, now=now)
