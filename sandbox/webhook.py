"""Sending updates to the bot's own address while a webhook is set, as the real server does it.

Within a chat, and within one person's presses, updates go one after the other and are repeated until the bot answers
2xx; different lanes overtake each other (WebhookActor.cpp keeps a queue for each).
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import aiohttp

from sandbox.room import Room
from sandbox.updates import Queued

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
TIMEOUT_SECONDS: Final = 10
LONGEST_PAUSE: Final = 60.0
_IDLE_SECONDS: Final = 1.0


def lane_of(update: dict[str, Any]) -> tuple[str, int]:
    """Chats and people's presses wait apart."""
    for kind, content in update.items():
        if not isinstance(content, dict):
            continue
        chat = content.get("chat")
        if isinstance(chat, dict) and "message" in kind:
            return "chat", chat.get("id", 0)
        sender = content.get("from")
        if isinstance(sender, dict):
            return "user", sender.get("id", 0)
    return "other", 0


class WebhookSender:
    """A task beside the server; sleeps while the bot polls."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._busy: dict[tuple[str, int], asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled."""
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)) as session:
                while True:
                    queue = self._room.world.updates
                    if queue.webhook_url:
                        self._start_lanes(session, queue.webhook_url, queue.webhook_secret, queue.pending())
                    await queue.wait_for_change(_IDLE_SECONDS)
        finally:
            for task in self._busy.values():
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    def _start_lanes(self, session: aiohttp.ClientSession, url: str, secret: str | None, waiting: list[Queued]) -> None:
        self._busy = {lane: task for lane, task in self._busy.items() if not task.done()}
        for entry in waiting:
            lane = lane_of(entry.update)
            if lane not in self._busy:
                self._busy[lane] = asyncio.ensure_future(self._deliver(session, url, secret, entry))

    async def _deliver(self, session: aiohttp.ClientSession, url: str, secret: str | None, entry: Queued) -> None:
        """One update, again and again; gives up when the webhook is another one or the update is too old."""
        headers = {SECRET_HEADER: secret} if secret else {}
        pause = 0.0
        while entry.state == "pending" and self._room.world.updates.webhook_url == url:
            entry.deliveries += 1
            if await self._accepted(session, url, headers, entry.update):
                entry.state = "confirmed"
                break
            pause = min(pause * 2 or 1.0, LONGEST_PAUSE) if entry.deliveries > 1 else 0.05
            await asyncio.sleep(pause)
        self._room.world.updates.wake()

    async def _accepted(
        self, session: aiohttp.ClientSession, url: str, headers: dict[str, str], update: dict[str, Any]
    ) -> bool:
        try:
            async with session.post(url, json=update, headers=headers) as response:
                self._room.webhook_answers.append(response.status)
                return 200 <= response.status < 300
        except (aiohttp.ClientError, TimeoutError, OSError):
            self._room.webhook_answers.append(0)
            return False
