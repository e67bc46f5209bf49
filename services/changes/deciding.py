"""A change is put before those whom the book names, or carried out where it names nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Change, ChangeImpact, Order
from domain.approvals import Decision
from domain.changes import ChangeState
from services import people
from services.approvals import opening
from services.changes import policy
from services.changes.applying import carry_out
from services.house import House
from services.people import PersonFacts


def decide(session: Session, house: House, order: Order, change: Change, actor: PersonFacts, now: datetime) -> None:
    """All who say what it means have said so."""
    levels = policy.levels_for(session, house, order, change, now)
    if not levels:
        carry_out(session, house, order, change, actor, now)
        return
    change.state = ChangeState.DECIDING.value
    session.flush()
    asker = people.by_id(session, change.asked_by)
    approval = opening.open_approval(
        session, house, order, Decision.CHANGE, levels, voted_on(session, change), asker, now
    )  # fmt: skip
    change.approval_id = approval.id
    session.flush()


def voted_on(session: Session, change: Change) -> dict[str, Any]:
    """What a vote about a change agrees to: what it is to say, why, and what the departments said of it."""
    said = session.scalars(select(ChangeImpact).where(ChangeImpact.change_id == change.id).order_by(ChangeImpact.id))
    return {
        "change": change.id,
        "kind": change.kind,
        "factor": [change.factor, change.factor_kind],
        "reason": change.reason,
        "before": change.before,
        "after": change.after,
        "impacts": [[one.department, one.answers] for one in said],
    }
