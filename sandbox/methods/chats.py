"""What a chat is and who is in it."""

from __future__ import annotations

from typing import Any

from sandbox import membership, wire
from sandbox.call import Call
from sandbox.methods.table import Method
from sandbox.rules import refusal
from sandbox.state import Chat


def _readable(call: Call) -> Chat:
    return call.world.chat_of_request(call.params["chat_id"], write=False)


def _with_members(call: Call) -> Chat:
    """The member list of a group that was upgraded is closed."""
    chat = _readable(call)
    if chat.migrated_to is not None:
        raise refusal("upgraded", parameters={"migrate_to_chat_id": chat.migrated_to})
    return chat


def get_chat(call: Call) -> dict[str, Any]:
    """``ChatFullInfo``."""
    return wire.full_chat_object(call.world, _readable(call))


def get_chat_member(call: Call) -> dict[str, Any]:
    """``ChatMember``; somebody who never was there has left."""
    chat, user_id = _with_members(call), call.params["user_id"]
    if user_id <= 0:
        raise refusal("user_invalid")
    if user_id not in call.world.users:
        raise refusal("user_missing")
    return wire.member_object(call.world, chat, user_id)


def get_chat_administrators(call: Call) -> list[dict[str, Any]]:
    """People only: other bots are left out, as the manual says."""
    chat = _with_members(call)
    if chat.type == "private":
        raise refusal("no_administrators")
    return [
        wire.member_object(call.world, chat, user_id)
        for user_id in chat.member_ids()
        if chat.is_admin(user_id) and (not call.world.users[user_id].is_bot or user_id == call.world.bot.id)
    ]


def get_chat_member_count(call: Call) -> int:
    """Everybody, bots too."""
    return len(_with_members(call).member_ids())


def leave_chat(call: Call) -> bool:
    """The bot goes."""
    chat = _readable(call)
    if chat.type == "private":
        raise refusal("leave_private")
    membership.leave(call.world, chat, call.world.bot, call.world.bot)
    return True


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
