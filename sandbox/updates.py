"""The bot's update queue: what waits, what was confirmed, what expired; and which kinds the bot asked for."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from sandbox.rules import refusal

MESSAGE_LIFE: Final = 24 * 3600
CALLBACK_LIFE: Final = 150
NOT_BY_DEFAULT: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_SHORT_LIVED: Final = frozenset({"callback_query", "inline_query"})
UpdateState = Literal["pending", "confirmed", "expired"]


@dataclass(slots=True)
class Queued:
    """One update; ``in_order`` is false when its id is not above all earlier ones."""

    update_id: int
    update: dict[str, Any]
    expires_at: float
    in_order: bool = True
    deliveries: int = 0
    state: UpdateState = "pending"


class UpdateQueue:
    """Long polling as the real server does it: an offset confirms, a second poller ends the first one's wait."""

    def __init__(self, now: Callable[[], float], *, expiry: bool = True, first_id: int = 100_001) -> None:
        self._now = now
        self._expiry = expiry
        self.next_id = first_id
        self.entries: list[Queued] = []
        self._first_pending = 0
        self.allowed: frozenset[str] | None = None  # None = every kind but NOT_BY_DEFAULT
        self.webhook_url = ""
        self.webhook_secret: str | None = None
        self._changed = asyncio.Event()
        self._poll: asyncio.Future[str] | None = None
        self._last_conflict = -100.0
        self._closed = False

    def wants(self, kind: str) -> bool:
        """Did the bot ask for this kind, the last time it said what it wants?"""
        return kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def allow(self, kinds: list[str] | None) -> None:
        """Remembers ``allowed_updates``; ``None`` keeps what was said before, an empty list is the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def push(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queues an update, unless the bot does not want its kind."""
        if not self.wants(kind):
            return None
        update_id = self.next_id
        self._append(update_id, {"update_id": update_id, kind: content}, kind)
        return update_id

    def push_raw(self, update: dict[str, Any]) -> int:
        """Queues anything at all, under its own ``update_id`` when it has one."""
        given = update.get("update_id")
        update_id = given if isinstance(given, int) and not isinstance(given, bool) else self.next_id
        self._append(update_id, {"update_id": update_id, **update}, "raw")
        return update_id

    def _append(self, update_id: int, update: dict[str, Any], kind: str) -> None:
        life = CALLBACK_LIFE if kind in _SHORT_LIVED else MESSAGE_LIFE
        in_order = update_id >= self.next_id
        self.entries.append(Queued(update_id, update, self._now() + life, in_order))
        self.next_id = max(self.next_id, update_id + 1)
        self._changed.set()

    def pending(self) -> list[Queued]:
        """What is still to be delivered, oldest first; expires what has become too old."""
        now = self._now()
        waiting = []
        for entry in self.entries[self._first_pending :]:
            if entry.state == "pending" and self._expiry and entry.expires_at <= now:
                entry.state = "expired"
            if entry.state == "pending":
                waiting.append(entry)
        while self._first_pending < len(self.entries) and self.entries[self._first_pending].state != "pending":
            self._first_pending += 1
        return waiting

    def confirm(self, offset: int) -> None:
        """Forgets what lies before ``offset``; a negative one keeps only that many of the newest."""
        waiting = self.pending()
        if offset < 0:
            done = waiting[:offset]
        else:
            done = [entry for entry in waiting if entry.update_id < offset and (entry.in_order or entry.deliveries)]
        for entry in done:
            entry.state = "confirmed"

    def drop_all(self) -> None:
        """``drop_pending_updates``."""
        for entry in self.pending():
            entry.state = "confirmed"

    def redeliver(self, count: int) -> int:
        """Puts the last ``count`` confirmed updates back; returns how many there were."""
        again = [entry for entry in self.entries if entry.state == "confirmed"][-count:]
        for entry in again:
            entry.state = "pending"
            entry.in_order = False
            entry.deliveries = 0
        self._first_pending = 0
        self._changed.set()
        return len(again)

    async def get(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:
        """One ``getUpdates``: waits up to ``timeout`` seconds of real time for something to deliver."""
        if self.webhook_url:
            raise refusal("webhook_active")
        self.confirm(offset)
        if self._poll is not None and not self._poll.done():
            self._poll.set_result("second_poller")
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        mine: asyncio.Future[str] = loop.create_future()
        self._poll = mine
        try:
            while not (ready := self.pending()[:limit]) and loop.time() < deadline and not self._closed:
                await self._wait(mine, deadline - loop.time())
        finally:
            if self._poll is mine:
                self._poll = None
        for entry in ready:
            entry.deliveries += 1
        return [entry.update for entry in ready]

    async def _wait(self, mine: asyncio.Future[str], seconds: float) -> None:
        self._changed.clear()
        waiter = asyncio.ensure_future(self._changed.wait())
        try:
            await asyncio.wait({waiter, mine}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiter.cancel()
        if mine.done():
            await self._pause_after_conflict()
            raise refusal(mine.result())

    async def _pause_after_conflict(self) -> None:
        """As the server: a second conflict within three seconds is answered three seconds later."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._last_conflict + 3:
            await asyncio.sleep(3)
        else:
            self._last_conflict = loop.time()

    def continue_after(self, old: UpdateQueue) -> None:
        """Takes over from the queue of an earlier world: ids go on, its waiting poll is asked to come again."""
        self.next_id = old.next_id
        self.allowed, self.webhook_url, self.webhook_secret = old.allowed, old.webhook_url, old.webhook_secret
        old.close()

    def close(self) -> None:
        """Answers a waiting ``getUpdates`` with nothing."""
        self._closed = True
        self._changed.set()

    def set_webhook(self, url: str, secret: str | None) -> None:
        """Where updates go from now on; an empty address is polling."""
        self.webhook_url, self.webhook_secret = url, secret
        if url:
            self.end_poll("poll_by_webhook")
        self._changed.set()

    async def wait_for_change(self, seconds: float) -> None:
        """Until something was queued or set, or the time is over."""
        self._changed.clear()
        with contextlib.suppress(TimeoutError):  # not wait_for: in 3.11 it can swallow a cancellation
            async with asyncio.timeout(seconds):
                await self._changed.wait()

    def wake(self) -> None:
        """Ends every wait for a change."""
        self._changed.set()

    def end_poll(self, rule: str) -> None:
        """Ends a waiting ``getUpdates`` with the named refusal."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(rule)
