"""I7 and I8: whose votes count, and that what was approved was approved by them. Asked through `services.invariants`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from db.models import Approval, ApprovalLevel, ApprovalSeat, Delegation, Order, Vote
from domain.approvals import ApprovalState, Decision, Outcome, Seat, SeatState, Verdict, outcome
from domain.life import State
from domain.process.names import Mode
from services.approvals.facts import digest as hash_of
from services.approvals.facts import voted_on
from services.approvals.opening import held_by
from services.approvals.seats import DEEPEST
from services.invariants_of_changes import as_voted_on
from services.who_was_who import WhoWasWho

OPEN, APPROVED, VOTED = ApprovalState.OPEN.value, ApprovalState.APPROVED.value, SeatState.VOTED.value
_BEFORE = (State.SCREENING.value, State.REVIEW.value, State.RETURNED.value)
_ENDED_BY_REVIEW = (State.REJECTED.value, State.WITHDRAWN.value, State.CANCELLED.value)


def votes(session: Session, _now: datetime) -> Iterator[str]:
    """Every vote is one person's first in its level, not the applicant's, on the facts that were asked, and in time.

    It was given by somebody who held the office then, or in the place of such a one; whoever holds it now is no matter.
    """
    query = (
        select(Vote, Approval, ApprovalSeat, Order)
        .join(Approval, Approval.id == Vote.approval_id)
        .join(ApprovalSeat, ApprovalSeat.id == Vote.seat_id)
        .join(Order, Order.id == Approval.order_id)
        .order_by(Vote.id)
    )
    given: set[tuple[int, int, int, int]] = set()
    deputies, then = _deputies(session), WhoWasWho(session)
    for vote, approval, seat, order in session.execute(query.execution_options(yield_per=500)):
        one = (vote.approval_id, vote.level, vote.turn, vote.person_id)
        for wrong in (*_wrong(vote, approval, seat), *_by_another(then, vote, seat, approval, order)):
            yield f"vote {vote.id} on {order.number}: {wrong}"
        if one in given:
            yield f"vote {vote.id} on {order.number}: it is the same person's second"
        if vote.for_id is not None and not _stands_in(deputies, vote.person_id, vote.for_id, vote.at):
            yield f"vote {vote.id} on {order.number}: nobody had put this deputy in that place"
        given.add(one)
    unheard = select(ApprovalSeat.id).where(
        ApprovalSeat.state == VOTED, ~exists().where(Vote.seat_id == ApprovalSeat.id)
    )
    yield from (f"seat {number} is said to have voted and has no vote" for number in session.scalars(unheard))


def _by_another(then: WhoWasWho, vote: Vote, seat: ApprovalSeat, approval: Approval, order: Order) -> Iterator[str]:
    if {vote.person_id, vote.for_id} & {*then.sold_by(order, vote.at), order.filed_by, approval.opened_by}:
        yield "it is the applicant's own, or in the applicant's place"
    principal = vote.for_id or vote.person_id
    if not (then.was_here(vote.person_id, vote.at) and then.was_here(principal, vote.at)):
        yield "it is of somebody who was not in the company"
    elif seat.person_id is None and not then.speaks_for(seat.asked_of, principal, vote.at):
        yield "it is of somebody who did not speak for this office then"


def _wrong(vote: Vote, approval: Approval, seat: ApprovalSeat) -> Iterator[str]:
    if (vote.revision, vote.facts_hash) != (approval.revision, approval.facts_hash):
        yield "it was given on another revision"
    if vote.at < approval.opened_at or (approval.closed_at is not None and vote.at > approval.closed_at):
        yield "it was given while nothing was asked"
    if (seat.approval_id, seat.level, seat.turn, seat.state) != (vote.approval_id, vote.level, vote.turn, VOTED):
        yield "it was given at another seat"
    if seat.person_id is not None and seat.person_id != (vote.for_id or vote.person_id):
        yield "it is not the person's who was asked"


_Deputies = dict[int, list[Delegation]]


def _deputies(session: Session) -> _Deputies:
    """By deputy, whom they stood in for and when."""
    found: _Deputies = defaultdict(list)
    for row in session.scalars(select(Delegation)):
        found[row.to_id].append(row)
    return found


def _stands_in(deputies: _Deputies, person: int, principal: int, at: datetime) -> bool:
    ring = {person}
    for _step in range(DEEPEST):
        rows = [row for one in ring for row in deputies.get(one, ())]
        ring = {
            row.from_id for row in rows
            if row.begins_at <= at < row.ends_at and (row.ended_at is None or at < row.ended_at)
        }  # fmt: skip
        if principal in ring:
            return True
    return False


def approvals(session: Session, _now: datetime) -> Iterator[str]:
    """What is approved was carried by enough votes in every level, and is what stands in the order."""
    yield from _carried(session)
    yield from _unchanged(session)
    yield from _in_step(session)


def _carried(session: Session) -> Iterator[str]:
    modes = {
        (row.approval_id, row.position): (Mode(row.mode), row.needed)
        for row in session.execute(
            select(ApprovalLevel.approval_id, ApprovalLevel.position, ApprovalLevel.mode, ApprovalLevel.needed)
            .join(Approval, Approval.id == ApprovalLevel.approval_id)
            .where(Approval.state == APPROVED)
        )
    }
    seats = (
        select(ApprovalSeat, Vote.verdict)
        .join(Approval, Approval.id == ApprovalSeat.approval_id)
        .outerjoin(Vote, Vote.seat_id == ApprovalSeat.id)
        .where(Approval.state == APPROVED)
        .order_by(ApprovalSeat.approval_id, ApprovalSeat.level, ApprovalSeat.turn, ApprovalSeat.id)
    )
    heard: dict[tuple[int, int], tuple[int, list[Seat]]] = {}
    known: dict[int, ApprovalSeat] = {}
    for seat, said in session.execute(seats):
        known[seat.id] = seat
        turn, before = heard.get((seat.approval_id, seat.level), (seat.turn, []))
        if seat.turn > turn:  # it was sent back to this level: what was said before counts no more
            before = []
        verdict = Verdict(said) if said is not None else None
        before.append(Seat(SeatState(seat.state), verdict, held_by(seat, known)))
        heard[seat.approval_id, seat.level] = (seat.turn, before)
    for (approval, level), (mode, needed) in sorted(modes.items()):
        _turn, asked = heard.get((approval, level), (1, []))
        asked_at_all = any(seat.state is not SeatState.PASSED_ON for seat in asked)
        if asked_at_all and outcome(mode, needed, asked) is not Outcome.CARRIED:
            yield f"approval {approval} is approved, its level {level} is not carried"


def _unchanged(session: Session) -> Iterator[str]:
    query = select(Order, Approval.facts_hash).join(Approval, Approval.order_id == Order.id).where(
        Approval.state == APPROVED, Approval.revision == Order.revision, Approval.kind == Decision.REVIEW.value
    )  # fmt: skip
    for order, digest in session.execute(query.order_by(Order.id)):
        if hash_of(voted_on(order, as_voted_on(session, order))) != digest:
            yield f"{order.number} is not what was approved"


def _in_step(session: Session) -> Iterator[str]:
    """An order is in review exactly while it is asked about, and goes on only where the last answer was yes."""
    asked = exists().where(
        Approval.order_id == Order.id, Approval.state == OPEN, Approval.kind == Decision.REVIEW.value
    )
    out_of_step = or_((Order.state == State.REVIEW.value) & ~asked, (Order.state != State.REVIEW.value) & asked)
    for number in session.scalars(select(Order.number).where(out_of_step).order_by(Order.id)):
        yield f"{number} is in review and nobody is asked, or is asked about and not in review"
    last: dict[int, tuple[str, str]] = {}
    gone_on = Order.state.not_in((*_BEFORE, *_ENDED_BY_REVIEW))
    rows = (
        select(Order.id, Order.number, Approval.state)
        .join(Approval, Approval.order_id == Order.id)
        .where(gone_on, Approval.kind == Decision.REVIEW.value)
        .order_by(Approval.id)
    )
    for row in session.execute(rows):
        last[row.id] = (row.number, row.state)
    for number, state in last.values():
        if state not in (APPROVED, OPEN):
            yield f"{number} went on although its review ended as {state}"
