"""The list of the afternoon: whoever has been reminded a few times on a day gets the rest of it in one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.inserting import insert_into
from db.models import Owed
from services import slots
from services.house import House
from services.owed import REMINDER, UNSAID, Klass
from services.pace import pace_of
from services.people import chat_facts

APART: Final = 2
"""So many reminders a day come to a person each by itself. With the list that makes three, as many as may ring."""
MOST: Final = 12
"""So many matters fit into one list."""
_LONGEST: Final = timedelta(days=20)
"""No list waits over more days off than these."""


def waits_until(session: Session, house: House, chat_id: int, now: datetime) -> datetime | None:
    """When one more reminder goes to this person; None where it goes now.

    This afternoon, and after that when work begins again. Groups get everything at its time: there it is silent
    beyond its share.
    """
    gather_at = house.book.calendar.gather_at
    chat = chat_facts(session, chat_id)
    if gather_at is None or not chat.private:
        return None
    slots.hold(session, "gathering", f"chat:{chat_id}", now)  # two replicas would each count one too few
    if _came_today(session, house, chat_id, now) < APART:
        return None
    pace = pace_of(session, house, next(iter(chat.departments), None))
    today = pace.calendar.day_of(now)
    afternoon = pace.calendar.moment(today, gather_at)
    return afternoon if now <= afternoon and pace.calendar.is_workday(today) else pace.tomorrow(now)


def _came_today(session: Session, house: House, chat_id: int, now: datetime) -> int:
    """How many reminders and digests a person was to get on this day, lists that were kept for it included."""
    midnight = house.midnight(now)
    comes_at = func.coalesce(Owed.sent_at, Owed.not_before, Owed.created_at)
    query = select(func.count()).where(
        Owed.chat_id == chat_id, Owed.klass >= REMINDER, Owed.created_at >= midnight - _LONGEST,
        comes_at >= midnight, comes_at < midnight + timedelta(days=1), Owed.state.not_in(UNSAID),
    )  # fmt: skip
    return session.scalar(query) or 0


def add(
    session: Session, kind: str, chat_id: int, at: datetime, items: Sequence[list[str]], escalated: bool, now: datetime
) -> Owed:
    """Put these into the list that is sent then; a new one begins where it is full, or is under way already.

    `items`: rule and subject of each, judged when it is sent; `escalated`: they came to this person as to somebody
    above.
    """
    for number in count():
        row = _list(session, kind, chat_id, at, number, now)
        known = row.facts["items"]
        new = [item for item in items if item not in known]
        if row.state == "pending" and len(known) + len(new) <= MOST:
            above = [*row.facts["above"], *new] if escalated else row.facts["above"]
            row.facts = {**row.facts, "items": [*known, *new], "above": above}
            session.flush()
            return row
    raise AssertionError("some list is new")


def _list(session: Session, kind: str, chat_id: int, at: datetime, number: int, now: datetime) -> Owed:
    """One list, made where it is not there, and locked."""
    key = _key(chat_id, at, number)
    facts = {"items": [], "above": [], "escalated": False}
    new = insert_into(session, Owed).values(
        kind=kind, subject="", chat_id=chat_id, klass=int(Klass.REMINDER), facts=facts, dedupe=key, not_before=at,
        created_at=now,
    )  # fmt: skip
    session.execute(new.on_conflict_do_nothing(index_elements=["dedupe"]))
    found = select(Owed).where(Owed.dedupe == key).with_for_update()
    return session.scalars(found.execution_options(populate_existing=True)).one()


def _key(chat_id: int, at: datetime, number: int) -> str:
    return f"gathered:{chat_id}:{at.isoformat()}:{number}"
