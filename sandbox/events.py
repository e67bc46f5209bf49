"""Who listens: every change is published once, and each open page or waiting test has a queue of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Event = tuple[str, dict[str, Any]]


class Events:
    """A loop-bound bus without memory."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Event | None]] = set()

    def publish(self, name: str, data: dict[str, Any]) -> None:
        """Tells all who listen now."""
        for queue in self._listeners:
            queue.put_nowait((name, data))

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[Event | None]]:
        """A queue of everything published while the block runs; ``None`` in it means the server closes."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """Ends every listener's wait."""
        for queue in self._listeners:
            queue.put_nowait(None)
