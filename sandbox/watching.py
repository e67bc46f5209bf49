"""What can be seen of the sandbox: state, transcripts, the stream of events, updates, calls, effort, files."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Final
from urllib.parse import quote

from aiohttp import web

from sandbox import view
from sandbox.api import ROOM
from sandbox.events import Event
from sandbox.room import Room
from sandbox.state import Message
from sandbox.world import NotHere

PAGE: Final = Path(__file__).with_name("page")
HEARTBEAT_SECONDS: Final = 15
EFFORT: Final = ("taps", "typed", "sent", "uploads", "received", "rung", "changed", "told")
READ: Final = ("received", "changed", "told")
_POLICY: Final = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none';"
    " form-action 'self'; base-uri 'none'"
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _room(request: web.Request) -> Room:
    return request.app[ROOM]


def _number(request: web.Request, name: str, default: int) -> int:
    return int(request.query.get(name) or default)


def _looking(handler: Handler) -> Handler:
    """A wrong name or number is the caller's fault, in JSON."""

    @wraps(handler)
    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except NotHere as error:
            return web.json_response({"error": str(error)}, status=404)
        except ValueError as error:
            return web.json_response({"error": str(error)}, status=400)

    return answered


async def state(request: web.Request) -> web.Response:
    """Everything that the page draws."""
    room = _room(request)
    return web.json_response(
        view.state_view(room.world, _number(request, "limit", view.NEWEST), windows=room.windows.on)
    )


async def transcript(request: web.Request) -> web.Response:
    """A chat as text, or with ``format=json`` in full."""
    world = _room(request).world
    chat = world.chat(request.query.get("chat", ""))
    messages = view.newest(chat, _number(request, "limit", 0))
    if request.query.get("format") == "json":
        shown = [view.message_view(world, message) for message in messages]
        return web.json_response({"chat": view.chat_view(world, chat), "messages": shown})
    return web.Response(text=view.transcript(world, chat, messages), content_type="text/plain", charset="utf-8")


async def effort(request: web.Request) -> web.Response:
    """What it has cost a person: what their hands did, and what they had to read."""
    world = _room(request).world
    counts = world.effort[world.user(request.query.get("from", "")).id]
    return web.json_response({name: counts[name] for name in EFFORT} | {"read": sum(counts[name] for name in READ)})


async def clock(request: web.Request) -> web.Response:
    """The sandbox's time."""
    return web.json_response({"now": _room(request).clock.now().isoformat()})


async def faults(request: web.Request) -> web.Response:
    """Orders that are left."""
    return web.json_response({"faults": _room(request).faults.view()})


async def updates(request: web.Request) -> web.Response:
    """The raw queue: what was confirmed, what waits."""
    queue = _room(request).world.updates
    queue.pending()  # lets the old ones expire
    wanted = request.query.get("state")
    rows = [
        {"update_id": entry.update_id, "state": entry.state, "deliveries": entry.deliveries, "update": entry.update}
        for entry in queue.entries
        if wanted in (None, entry.state)
    ]
    return web.json_response({"updates": rows, "next_update_id": queue.next_id})


async def calls(request: web.Request) -> web.Response:
    """Every Bot API call, in order."""
    wanted = request.query.get("method")
    rows = [call for call in _room(request).calls if wanted in (None, call["method"])]
    limit = _number(request, "limit", 0)
    return web.json_response({"calls": rows[-limit:] if limit else rows})


async def wait(request: web.Request) -> web.Response:
    """Waits until a message of the chat newer than ``after`` says ``text`` (or has a button ``label``)."""
    room, query = _room(request), request.query
    chat = room.world.chat(query.get("chat", ""))
    text, label, after = query.get("text", ""), query.get("label", ""), _number(request, "after", 0)

    def found() -> Message | None:
        return next(
            (message for message in reversed(chat.messages.values()) if _fits(message, text, label, after)), None
        )

    loop = asyncio.get_running_loop()
    deadline = loop.time() + float(query.get("timeout", 5))
    with room.events.listening() as queue:
        while (message := found()) is None and (left := deadline - loop.time()) > 0:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await queue.get()
    if message is None:
        said = view.transcript(room.world, chat, view.newest(chat, 5))
        return web.json_response({"error": f"{chat.title} has no such message", "transcript": said}, status=408)
    return web.json_response({"message": view.message_view(room.world, message)})


async def settled(request: web.Request) -> web.Response:
    """Waits until the bot has nothing left to fetch and has called nothing for ``quiet`` seconds."""
    room, loop = _room(request), asyncio.get_running_loop()
    quiet, deadline = float(request.query.get("quiet", 0.3)), loop.time() + float(request.query.get("timeout", 5))
    while loop.time() < deadline:
        if not room.world.updates.pending() and loop.time() - room.last_call_at >= quiet:
            return web.json_response({"settled": True})
        await asyncio.sleep(0.02)
    return web.json_response({"error": "the bot is still busy"}, status=408)


def _fits(message: Message, text: str, label: str, after: int) -> bool:
    if message.message_id <= after or text not in (message.text or ""):
        return False
    rows = message.inline_keyboard or (message.markup or {}).get("keyboard") or []
    return not label or any(button["text"] == label for row in rows for button in row)


async def events(request: web.Request) -> web.StreamResponse:
    """Server-Sent Events until the page goes away or the server stops."""
    room = _room(request)
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
    await response.prepare(request)
    with room.events.listening() as queue:
        await response.write(b": here\n\n")
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    event = await queue.get()
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if event is None:
                return response
            await response.write(_event_bytes(event))


def _event_bytes(event: Event) -> bytes:
    name, data = event
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


async def file(request: web.Request) -> web.Response:
    """A message's bytes for the page; only pictures are shown, all else is downloaded."""
    found = _room(request).world.files.by_id(request.match_info["file_id"])
    if found is None:
        return web.json_response({"error": "no such file"}, status=404)
    headers = {"X-Content-Type-Options": "nosniff"}
    if not found.mime.startswith("image/") or found.mime == "image/svg+xml":
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    return web.Response(body=found.content, content_type=found.mime, headers=headers)


async def index(_request: web.Request) -> web.StreamResponse:
    """The page."""
    page = PAGE / "index.html"
    if not page.is_file():
        return web.Response(text="The sandbox is running; its page is not installed.\n")
    return web.FileResponse(page, headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"})


def add_routes(app: web.Application) -> None:
    """Binds everything that only looks."""
    looks: dict[str, Handler] = {
        "state": state, "transcript": transcript, "effort": effort, "clock": clock, "faults": faults,
        "updates": updates, "calls": calls, "wait": wait, "settled": settled, "events": events, "file/{file_id}": file,
    }  # fmt: skip
    for name, handler in looks.items():
        app.router.add_get(f"/sim/{name}", _looking(handler))
    app.router.add_get("/", index)
    if PAGE.is_dir():
        app.router.add_static("/page/", PAGE)
