"""Telegram's send windows: one message a second to a person, twenty a minute to a group, thirty a second to all.

Sends and edits count together, answers to buttons do not. The server is a shade more patient than the numbers
say, so that a client which keeps to them exactly is never refused for the length of a packet's way.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Final

from sandbox.rules import refusal

COUNTED: Final = frozenset({
    "sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup", "forwardMessage", "copyMessage",
    "editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup",
})  # fmt: skip
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

    def check(self, method: str, chat_id: int) -> None:
        """Raises ``Refused`` with ``retry_after`` when a window is full."""
        if not self.on or method not in COUNTED:
            return
        now = self._monotonic()
        windows = ((chat_id, PRIVATE if chat_id > 0 else GROUP), (_ALL, OVERALL))
        wait = max(self._wait(key, count, seconds, now) for key, (count, seconds) in windows)
        if wait > 0:
            seconds = math.ceil(wait)
            raise refusal("flood", parameters={"retry_after": seconds}, seconds=seconds)

    def count(self, method: str, chat_id: int, messages: int = 1) -> None:
        """Notes that a call went through; an album counts by its pictures."""
        if method in COUNTED:
            for key in (chat_id, _ALL):
                self._sent[key].extend([self._monotonic()] * messages)

    def _wait(self, key: int, count: int, seconds: float, now: float) -> float:
        sent = self._sent[key]
        while sent and sent[0] <= now - seconds:
            sent.popleft()
        return sent[-count] + seconds - now if len(sent) >= count else 0

    def reset(self) -> None:
        """Forgets what was sent."""
        self._sent.clear()
