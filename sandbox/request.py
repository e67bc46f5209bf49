"""What a Bot API request carries, whichever of the manual's ways it was sent: query, form, JSON, multipart."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.media import Upload
from sandbox.rules import refusal


async def read_request(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters as they came, and the files of a multipart body; raises ``Refused`` for a body that is neither."""
    params: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        params |= await _read_json(request)
    elif request.can_read_body:
        try:
            form = await request.post()
        except web.HTTPRequestEntityTooLarge:
            raise refusal("too_large") from None
        for name, value in form.items():
            if isinstance(value, FileField):
                uploads[name] = Upload(value.filename, value.file.read())
            else:
                params[name] = value if isinstance(value, str) else bytes(value).decode("utf-8", "replace")
    return params, uploads


async def _read_json(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.text() or "{}")
    except web.HTTPRequestEntityTooLarge:
        raise refusal("too_large") from None
    except ValueError:
        raise refusal("bad_json", name="request body") from None
    if not isinstance(body, dict):
        raise refusal("bad_json", name="request body")
    return body
