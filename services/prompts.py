"""Prompts: the bot waits for somebody's words or file, and knows what they will mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from db.models import Card, Owed, Prompt


@dataclass(frozen=True, slots=True)
class Awaited:
    """What the next words of a person in a chat are an answer to."""

    id: int
    act: str
    args: dict[str, Any]


_OPEN = select(Prompt.act, Prompt.args, Prompt.owed_id, Prompt.card_id).where(
    Prompt.chat_id == bindparam("chat"), Prompt.person_id == bindparam("person"), Prompt.closed_at.is_(None)
)
"""Asked in every step of a form: built once."""


def open_prompt(
    session: Session,
    *,
    chat_id: int,
    person_id: int,
    act: str,
    args: dict[str, Any],
    now: datetime,
    owed_id: int | None = None,
    card_id: int | None = None,
) -> None:
    """Wait for this person's words in this chat; what was waited for before is waited for no longer."""
    wanted = (act, args, owed_id, card_id)
    if [tuple(row) for row in session.execute(_OPEN, {"chat": chat_id, "person": person_id})] == [wanted]:
        return
    close_prompts(session, chat_id=chat_id, person_id=person_id, now=now)
    session.add(
        Prompt(
            chat_id=chat_id, person_id=person_id, act=act, args=args, owed_id=owed_id, card_id=card_id, opened_at=now
        )
    )
    session.flush()


def close_prompts(session: Session, *, chat_id: int, person_id: int, now: datetime) -> None:
    """Nothing is awaited from this person in this chat any more."""
    session.execute(
        update(Prompt)
        .where(Prompt.chat_id == chat_id, Prompt.person_id == person_id, Prompt.closed_at.is_(None))
        .values(closed_at=now)
    )


def awaited(session: Session, *, chat_id: int, person_id: int, reply_to: int | None, private: bool) -> Awaited | None:
    """What these words answer: in private the open prompt, in a group only a reply to its message.

    In a group a colleague may answer for the one who was asked: the act asks who may. A question that was asked
    once more is answered by a reply to either message.
    """
    if private:
        mine = (Prompt.chat_id == chat_id, Prompt.person_id == person_id, Prompt.closed_at.is_(None))
        return _as_awaited(session.scalars(select(Prompt).where(*mine).order_by(Prompt.id.desc()).limit(1)).first())
    asked = _asked_in(session, chat_id, reply_to) if reply_to is not None else None
    if asked is None or asked.closed_at is None:
        return _as_awaited(asked)
    again = select(Prompt).where(Prompt.chat_id == chat_id, Prompt.act == asked.act, Prompt.closed_at.is_(None))
    rows = session.scalars(again.order_by(Prompt.id.desc())).all()
    return _as_awaited(next((row for row in rows if row.args == asked.args), None))


def was_asked(session: Session, *, chat_id: int, message_id: int) -> bool:
    """Whether this message of a group asked for words, answered by now or not."""
    return _asked_in(session, chat_id, message_id) is not None


def _asked_in(session: Session, chat_id: int, message_id: int) -> Prompt | None:
    """The prompt of a message, answered or not; of a card only the one that is open."""
    owed_id = session.scalar(select(Owed.id).where(Owed.chat_id == chat_id, Owed.message_id == message_id))
    query = select(Prompt).where(Prompt.owed_id == owed_id)
    if owed_id is None:
        card = select(Card.id).where(Card.chat_id == chat_id, Card.message_id == message_id).scalar_subquery()
        query = select(Prompt).where(Prompt.chat_id == chat_id, Prompt.closed_at.is_(None), Prompt.card_id == card)
    return session.scalars(query.order_by(Prompt.id.desc()).limit(1)).first()


def _as_awaited(row: Prompt | None) -> Awaited | None:
    return Awaited(id=row.id, act=row.act, args=row.args) if row else None
