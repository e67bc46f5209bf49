"""The Bot API side: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

from __future__ import annotations

import asyncio
import inspect
import re
from typing import Any, Final

from aiohttp import web

from sandbox.call import Call
from sandbox.faults import Fault
from sandbox.media import Upload
from sandbox.methods import METHODS
from sandbox.request import read_request
from sandbox.room import Room
from sandbox.rules import Refused, refusal
from sandbox.schema import check_parameters, method_names

_TOKEN: Final = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,80}")
ROOM: Final = web.AppKey("room", Room)


class Dropped(Exception):
    """A fault has cut the connection."""


async def handle_method(request: web.Request) -> web.StreamResponse:
    """Answers one method call."""
    room = request.app[ROOM]
    entry: dict[str, Any] = {"method": request.match_info["method"], "params": {}, "at": room.clock.now().isoformat()}
    try:
        _check_token(room, request.match_info["token"])
        params, uploads = await read_request(request)
        entry["params"] = params
        result = await _answer(request, room, entry, params, uploads)
    except Refused as refused:
        _note(request, entry, refused)
        return web.json_response(refused.body(), status=refused.code)
    except Dropped:
        entry["ok"] = False
        request.app[ROOM].calls.append(entry)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    _note(request, entry, None)
    if isinstance(result, web.Response):
        return result
    return web.json_response({"ok": True, "result": result})


def _note(request: web.Request, entry: dict[str, Any], refused: Refused | None) -> None:
    if entry["method"] != "getUpdates":
        request.app[ROOM].last_call_at = asyncio.get_running_loop().time()
    entry["ok"] = refused is None
    if refused is not None:
        entry |= {"error_code": refused.code, "description": refused.description, "rule": refused.rule}
    request.app[ROOM].calls.append(entry)


def _check_token(room: Room, token: str) -> None:
    if not _TOKEN.fullmatch(token):
        raise refusal("token_shape")
    if token != room.token:
        raise refusal("token")


async def _answer(
    request: web.Request, room: Room, entry: dict[str, Any], params: dict[str, Any], uploads: dict[str, Upload]
) -> Any:
    method = method_names().get(entry["method"].lower())
    if method is None:
        raise refusal("no_method")
    entry["method"] = method
    chat_id = _chat_id(room, params.get("chat_id"))
    fault = room.faults.take(method, chat_id)
    if fault is not None and (answer := await _fail_before(room, fault)) is not None:
        return answer
    checked = check_parameters(method, params, frozenset(uploads))
    function = METHODS.get(method)
    if function is None:
        raise refusal("unsupported")
    result = function(Call(room.world, room.queries, room.windows, checked, uploads))
    if inspect.isawaitable(result):
        result = await result
    if fault is not None and fault.kind == "drop_after":
        raise Dropped
    if fault is not None and fault.kind == "slow":
        await asyncio.sleep(fault.delay)
    return result


def _chat_id(room: Room, given: Any) -> int | None:
    """The chat of a request, if there is one that exists."""
    text = str(given)
    if re.fullmatch(r"-?\d+", text):
        return int(text) if int(text) in room.world.chats else None
    name = text.removeprefix("@").lower()
    found = (chat.id for chat in room.world.chats.values() if name and (chat.username or "").lower() == name)
    return next(found, None)


async def _fail_before(room: Room, fault: Fault) -> web.Response | None:
    """The part of a fault that comes before the method is done."""
    if fault.answers:
        raise fault.refused()
    match fault.kind:
        case "502":
            return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
        case "drop_before":
            raise Dropped
        case "timeout":
            await asyncio.sleep(fault.delay)
            raise Dropped
        case "duplicate":
            room.world.updates.redeliver(fault.count)
        case _:
            pass
    return None


async def handle_download(request: web.Request) -> web.StreamResponse:
    """The bytes of a ``getFile`` path."""
    room = request.app[ROOM]
    try:
        _check_token(room, request.match_info["token"])
    except Refused as refused:
        return web.json_response(refused.body(), status=refused.code)
    fault = room.faults.take("download", None)
    if fault is not None:
        try:
            if (answer := await _fail_before(room, fault)) is not None:
                return answer
        except Refused as refused:
            return web.json_response(refused.body(), status=refused.code)
        except Dropped:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
    file = room.world.files.by_path(request.match_info["path"])
    if file is None:
        return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
    return web.Response(body=file.content, content_type=file.mime)


async def handle_unknown(_request: web.Request) -> web.Response:
    """Any other path under ``/bot``."""
    refused = refusal("no_token")
    return web.json_response(refused.body(), status=refused.code)


def add_routes(app: web.Application) -> None:
    """Binds the Bot API to an application that has a room."""
    app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]+}", handle_method)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", handle_download)
    app.router.add_route("*", "/bot{rest:.*}", handle_unknown)
