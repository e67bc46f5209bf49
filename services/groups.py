"""Groups: where departments are met, and which the bot leaves. Binding them is in `services.joining`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import case, exists, select, update
from sqlalchemy.orm import Session, aliased

from db.models import (
    BindCode,
    Button,
    Card,
    Chat,
    DepartmentDuty,
    GroupBinding,
    GroupPick,
    Inbox,
    Owed,
    Person,
    Prompt,
)  # fmt: skip
from services import owed

GRACE: Final = timedelta(hours=24)
"""So long the bot stays in a group that no department is bound to, once a colleague took it in."""
SETTLING: Final = timedelta(minutes=1)
"""So long it stays in a stranger's: one that has just become a supergroup is told of by another update."""
LEAVE: Final = "group.leave"
LIST: Final = "waiting"
"""The kind of the card that lists what waits for a group (`services.waiting_lists`)."""


def note_membership(
    session: Session, *, chat_id: int, title: str | None, present: bool, now: datetime, by: int | None = None,
    channel: bool = False,
) -> None:  # fmt: skip
    """The bot was added to a chat, or thrown out of it. `by` is the colleague who did it; None is a stranger.

    Where nobody of the company is met it does not stay: not in a channel, not in a stranger's group, and in a
    colleague's only until a department is bound to it.
    """
    chat = session.get(Chat, chat_id)
    if chat is None:
        chat = Chat(id=chat_id, kind="private" if chat_id > 0 else "group", title=title)
        session.add(chat)
    if present and chat.reachable is False:
        owed.revive(session, chat_id, now=now)
    chat.reachable = present
    session.flush()
    if not present:
        stay(session, chat_id)
    elif chat_id < 0 and not is_bound(session, chat_id):
        chat.added_by = by
        plan_to_leave(session, chat_id, at=now + (GRACE if by is not None and not channel else SETTLING), now=now)


def is_bound(session: Session, chat_id: int) -> bool:
    """Whether a department is met in this group."""
    return session.scalar(select(exists().where(GroupBinding.chat_id == chat_id))) or False


def plan_to_leave(session: Session, chat_id: int, *, at: datetime, now: datetime) -> None:
    """Owe it to a group that the bot goes, unless a department is bound to it by then."""
    stay(session, chat_id)
    session.get_one(Chat, chat_id).leave_at = at
    owed.owe(session, LEAVE, chat_id=chat_id, now=now, not_before=at)


def stay(session: Session, chat_id: int) -> None:
    """It does not go after all, or has gone."""
    session.get_one(Chat, chat_id).leave_at = None
    session.execute(
        update(Owed)
        .where(Owed.chat_id == chat_id, Owed.kind == LEAVE, Owed.state == "pending")
        .values(state="void", error="it stays, or is gone")
    )


def to_leave(session: Session, chat_id: int) -> bool:
    """Whether the bot is still to go, asked at the moment of going."""
    chat = session.get(Chat, chat_id)
    return chat is not None and chat.leave_at is not None and not is_bound(session, chat_id)


def taken_in_by(session: Session, chat_id: int) -> int | None:
    """The colleague who took the bot into a group; None for a stranger, or where nobody saw it."""
    chat = session.get(Chat, chat_id)
    return chat.added_by if chat else None


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
        chat.added_by, chat.leave_at = chat.added_by or gone.added_by, gone.leave_at
        gone.leave_at = None
    session.execute(update(GroupBinding).where(GroupBinding.chat_id == old).values(chat_id=new))
    for table in (Prompt, Button):
        session.execute(update(table).where(table.chat_id == old).values(chat_id=new))
    for table in (BindCode, GroupPick):
        session.execute(update(table).where(table.used_chat == old).values(used_chat=new))
    session.execute(update(Inbox).where(Inbox.lane == old, Inbox.state == "new").values(lane=new))
    _move(session, old=old, new=new, now=now, lists=True)
    if is_bound(session, new):
        stay(session, new)


def follow(session: Session, *, old: int, new: int, now: datetime) -> None:
    """A department is met in another group from now on; its matters follow, unless others stay where it was."""
    if session.scalar(select(GroupBinding.department).where(GroupBinding.chat_id == old).limit(1)) is None:
        _move(session, old=old, new=new, now=now, lists=False)


def _move(session: Session, *, old: int, new: int, now: datetime, lists: bool) -> None:
    """What is owed to a group and stands in it with buttons goes to another. Message ids do not move with it.

    `lists`: its list of what waits too, which is the group's and no department's.
    """
    stay_behind = () if lists else (LIST,)
    session.execute(
        update(Owed)
        .where(Owed.chat_id == old, Owed.state.in_(("pending", "sending")), Owed.kind.not_in(stay_behind))
        .values(chat_id=new, reply_to=None)
    )
    there = aliased(Card)
    known = exists().where(there.chat_id == new, there.kind == Card.kind, there.subject == Card.subject)
    session.execute(
        update(Card)
        .where(Card.chat_id == old, ~known, Card.kind.not_in(stay_behind))
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
