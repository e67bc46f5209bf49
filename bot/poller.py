"""The poller: raw updates into the inbox, and only then does Telegram hear that they arrived."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.ending import LOCKED, Ending, token_refused
from bot.store import Store
from bot.wire import Wire
from handlers.inline import is_inline
from services import inbox

log = structlog.get_logger(__name__)

GAP: Final = 120.0
"""Seconds without a poll after which presses may be lost: Telegram keeps them for 150."""
_CONFLICTS: Final = 4
_LONGEST_REST: Final = 30.0


class Poller:
    """Asks for updates, one request at a time.

    `missed` is told of an outage that ended, with its seconds; `asked` of inline queries.
    """

    def __init__(
        self, wire: Wire, store: Store, clock: Clock, *, missed: Callable[[float], Awaitable[None]] | None = None,
        asked: Callable[[Any], None] | None = None,
    ) -> None:  # fmt: skip
        self._wire = wire
        self._store = store
        self._clock = clock
        self._missed = missed
        self._asked = asked
        self._failures = 0
        self._conflicts = 0
        self.heard_at = time.monotonic()

    async def run(self) -> None:
        """Poll until cancelled, which loses nothing: what is not stored is not confirmed. Raises Ending."""
        await self._wire.unhook()
        offset: int | None = None
        while True:
            rest = 0.0
            try:
                offset = await self._poll(offset)
            except InvalidToken:
                raise token_refused() from None
            except Conflict as error:
                rest = self._after_conflict(error)
            except RetryAfter as error:
                rest = _seconds(error)
            except TelegramError as error:
                rest = self._after_failure(error)
            except asyncio.CancelledError:
                raise
            except Exception as error:  # the database, most likely: nothing was confirmed, so ask again
                log.exception("updates could not be stored")
                rest = self._after_failure(error)
            await asyncio.sleep(rest)

    async def _poll(self, offset: int | None) -> int | None:
        """One request. Returns the offset of the next, which confirms what was stored by this one."""
        updates = await self._wire.updates(offset, wait=0 if self._failures else 25)
        await self._heard()
        if not updates:
            # everything is confirmed. Ids may start anew, lower, after a week: ask without an offset then
            return None
        await self._ingest(updates)
        numbers = [number for number in map(inbox.number_of, updates) if number is not None]
        if not numbers:
            raise TelegramError("updates without a number")
        return max(numbers) + 1

    async def _ingest(self, updates: list[Any]) -> None:
        """Into the inbox, but for what somebody is typing: that is answered at once and by nobody later."""
        typed = [update for update in updates if self._asked is not None and is_inline(update)]
        for update in typed:
            assert self._asked is not None
            self._asked(update)
        updates = [update for update in updates if update not in typed]
        if not updates:
            return
        now = self._clock.real()
        await self._store.run(lambda session: inbox.ingest(session, bot_id=self._wire.bot_id, updates=updates, now=now))
        self._store.wake()

    async def _heard(self) -> None:
        silence = time.monotonic() - self.heard_at
        self._conflicts = 0
        if silence > GAP and self._missed is not None:
            await self._missed(silence)  # it was not heard yet: what fails here is done after the next answer
        self.heard_at = time.monotonic()
        if self._failures:
            log.info("Telegram answers again", after=round(silence, 1))
            self._failures = 0

    def _after_failure(self, error: Exception) -> float:
        self._failures += 1
        rest = min(_LONGEST_REST, 0.25 * 2 ** min(self._failures, 8)) * random.uniform(0.8, 1.2)  # noqa: S311
        log.warning("Telegram cannot be asked", error=f"{type(error).__name__}: {error}", again_in=round(rest, 1))
        return rest

    def _after_conflict(self, error: Conflict) -> float:
        self._conflicts += 1
        log.error("another process polls with this token", error=error.message, times=self._conflicts)
        if self._conflicts >= _CONFLICTS:
            raise Ending(LOCKED, "BOT_TOKEN: another process polls with this token, or a webhook is set; stop that one")
        return 2.0**self._conflicts


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
