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
from services.approvals.seats import deputies, group_of, live, owners, principals, speaks_for
from services.errors import BotError, NotAllowed, NotFound
from services.house import House
from services.people import PersonFacts, person_facts

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
    principal, deputy = sensible(
        session, house, actor, to_id, begins_at=begins_at, ends_at=ends_at, now=now, from_id=from_id
    )
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


def sensible(
    session: Session, house: House, actor: PersonFacts, to_id: int, *, begins_at: datetime, ends_at: datetime,
    now: datetime, from_id: int | None = None,
) -> tuple[Person, Person]:  # fmt: skip
    """Who would stand in for whom; every error that `delegate` would raise, before anything is asked."""
    # both are locked, in one order: two people who delegate to each other at once would make a circle
    both = select(Person).where(Person.id.in_((from_id or actor.id, to_id))).order_by(Person.id).with_for_update()
    known = {row.id: row for row in session.scalars(both)}
    principal, deputy = known.get(from_id or actor.id), known.get(to_id)
    if principal is None or deputy is None or not principal.active or not deputy.active:
        raise NotFound(f"person {from_id} {to_id}")
    if principal.id != actor.id and not actor.is_admin:
        raise NotAllowed("not_your_part")
    _require_sensible(session, house, principal, deputy, begins_at, ends_at, now)
    return principal, deputy


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
    begin = max(begins_at, now)
    # who stands in for whom changes only where a delegation begins
    turns = session.scalars(
        select(Delegation.begins_at).where(Delegation.begins_at > begin, Delegation.begins_at < ends_at)
    )
    if any(principal.id in deputies(session, deputy.id, moment) for moment in {begin, *turns}):
        raise DelegationRefused("circle")


def take_back(session: Session, actor: PersonFacts, delegation_id: int, now: datetime) -> DelegationFacts:
    """End a delegation before its time; what waits comes back."""
    row = session.get(Delegation, delegation_id, with_for_update=True)
    if row is None or row.ends_at <= now or row.ended_at is not None:
        raise NotFound(f"delegation {delegation_id}")
    if actor.id != row.from_id and not actor.is_admin:
        raise NotAllowed("not_your_delegation", who=session.get_one(Person, row.from_id).name)
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
        _move_cards(session, row, now)
    return changed


def _move_cards(session: Session, row: Delegation, now: datetime) -> None:
    """Every open seat that is asked of this person, or of whom they stand in for, is shown where it is asked now."""
    person = person_facts(session.get_one(Person, row.from_id))
    moving = [person, *principals(session, person.id, now)]
    waiting = session.execute(
        select(ApprovalSeat, Order)
        .join(Approval, Approval.id == ApprovalSeat.approval_id)
        .join(Order, Order.id == Approval.order_id)
        .where(Approval.state == ApprovalState.OPEN.value, ApprovalSeat.state == SeatState.OPEN.value)
    ).all()
    for seat, order in waiting:
        if group_of(session, seat) is not None:
            continue  # a department is asked in its group, whoever of it is away
        if any(speaks_for(session, seat, one) for one in moving):
            opening.show(session, order, seat, now)
            owed.refresh_cards(session, order_id=order.id, now=now)
            if not row.over:
                _tell_owners(session, order, row, now)


def _tell_owners(session: Session, order: Order, row: Delegation, now: datetime) -> None:
    """Whoever waits for the decision knows whom to ask now."""
    for person_id in sorted(owners(order)):
        owed.owe(
            session, "delegate.away", chat_id=session.get_one(Person, person_id).telegram_id, now=now,
            subject=f"order:{order.id}", order_id=order.id, facts={"delegation": row.id},
            dedupe=f"delegate.away:{row.id}:{order.id}:{person_id}",
        )  # fmt: skip


def next_due(session: Session) -> datetime | None:
    """When the next delegation begins or ends; the metronome may sleep until then."""
    rows = session.scalars(select(Delegation).where(Delegation.over.is_(False)))
    return min((row.ends_at if row.begun else row.begins_at for row in rows), default=None)


def by_id(session: Session, delegation_id: int) -> DelegationFacts:
    """The delegation with this id, over or not."""
    return facts(session, session.get_one(Delegation, delegation_id))


def standing_in(session: Session, person_id: int, now: datetime) -> DelegationFacts | None:
    """Who stands in for this person now; the first where there are several."""
    row = session.scalar(
        select(Delegation).where(Delegation.from_id == person_id, *live(now)).order_by(Delegation.begins_at).limit(1)
    )
    return None if row is None else facts(session, row)


def of_deputy(session: Session, person_id: int, now: datetime) -> list[Delegation]:
    """Whom a person stands in for, now or soon."""
    return list(
        session.scalars(
            select(Delegation)
            .where(Delegation.to_id == person_id, Delegation.ends_at > now, Delegation.ended_at.is_(None))
            .order_by(Delegation.begins_at)
        )
    )
