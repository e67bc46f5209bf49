"""A sandbox with a small company, and a bot that speaks plain HTTP to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from sandbox.client import SandboxClient
from sandbox.server import SandboxServer

COMPANY: dict[str, Any] = {
    "bot": {"username": "gendan_bot", "first_name": "跟单"},
    "now": "2026-11-23T00:30:00+00:00",
    "users": [
        {"name": "张敏", "username": "zhangmin", "started": True},
        {"name": "李娜", "username": "lina", "started": True},
        {"name": "赵强"},
        {"name": "路人"},
        {"name": "Robo", "username": "robo_bot", "is_bot": True},
    ],
    "groups": [
        {"title": "财务群", "members": ["李娜", "张敏", "赵强"], "admins": ["李娜"], "type": "supergroup"},
        {"title": "仓库群", "members": ["赵强", "李娜", "Robo"], "admins": ["赵强"], "type": "group"},
        {"title": "外面的群", "members": ["路人"], "bot": "none"},
    ],
}
TOKEN = "4242:of-tests"  # not of the length of a real one: nothing is leaked when it is logged
START = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


class Api:
    """The Bot API over HTTP, answers as they come."""

    def __init__(self, server: SandboxServer, session: aiohttp.ClientSession) -> None:
        self.server = server
        self.session = session

    async def ask(
        self, method: str, params: dict[str, Any] | None = None, *, token: str | None = None
    ) -> dict[str, Any]:
        """The whole answer of a JSON call, ``status`` with it."""
        url = f"{self.server.base_url}{token or self.server.token}/{method}"
        async with self.session.post(url, json=params or {}) as response:
            return await response.json() | {"status": response.status}

    async def get(self, method: str, **params: Any) -> Any:
        """The ``result`` of a call that must work."""
        answer = await self.ask(method, params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> tuple[int, str]:
        """Code and words of a call that must not work."""
        answer = await self.ask(method, params)
        assert not answer["ok"], answer
        assert answer["status"] == answer["error_code"]
        return answer["error_code"], answer["description"]

    async def updates(self, offset: int = 0, **params: Any) -> list[dict[str, Any]]:
        """One poll that does not wait."""
        return await self.get("getUpdates", offset=offset, timeout=0, **params)

    async def fresh(self) -> list[dict[str, Any]]:
        """What is new; everything is confirmed at once."""
        found = await self.updates()
        if found:
            await self.updates(found[-1]["update_id"] + 1)
        return found


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    """Without windows and with a clock that stands."""
    async with SandboxServer(COMPANY, windows=False, ticking=False, token=TOKEN) as running:
        yield running


@pytest.fixture
def client(server: SandboxServer) -> SandboxClient:
    """People's hands."""
    return server.client


@pytest.fixture
async def api(server: SandboxServer) -> AsyncIterator[Api]:
    """The bot's side."""
    async with aiohttp.ClientSession() as session:
        yield Api(server, session)


@pytest.fixture
def people(server: SandboxServer) -> dict[str, int]:
    """Ids by name, of people and of chats."""
    world = server.room.world
    return {user.name: user.id for user in world.users.values()} | {
        chat.title: chat.id for chat in world.chats.values()
    }
