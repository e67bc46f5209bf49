"""Slots: this reminder, about this subject, at this step, at most once on any number of replicas.

The row is written in the transaction that owes the message, so one is never without the other.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from db.inserting import insert_into
from db.models import ReminderSlot


def free(session: Session, kind: str, subject: str, begun: str) -> None:
    """The slots of what began then may be taken once more: the same reason has arisen again."""
    slot = ReminderSlot.slot.startswith(f"{begun}/", autoescape=True)
    session.execute(delete(ReminderSlot).where(ReminderSlot.kind == kind, ReminderSlot.subject == subject, slot))


def hold(session: Session, kind: str, subject: str, now: datetime) -> None:
    """Nobody else is at this subject until the transaction ends. On SQLite the transaction itself is the lock."""
    new = insert_into(session, ReminderSlot).values(kind=kind, subject=subject, slot="", at=now)
    key = ["kind", "subject", "slot"]
    session.execute(new.on_conflict_do_update(index_elements=key, set_={"at": new.excluded.at}))


def keep(session: Session, kind: str, subjects: Collection[str]) -> None:
    """The slots of all other subjects of this kind may be taken once more: their reason has gone."""
    gone = ReminderSlot.subject.not_in(subjects)
    session.execute(delete(ReminderSlot).where(ReminderSlot.kind == kind, gone))


def take(session: Session, kind: str, subject: str, slot: str, now: datetime) -> bool:
    """Take a slot. False when it was taken before, by whichever process."""
    new = insert_into(session, ReminderSlot).values(kind=kind, subject=subject, slot=slot, at=now)
    taken = new.on_conflict_do_nothing().returning(ReminderSlot.slot)
    return session.execute(taken).first() is not None
