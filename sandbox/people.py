"""What people do on their phones: write, press, send files, open links. Each act is one function on the world."""

from __future__ import annotations

import re
from typing import Any, Final

from sandbox import media, membership
from sandbox.entities import find_automatic, trim, utf16_length
from sandbox.formatting import CAPTION_LIMIT, TEXT_LIMIT
from sandbox.state import GROUP_ANONYMOUS_BOT, Chat, Message, User
from sandbox.world import World

_DEEP_LINK: Final = re.compile(r"https://(?:t\.me|telegram\.me)/(\w+)\?start=([A-Za-z0-9_-]{1,64})$")


class CannotDo(Exception):
    """A person could not do this in Telegram; ``details`` go into the answer."""

    def __init__(self, why: str, **details: Any) -> None:
        super().__init__(why)
        self.details = details


def write(world: World, chat: Chat, person: User, text: str, **options: Any) -> Message:
    """A person sends text. Options: reply_to, forward, forward_from, anonymous, via_bot."""
    plain, _none = trim(text, [])
    if not plain:
        raise CannotDo("the text is empty")
    if utf16_length(plain) > TEXT_LIMIT:
        raise CannotDo(f"the text is longer than {TEXT_LIMIT} UTF-16 units")
    message = _compose(world, chat, person, text=plain, entities=find_automatic(plain, []), **options)
    world.effort[person.id]["sent"] += 1
    world.effort[person.id]["typed"] += len(plain)
    return world.add_message(chat, message)


def _compose(world: World, chat: Chat, person: User, **fields: Any) -> Message:
    """A person's message with what its options mean, not yet in the chat."""
    enter(world, chat, person)
    reply_to = fields.pop("reply_to", None)
    if reply_to is not None and reply_to not in chat.messages:
        raise CannotDo(f"message {reply_to} is not there to be answered")
    origin = _origin(world, person, fields.pop("forward", False), fields.pop("forward_from", None))
    via = _via(world, fields.pop("via_bot", None))
    if fields.pop("anonymous", False):
        if chat.type != "supergroup" or not chat.is_admin(person.id):
            raise CannotDo("only an administrator of a supergroup can hide behind it")
        return world.new_message(
            chat,
            world.users[GROUP_ANONYMOUS_BOT],
            sender_chat=chat.id,
            reply_to=reply_to,
            forward_origin=origin,
            **fields,
        )
    return world.new_message(chat, person, reply_to=reply_to, forward_origin=origin, via_bot=via, **fields)


def must_be_in(chat: Chat, person: User) -> None:
    """Who is not in a chat neither writes nor presses there."""
    if chat.migrated_to is not None:
        raise CannotDo(f"{chat.title} has become another chat", migrated_to=chat.migrated_to)
    if not chat.is_member(person.id):
        raise CannotDo(f"{person.name} is not in {chat.title}")


def enter(world: World, chat: Chat, person: User) -> None:
    """The person must be in the chat; writing to the bot starts it, and ends a block."""
    must_be_in(chat, person)
    if chat.type == "private" and person.id == chat.id:
        if person.blocked:
            membership.block(world, person, False)
        if not person.started:
            world.start(person)


def _origin(world: World, person: User, forward: bool, name: str | int | None) -> dict[str, Any] | None:
    if not forward and name is None:
        return None
    when = world.clock.unix()
    if name is None:
        return {"type": "user", "sender_user": person.id, "date": when}
    known = next((user for user in world.users.values() if name in (user.id, user.name, user.username)), None)
    if known is None:
        return {"type": "hidden_user", "sender_user_name": str(name), "date": when}
    return {"type": "user", "sender_user": known.id, "date": when}


def _via(world: World, bot: bool | str | int | None) -> int | None:
    if bot in (None, False):
        return None
    return world.bot.id if bot is True else world.user(bot).id


def upload(world: World, chat: Chat, person: User, kind: str, content: bytes, name: str, **options: Any) -> Message:
    """A person sends a photo or a document. Options as for ``write``, and caption, media_group_id."""
    if kind not in ("photo", "document"):
        raise CannotDo("kind must be photo or document")
    caption = (options.pop("caption", None) or "").strip()
    if utf16_length(caption) > CAPTION_LIMIT:
        raise CannotDo(f"the caption is longer than {CAPTION_LIMIT} UTF-16 units")
    if kind == "photo":
        content_fields = media.photo_media(media.keep(world.files, content, name, "photos"))
    else:
        content_fields = media.document_media(media.keep(world.files, content, name, "documents"))
    entities = find_automatic(caption, [])
    message = _compose(world, chat, person, text=caption or None, entities=entities, media=content_fields, **options)
    world.effort[person.id]["uploads"] += 1
    world.effort[person.id]["typed"] += len(caption)
    return world.add_message(chat, message)


def edit(world: World, chat: Chat, person: User, message_id: int, text: str) -> Message:
    """A person changes their own text or caption."""
    message = chat.messages.get(message_id)
    if message is None or message.sender != person.id:
        raise CannotDo(f"{person.name} has no message {message_id} in {chat.title}")
    plain, _none = trim(text, [])
    if not plain:
        raise CannotDo("the text is empty")
    message.text, message.entities = plain, find_automatic(plain, [])
    world.effort[person.id]["typed"] += len(plain)
    world.edited_by_person(message)
    return message


def start(world: World, person: User, payload: str | None) -> Message:
    """Opens ``t.me/bot?start=payload``, or just presses Start."""
    if payload and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload):
        raise CannotDo("a start payload has 1-64 of A-Z a-z 0-9 _ -")
    chat = world.chats[person.id]
    message = write(world, chat, person, f"/start {payload}" if payload else "/start")
    world.effort[person.id]["typed"] -= len(message.text or "")
    world.effort[person.id]["taps"] += 1
    return message


def start_in_group(world: World, chat: Chat, person: User, payload: str | None) -> Message:
    """Opens ``t.me/bot?startgroup=payload`` and chooses this group: the bot comes in and gets the command."""
    must_be_in(chat, person)
    if not chat.is_member(world.bot.id):
        membership.join(world, chat, world.bot, person)
    text = f"/start@{world.bot.username} {payload}" if payload else f"/start@{world.bot.username}"
    return write(world, chat, person, text)


def followed_link(world: World, person: User, url: str) -> Message | None:
    """What a link button does when it is a deep link to our own bot; nothing for any other link."""
    match = _DEEP_LINK.fullmatch(url)
    if match is None or match[1].lower() != (world.bot.username or "").lower():
        return None
    return start(world, person, match[2])


def share_contact(world: World, chat: Chat, person: User) -> Message:
    """Presses a key that asks for one's own number."""
    contact = {
        "phone_number": person.phone or f"+86139{person.id:08d}",
        "first_name": person.name,
        "user_id": person.id,
    }
    return world.add_message(chat, _compose(world, chat, person, media={"contact": contact}))


def share_location(world: World, chat: Chat, person: User) -> Message:
    """Presses a key that asks for the place."""
    location = {"latitude": 31.2989, "longitude": 120.5853}
    return world.add_message(chat, _compose(world, chat, person, media={"location": location}))


def share_users(world: World, chat: Chat, person: User, request: dict[str, Any], names: list[str]) -> Message:
    """Presses a key that asks to choose people."""
    users = [world.user(name) for name in names]
    shared = [_shared_user(user, request) for user in users]
    service = {"users_shared": {"request_id": request["request_id"], "users": shared}}
    return world.add_message(chat, _compose(world, chat, person, service=service))


def _shared_user(user: User, request: dict[str, Any]) -> dict[str, Any]:
    shared: dict[str, Any] = {"user_id": user.id}
    if request.get("request_name"):
        shared["first_name"] = user.name
    if request.get("request_username") and user.username:
        shared["username"] = user.username
    return shared


def share_chat(world: World, chat: Chat, person: User, request: dict[str, Any], name: str) -> Message:
    """Presses a key that asks to choose a group."""
    chosen = world.chat(name)
    if request.get("bot_is_member") and not chosen.is_member(world.bot.id):
        membership.join(world, chosen, world.bot, person)
    shared: dict[str, Any] = {"request_id": request["request_id"], "chat_id": chosen.id}
    if request.get("request_title"):
        shared["title"] = chosen.title
    return world.add_message(chat, _compose(world, chat, person, service={"chat_shared": shared}))
