"""Slots: this reminder, about this subject, at this step, at most once on any number of replicas.

The row is written in the transaction that owes the message, so one is never without the other.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from db.models import ReminderSlot


def take(session: Session, kind: str, subject: str, slot: str, now: datetime) -> bool:
    """Take a slot. False when it was taken before, by whichever process."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else pg_insert
    statement = insert(ReminderSlot).values(kind=kind, subject=subject, slot=slot, at=now).on_conflict_do_nothing()
    return session.execute(statement.returning(ReminderSlot.slot)).first() is not None
