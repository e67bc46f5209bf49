"""Telegram's send windows: one message a second to a person, twenty a minute to a group, thirty a second to all.

Sends and edits count together, an album by its pictures; answers to buttons, actions and deletions are free. The
server is a shade more patient than the numbers say, so that a client which keeps to them exactly is never refused
for the length of a packet's way.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Final

from sandbox.rules import refusal

PRIVATE: Final = (1, 0.9)
GROUP: Final = (20, 59.5)
OVERALL: Final = (30, 0.95)
_ALL: Final = 0


class SendWindows:
    """Sliding windows by chat and overall, on a clock of seconds."""

    def __init__(self, monotonic: Callable[[], float], *, on: bool = True) -> None:
        self.on = on
        self._monotonic = monotonic
        self._sent: defaultdict[int, deque[float]] = defaultdict(deque)

    def take(self, chat_id: int, messages: int = 1) -> None:
        """Counts what is about to be sent; raises ``Refused`` with ``retry_after`` when a window is full."""
        if not self.on:
            return
        now = self._monotonic()
        windows = ((chat_id, PRIVATE if chat_id > 0 else GROUP), (_ALL, OVERALL))
        wait = max(self._wait(key, count, seconds, now) for key, (count, seconds) in windows)
        if wait > 0:
            seconds = math.ceil(wait)
            raise refusal("flood", parameters={"retry_after": seconds}, seconds=seconds)
        for key, _window in windows:
            self._sent[key].extend([now] * messages)

    def _wait(self, key: int, count: int, seconds: float, now: float) -> float:
        sent = self._sent[key]
        while sent and sent[0] <= now - seconds:
            sent.popleft()
        return sent[-count] + seconds - now if len(sent) >= count else 0

    def reset(self) -> None:
        """Forgets what was sent."""
        self._sent.clear()
