"""People's hands: writing, pressing, sending files, opening links."""

from __future__ import annotations

import base64
from typing import Final

from sandbox import inline, people, pictures, pressing
from sandbox.acts.body import Act, Body, need, options, place, shown
from sandbox.people import CannotDo
from sandbox.room import Room


async def send(room: Room, body: Body) -> Body:
    """A person writes."""
    chat, person = place(room, body)
    choices = options(body, "reply_to", "forward", "forward_from", "anonymous", "via_bot")
    return shown(room, people.write(room.world, chat, person, str(need(body, "text")), **choices))


async def tap(room: Room, body: Body) -> Body:
    """A person presses a button."""
    chat, person = place(room, body)
    pick = body.get("pick") or []
    return await pressing.tap(
        room.world, room.queries, chat, person, str(need(body, "label")), message_id=body.get("message_id"),
        wait=float(body.get("wait", 3)), pick=pick if isinstance(pick, list) else [pick],
    )  # fmt: skip


async def upload(room: Room, body: Body) -> Body:
    """A person sends a photo or a file; without bytes a small picture is made."""
    chat, person = place(room, body)
    kind = body.get("kind", "photo")
    content = body.get("content")
    if body.get("base64"):
        content = base64.b64decode(body["base64"], validate=True)
    if content is None:
        content = pictures.small_png(chat.last_message_id + 1)
    name = body.get("name") or ("photo.png" if kind == "photo" else "file.png")
    choices = options(body, "caption", "reply_to", "media_group_id", "forward", "forward_from", "anonymous", "via_bot")
    return shown(room, people.upload(room.world, chat, person, kind, content, name, **choices))


async def edit(room: Room, body: Body) -> Body:
    """A person changes what they wrote."""
    chat, person = place(room, body)
    text = str(body.get("text") or need(body, "caption"))
    return shown(room, people.edit(room.world, chat, person, int(need(body, "message_id")), text))


async def delete(room: Room, body: Body) -> Body:
    """A person deletes a message for everybody; the Bot API tells no bot."""
    chat = room.world.chat(need(body, "chat"))
    message_id = int(need(body, "message_id"))
    if message_id not in chat.messages:
        raise CannotDo(f"message {message_id} is not in {chat.title}")
    room.world.remove_messages(chat, [message_id])
    return {"deleted": True}


async def start(room: Room, body: Body) -> Body:
    """A deep link: to the private chat, or with ``chat`` into a group."""
    person = room.world.user(need(body, "from"))
    if body.get("chat") is None:
        return shown(room, people.start(room.world, person, body.get("payload")))
    chat = room.world.chat(body["chat"])
    return shown(room, people.start_in_group(room.world, chat, person, body.get("payload")))


async def inline_query(room: Room, body: Body) -> Body:
    """A person types after the bot's name, and perhaps chooses a result."""
    chat, person = place(room, body)
    wait, choose = float(body.get("wait", 3)), body.get("choose")
    return await inline.ask(room.world, room.queries, chat, person, body.get("query", ""), wait=wait, choose=choose)


ACTS: Final[dict[str, Act]] = {
    "send": send,
    "tap": tap,
    "upload": upload,
    "edit": edit,
    "delete": delete,
    "start": start,
    "inline": inline_query,
}
