"""What the page, the transcript and the tests see of the world."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sandbox.keyboards import shown_inline, shown_keyboard
from sandbox.rendering import render_html
from sandbox.state import Chat, Message, User

if TYPE_CHECKING:
    from sandbox.world import World

NEWEST: Final = 60
View = dict[str, Any]


def user_view(world: World, user: User) -> View:
    """U of the README."""
    return {
        "id": user.id, "name": user.name, "username": user.username, "is_bot": user.is_bot,
        "language_code": user.language_code, "started": user.started, "blocked": user.blocked,
    }  # fmt: skip


def chat_view(world: World, chat: Chat) -> View:
    """C of the README."""
    live = chat.messages.get(chat.keyboard_message_id or 0)
    return {
        "id": chat.id, "type": chat.type, "title": chat.title, "username": chat.username,
        "members": [user for user in chat.member_ids() if user != world.bot.id],
        "admins": [user for user in chat.member_ids() if chat.is_admin(user) and user != world.bot.id],
        "bot_status": chat.members.get(world.bot.id, "none"), "pinned": list(chat.pinned),
        "reply_keyboard": shown_keyboard(live.markup) if live else None,
        "reply_keyboard_message_id": live.message_id if live else None,
        "placeholder": (live.markup or {}).get("input_field_placeholder") if live else None,
        "last_message_id": chat.last_message_id, "migrated_to": chat.migrated_to,
    }  # fmt: skip


def message_view(world: World, message: Message) -> View:
    """M of the README."""
    chat = world.chats[message.chat_id]
    sender = world.users[message.sender]
    markup = message.markup or {}
    words = message.text or ""
    return {
        "message_id": message.message_id, "chat_id": message.chat_id,
        "from": {"id": sender.id, "name": _sender_name(world, message), "is_bot": sender.is_bot},
        "date": message.date, "edit_date": message.edit_date, "edited": message.edit_date is not None,
        "text": "" if message.has_media else words, "caption": words or None if message.has_media else None,
        "html": render_html(words, message.entities), "entities": message.entities,
        "photo": _photo_url(message), "document": _document_view(world, message),
        "contact": message.media.get("contact"), "location": message.media.get("location"),
        "media_group_id": message.media_group_id, "reply_to": _reply_view(world, chat, message),
        "forwarded_from": _origin_name(world, message),
        "via_bot": world.users[message.via_bot].username if message.via_bot is not None else None,
        "anonymous": message.sender_chat is not None, "keyboard": shown_inline(markup),
        "reply_keyboard": shown_keyboard(markup), "remove_keyboard": bool(markup.get("remove_keyboard")),
        "force_reply": {"placeholder": markup.get("input_field_placeholder")} if markup.get("force_reply") else None,
        "service": service_text(world, message), "service_kind": next(iter(message.service or {}), None),
        "pinned": message.message_id in chat.pinned, "silent": message.silent, "protected": message.protected,
        "reactions": list(message.reactions),
    }  # fmt: skip


def _sender_name(world: World, message: Message) -> str:
    if message.sender_chat is not None:
        return world.chats[message.sender_chat].title
    return world.users[message.sender].name


def _photo_url(message: Message) -> str | None:
    sizes = message.media.get("photo")
    return f"/sim/file/{sizes[-1]['file_id']}" if sizes else None


def _document_view(world: World, message: Message) -> View | None:
    document = message.media.get("document")
    if not document:
        return None
    return {
        "name": document["file_name"], "url": f"/sim/file/{document['file_id']}",
        "size": document["file_size"], "mime": document["mime_type"],
    }  # fmt: skip


def _reply_view(world: World, chat: Chat, message: Message) -> View | None:
    target = chat.messages.get(message.reply_to or 0)
    if target is None:
        return None
    return {"message_id": target.message_id, "text": plain_text(world, target), "from": _sender_name(world, target)}


def _origin_name(world: World, message: Message) -> str | None:
    origin = message.forward_origin
    if not origin:
        return None
    return origin.get("sender_user_name") or world.users[origin["sender_user"]].name


def service_text(world: World, message: Message) -> str | None:
    """What a service message says, in English; ``service_kind`` tells which one it is."""
    service = message.service
    if not service:
        return None
    names = world.users
    actor = _sender_name(world, message)
    kind, value = next(iter(service.items()))
    match kind:
        case "new_chat_members":
            joined = ", ".join(names[user].name for user in value)
            return f"{joined} joined the group" if value == [message.sender] else f"{actor} added {joined}"
        case "left_chat_member":
            gone = names[value].name
            return f"{gone} left the group" if value == message.sender else f"{actor} removed {gone}"
        case "new_chat_title":
            return f"{actor} renamed the group to {value}"
        case "pinned_message":
            return f"{actor} pinned a message"
        case "migrate_to_chat_id" | "migrate_from_chat_id":
            return "the group became a supergroup"
        case _:
            return f"{actor}: {kind}"


def plain_text(world: World, message: Message) -> str:
    """A message in one string, without its buttons."""
    if message.service:
        return service_text(world, message) or ""
    parts = []
    if "photo" in message.media:
        parts.append("[photo]")
    if document := message.media.get("document"):
        parts.append(f"[file {document['file_name']}]")
    if contact := message.media.get("contact"):
        parts.append(f"[contact {contact['phone_number']}]")
    if "location" in message.media:
        parts.append("[location]")
    if message.text:
        parts.append(message.text)
    return " ".join(parts)


def transcript(world: World, chat: Chat, messages: list[Message]) -> str:
    """Reads like the chat: who, what, and the buttons of each row in brackets."""
    lines = [f"# {chat.title} ({chat.type})"]
    for message in messages:
        lines.extend(_transcript_lines(world, chat, message))
    return "\n".join(lines) + "\n"


def _transcript_lines(world: World, chat: Chat, message: Message) -> list[str]:
    moment = datetime.fromtimestamp(message.date, UTC).strftime("%m-%d %H:%M")
    if message.service:
        return [f"{moment} -- {service_text(world, message)}"]
    head = f"{moment} {_sender_name(world, message)}"
    if origin := _origin_name(world, message):
        head += f" (forwarded from {origin})"
    if reply := _reply_view(world, chat, message):
        head += f" (answers: {reply['text'].splitlines()[0][:40] if reply['text'] else '…'})"
    body = plain_text(world, message).splitlines() or [""]
    lines = [f"{head}: {body[0]}", *(f"    {line}" for line in body[1:])]
    rows = shown_inline(message.markup) + (shown_keyboard(message.markup) or [])
    lines += ["    " + " ".join(f"[{button['label']}]" for button in row) for row in rows]
    return lines


def newest(chat: Chat, limit: int | None) -> list[Message]:
    """The last ``limit`` messages of a chat, oldest first."""
    messages = list(chat.messages.values())
    return messages[-limit:] if limit else messages


def _commands(world: World) -> list[dict[str, str]]:
    """The menu that a Chinese speaker sees in the private chat."""
    menus = world.settings.get("commands", {})
    slots = ("all_private_chats/zh", "all_private_chats/", "default/zh", "default/")
    return next((menus[slot] for slot in slots if slot in menus), [])


def state_view(world: World, limit: int, *, windows: bool) -> View:
    """The whole world, as the page draws it."""
    bot = user_view(world, world.bot) | {
        "commands": _commands(world),
        "description": world.settings.get("description", ""),
        "short_description": world.settings.get("short_description", ""),
    }
    people = [user_view(world, user) for user in world.users.values() if user.id not in (world.bot.id, 1087968824)]
    chats = [
        chat_view(world, chat) | {"messages": [message_view(world, message) for message in newest(chat, limit)]}
        for chat in world.chats.values()
        if chat.migrated_to is None
    ]
    return {"now": world.clock.now().isoformat(), "bot": bot, "windows": windows, "users": people, "chats": chats}
