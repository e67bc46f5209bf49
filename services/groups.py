"""Groups: where departments are met. Binding them is in `services.joining`."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from db.models import Button, Card, Chat, GroupBinding, Inbox, Owed, Prompt


def note_membership(session: Session, *, chat_id: int, title: str | None, present: bool) -> None:
    """The bot was added to a chat, or thrown out of it."""
    chat = session.get(Chat, chat_id)
    if chat is None:
        chat = Chat(id=chat_id, kind="private" if chat_id > 0 else "group", title=title)
        session.add(chat)
    chat.reachable = present
    session.flush()


def migrate(session: Session, *, old: int, new: int) -> None:
    """A group became a supergroup: it keeps its departments; cards are sent anew, since message ids do not move."""
    gone = session.get(Chat, old)
    if gone is None or session.get(Chat, new) is not None:
        return
    session.add(Chat(id=new, kind="group", title=gone.title, language=gone.language))
    session.flush()
    session.execute(update(GroupBinding).where(GroupBinding.chat_id == old).values(chat_id=new))
    session.execute(update(Card).where(Card.chat_id == old).values(chat_id=new, message_id=None, shown=0))
    for table in (Owed, Prompt, Button):
        session.execute(update(table).where(table.chat_id == old).values(chat_id=new))
    session.execute(update(Inbox).where(Inbox.lane == old, Inbox.state == "new").values(lane=new))
    gone.reachable = False
