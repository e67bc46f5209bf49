"""The control interface from Python: the same verbs as ``/sim/*``, for tests and scripts."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from typing import Any, Self

import aiohttp

Ref = str | int
Json = dict[str, Any]


class SandboxError(Exception):
    """The control interface said no: ``status`` and its whole answer."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(f"{status}: {body.get('error')}" + (f" {body['labels']}" if "labels" in body else ""))
        self.status = status
        self.body = body


class SandboxClient:
    """One person's hands and everybody's eyes. Close it, or use it with ``async with``."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post(self, verb: str, body: Any = None, **fields: Any) -> Json:
        """Any act; fields that are ``None`` are left out. Raises ``SandboxError``."""
        data = body if body is not None else {key: value for key, value in fields.items() if value is not None}
        async with self._http().post(f"{self.origin}/sim/{verb}", json=data) as response:
            return await _checked(response)

    async def get(self, look: str, **query: Any) -> Json:
        """Any look; raises ``SandboxError``."""
        params = {key: str(value) for key, value in query.items() if value is not None}
        async with self._http().get(f"{self.origin}/sim/{look}", params=params) as response:
            return await _checked(response)

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session

    async def send(self, chat: Ref, text: str, sender: Ref | None = None, **options: Any) -> Json:
        """A person writes; returns the message."""
        return (await self.post("send", **{"chat": chat, "from": sender, "text": text, **options}))["message"]

    async def tap(self, chat: Ref, label: str, sender: Ref | None = None, **options: Any) -> Json:
        """A person presses a button; returns what came of it, with the bot's ``answer``."""
        return await self.post("tap", **{"chat": chat, "from": sender, "label": label, **options})

    async def upload(
        self, chat: Ref, sender: Ref | None = None, *, kind: str = "photo", content: bytes | None = None, **options: Any
    ) -> Json:
        """A person sends a photo or a document; returns the message."""
        data = base64.b64encode(content).decode() if content is not None else None
        fields = {"chat": chat, "from": sender, "kind": kind, "base64": data, **options}
        return (await self.post("upload", **fields))["message"]

    async def edit(self, chat: Ref, message_id: int, text: str, sender: Ref | None = None) -> Json:
        """A person changes a message; returns it."""
        fields = {"chat": chat, "from": sender, "message_id": message_id, "text": text}
        return (await self.post("edit", **fields))["message"]

    async def start(self, sender: Ref, payload: str | None = None, chat: Ref | None = None) -> Json:
        """A person opens a deep link; returns the message."""
        return (await self.post("start", **{"from": sender, "payload": payload, "chat": chat}))["message"]

    async def transcript(self, chat: Ref, limit: int | None = None) -> str:
        """The chat as text."""
        params = {"chat": str(chat), **({"limit": str(limit)} if limit else {})}
        async with self._http().get(f"{self.origin}/sim/transcript", params=params) as response:
            if response.status != 200:
                return str(await _checked(response))
            return await response.text()

    async def messages(self, chat: Ref, limit: int | None = None) -> list[Json]:
        """The chat's messages, oldest first."""
        return (await self.get("transcript", chat=chat, limit=limit, format="json"))["messages"]

    async def waits_for(
        self, chat: Ref, text: str = "", *, label: str | None = None, after: int = 0, timeout: float = 5
    ) -> Json:
        """Waits for a message that says ``text``; returns it, or raises ``SandboxError`` 408."""
        return (await self.get("wait", chat=chat, text=text, label=label, after=after, timeout=timeout))["message"]

    async def settles(self, quiet: float = 0.3, timeout: float = 5) -> None:
        """Waits until the bot has fetched everything and calls no more; raises ``SandboxError`` 408."""
        await self.get("settled", quiet=quiet, timeout=timeout)

    async def now(self) -> datetime:
        """The sandbox's time."""
        return datetime.fromisoformat((await self.get("clock"))["now"])

    async def advance(self, delta: timedelta) -> datetime:
        """Moves the clock on."""
        answer = await self.post("clock", {"advance": f"PT{delta.total_seconds():.3f}S"})
        return datetime.fromisoformat(answer["now"])

    async def effort(self, sender: Ref) -> dict[str, int]:
        """Taps, typed characters, messages of one person."""
        return await self.get("effort", **{"from": sender})

    async def faults(self, *orders: Json) -> None:
        """Orders misbehaviour."""
        await self.post("faults", list(orders))

    async def updates(self, state: str | None = None) -> list[Json]:
        """The raw update queue."""
        return (await self.get("updates", state=state))["updates"]

    async def calls(self, method: str | None = None) -> list[Json]:
        """Every Bot API call so far."""
        return (await self.get("calls", method=method))["calls"]

    async def reset(self, scene: Json | None = None) -> None:
        """Everything anew."""
        await self.post("reset", scene or {})


async def _checked(response: aiohttp.ClientResponse) -> Json:
    body = await response.json()
    if response.status >= 400:
        raise SandboxError(response.status, body)
    return body
