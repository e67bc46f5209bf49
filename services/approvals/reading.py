"""An approval as cards show it: seats with who answered, in the order of asking."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.orm import Session, aliased

from db.models import Approval, ApprovalLevel, ApprovalSeat, History, Person, Vote
from domain.approvals import ApprovalState, Decision, Joining, SeatState, Verdict
from domain.process.names import Mode
from services import people
from services.approvals import opening
from services.errors import NotFound


@dataclass(frozen=True, slots=True)
class SeatView:
    """One seat, and the vote that answered it."""

    id: int
    level: int
    department: str
    asked_of: str
    person: str
    """The one who is asked in person; empty where it is an office."""
    ask: Mapping[str, str]
    because: tuple[str, ...]
    promises: bool
    joining: Joining
    asked_by: str
    state: SeatState
    opened_at: datetime | None
    vote_id: int | None
    verdict: Verdict | None
    voted_by: str
    voted_for: str
    """代理: in whose place."""
    voted_at: datetime | None
    comment: str | None
    condition: str | None
    assessment: Mapping[str, Any]
    promised_on: date | None
    repeats: bool
    """上一级已同意: the same person agreed a level before, and was not asked again."""


@dataclass(frozen=True, slots=True)
class Back:
    """退回 to an earlier level: by whom, why, when."""

    who: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """One approval with all seats whose votes count."""

    id: int
    order_id: int
    about: Decision
    round: int
    revision: int
    state: ApprovalState
    level: int
    levels: Mapping[int, tuple[Mode, int | None]]
    findings: tuple[tuple[str, Mapping[str, Any]], ...]
    seats: tuple[SeatView, ...]
    reason: str | None
    field: str | None
    opened_by: str
    closed_by: str
    opened_at: datetime
    closed_at: datetime | None
    facts: Mapping[str, Any]
    back: Back | None
    before: Mapping[str, Any] | None
    """The facts of the approval before this one, which a completed order (退回补充) was judged by."""

    def seat(self, seat_id: int) -> SeatView:
        """The seat with this id."""
        return next(seat for seat in self.seats if seat.id == seat_id)

    @property
    def mode(self) -> Mode:
        """How the present level decides."""
        return self.levels[self.level][0]

    @property
    def waiting(self) -> tuple[SeatView, ...]:
        """Seats that are asked now."""
        return tuple(seat for seat in self.seats if seat.state is SeatState.OPEN)


# Asked for every card: built once, which is most of what asking costs.
_ORDER, _APPROVAL = bindparam("order_id", type_=BigInteger()), bindparam("approval_id", type_=BigInteger())
_ITS = select(Approval).where(Approval.order_id == _ORDER, Approval.kind == bindparam("kind"))
_LAST = _ITS.order_by(Approval.id.desc()).limit(1)
_ALL = _ITS.order_by(Approval.id)
_ANY_VOTE = (
    select(Vote.id)
    .join(Approval, Approval.id == Vote.approval_id)
    .where(Approval.order_id == _ORDER, Approval.kind == Decision.REVIEW.value)
    .limit(1)
)
_LEVELS = select(ApprovalLevel).where(ApprovalLevel.approval_id == _APPROVAL)
_FACTS_BEFORE = (
    select(Approval.facts)
    .where(Approval.order_id == _ORDER, Approval.kind == bindparam("kind"), Approval.id < _APPROVAL)
    .order_by(Approval.id.desc())
    .limit(1)
)
_PRINCIPAL = aliased(Person)
_VOTES = (
    select(Vote, Person.name, _PRINCIPAL.name)
    .join(Person, Person.id == Vote.person_id)
    .outerjoin(_PRINCIPAL, _PRINCIPAL.id == Vote.for_id)
    .where(Vote.seat_id.in_(bindparam("seats", expanding=True)))
)


def of_seat(session: Session, seat_id: int) -> tuple[ApprovalView, SeatView]:
    """The approval that a seat belongs to, and the seat itself, also one of an earlier turn."""
    seat = session.get(ApprovalSeat, seat_id)
    if seat is None:
        raise NotFound(f"seat {seat_id}")
    view = _view(session, session.get_one(Approval, seat.approval_id))
    own = next((one for one in view.seats if one.id == seat_id), None)
    return view, own or _seats(session, (seat,))[0]


def by_id(session: Session, approval_id: int) -> ApprovalView:
    """The approval with this id."""
    approval = session.get(Approval, approval_id)
    if approval is None:
        raise NotFound(f"approval {approval_id}")
    return _view(session, approval)


def seat_row(session: Session, seat_id: int) -> ApprovalSeat:
    """The row of a seat that there is."""
    return session.get_one(ApprovalSeat, seat_id)


def last_of(session: Session, order_id: int, about: Decision = Decision.REVIEW) -> ApprovalView | None:
    """The latest approval of an order; None for one that nobody had to judge."""
    approval = session.scalar(_LAST, {"order_id": order_id, "kind": about.value})
    return None if approval is None else _view(session, approval)


def was_judged(session: Session, order_id: int) -> bool:
    """Whether somebody has answered about it, in whatever round."""
    return session.scalar(_ANY_VOTE, {"order_id": order_id}) is not None


def all_of(session: Session, order_id: int, about: Decision = Decision.REVIEW) -> tuple[ApprovalView, ...]:
    """Every approval of an order, the first one first."""
    found = session.scalars(_ALL, {"order_id": order_id, "kind": about.value})
    return tuple(_view(session, approval) for approval in found)


def voted_before(session: Session, approval_id: int) -> tuple[SeatView, ...]:
    """Seats of turns that a 退回 to an earlier level ended: their votes count no more, but were given."""
    counted = {seat.id for seat in opening.seats_of(session, session.get_one(Approval, approval_id))}
    rows = session.scalars(
        select(ApprovalSeat)
        .where(ApprovalSeat.approval_id == approval_id)
        .order_by(ApprovalSeat.turn, ApprovalSeat.level, ApprovalSeat.position, ApprovalSeat.id)
    )
    return _seats(session, [row for row in rows if row.id not in counted])


def _view(session: Session, approval: Approval) -> ApprovalView:
    rows = opening.seats_of(session, approval)
    levels = session.scalars(_LEVELS, {"approval_id": approval.id})
    own = {"order_id": approval.order_id, "kind": approval.kind, "approval_id": approval.id}
    before = session.scalar(_FACTS_BEFORE, own) if approval.round > 1 else None
    return ApprovalView(
        id=approval.id,
        order_id=approval.order_id,
        about=Decision(approval.kind),
        round=approval.round,
        revision=approval.revision,
        state=ApprovalState(approval.state),
        level=approval.level,
        levels={row.position: (Mode(row.mode), row.needed) for row in levels},
        findings=tuple((key, facts) for key, facts in approval.findings),
        seats=_seats(session, rows),
        reason=approval.reason,
        field=approval.field,
        opened_by=people.name_of(session, approval.opened_by),
        closed_by=people.name_of(session, approval.closed_by),
        opened_at=approval.opened_at,
        closed_at=approval.closed_at,
        facts=approval.facts,
        back=_back(session, approval) if approval.turn > 1 else None,
        before=before,
    )


def _back(session: Session, approval: Approval) -> Back | None:
    """The last time that it was sent back to an earlier level."""
    rows = session.scalars(
        select(History)
        .where(History.subject == f"order:{approval.order_id}", History.action == "review_back")
        .order_by(History.seq.desc())
    )
    for row in rows:
        after = json.loads(row.entry)["after"]
        if after["approval"] == approval.id:
            return Back(people.name_of(session, row.actor_id), str(after["words"]), row.at)
    return None


def _seats(session: Session, rows: Sequence[ApprovalSeat]) -> tuple[SeatView, ...]:
    found = session.execute(_VOTES, {"seats": [row.id for row in rows]})
    votes = {vote.seat_id: (vote, by, for_name) for vote, by, for_name in found}
    return tuple(_seat(session, row, *votes.get(row.id, (None, "", None))) for row in rows)


def _seat(session: Session, row: ApprovalSeat, vote: Vote | None, by: str, for_name: str | None) -> SeatView:
    return SeatView(
        id=row.id,
        level=row.level,
        department=row.department,
        asked_of=row.asked_of,
        person=people.name_of(session, row.person_id),
        ask=row.ask,
        because=tuple(row.because),
        promises=row.promises,
        joining=Joining(row.joining),
        asked_by=people.name_of(session, row.asked_by),
        state=SeatState(row.state),
        opened_at=row.opened_at,
        vote_id=vote.id if vote else None,
        verdict=Verdict(vote.verdict) if vote else None,
        voted_by=by,
        voted_for=for_name or "",
        voted_at=vote.at if vote else None,
        comment=vote.comment if vote else None,
        condition=vote.condition if vote else None,
        assessment=vote.assessment if vote else {},
        promised_on=vote.promised_on if vote else None,
        repeats=vote.repeats if vote else False,
    )
