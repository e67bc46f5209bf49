"""The server: one aiohttp application on the loopback interface, started and stopped from a running loop."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
from typing import Any

from aiohttp import web

from sandbox import api, sim, watching
from sandbox.client import SandboxClient
from sandbox.room import OnClock, Room, Stops
from sandbox.scene import Scene
from sandbox.webhook import WebhookSender

BODY_BYTES = 55 * 1024 * 1024


class SandboxServer:
    """A sandbox in this process. Attributes with addresses are there after ``start``."""

    def __init__(
        self,
        scene: Scene | dict[str, Any] | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str | None = None,
        windows: bool = True,
        ticking: bool = True,
        expiry: bool = True,
        on_clock: OnClock | None = None,
        stops: Stops | None = None,
    ) -> None:
        if not (host == "localhost" or ipaddress.ip_address(host).is_loopback):
            raise ValueError("the sandbox listens on the loopback interface only")
        self.scene = Scene.from_dict(scene) if isinstance(scene, dict) else scene or Scene()
        self.host, self.port = host, port
        self.token = token or f"{self.scene.bot.id}:{secrets.token_urlsafe(26)}"
        self.room = Room(
            self.scene, token=self.token, windows=windows, ticking=ticking, expiry=expiry, on_clock=on_clock,
            stops=stops,
        )  # fmt: skip
        self._runner: web.AppRunner | None = None
        self._client: SandboxClient | None = None
        self._sender: asyncio.Task[None] | None = None

    def app(self) -> web.Application:
        """The application, for those who bring their own runner."""
        app = web.Application(client_max_size=BODY_BYTES, middlewares=[sim.same_origin])
        app[api.ROOM] = self.room
        api.add_routes(app)
        sim.add_routes(app)
        watching.add_routes(app)
        return app

    async def start(self) -> SandboxServer:
        """Binds and listens; ``port=0`` takes a free one."""
        self._runner = web.AppRunner(self.app(), access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._sender = asyncio.create_task(WebhookSender(self.room).run())
        return self

    async def stop(self) -> None:
        """Ends every wait and closes the port."""
        self.room.events.close()
        self.room.world.updates.close()
        if self._client is not None:
            await self._client.close()
            self._client = None
        if self._sender is not None:
            self._sender.cancel()
            await asyncio.gather(self._sender, return_exceptions=True)
            self._sender = None
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> SandboxServer:
        return await self.start()

    async def __aexit__(self, *_error: object) -> None:
        await self.stop()

    @property
    def origin(self) -> str:
        """Where the page is."""
        return f"http://{self.host}:{self.port}"

    @property
    def base_url(self) -> str:
        """python-telegram-bot's ``base_url``."""
        return f"{self.origin}/bot"

    @property
    def base_file_url(self) -> str:
        """python-telegram-bot's ``base_file_url``."""
        return f"{self.origin}/file/bot"

    @property
    def client(self) -> SandboxClient:
        """A client of the control interface, closed with the server."""
        if self._client is None:
            self._client = SandboxClient(self.origin)
        return self._client
