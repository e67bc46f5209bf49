"""People and bots coming and going, blocking, being promoted; a group becoming a supergroup."""

from __future__ import annotations

from typing import Any

from sandbox import view, wire
from sandbox.state import Chat, MemberStatus, User
from sandbox.world import World


def set_status(world: World, chat: Chat, user: User, status: MemberStatus, actor: User) -> None:
    """Changes what somebody is in a chat and sends ``my_chat_member`` or ``chat_member``."""
    before = wire.member_object(world, chat, user.id)
    heard = chat.is_admin(world.bot.id)
    chat.members[user.id] = status
    after = wire.member_object(world, chat, user.id)
    if before != after:
        _send_member_update(world, chat, user, actor, before, after, heard)
    world.events.publish("chat", view.chat_view(world, chat))


def _send_member_update(
    world: World, chat: Chat, user: User, actor: User, before: dict[str, Any], after: dict[str, Any], heard: bool
) -> None:
    change = {
        "chat": wire.chat_object(world, chat), "from": wire.user_object(actor), "date": world.clock.unix(),
        "old_chat_member": before, "new_chat_member": after,
    }  # fmt: skip
    if user.id == world.bot.id:
        world.known_to_bot.add(actor.id)
        world.updates.push("my_chat_member", change)
    elif heard:
        world.updates.push("chat_member", change)


def join(world: World, chat: Chat, user: User, actor: User) -> None:
    """Somebody comes in, alone or invited by ``actor``."""
    status: MemberStatus = "member"
    set_status(world, chat, user, status, actor)
    service = {"new_chat_members": [user.id]}
    world.add_message(chat, world.new_message(chat, actor, service=service))


def leave(world: World, chat: Chat, user: User, actor: User) -> None:
    """Somebody goes, or is removed by ``actor``."""
    by_other = user.id != actor.id
    farewell = world.new_message(chat, actor, service={"left_chat_member": user.id})
    if user.id == world.bot.id and not by_other:
        world.add_message(chat, farewell)
        set_status(world, chat, user, "left", actor)
        return
    set_status(world, chat, user, "kicked" if by_other else "left", actor)
    world.add_message(chat, farewell)


def block(world: World, user: User, blocked: bool) -> None:
    """A person stops the bot, or starts it again."""
    if user.blocked == blocked:
        return
    user.blocked = blocked
    world.start(user)
    chat = world.chats[user.id]
    old: MemberStatus = "member" if blocked else "kicked"
    new: MemberStatus = "kicked" if blocked else "member"
    change = {
        "chat": wire.chat_object(world, chat), "from": wire.user_object(user), "date": world.clock.unix(),
        "old_chat_member": wire.member_object(world, chat, world.bot.id, old),
        "new_chat_member": wire.member_object(world, chat, world.bot.id, new),
    }  # fmt: skip
    chat.members[world.bot.id] = new
    world.updates.push("my_chat_member", change)
    world.events.publish("user", view.user_view(world, user))
    world.events.publish("chat", view.chat_view(world, chat))


def upgrade(world: World, chat: Chat, actor: User) -> Chat:
    """The group goes on under a new id, with new message ids; the old one only says where it went."""
    new = Chat(world.free_group_id("supergroup"), "supergroup", chat.title, members=dict(chat.members))
    world.chats[new.id] = new
    world.events.publish("chat", view.chat_view(world, new))
    world.add_message(chat, world.new_message(chat, actor, service={"migrate_to_chat_id": new.id}))
    world.add_message(new, world.new_message(new, actor, service={"migrate_from_chat_id": chat.id}))
    chat.migrated_to = new.id
    world.events.publish("chat", view.chat_view(world, chat))
    return new


def rename(world: World, chat: Chat, title: str, actor: User) -> None:
    """A group gets another name."""
    chat.title = title
    world.add_message(chat, world.new_message(chat, actor, service={"new_chat_title": title}))
    world.events.publish("chat", view.chat_view(world, chat))
