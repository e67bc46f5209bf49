"""知道了: somebody has read what was changed without being asked."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Change, History
from services import history
from services.errors import AlreadyDone, NotFound
from services.house import House
from services.locking import lock_order
from services.looking import reach
from services.people import PersonFacts

READ = "change_acknowledged"


def acknowledge(session: Session, house: House, actor: PersonFacts, change_id: int, now: datetime) -> None:
    """Noted once a person. AlreadyDone with when, where this person has said so before."""
    change = session.get(Change, change_id)
    if change is None:
        raise NotFound(f"change {change_id}")
    reach(session, house, actor, change.order_id)
    subject = f"order:{lock_order(session, change.order_id).id}"
    query = select(History).where(
        History.subject == subject, History.action == READ, History.actor_id == actor.id
    )  # fmt: skip
    for row in session.scalars(query):
        if json.loads(row.entry)["after"]["change"] == change.number:
            raise AlreadyDone(actor.name, row.at)
    history.record(session, subject=subject, action=READ, now=now, actor_id=actor.id, after={"change": change.number})
