"""Signs of life: each part of the process says that it lives; the watchdog listens."""

from __future__ import annotations

import time


class Pulse:
    """When each part was last heard, on monotonic time. Any thread may call it."""

    def __init__(self) -> None:
        self._heard: dict[str, float] = {}

    def beat(self, part: str) -> None:
        """This part lives."""
        self._heard[part] = time.monotonic()

    def forget(self, part: str) -> None:
        """This part has ended as it should: nobody waits for it any more."""
        self._heard.pop(part, None)

    def ages(self) -> dict[str, float]:
        """Seconds since each part was heard."""
        now = time.monotonic()
        return {part: now - heard for part, heard in self._heard.copy().items()}
