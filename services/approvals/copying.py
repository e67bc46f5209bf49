"""抄送: somebody is shown what an approval is about. No seat, no vote; the order's history keeps who was shown it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Person
from services import history, owed, people
from services.approvals import seats
from services.approvals.voting import locked, require_open
from services.errors import NotAllowed, NotFound
from services.house import House
from services.looking import may_look
from services.people import PersonFacts, person_facts

COPIED = "review_copied"


def readers(session: Session, house: House, seat_id: int, actor: PersonFacts, now: datetime) -> list[int]:
    """Who may be shown it: colleagues who may look at this order anyhow."""
    order, approval, seat = locked(session, seat_id, actor)
    seats.standing(session, seat, order, actor, now)
    require_open(session, order, approval, seat)
    offered = seats.colleagues(session, house, order.id, seat.department, actor)
    return [one for one in offered if may_look(session, house, people.by_id(session, one), order)]


def copy_to(
    session: Session, house: House, actor: PersonFacts, seat_id: int, person_id: int, now: datetime
) -> PersonFacts:
    """Show it to a colleague, in private and without a sound; the same person is shown it once."""
    order, approval, seat = locked(session, seat_id, actor)
    seats.standing(session, seat, order, actor, now)
    require_open(session, order, approval, seat)
    row = session.get(Person, person_id)
    if row is None or not row.active or not may_look(session, house, person_facts(row), order):
        raise NotFound(f"person {person_id}")
    reader = person_facts(row)
    told = owed.owe(
        session, "approval.copy", chat_id=people.private_chat(session, reader.id), now=now, subject=f"seat:{seat.id}",
        order_id=order.id, facts={"by": actor.name}, dedupe=f"{COPIED}:{approval.id}:{reader.id}",
    )  # fmt: skip
    if told is None:
        raise NotAllowed("copied_before", who=reader.name)
    history.record(
        session, subject=f"order:{order.id}", action=COPIED, now=now, actor_id=actor.id, for_id=reader.id,
        after={"approval": approval.id, "seat": seat.asked_of},
    )  # fmt: skip
    return reader
