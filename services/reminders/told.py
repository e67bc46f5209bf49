"""Who was reminded of what about an order, and when; and which of its reminders somebody lets rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Chase, GroupBinding, Order, Owed, Person, Reminded
from domain.process.words import Words
from services import books, people
from services.house import House
from services.reminders import pausing
from services.reminders.pausing import Pause


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody was reminded: a person by name, or the departments of a group."""

    name: Words
    """Of the rule."""
    person: str
    departments: tuple[Words, ...]
    at: datetime
    escalated: bool


@dataclass(frozen=True, slots=True)
class Resting:
    """A reminder that somebody lets rest."""

    name: Words
    how: Pause
    person: str
    at: datetime
    until: datetime | None
    reason: str


def of_order(session: Session, house: House, order_id: int) -> tuple[Told, ...]:
    """Every reminder of an order that arrived, oldest first."""
    book = books.book_of(session, session.get_one(Order, order_id), house.book)
    query = (
        select(Reminded.rule, Reminded.chat_id, Reminded.escalated, Owed.sent_at)
        .join(Owed, Owed.id == Reminded.owed_id)
        .where(Reminded.order_id == order_id, Owed.sent_at.is_not(None), ~Reminded.left_out)
        .order_by(Owed.sent_at, Reminded.id)
    )
    return tuple(
        Told(book.reminders[row.rule].name, *_whom(session, house, row.chat_id), row.sent_at, row.escalated)
        for row in session.execute(query)
        if row.rule in book.reminders
    )


def _whom(session: Session, house: House, chat_id: int) -> tuple[str, tuple[Words, ...]]:
    person = session.scalar(select(Person.name).where(Person.telegram_id == chat_id))
    bound = session.scalars(select(GroupBinding.department).where(GroupBinding.chat_id == chat_id))
    departments = house.book.departments
    return person or "", tuple(departments[one].name for one in bound if one in departments)


def resting(session: Session, house: House, order_id: int, now: datetime) -> tuple[Resting, ...]:
    """The reminders of an order that rest now."""
    book = books.book_of(session, session.get_one(Order, order_id), house.book)
    query = select(Chase).where(Chase.order_id == order_id, Chase.paused.is_not(None), Chase.ended_at.is_(None))
    return tuple(
        Resting(book.reminders[row.rule].name, Pause(row.paused), people.name_of(session, row.paused_by), row.paused_at,
                row.paused_until, row.pause_reason or "")
        for row in session.scalars(query.order_by(Chase.id))
        if row.rule in book.reminders and row.paused_at is not None and pausing.rests(row, now)
    )  # fmt: skip
