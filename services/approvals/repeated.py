"""The same person in levels that follow each other is not asked twice; where somebody else came between, again.

Only where the next seat is an office or a person, which the voter of the level just before holds alone: a whole
department is asked anew, and so is whoever was asked by name (转交, 加签) or promises a day.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Approval, ApprovalSeat, Order, Person, Vote
from domain.approvals import CONSENTS, Joining, SeatState, Verdict, opened
from domain.process.names import Mode
from services import history
from services.approvals import opening, seats
from services.people import PersonFacts, person_facts


def count(session: Session, order: Order, approval: Approval, now: datetime) -> bool:
    """Answer the seats whose turn has come and whose person has just agreed in the level before. True where one was."""
    if approval.level == 1:
        return False
    asked = opening.seats_of(session, approval, approval.level)
    turn_now = opened(Mode(opening.level_of(session, approval).mode), opening.as_seen(session, asked))
    voters = _voters(session, approval)
    for seat, will_be in zip(asked, turn_now, strict=True):
        if seat.state != SeatState.WAITING.value or will_be.state is not SeatState.OPEN:
            continue
        voter = _same(session, order, approval, seat, voters)
        if voter is not None:
            _answer(session, order, approval, seat, voter, now)
            return True
    return False


def _voters(session: Session, approval: Approval) -> list[PersonFacts]:
    """Who agreed, for themselves, in the level just before."""
    rows = session.scalars(
        select(Person)
        .join(Vote, Vote.person_id == Person.id)
        .where(
            Vote.approval_id == approval.id, Vote.level == approval.level - 1, Vote.turn == approval.turn,
            Vote.for_id.is_(None), Vote.verdict.in_([verdict.value for verdict in CONSENTS]),
        )
        .order_by(Vote.id)
    )  # fmt: skip
    return [person_facts(row) for row in rows if row.active]


def _same(
    session: Session, order: Order, approval: Approval, seat: ApprovalSeat, voters: list[PersonFacts]
) -> PersonFacts | None:
    one_person = seat.person_id is not None or "." in seat.asked_of
    if not one_person or seat.joining != Joining.TEAM.value or seat.promises:
        return None
    here = set(
        session.scalars(
            select(Vote.person_id).where(
                Vote.approval_id == approval.id, Vote.level == seat.level, Vote.turn == seat.turn
            )
        )
    )
    allowed = [one for one in voters if one.id not in here and one.id not in seats.applied(order, approval)]
    return next((one for one in allowed if seats.speaks_for(session, seat, one)), None)


def _answer(
    session: Session, order: Order, approval: Approval, seat: ApprovalSeat, voter: PersonFacts, now: datetime
) -> None:
    """A vote of its own, which says that it repeats the one before."""
    session.add(
        Vote(
            approval_id=approval.id, seat_id=seat.id, level=seat.level, turn=seat.turn, person_id=voter.id,
            verdict=Verdict.APPROVE.value, revision=approval.revision, facts_hash=approval.facts_hash, assessment={},
            repeats=True, at=now,
        )
    )  # fmt: skip
    session.flush()
    seat.state, seat.closed_at = SeatState.VOTED.value, now
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="voted", now=now, actor_id=voter.id,
        after={"approval": approval.id, "seat": seat.asked_of, "verdict": Verdict.APPROVE.value,
               "revision": approval.revision, "facts": approval.facts_hash, "repeats": True},
    )  # fmt: skip
