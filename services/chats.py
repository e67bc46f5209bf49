"""What Telegram said about a chat: wait, moved, closed to us."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Chat


def _chat(session: Session, chat_id: int) -> Chat:
    chat = session.get(Chat, chat_id)
    if chat is None:
        chat = Chat(id=chat_id, kind="private" if chat_id > 0 else "group", reachable=True)
        session.add(chat)
        session.flush()
    return chat


def wait_until(session: Session, chat_id: int, moment: datetime) -> None:
    """Nothing may be sent there before `moment`, by the machine's clock. It outlives a restart."""
    chat = _chat(session, chat_id)
    chat.not_before = max(moment, chat.not_before or moment)


def close(session: Session, chat_id: int) -> bool:
    """The bot was blocked or thrown out, or never let in. True when that is news."""
    chat = _chat(session, chat_id)
    news, chat.reachable = chat.reachable, False
    return news
