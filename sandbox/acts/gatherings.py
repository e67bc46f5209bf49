"""Who is there: people and groups, joining and leaving, blocking, a group that becomes a supergroup."""

from __future__ import annotations

from typing import Any, Final

from sandbox import membership, view
from sandbox.acts.body import Act, Body, actor, group, need
from sandbox.people import CannotDo
from sandbox.room import Room
from sandbox.scene import SceneGroup, SceneUser


async def join(room: Room, body: Body) -> Body:
    """Somebody comes in."""
    chat, user = group(room, body), room.world.user(need(body, "user"))
    if chat.is_member(user.id):
        raise CannotDo(f"{user.name} is in {chat.title} already")
    membership.join(room.world, chat, user, room.world.user(body["by"]) if body.get("by") else user)
    return {"chat": view.chat_view(room.world, chat)}


async def leave(room: Room, body: Body) -> Body:
    """Somebody goes, or is removed."""
    chat, user = group(room, body), room.world.user(need(body, "user"))
    if not chat.is_member(user.id):
        raise CannotDo(f"{user.name} is not in {chat.title}")
    membership.leave(room.world, chat, user, room.world.user(body["by"]) if body.get("by") else user)
    return {"chat": view.chat_view(room.world, chat)}


async def add_bot(room: Room, body: Body) -> Body:
    """A person adds our bot to a group."""
    chat = group(room, body)
    if chat.is_member(room.world.bot.id):
        raise CannotDo(f"the bot is in {chat.title} already")
    adder = actor(room, chat, body, "from")
    membership.join(room.world, chat, room.world.bot, adder)
    if body.get("admin"):
        membership.set_status(room.world, chat, room.world.bot, "administrator", adder)
    return {"chat": view.chat_view(room.world, chat)}


async def remove_bot(room: Room, body: Body) -> Body:
    """A person removes our bot."""
    chat = group(room, body)
    if not chat.is_member(room.world.bot.id):
        raise CannotDo(f"the bot is not in {chat.title}")
    membership.leave(room.world, chat, room.world.bot, actor(room, chat, body, "from"))
    return {"chat": view.chat_view(room.world, chat)}


async def promote(room: Room, body: Body) -> Body:
    """Somebody becomes administrator, or stops being one."""
    chat, user = group(room, body), room.world.user(need(body, "user"))
    status = need(body, "status")
    if status not in ("member", "administrator", "creator") or not chat.is_member(user.id):
        raise CannotDo("status must be member, administrator or creator, of somebody in the group")
    membership.set_status(room.world, chat, user, status, actor(room, chat, body, "by"))
    return {"chat": view.chat_view(room.world, chat)}


async def block(room: Room, body: Body) -> Body:
    """A person stops or restarts the bot."""
    user = room.world.user(need(body, "user"))
    membership.block(room.world, user, bool(body.get("blocked", True)))
    return {"user": view.user_view(room.world, user)}


async def upgrade(room: Room, body: Body) -> Body:
    """A group becomes a supergroup."""
    chat = group(room, body)
    if chat.type != "group":
        raise CannotDo(f"{chat.title} is a supergroup already")
    new = membership.upgrade(room.world, chat, actor(room, chat, body, "from"))
    return {"chat": view.chat_view(room.world, new)}


async def rename(room: Room, body: Body) -> Body:
    """A person or a group takes another name."""
    if body.get("user") is not None:
        user = room.world.user(body["user"])
        user.name = str(need(body, "name"))
        room.world.chats[user.id].title = user.name
        room.events.publish("user", view.user_view(room.world, user))
        return {"user": view.user_view(room.world, user)}
    chat = group(room, body)
    membership.rename(room.world, chat, str(need(body, "title")), actor(room, chat, body, "from"))
    return {"chat": view.chat_view(room.world, chat)}


async def add_user(room: Room, body: Body) -> Body:
    """A new person."""
    user = room.world.add_user(SceneUser(**body))
    return {"user": view.user_view(room.world, user)}


async def add_group(room: Room, body: Body) -> Body:
    """A new group; the bot is added by its first person, with the updates that brings."""
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in body.items()}
    bot = fields.pop("bot", "member")
    chat = room.world.add_group(SceneGroup(**fields, bot="none"))
    if bot != "none":
        await add_bot(room, {"chat": chat.id, "admin": bot == "administrator"})
    return {"chat": view.chat_view(room.world, chat)}


ACTS: Final[dict[str, Act]] = {
    "join": join,
    "leave": leave,
    "add_bot": add_bot,
    "remove_bot": remove_bot,
    "promote": promote,
    "block": block,
    "upgrade": upgrade,
    "rename": rename,
    "users": add_user,
    "groups": add_group,
}
