"""What time it is in the sandbox: real time plus what it was moved by, or a clock that stands still."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

_DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?$"
)


def parse_duration(text: str) -> timedelta:
    """``PT24H``, ``P1DT2H30M``, ``P2W``; ``ValueError`` for anything else, or nothing at all."""
    match = _DURATION.fullmatch(text.strip().upper())
    parts = {name: float(value) for name, value in match.groupdict().items() if value} if match else {}
    if not parts:
        raise ValueError(f"not an ISO 8601 duration: {text!r}")
    return timedelta(**parts)


class SandboxClock:
    """Never goes back. ``monotonic`` counts the moves too, so that waiting and moving are the same thing."""

    def __init__(self, start: datetime | None = None, *, ticking: bool = True) -> None:
        self._start = start or datetime.now(UTC)
        if self._start.tzinfo is None:
            raise ValueError("the sandbox clock needs an aware datetime")
        self._origin = time.monotonic()
        self._moved = timedelta()
        self._ticking = ticking

    def now(self) -> datetime:
        """Aware, UTC."""
        passed = timedelta(seconds=time.monotonic() - self._origin) if self._ticking else timedelta()
        return (self._start + self._moved + passed).astimezone(UTC)

    def unix(self) -> int:
        """Seconds since 1970, as the Bot API writes dates."""
        return int(self.now().timestamp())

    def monotonic(self) -> float:
        """Seconds for windows and time-outs: the machine's own plus every move."""
        return time.monotonic() + self._moved.total_seconds()

    def advance(self, delta: timedelta) -> datetime:
        """Moves on by ``delta``; ``ValueError`` when that is backwards."""
        if delta < timedelta():
            raise ValueError("the sandbox clock never goes back")
        self._moved += delta
        return self.now()
