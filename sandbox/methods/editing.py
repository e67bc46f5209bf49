"""Methods that change, react to or remove messages that are there."""

from __future__ import annotations

from typing import Any, Final

from sandbox import wire
from sandbox.call import Call
from sandbox.formatting import caption_of, text_of
from sandbox.keyboards import check_markup
from sandbox.methods.sending import media_of
from sandbox.methods.table import Method
from sandbox.rules import refusal
from sandbox.state import Chat, Message

DELETE_SECONDS: Final = 48 * 3600
_EMOJI: Final = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 "
    "🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
_REACTIONS: Final = frozenset(_EMOJI.split())


def _target(call: Call) -> tuple[Chat, Message]:
    """The bot's own message that is to be edited; raises ``Refused`` for all others."""
    if call.params.get("business_connection_id"):
        raise refusal("not_supported_option", name="business_connection_id")
    if "inline_message_id" in call.params:
        raise refusal("not_supported_option", name="inline_message_id")
    if "chat_id" not in call.params and "message_id" not in call.params:
        raise refusal("no_message_id")
    if "chat_id" not in call.params:
        raise refusal("chat_id_empty")
    chat = call.world.chat_of_request(call.params["chat_id"], write=False)
    message = chat.messages.get(call.params.get("message_id", 0))
    if message is None:
        raise refusal("edit_missing")
    if chat.migrated_to is not None:
        raise refusal("no_write_access")
    if chat.type == "private" and call.world.users[chat.id].blocked:
        raise refusal("blocked")
    if not _editable(call, message):
        raise refusal("cant_edit")
    return chat, message


def _editable(call: Call, message: Message) -> bool:
    own = call.world.bot.id in (message.sender, message.via_bot)
    plain_markup = message.markup is None or "inline_keyboard" in message.markup
    return own and plain_markup and message.service is None and message.forward_origin is None


def _change(call: Call, message: Message, **changes: Any) -> dict[str, Any]:
    """Applies the changes, or refuses because nothing would change."""
    if all(getattr(message, name) == value for name, value in changes.items()):
        raise refusal("not_modified")
    call.windows.take(message.chat_id)
    content = any(name != "markup" and getattr(message, name) != value for name, value in changes.items())
    for name, value in changes.items():
        setattr(message, name, value)
    if content:
        message.edit_date = call.world.clock.unix()
        call.world.reworded(message)
    call.world.changed(message)
    return wire.message_object(call.world, message)


def _markup(call: Call, chat: Chat) -> dict[str, Any] | None:
    return check_markup(call.params.get("reply_markup"), chat.type)


def edit_message_text(call: Call) -> dict[str, Any]:
    """New text, and new buttons or none."""
    text, entities = text_of(call.params)
    chat, message = _target(call)
    if message.has_media:
        raise refusal("no_text_to_edit")
    return _change(call, message, text=text, entities=entities, markup=_markup(call, chat))


def edit_message_caption(call: Call) -> dict[str, Any]:
    """New words under a picture or a file."""
    caption, entities = caption_of(call.params)
    chat, message = _target(call)
    if not message.has_media:
        raise refusal("no_caption_to_edit")
    return _change(call, message, text=caption, entities=entities, markup=_markup(call, chat))


def edit_message_media(call: Call) -> dict[str, Any]:
    """Another picture or file in the same message."""
    item = call.params["media"]
    caption, entities = caption_of(item)
    chat, message = _target(call)
    if message.media_group_id and next(iter(message.media)) != item["type"]:
        raise refusal("album_mix")
    media = media_of(call, item)
    return _change(call, message, media=media, text=caption, entities=entities, markup=_markup(call, chat))


def edit_message_reply_markup(call: Call) -> dict[str, Any]:
    """New buttons, or none."""
    chat, message = _target(call)
    return _change(call, message, markup=_markup(call, chat))


def _check_deletable(call: Call, chat: Chat, message: Message) -> None:
    own = message.sender == call.world.bot.id
    if call.world.clock.unix() - message.date > DELETE_SECONDS and not (chat.is_admin(call.world.bot.id) and not own):
        raise refusal("cant_delete_for_all")
    if not own and chat.type != "private" and not chat.is_admin(call.world.bot.id):
        raise refusal("cant_delete")
    if message.service and "migrate_from_chat_id" in message.service:
        raise refusal("cant_delete")


def delete_message(call: Call) -> bool:
    """One message, for everybody."""
    chat = call.world.chat_of_request(call.params["chat_id"])
    message = chat.messages.get(call.params["message_id"])
    if message is None:
        raise refusal("delete_missing")
    _check_deletable(call, chat, message)
    call.world.remove_messages(chat, [message.message_id])
    return True


def delete_messages(call: Call) -> bool:
    """Up to a hundred; those that are not there are passed over."""
    wanted = call.params["message_ids"]
    if not wanted:
        raise refusal("no_message_ids")
    if len(wanted) > 100:
        raise refusal("too_many_ids")
    chat = call.world.chat_of_request(call.params["chat_id"])
    found = [chat.messages[number] for number in wanted if number in chat.messages]
    for message in found:
        _check_deletable(call, chat, message)
    if found:
        call.world.remove_messages(chat, [message.message_id for message in found])
    return True


def set_message_reaction(call: Call) -> bool:
    """A bot may set one reaction; an empty list takes it away."""
    chat = call.world.chat_of_request(call.params["chat_id"])
    message = chat.messages.get(call.params["message_id"])
    if message is None:
        raise refusal("react_missing")
    given = call.params.get("reaction", [])
    if len(given) > 1:
        raise refusal("reactions_too_many")
    if any(item["type"] != "emoji" or item["emoji"].rstrip("\ufe0f") not in _REACTIONS for item in given):
        raise refusal("reaction")
    message.reactions = [item["emoji"] for item in given]
    call.world.changed(message)
    return True


METHODS: dict[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "setMessageReaction": set_message_reaction,
}
