"""The watchdog: a thread that ends the process when a part of it stands still.

The event loop may be what is stuck, so the watchdog does not live on it, and does not ask anybody to stop.
Whoever started the process starts it again, and nothing is lost: that is what the inbox is for.
"""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Final

import structlog

from bot.ending import STUCK
from bot.pulse import Pulse

log = structlog.get_logger(__name__)

LIMIT: Final = 15.0
CADENCE: Final = 1.0


class Watchdog:
    """Watches a pulse. `bite` ends the process; a test may give another."""

    def __init__(
        self, pulse: Pulse, *, limit: float = LIMIT, cadence: float = CADENCE, bite: Callable[[], None] | None = None
    ) -> None:
        self._pulse = pulse
        self._limit = limit
        self._cadence = cadence
        self._bite = bite or (lambda: os._exit(STUCK))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()

    def _watch(self) -> None:
        asleep = time.monotonic()
        suspected: set[str] = set()
        while not self._ended.wait(self._cadence):
            overslept = time.monotonic() - asleep > self._cadence * 3 + 1
            asleep = time.monotonic()
            if overslept:
                suspected.clear()  # the whole machine stood still: everybody gets time to be heard
                continue
            late = {part for part, age in self._pulse.ages().items() if age > self._limit}
            stuck = late & suspected
            if stuck:
                self._report(stuck)
                self._bite()
                return
            suspected = late

    def _report(self, stuck: set[str]) -> None:
        parts = ", ".join(sorted(stuck))
        log.critical("a part of the process stands still; ending it", parts=parts, limit=self._limit, stacks=stacks())
        sys.stderr.flush()


def stacks() -> str:
    """Where every thread is."""
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    return "\n".join(
        f"{names.get(ident, ident)}:\n{''.join(traceback.format_stack(frame))}"
        for ident, frame in sys._current_frames().items()
    )
