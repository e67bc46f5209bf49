"""Pinned messages."""

from __future__ import annotations

from sandbox.call import Call
from sandbox.methods.table import Method
from sandbox.rules import refusal
from sandbox.state import Chat, Message


def _chat(call: Call) -> Chat:
    if call.params.get("business_connection_id"):
        raise refusal("not_supported_option", name="business_connection_id")
    return call.world.chat_of_request(call.params["chat_id"])


def _check_rights(call: Call, chat: Chat) -> None:
    if chat.type != "private" and not chat.is_admin(call.world.bot.id):
        raise refusal("pin_rights")


def _show(call: Call, chat: Chat, message: Message, pinned: bool) -> None:
    data = {"chat_id": chat.id, "message_id": message.message_id, "pinned": pinned}
    call.world.events.publish("pin", data)
    call.world.changed(message)


def pin_chat_message(call: Call) -> bool:
    """Pins, and says so in the chat the first time."""
    chat = _chat(call)
    message = chat.messages.get(call.params["message_id"])
    if message is None:
        raise refusal("pin_missing")
    if message.service:
        raise refusal("cant_pin_service")
    _check_rights(call, chat)
    if message.message_id in chat.pinned:
        return True
    chat.pinned.append(message.message_id)
    _show(call, chat, message, True)
    silent = bool(call.params.get("disable_notification"))
    service = {"pinned_message": (chat.id, message.message_id)}
    call.world.add_message(chat, call.world.new_message(chat, call.world.bot, service=service, silent=silent))
    return True


def unpin_chat_message(call: Call) -> bool:
    """Unpins the named message, or the newest pinned one."""
    chat = _chat(call)
    wanted = call.params.get("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.messages:
        raise refusal("unpin_missing")
    _check_rights(call, chat)
    if wanted in chat.pinned:
        chat.pinned.remove(wanted)
        _show(call, chat, chat.messages[wanted], False)
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    """Unpins everything."""
    chat = _chat(call)
    _check_rights(call, chat)
    pinned, chat.pinned = chat.pinned, []
    for message_id in pinned:
        _show(call, chat, chat.messages[message_id], False)
    return True


METHODS: dict[str, Method] = {
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
}
