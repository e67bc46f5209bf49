"""The control interface at ``/sim/*``: people's hands, the clock, faults, and what can be seen."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.web_request import FileField

from sandbox import inline, membership, people, pictures, pressing, view
from sandbox.api import ROOM
from sandbox.clock import parse_duration
from sandbox.people import CannotDo
from sandbox.room import Room
from sandbox.rules import Refused
from sandbox.scene import Scene, SceneGroup, SceneUser
from sandbox.state import Chat, User
from sandbox.world import NotHere

Body = dict[str, Any]
Act = Callable[[Room, Body], Awaitable[Body]]
_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "::1"})


# --- people's hands ---


def _place(room: Room, body: Body) -> tuple[Chat, User]:
    """The chat and the person of a request; in a private chat the person need not be named."""
    chat = room.world.chat(_need(body, "chat"))
    if body.get("from") is None and chat.type == "private":
        return chat, room.world.users[chat.id]
    return chat, room.world.user(_need(body, "from"))


def _need(body: Body, name: str) -> Any:
    value = body.get(name)
    if value is None or value == "":
        raise ValueError(f"{name} is missing")
    return value


def _options(body: Body, *names: str) -> Body:
    return {name: body[name] for name in names if body.get(name) is not None}


async def send(room: Room, body: Body) -> Body:
    """A person writes."""
    chat, person = _place(room, body)
    options = _options(body, "reply_to", "forward", "forward_from", "anonymous", "via_bot")
    return {"message": _shown(room, people.write(room.world, chat, person, str(_need(body, "text")), **options))}


def _shown(room: Room, message: Any) -> Body:
    return view.message_view(room.world, message)


async def tap(room: Room, body: Body) -> Body:
    """A person presses a button."""
    chat, person = _place(room, body)
    pick = body.get("pick") or []
    return await pressing.tap(
        room.world, room.queries, chat, person, str(_need(body, "label")), message_id=body.get("message_id"),
        wait=float(body.get("wait", 3)), pick=pick if isinstance(pick, list) else [pick],
    )  # fmt: skip


async def upload(room: Room, body: Body) -> Body:
    """A person sends a photo or a file; without bytes a small picture is made."""
    chat, person = _place(room, body)
    kind = body.get("kind", "photo")
    content = body.get("content")
    if body.get("base64"):
        content = base64.b64decode(body["base64"], validate=True)
    if content is None:
        content = pictures.small_png(chat.last_message_id + 1)
    name = body.get("name") or ("photo.png" if kind == "photo" else "file.png")
    options = _options(body, "caption", "reply_to", "media_group_id", "forward", "forward_from", "anonymous", "via_bot")
    return {"message": _shown(room, people.upload(room.world, chat, person, kind, content, name, **options))}


async def edit(room: Room, body: Body) -> Body:
    """A person changes what they wrote."""
    chat, person = _place(room, body)
    text = str(body.get("text") or _need(body, "caption"))
    return {"message": _shown(room, people.edit(room.world, chat, person, int(_need(body, "message_id")), text))}


async def delete(room: Room, body: Body) -> Body:
    """A person deletes a message for everybody; the Bot API tells no bot."""
    chat = room.world.chat(_need(body, "chat"))
    message_id = int(_need(body, "message_id"))
    if message_id not in chat.messages:
        raise CannotDo(f"message {message_id} is not in {chat.title}")
    room.world.remove_messages(chat, [message_id])
    return {"deleted": True}


async def start(room: Room, body: Body) -> Body:
    """A deep link: to the private chat, or with ``chat`` into a group."""
    person = room.world.user(_need(body, "from"))
    if body.get("chat") is None:
        return {"message": _shown(room, people.start(room.world, person, body.get("payload")))}
    chat = room.world.chat(body["chat"])
    return {"message": _shown(room, people.start_in_group(room.world, chat, person, body.get("payload")))}


async def inline_query(room: Room, body: Body) -> Body:
    """A person types after the bot's name, and perhaps chooses a result."""
    chat, person = _place(room, body)
    wait, choose = float(body.get("wait", 3)), body.get("choose")
    return await inline.ask(room.world, room.queries, chat, person, body.get("query", ""), wait=wait, choose=choose)


# --- who is there ---


def _group(room: Room, body: Body) -> Chat:
    chat = room.world.chat(_need(body, "chat"))
    if chat.type == "private":
        raise CannotDo("that is a private chat")
    return chat


def _actor(room: Room, chat: Chat, body: Body, name: str) -> User:
    """Who does it: the named person, or else the group's first administrator or member."""
    if body.get(name) is not None:
        return room.world.user(body[name])
    people_here = [user for user in chat.member_ids() if not room.world.users[user].is_bot]
    admins = [user for user in people_here if chat.is_admin(user)]
    if not people_here:
        raise CannotDo(f"nobody is in {chat.title}")
    return room.world.users[(admins or people_here)[0]]


async def join(room: Room, body: Body) -> Body:
    """Somebody comes in."""
    chat, user = _group(room, body), room.world.user(_need(body, "user"))
    if chat.is_member(user.id):
        raise CannotDo(f"{user.name} is in {chat.title} already")
    membership.join(room.world, chat, user, room.world.user(body["by"]) if body.get("by") else user)
    return {"chat": view.chat_view(room.world, chat)}


async def leave(room: Room, body: Body) -> Body:
    """Somebody goes, or is removed."""
    chat, user = _group(room, body), room.world.user(_need(body, "user"))
    if not chat.is_member(user.id):
        raise CannotDo(f"{user.name} is not in {chat.title}")
    membership.leave(room.world, chat, user, room.world.user(body["by"]) if body.get("by") else user)
    return {"chat": view.chat_view(room.world, chat)}


async def add_bot(room: Room, body: Body) -> Body:
    """A person adds our bot to a group."""
    chat = _group(room, body)
    if chat.is_member(room.world.bot.id):
        raise CannotDo(f"the bot is in {chat.title} already")
    actor = _actor(room, chat, body, "from")
    membership.join(room.world, chat, room.world.bot, actor)
    if body.get("admin"):
        membership.set_status(room.world, chat, room.world.bot, "administrator", actor)
    return {"chat": view.chat_view(room.world, chat)}


async def remove_bot(room: Room, body: Body) -> Body:
    """A person removes our bot."""
    chat = _group(room, body)
    if not chat.is_member(room.world.bot.id):
        raise CannotDo(f"the bot is not in {chat.title}")
    membership.leave(room.world, chat, room.world.bot, _actor(room, chat, body, "from"))
    return {"chat": view.chat_view(room.world, chat)}


async def promote(room: Room, body: Body) -> Body:
    """Somebody becomes administrator, or stops being one."""
    chat, user = _group(room, body), room.world.user(_need(body, "user"))
    status = _need(body, "status")
    if status not in ("member", "administrator", "creator") or not chat.is_member(user.id):
        raise CannotDo("status must be member, administrator or creator, of somebody in the group")
    membership.set_status(room.world, chat, user, status, _actor(room, chat, body, "by"))
    return {"chat": view.chat_view(room.world, chat)}


async def block(room: Room, body: Body) -> Body:
    """A person stops or restarts the bot."""
    user = room.world.user(_need(body, "user"))
    membership.block(room.world, user, bool(body.get("blocked", True)))
    return {"user": view.user_view(room.world, user)}


async def upgrade(room: Room, body: Body) -> Body:
    """A group becomes a supergroup."""
    chat = _group(room, body)
    if chat.type != "group":
        raise CannotDo(f"{chat.title} is a supergroup already")
    new = membership.upgrade(room.world, chat, _actor(room, chat, body, "from"))
    return {"chat": view.chat_view(room.world, new)}


async def rename(room: Room, body: Body) -> Body:
    """A person or a group takes another name."""
    if body.get("user") is not None:
        user = room.world.user(body["user"])
        user.name = str(_need(body, "name"))
        room.world.chats[user.id].title = user.name
        room.events.publish("user", view.user_view(room.world, user))
        return {"user": view.user_view(room.world, user)}
    chat = _group(room, body)
    membership.rename(room.world, chat, str(_need(body, "title")), _actor(room, chat, body, "from"))
    return {"chat": view.chat_view(room.world, chat)}


async def add_user(room: Room, body: Body) -> Body:
    """A new person."""
    user = room.world.add_user(SceneUser(**body))
    return {"user": view.user_view(room.world, user)}


async def add_group(room: Room, body: Body) -> Body:
    """A new group; the bot is added by its first person, with the updates that brings."""
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in body.items()}
    bot = fields.pop("bot", "member")
    chat = room.world.add_group(SceneGroup(**fields, bot="none"))
    if bot != "none":
        await add_bot(room, {"chat": chat.id, "admin": bot == "administrator"})
    return {"chat": view.chat_view(room.world, chat)}


# --- the server itself ---


async def clock(room: Room, body: Body) -> Body:
    """Moves time on."""
    if body.get("to"):
        delta = datetime.fromisoformat(body["to"]) - room.clock.now()
    else:
        delta = parse_duration(str(_need(body, "advance")))
    return {"now": (await room.advance(delta)).isoformat()}


async def add_faults(room: Room, body: Body) -> Body:
    """Orders misbehaviour."""
    for order in body.get("list") or [body]:
        chat = room.world.chat(order["chat"]).id if order.get("chat") is not None else None
        room.faults.add(order, chat)
    return {"faults": room.faults.view()}


async def clear_faults(room: Room, _body: Body) -> Body:
    """No more misbehaviour."""
    room.faults.clear()
    return {"faults": []}


async def set_windows(room: Room, body: Body) -> Body:
    """Switches the send windows."""
    room.windows.on = bool(_need(body, "on"))
    room.windows.reset()
    return {"on": room.windows.on}


async def reset(room: Room, body: Body) -> Body:
    """Everything anew."""
    room.reset(Scene.from_dict(body) if body else None)
    return {"state": view.state_view(room.world, view.NEWEST, windows=room.windows.on)}


async def raw_update(room: Room, body: Body) -> Body:
    """Puts anything into the update queue."""
    update = _need(body, "update")
    if not isinstance(update, dict):
        raise ValueError("update must be an object")
    return {"update_id": room.world.updates.push_raw(update)}


async def reset_effort(room: Room, _body: Body) -> Body:
    """Counts anew."""
    room.world.effort.clear()
    return {}


ACTS: Final[dict[str, Act]] = {
    "send": send, "tap": tap, "upload": upload, "edit": edit, "delete": delete, "start": start, "inline": inline_query,
    "join": join, "leave": leave, "add_bot": add_bot, "remove_bot": remove_bot, "promote": promote, "block": block,
    "upgrade": upgrade, "rename": rename, "users": add_user, "groups": add_group, "clock": clock, "faults": add_faults,
    "faults/clear": clear_faults, "windows": set_windows, "reset": reset, "raw_update": raw_update,
    "effort/reset": reset_effort,
}  # fmt: skip


# --- HTTP ---


def _answering(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    """An act as a POST handler, with its exceptions as 4xx answers."""

    @wraps(act)
    async def handler(request: web.Request) -> web.Response:
        try:
            return web.json_response(await act(request.app[ROOM], await _body(request)))
        except NotHere as error:
            return web.json_response({"error": str(error)}, status=404)
        except CannotDo as error:
            return web.json_response({"error": str(error), **error.details}, status=409)
        except Refused as error:
            return web.json_response({"error": error.description}, status=409)
        except (ValueError, TypeError, KeyError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    return handler


async def _body(request: web.Request) -> Body:
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        body: Body = {name: value for name, value in form.items() if isinstance(value, str)}
        for value in form.values():
            if isinstance(value, FileField):
                body |= {"content": value.file.read(), "name": body.get("name") or value.filename}
        return body
    text = await request.text()
    data = json.loads(text) if text.strip() else {}
    if isinstance(data, list):
        return {"list": data}
    if not isinstance(data, dict):
        raise ValueError("the body must be a JSON object")
    return data


@web.middleware
async def same_origin(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Any:
    """Only programs on this machine and our own page may drive the sandbox."""
    host = urlsplit(f"//{request.host}").hostname
    origin = request.headers.get("Origin")
    if host not in _HOSTS or (origin is not None and urlsplit(origin).netloc != request.host):
        return web.json_response({"error": "the sandbox answers its own page and this machine only"}, status=403)
    return await handler(request)


def add_routes(app: web.Application) -> None:
    """Binds every act."""
    for name, act in ACTS.items():
        app.router.add_post(f"/sim/{name}", _answering(act))


