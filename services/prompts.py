"""Prompts: the bot waits for somebody's words or file, and knows what they will mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models import Card, Owed, Prompt


@dataclass(frozen=True, slots=True)
class Awaited:
    """What the next words of a person in a chat are an answer to."""

    id: int
    act: str
    args: dict[str, Any]


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
    """What these words answer: in private the open prompt, in a group only a reply to its message."""
    query = select(Prompt).where(
        Prompt.chat_id == chat_id, Prompt.person_id == person_id, Prompt.closed_at.is_(None)
    )
    if not private:
        if reply_to is None:
            return None
        message = select(Owed.id).where(Owed.chat_id == chat_id, Owed.message_id == reply_to)
        card = select(Card.id).where(Card.chat_id == chat_id, Card.message_id == reply_to)
        query = query.where(Prompt.owed_id.in_(message) | Prompt.card_id.in_(card))
    row = session.scalars(query.order_by(Prompt.id.desc()).limit(1)).first()
    return Awaited(id=row.id, act=row.act, args=row.args) if row else None
