"""Deputies (代理): who speaks in a person's place at a moment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from db.models import Delegation

DEEPEST = 3
"""Deputies of deputies: so many steps, and never round in a circle."""


def deputies(session: Session, person_id: int, now: datetime) -> list[int]:
    """Who speaks in a person's place now, deputies of deputies included."""
    found: dict[int, None] = {}
    ring = {person_id}
    for _ in range(DEEPEST):
        rows = session.scalars(select(Delegation.to_id).where(Delegation.from_id.in_(ring), *live(now)))
        ring = set(rows) - found.keys() - {person_id}
        found |= dict.fromkeys(sorted(ring))
        if not ring:
            break
    return list(found)


def live(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Delegations that hold at a moment; from begin to end, the end not included."""
    return (
        Delegation.begins_at <= now, Delegation.ends_at > now,
        or_(Delegation.ended_at.is_(None), Delegation.ended_at > now),
    )  # fmt: skip
