"""What every act of the control interface is, and how it reads its body."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox import view
from sandbox.people import CannotDo
from sandbox.room import Room
from sandbox.state import Chat, Message, User

Body = dict[str, Any]
Act = Callable[[Room, Body], Awaitable[Body]]
_NUMBERS = frozenset({"reply_to"})
_TRUTHS = frozenset({"forward", "anonymous", "via_bot"})


def need(body: Body, name: str) -> Any:
    """A field that must be there; ``ValueError`` names it."""
    value = body.get(name)
    if value is None or value == "":
        raise ValueError(f"{name} is missing")
    return value


def options(body: Body, *names: str) -> Body:
    """The named fields that are there; a page's form sends numbers and truths as text."""
    given = {name: body[name] for name in names if body.get(name) not in (None, "")}
    return {name: _plain(name, value) for name, value in given.items()}


def _plain(name: str, value: Any) -> Any:
    if name in _TRUTHS and value in ("true", "false"):
        return value == "true"
    return int(value) if name in _NUMBERS else value


def place(room: Room, body: Body) -> tuple[Chat, User]:
    """The chat and the person of a request; in a private chat the person need not be named."""
    chat = room.world.chat(need(body, "chat"))
    if body.get("from") is None and chat.type == "private":
        return chat, room.world.users[chat.id]
    return chat, room.world.user(need(body, "from"))


def group(room: Room, body: Body) -> Chat:
    """A chat that people can join and leave."""
    chat = room.world.chat(need(body, "chat"))
    if chat.type == "private":
        raise CannotDo("that is a private chat")
    return chat


def actor(room: Room, chat: Chat, body: Body, name: str) -> User:
    """Who does it: the named person, or else the group's first administrator or member."""
    if body.get(name) is not None:
        return room.world.user(body[name])
    people_here = [user for user in chat.member_ids() if not room.world.users[user].is_bot]
    admins = [user for user in people_here if chat.is_admin(user)]
    if not people_here:
        raise CannotDo(f"nobody is in {chat.title}")
    return room.world.users[(admins or people_here)[0]]


def shown(room: Room, message: Message) -> Body:
    """An act's answer: the message that it made."""
    return {"message": view.message_view(room.world, message)}
