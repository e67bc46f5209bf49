"""A vote, and what follows from it: under the order's lock, checked, counted and carried out in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Approval, ApprovalLevel, ApprovalSeat, Order, Person, Vote
from domain.approvals import ApprovalState, Outcome, SeatState, Verdict, outcome
from domain.gates import Refusal
from domain.process.names import Mode
from services import history, owed, people
from services.approvals import assessing, conditions, decisions, opening, repeated, seats
from services.approvals.conditions import Condition
from services.approvals.decisions import Ended
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused, Stale
from services.house import House
from services.locking import lock_order, touch
from services.people import PersonFacts


@dataclass(frozen=True, slots=True)
class Ballot:
    """What somebody answers."""

    verdict: Verdict
    comment: str | None = None
    """Of a rejection or 退回补充 the reason, without which it is none."""
    condition: Condition | None = None
    assessment: dict[str, Any] = field(default_factory=dict[str, Any])
    """Capability rating (技术, 资源, 市场), risks, expected benefit, suggestions."""
    promised_on: date | None = None
    field: str | None = None
    """Of 退回补充: the field that is to be completed."""


@dataclass(frozen=True, slots=True)
class Voted:
    """A vote that counts, and what has become of the approval."""

    vote_id: int
    order_id: int
    state: ApprovalState
    for_id: int | None


def vote(session: Session, house: House, actor: PersonFacts, seat_id: int, ballot: Ballot, now: datetime) -> Voted:
    """Count one vote.

    Raises:
        NotAllowed: it is not this person's to decide, or they have a vote in this level already.
        AlreadyDone: the seat, or all of the approval, was decided; with who and when.
        Stale: the order has another revision, or other facts, than those that were shown.
        Refused: a rejection without a reason.
    """
    order, approval, seat = locked(session, seat_id, actor)
    right = seats.standing(session, seat, order, actor, now)
    require_open(session, order, approval, seat)
    _require_whole(house, approval, ballot)
    row = Vote(
        approval_id=approval.id, seat_id=seat.id, level=seat.level, turn=seat.turn, person_id=actor.id,
        for_id=right.for_id, verdict=ballot.verdict.value, revision=approval.revision, facts_hash=approval.facts_hash,
        comment=ballot.comment, condition=ballot.condition.words if ballot.condition else None,
        assessment=ballot.assessment or assessing.kept(session, seat.id, actor.id), promised_on=ballot.promised_on, at=now,
    )  # fmt: skip
    _require_first(session, approval, seat, actor)
    session.add(row)
    seat.state, seat.closed_at = SeatState.VOTED.value, now
    touch(order, now)
    session.flush()
    if ballot.condition is not None:
        conditions.keep(session, order, seat, row, ballot.condition, now)
    history.record(
        session, subject=f"order:{order.id}", action="voted", now=now, actor_id=actor.id, for_id=right.for_id,
        after={"approval": approval.id, "seat": seat.asked_of, "verdict": row.verdict, "revision": row.revision,
               "facts": row.facts_hash, "comment": row.comment, "condition": row.condition,
               "assessment": row.assessment, "promised_on": str(row.promised_on) if row.promised_on else None},
    )  # fmt: skip
    if ballot.verdict is Verdict.SEND_BACK:
        close(
            session,
            house,
            order,
            approval,
            ApprovalState.SENT_BACK,
            actor,
            now,
            reason=ballot.comment,
            field=ballot.field,
        )
    else:
        settle(session, house, order, approval, actor, now)
    session.flush()
    owed.refresh_cards(session, order_id=order.id, now=now)
    return Voted(row.id, order.id, ApprovalState(approval.state), right.for_id)


# ── what must hold ─────────────────────────────────────────────────────────────────────────


def locked(session: Session, seat_id: int, actor: PersonFacts | None = None) -> tuple[Order, Approval, ApprovalSeat]:
    """A seat with its approval and its order, the order locked first and all read after that.

    Whoever acts is held before the order is, in the order in which somebody is removed: neither waits for the other.
    """
    if actor is not None:
        people.held(session, actor.id)
    order_id = session.scalar(
        select(Approval.order_id).join(ApprovalSeat, ApprovalSeat.approval_id == Approval.id).where(
            ApprovalSeat.id == seat_id
        )
    )  # fmt: skip
    if order_id is None:
        raise NotFound(f"seat {seat_id}")
    order = lock_order(session, order_id)
    seat = session.get_one(ApprovalSeat, seat_id, populate_existing=True)
    approval = session.get_one(Approval, seat.approval_id, populate_existing=True)
    return order, approval, seat


def require_open(session: Session, order: Order, approval: Approval, seat: ApprovalSeat) -> None:
    """The seat is still asked, about the very facts that were shown."""
    if approval.state == ApprovalState.OPEN.value and (
        approval.revision != order.revision or approval.facts_hash != decisions.of(approval).facts_now(order, approval)
    ):
        raise Stale(f"approval {approval.id} is about another revision")
    if approval.state == ApprovalState.SUPERSEDED.value:
        raise Stale(f"approval {approval.id} is {approval.state}")
    if approval.state != ApprovalState.OPEN.value or seat.state != SeatState.OPEN.value or seat.turn != approval.turn:
        raise decided(session, approval, seat)


def decided(session: Session, approval: Approval, seat: ApprovalSeat) -> AlreadyDone:
    """Who was first: at this seat, or for all of it."""
    own = session.execute(
        select(Person.name, Vote.at).join(Person, Person.id == Vote.person_id).where(Vote.seat_id == seat.id)
    ).first()
    if own is not None:
        return AlreadyDone(own[0], own[1])
    closer = session.get(Person, approval.closed_by) if approval.closed_by else None
    return AlreadyDone(closer.name if closer else None, approval.closed_at or seat.closed_at)


def _require_whole(house: House, approval: Approval, ballot: Ballot) -> None:
    if ballot.verdict not in decisions.of(approval).takes:
        raise NotAllowed("not_for_this")
    if ballot.verdict in (Verdict.REJECT, Verdict.SEND_BACK) and not (ballot.comment or "").strip():
        raise Refused((Refusal("reason_missing", house.book.roles.sales),))
    if ballot.verdict is Verdict.CONDITIONAL and ballot.condition is None:
        raise Refused((Refusal("condition_unsaid", house.book.roles.sales),))


def _require_first(session: Session, approval: Approval, seat: ApprovalSeat, actor: PersonFacts) -> None:
    """Nobody has two votes in one level, whatever seats they could speak for. NotAllowed for a second one."""
    before = session.scalar(
        select(Vote.id).where(
            Vote.approval_id == approval.id, Vote.level == seat.level, Vote.turn == seat.turn,
            Vote.person_id == actor.id,
        )
    )  # fmt: skip
    if before is not None:
        raise NotAllowed("voted_here")


# ── what follows ───────────────────────────────────────────────────────────────────────────


def settle(session: Session, house: House, order: Order, approval: Approval, actor: PersonFacts, now: datetime) -> None:
    """Count the level; ask the next one, or carry out what was decided."""
    level = opening.level_of(session, approval)
    asked = opening.seats_of(session, approval, approval.level)
    result = outcome(Mode(level.mode), level.needed, opening.as_seen(session, asked))
    if result is Outcome.OPEN and repeated.count(session, order, approval, now):
        settle(session, house, order, approval, actor, now)
        return
    if result is Outcome.OPEN:
        opening.ask(session, order, approval, now)
        return
    _let_go(asked, now)
    if result is Outcome.REFUSED:
        reason = session.scalar(
            select(Vote.comment).where(Vote.approval_id == approval.id, Vote.verdict == Verdict.REJECT.value)
            .order_by(Vote.id.desc())
        )  # fmt: skip
        close(session, house, order, approval, ApprovalState.REJECTED, actor, now, reason=reason)
        return
    last = session.scalar(
        select(func.max(ApprovalLevel.position)).where(ApprovalLevel.approval_id == approval.id)
    )  # fmt: skip
    if approval.level < (last or 0):
        approval.level += 1
        session.flush()
        settle(session, house, order, approval, actor, now)  # a level of seats that were all passed over is through
        return
    close(session, house, order, approval, ApprovalState.APPROVED, actor, now)


def _let_go(asked: Any, now: datetime) -> None:
    """The level is decided: whoever was not heard is asked no more."""
    for seat in asked:
        if seat.state in (SeatState.OPEN.value, SeatState.WAITING.value):
            seat.state, seat.closed_at = SeatState.NOT_NEEDED.value, now


def close(
    session: Session, house: House, order: Order, approval: Approval, state: ApprovalState, actor: PersonFacts,
    now: datetime, *, reason: str | None = None, field: str | None = None,
) -> None:  # fmt: skip
    """The approval is over: nothing of it can be pressed any more, and what it decided is carried out."""
    _let_go(opening.seats_of(session, approval), now)
    approval.state, approval.closed_by, approval.closed_at = state.value, actor.id, now
    approval.reason, approval.field = reason, field
    session.flush()
    counted = [seat.id for seat in opening.seats_of(session, approval)] if state is ApprovalState.APPROVED else []
    conditions.take_effect(session, approval, counted, now)
    history.record(
        session, subject=f"order:{order.id}", action=f"{approval.kind}_{state.value}", now=now, actor_id=actor.id,
        for_id=order.sales_id, after={"approval": approval.id, "revision": approval.revision, "reason": reason},
    )  # fmt: skip
    decisions.of(approval).ended(Ended(session, house, order, approval, state, actor, now, tuple(counted)))
    if state is ApprovalState.APPROVED:
        conditions.show(session, order, now)
