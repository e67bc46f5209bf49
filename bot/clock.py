"""Business time, which a demo or a test can move, and the machine's time, which nobody can."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Business time is real time plus what it was moved by.

    What people see and what is due runs on `now`. Leases, retry-after and the watchdog run on `real` or on
    monotonic time: a day that is skipped in the demo is no day in which nothing answered.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._moved = timedelta() if start is None else start - self.real()
        self._listeners: list[Callable[[], None]] = []

    def real(self) -> datetime:
        """The machine's time, aware, UTC."""
        return datetime.now(UTC)

    def now(self) -> datetime:
        """Business time, aware, UTC."""
        return self.real() + self._moved

    def advance(self, delta: timedelta) -> datetime:
        """Move on by `delta` and tell the listeners. It never goes back: ValueError."""
        if delta < timedelta():
            raise ValueError("the clock never goes back")
        self._moved += delta
        for listener in self._listeners:
            listener()
        return self.now()

    def on_move(self, listener: Callable[[], None]) -> None:
        """Call this after every move, in the thread that moved the clock."""
        self._listeners.append(listener)
