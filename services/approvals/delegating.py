"""代理: one person decides in another's place for a while. What waits moves with it, both ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Approval, ApprovalSeat, Delegation, Order, Person
from domain.approvals import ApprovalState, SeatState
from services import history, owed
from services.approvals import opening
from services.approvals.seats import deputies, live
from services.errors import BotError, NotAllowed, NotFound
from services.house import House
from services.people import PersonFacts

MOST_OPEN = 3
"""Deputies of one person at a time."""


class DelegationRefused(BotError):
    """A delegation that cannot be. `why`: self | circle | past | too_long | many | twice."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class DelegationFacts:
    """Who stands in for whom, and until when."""

    id: int
    from_name: str
    to_name: str
    from_id: int
    to_id: int
    begins_at: datetime
    ends_at: datetime


def delegate(
    session: Session, house: House, actor: PersonFacts, to_id: int, *, begins_at: datetime, ends_at: datetime,
    now: datetime, reason: str | None = None, from_id: int | None = None,
) -> DelegationFacts:  # fmt: skip
    """Let a colleague decide in one's place. An administrator may say it for somebody who is away already."""
    principal = session.get(Person, from_id or actor.id)
    deputy = session.get(Person, to_id)
    if principal is None or deputy is None or not principal.active or not deputy.active:
        raise NotFound(f"person {from_id} {to_id}")
    if principal.id != actor.id and not actor.is_admin:
        raise NotAllowed("not_your_part")
    _require_sensible(session, house, principal, deputy, begins_at, ends_at, now)
    row = Delegation(
        from_id=principal.id, to_id=deputy.id, begins_at=begins_at, ends_at=ends_at, reason=reason, made_by=actor.id,
        made_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    history.record(
        session, subject="company", action="delegated", now=now, actor_id=actor.id, for_id=principal.id,
        after={"delegation": row.id, "to": deputy.id, "from": begins_at.isoformat(), "until": ends_at.isoformat(),
               "reason": reason},
    )  # fmt: skip
    tick(session, now)
    return facts(session, row)


def _require_sensible(
    session: Session, house: House, principal: Person, deputy: Person, begins_at: datetime, ends_at: datetime,
    now: datetime,
) -> None:  # fmt: skip
    if principal.id == deputy.id:
        raise DelegationRefused("self")
    if ends_at <= now or ends_at <= begins_at:
        raise DelegationRefused("past")
    if ends_at - begins_at > timedelta(days=house.book.approval.longest_delegation):
        raise DelegationRefused("too_long")
    mine = of_person(session, principal.id, now)
    if any(row.to_id == deputy.id and row.begins_at < ends_at and begins_at < row.ends_at for row in mine):
        raise DelegationRefused("twice")
    if len(mine) >= MOST_OPEN:
        raise DelegationRefused("many")
    if principal.id in deputies(session, deputy.id, max(begins_at, now)):
        raise DelegationRefused("circle")


def take_back(session: Session, actor: PersonFacts, delegation_id: int, now: datetime) -> DelegationFacts:
    """End a delegation before its time; what waits comes back."""
    row = session.get(Delegation, delegation_id, with_for_update=True)
    if row is None or row.ends_at <= now or row.ended_at is not None:
        raise NotFound(f"delegation {delegation_id}")
    if actor.id != row.from_id and not actor.is_admin:
        raise NotAllowed("not_your_part")
    row.ended_at = now
    session.flush()
    history.record(
        session, subject="company", action="delegation_ended", now=now, actor_id=actor.id, for_id=row.from_id,
        before={"delegation": row.id, "to": row.to_id},
    )  # fmt: skip
    tick(session, now)
    return facts(session, row)


def of_person(session: Session, person_id: int, now: datetime) -> list[Delegation]:
    """The person's delegations that hold now or are still to come."""
    return list(
        session.scalars(
            select(Delegation)
            .where(Delegation.from_id == person_id, Delegation.ends_at > now, Delegation.ended_at.is_(None))
            .order_by(Delegation.begins_at)
        )
    )


def facts(session: Session, row: Delegation) -> DelegationFacts:
    """The facts of a row."""
    principal, deputy = session.get_one(Person, row.from_id), session.get_one(Person, row.to_id)
    return DelegationFacts(row.id, principal.name, deputy.name, principal.id, deputy.id, row.begins_at, row.ends_at)


def tick(session: Session, now: datetime) -> int:
    """Delegations that have begun or ended since they were last looked at: the cards of what waits move with them.

    The right itself needs no tick, it is read at the moment of the vote. Returns how many delegations changed.
    """
    holding = set(session.scalars(select(Delegation.id).where(*live(now))))
    changed = 0
    for row in session.scalars(select(Delegation).where(Delegation.over.is_(False)).with_for_update(skip_locked=True)):
        if row.id in holding and not row.begun:
            row.begun = True
        elif row.id not in holding and row.ends_at > now and row.ended_at is None:
            continue  # still to come
        elif row.id not in holding:
            row.over = True
        else:
            continue
        changed += 1
        session.flush()
        _move_cards(session, row.from_id, now)
    return changed


def _move_cards(session: Session, person_id: int, now: datetime) -> None:
    """Every open seat that is asked of this person in person is shown where it is asked now."""
    waiting = session.execute(
        select(ApprovalSeat, Order)
        .join(Approval, Approval.id == ApprovalSeat.approval_id)
        .join(Order, Order.id == Approval.order_id)
        .where(Approval.state == ApprovalState.OPEN.value, ApprovalSeat.state == SeatState.OPEN.value)
    ).all()
    person = session.get_one(Person, person_id)
    for seat, order in waiting:
        if person_id == seat.person_id or seat.asked_of.partition(".")[0] == person.department:
            opening.show(session, order, seat, now)
            owed.refresh_cards(session, order_id=order.id, now=now)


def next_due(session: Session, now: datetime) -> datetime | None:
    """When the next delegation begins or ends."""
    moments = [
        moment
        for row in session.scalars(select(Delegation).where(Delegation.over.is_(False)))
        for moment in ((row.ends_at,) if row.begun else (row.begins_at,))
        if moment > now
    ]
    return min(moments, default=None)
