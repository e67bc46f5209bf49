"""Pressing a button by what is written on it: inline buttons of live messages, keys of the reply keyboard."""

from __future__ import annotations

from typing import Any

from sandbox import people, view
from sandbox.keyboards import shown_inline, shown_keyboard
from sandbox.people import CannotDo
from sandbox.queries import Queries, answer_within
from sandbox.state import Chat, Message, User
from sandbox.world import World


async def tap(
    world: World, queries: Queries, chat: Chat, person: User, label: str, *, message_id: int | None, wait: float,
    pick: list[str],
) -> dict[str, Any]:  # fmt: skip
    """Presses the newest button that says exactly ``label``; waits for the bot's answer to a callback button."""
    people.must_be_in(chat, person)
    if chat.type == "private" and person.blocked:
        raise CannotDo(f"{person.name} has blocked the bot")
    message, button = find(chat, label, message_id)
    world.effort[person.id]["taps"] += 1
    kind = next(
        (shown["kind"] for row in shown_inline(message.markup) for shown in row if shown["label"] == label), None
    )
    if kind is None:
        return _key(world, chat, person, message, button, pick)
    result: dict[str, Any] = {"kind": kind, "message_id": message.message_id, "answer": None}
    if kind == "callback":
        query = queries.press(chat, message, person, button["callback_data"])
        return result | {"answer": await answer_within(query, wait), "query_id": query.id}
    shown = next(shown for row in shown_inline(message.markup) for shown in row if shown["label"] == label)
    result |= {name: shown[name] for name in ("url", "copy", "query") if name in shown}
    if kind == "url" and (sent := people.followed_link(world, person, shown["url"])):
        result["message"] = view.message_view(world, sent)
    return result


def find(chat: Chat, label: str, message_id: int | None) -> tuple[Message, dict[str, Any]]:
    """The newest live message with that button; raises ``CannotDo`` with the labels that are there."""
    candidates = _live(chat, message_id)
    for message in candidates:
        for row in _rows(message):
            for button in row:
                if button["text"] == label:
                    return message, button
    labels = [button["text"] for message in candidates[:10] for row in _rows(message) for button in row]
    raise CannotDo(f"no button {label!r} in {chat.title}", labels=labels)


def _live(chat: Chat, message_id: int | None) -> list[Message]:
    """Newest first; only the reply keyboard that is open now counts."""
    if message_id is not None:
        message = chat.messages.get(message_id)
        return [message] if message else []
    return [
        message
        for message in reversed(chat.messages.values())
        if message.inline_keyboard or message.message_id == chat.keyboard_message_id
    ]


def _rows(message: Message) -> list[list[dict[str, Any]]]:
    return message.inline_keyboard or (message.markup or {}).get("keyboard") or []


def _key(
    world: World, chat: Chat, person: User, message: Message, button: dict[str, Any], pick: list[str]
) -> dict[str, Any]:
    """A key of the reply keyboard sends its text, or what it asks for."""
    shown = next(key for row in shown_keyboard(message.markup) or [] for key in row if key["label"] == button["text"])
    match shown["kind"]:
        case "contact":
            sent = people.share_contact(world, chat, person)
        case "location":
            sent = people.share_location(world, chat, person)
        case "users" | "chat" if not pick:
            raise CannotDo(f"{button['text']!r} asks to choose: say whom or what in 'pick'")
        case "users":
            sent = people.share_users(world, chat, person, button["request_users"], pick)
        case "chat":
            sent = people.share_chat(world, chat, person, button["request_chat"], pick[0])
        case _:
            sent = people.write(world, chat, person, button["text"])
            world.effort[person.id]["typed"] -= len(button["text"])
    if (message.markup or {}).get("one_time_keyboard") and chat.keyboard_message_id == message.message_id:
        chat.keyboard_message_id = None
        world.events.publish("chat", view.chat_view(world, chat))
    return {
        "kind": shown["kind"], "message_id": message.message_id, "answer": None,
        "message": view.message_view(world, sent),
    }  # fmt: skip
