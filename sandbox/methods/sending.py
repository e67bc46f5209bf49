"""Methods that make new messages."""

from __future__ import annotations

from typing import Any, Final

from sandbox import wire
from sandbox.call import Call
from sandbox.formatting import caption_of, text_of
from sandbox.keyboards import check_markup
from sandbox.media import document_media, file_of, photo_media
from sandbox.methods.table import Method
from sandbox.rules import refusal
from sandbox.state import Chat, Message

ALBUM: Final = (2, 10)
_NOT_SIMULATED: Final = (
    "business_connection_id", "direct_messages_topic_id", "suggested_post_parameters", "allow_paid_broadcast",
)  # fmt: skip
_REPLY_NOT_SIMULATED: Final = ("quote", "checklist_task_id", "poll_option_id")
_ACTIONS: Final = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


def target_chat(call: Call) -> Chat:
    """The chat to write to; what the sandbox cannot do there is refused, never ignored."""
    for name in _NOT_SIMULATED:
        if call.params.get(name):
            raise refusal("not_supported_option", name=name)
    chat = call.world.chat_of_request(call.params["chat_id"])
    if call.params.get("message_thread_id"):
        raise refusal("thread_missing")
    return chat


def _reply_target(call: Call, chat: Chat) -> int | None:
    reply = call.params.get("reply_parameters")
    if not reply:
        return None
    for name in _REPLY_NOT_SIMULATED:
        if reply.get(name):
            raise refusal("not_supported_option", name=f"reply_parameters.{name}")
    if reply.get("chat_id") not in (None, chat.id):
        raise refusal("not_supported_option", name="reply_parameters.chat_id")
    if reply["message_id"] in chat.messages:
        return reply["message_id"]
    if reply.get("allow_sending_without_reply"):
        return None
    raise refusal("reply_missing")


def _send(call: Call, chat: Chat, **fields: Any) -> Message:
    """Puts one message of the bot into the chat, with the options that every sending method has."""
    world, params = call.world, call.params
    if "media_group_id" not in fields:  # an album has been counted as a whole
        call.windows.take(chat.id)
    message = world.new_message(
        chat,
        world.bot,
        reply_to=fields.pop("reply_to", None),
        markup=fields.pop("markup", None),
        silent=bool(params.get("disable_notification")),
        protected=bool(params.get("protect_content")),
        **fields,
    )
    return world.add_message(chat, message)


def _options(call: Call, chat: Chat) -> dict[str, Any]:
    return {
        "reply_to": _reply_target(call, chat),
        "markup": check_markup(call.params.get("reply_markup"), chat.type),
    }


def send_message(call: Call) -> dict[str, Any]:
    """Text."""
    text, entities = text_of(call.params)
    chat = target_chat(call)
    message = _send(call, chat, text=text, entities=entities, **_options(call, chat))
    return wire.message_object(call.world, message)


def send_photo(call: Call) -> dict[str, Any]:
    """A picture with a caption."""
    if not call.params.get("photo"):
        raise refusal("no_photo")
    caption, entities = caption_of(call.params)
    chat = target_chat(call)
    media = photo_media(file_of(call.world.files, call.params["photo"], call.uploads, "photos"))
    message = _send(call, chat, text=caption, entities=entities, media=media, **_options(call, chat))
    return wire.message_object(call.world, message)


def send_document(call: Call) -> dict[str, Any]:
    """Any file with a caption."""
    if not call.params.get("document"):
        raise refusal("no_document")
    caption, entities = caption_of(call.params)
    chat = target_chat(call)
    media = document_media(file_of(call.world.files, call.params["document"], call.uploads, "documents"))
    message = _send(call, chat, text=caption, entities=entities, media=media, **_options(call, chat))
    return wire.message_object(call.world, message)


def media_of(call: Call, item: dict[str, Any]) -> dict[str, Any]:
    """The message fields of one ``InputMedia``."""
    if item["type"] not in ("photo", "document"):
        raise refusal("not_supported_option", name=f"media type {item['type']}")
    if item["type"] == "photo":
        return photo_media(file_of(call.world.files, item["media"], call.uploads, "photos"))
    return document_media(file_of(call.world.files, item["media"], call.uploads, "documents"))


def send_media_group(call: Call) -> list[dict[str, Any]]:
    """An album: two to ten photos, or two to ten documents."""
    items = call.params["media"]
    if len(items) < ALBUM[0]:
        raise refusal("album_small")
    if len(items) > ALBUM[1]:
        raise refusal("album_size")
    if len({item["type"] for item in items}) > 1:
        raise refusal("album_types")
    captions = [caption_of(item) for item in items]
    chat = target_chat(call)
    reply_to = _reply_target(call, chat)
    media = [media_of(call, item) for item in items]
    call.windows.take(chat.id, len(items))
    group = str(13_000_000_000_000_000 + chat.last_message_id)
    sent = [
        _send(call, chat, text=text, entities=entities, media=content, media_group_id=group, reply_to=reply_to)
        for (text, entities), content in zip(captions, media, strict=True)
    ]
    return [wire.message_object(call.world, message) for message in sent]


def send_chat_action(call: Call) -> bool:
    """ "Typing…"."""
    chat = target_chat(call)
    if call.params["action"].lower() not in _ACTIONS:
        raise refusal("chat_action")
    call.world.events.publish("typing", {"chat_id": chat.id, "action": call.params["action"]})
    return True


def _source(call: Call, rule: str) -> Message:
    origin = call.world.chat_of_request(call.params["from_chat_id"], write=False)
    message = origin.messages.get(call.params["message_id"])
    if message is None:
        raise refusal(rule)
    if message.protected:
        raise refusal("protected")
    return message


def forward_message(call: Call) -> dict[str, Any]:
    """The same message again, with a line that says whose it was."""
    chat = target_chat(call)
    message = _source(call, "forward_missing")
    if message.service:
        raise refusal("cant_forward")
    origin = message.forward_origin or {"type": "user", "sender_user": message.sender, "date": message.date}
    sent = _send(call, chat, text=message.text, entities=message.entities, media=message.media, forward_origin=origin)
    return wire.message_object(call.world, sent)


def copy_message(call: Call) -> dict[str, Any]:
    """The same content as a message of the bot's own."""
    chat = target_chat(call)
    message = _source(call, "copy_missing")
    if message.service:
        raise refusal("cant_copy")
    text, entities = message.text, message.entities
    if message.has_media and "caption" in call.params:
        text, entities = caption_of(call.params)
    sent = _send(call, chat, text=text, entities=entities, media=message.media, **_options(call, chat))
    return {"message_id": sent.message_id}


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
}
