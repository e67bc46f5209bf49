"""The control interface over HTTP: acts as POST handlers, and who may call them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.acts import ACTS
from sandbox.acts.body import Act, Body
from sandbox.api import ROOM
from sandbox.people import CannotDo
from sandbox.rules import Refused
from sandbox.world import NotHere

_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "::1"})


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
        raise TypeError("the body must be a JSON object")
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
