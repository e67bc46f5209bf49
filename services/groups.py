"""Groups: where departments are met. Binding them is in `services.joining`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, exists, select, update
from sqlalchemy.orm import Session, aliased

from db.models import Button, Card, Chat, DepartmentDuty, GroupBinding, Inbox, Owed, Person, Prompt
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


def migrate(session: Session, *, old: int, new: int, now: datetime) -> None:
    """A group became a supergroup: it keeps its departments, and what waits there for somebody is posted anew.

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
    for table in (Prompt, Button):
        session.execute(update(table).where(table.chat_id == old).values(chat_id=new))
    session.execute(update(Inbox).where(Inbox.lane == old, Inbox.state == "new").values(lane=new))
    _move(session, old=old, new=new, now=now)


def follow(session: Session, *, old: int, new: int, now: datetime) -> None:
    """A department is met in another group from now on; its matters follow, unless others stay where it was."""
    if session.scalar(select(GroupBinding.department).where(GroupBinding.chat_id == old).limit(1)) is None:
        _move(session, old=old, new=new, now=now)


def _move(session: Session, *, old: int, new: int, now: datetime) -> None:
    """What is owed to a group and stands in it with buttons goes to another. Message ids do not move with it."""
    session.execute(
        update(Owed)
        .where(Owed.chat_id == old, Owed.state.in_(("pending", "sending")))
        .values(chat_id=new, reply_to=None)
    )
    there = aliased(Card)
    known = exists().where(there.chat_id == new, there.kind == Card.kind, there.subject == Card.subject)
    session.execute(
        update(Card)
        .where(Card.chat_id == old, ~known)
        .values(
            chat_id=new, message_id=None, stale_message_id=None, buried=0,
            wanted=case((Card.closed, Card.wanted), else_=Card.wanted + 1),
        )
        .execution_options(synchronize_session="fetch")
    )  # fmt: skip
    owed.revive(session, new, now=now)


def covered(session: Session) -> tuple[set[str], set[str]]:
    """The departments that have a group, and those whose interface person is still there."""
    led = select(DepartmentDuty.department).join(Person, Person.id == DepartmentDuty.interface_id).where(Person.active)
    return set(session.scalars(select(GroupBinding.department))), set(session.scalars(led))
