"""Groups: where departments are met. Binding them is in `services.joining`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from db.models import Button, Card, Chat, GroupBinding, Inbox, Owed, Prompt
from services import owed


def note_membership(session: Session, *, chat_id: int, title: str | None, present: bool, now: datetime) -> None:
    """The bot was added to a chat, or thrown out of it."""
    chat = session.get(Chat, chat_id)
    if chat is None:
        chat = Chat(id=chat_id, kind="private" if chat_id > 0 else "group", title=title)
        session.add(chat)
    if present and chat.reachable is False:
        owed.revive(session, chat_id, now=now)
    chat.reachable = present
    session.flush()


def migrate(session: Session, *, old: int, new: int) -> None:
    """A group became a supergroup: it keeps its departments; cards are sent anew, since message ids do not move.

    Telegram says it twice, as a message and as the refusal of a message of ours, and the new chat may have
    spoken before either: doing it again changes nothing.
    """
    gone, chat = session.get(Chat, old), session.get(Chat, new)
    if chat is None:
        chat = Chat(id=new, kind="group", title=gone.title if gone else None)
        session.add(chat)
        session.flush()
    if gone is not None and gone.reachable:
        chat.language, gone.reachable = chat.language or gone.language, False
    session.execute(update(GroupBinding).where(GroupBinding.chat_id == old).values(chat_id=new))
    session.execute(update(Card).where(Card.chat_id == old).values(chat_id=new, message_id=None, shown=0))
    for table in (Owed, Prompt, Button):
        session.execute(update(table).where(table.chat_id == old).values(chat_id=new))
    session.execute(update(Inbox).where(Inbox.lane == old, Inbox.state == "new").values(lane=new))
