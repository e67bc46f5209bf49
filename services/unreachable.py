"""Chats that closed on the bot: what was owed there is told to whoever stands in, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Card, GroupBinding, Person
from services import alarms, outage, owed, telling
from services.owed import Klass


def pass_on(session: Session, row: Any, now: datetime) -> tuple[int, ...]:
    """Owe a row that cannot be said in its chat to those who stand in. Which chats; none where there is nobody.

    An answer is for whoever asked, an alarm goes to every administrator anyway. What stands in is never the chat
    itself, and a chat that closes too passes it on in its turn.
    """
    if row.klass == Klass.ANSWER or row.kind in (alarms.KIND, outage.KIND):
        return ()
    if row.card_id is not None and (row.order_id is None or row.kind in outage.OWN):
        return ()
    chats = tuple(chat for chat in _instead(session, row.chat_id, now) if telling.is_reachable(session, chat))
    for chat in chats:
        if row.card_id is not None:
            facts = session.get_one(Card, row.card_id).facts
            owed.show_card(
                session, row.kind, subject=row.subject, chat_id=chat, now=now,
                klass=Klass(row.klass), facts=facts, order_id=row.order_id,
            )  # fmt: skip
        else:
            owed.owe(
                session, row.kind, subject=row.subject, chat_id=chat, now=now, klass=Klass(row.klass), facts=row.facts,
                order_id=row.order_id, dedupe=f"passed_on:{row.id}:{chat}",
            )  # fmt: skip
    return chats


def _instead(session: Session, chat_id: int, now: datetime) -> tuple[int, ...]:
    """Who stands in for a chat: for a person one, for a group whoever its departments are met by."""
    if chat_id > 0:
        person = session.scalar(select(Person).where(Person.telegram_id == chat_id, Person.active))
        found = [telling.stand_in(session, person, now)] if person is not None else []
    else:
        bound = session.scalars(
            select(GroupBinding.department).where(GroupBinding.chat_id == chat_id).order_by(GroupBinding.department)
        )
        found = [telling.desk_of(session, department) for department in bound]
    return tuple(dict.fromkeys(chat for chat in found if chat is not None and chat != chat_id))
