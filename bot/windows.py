"""Send windows: how often Telegram lets a bot write, and when the next message may go.

Strictly sliding: 1 in a second to a person, 18 in a minute to a group (sends and edits together; Telegram
stops at 20), 25 in a second over all (Telegram stops at 30).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in so many seconds."""

    count: int
    seconds: float


PRIVATE: Final = Limit(1, 1.0)
GROUP: Final = Limit(18, 60.0)
OVERALL: Final = Limit(25, 1.0)


class Windows:
    """What was sent when, on monotonic time; in memory, seeded from the database by whoever starts to send."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._now = monotonic
        self._chats: dict[int, deque[float]] = {}
        self._all: deque[float] = deque(maxlen=OVERALL.count)

    def seed(self, ages: Iterable[tuple[int, float]]) -> None:
        """What a process before this one sent: chat and seconds ago, oldest first."""
        for chat_id, age in ages:
            self._add(chat_id, self._now() - max(age, 0.0))

    def note(self, chat_id: int) -> None:
        """A message goes out now."""
        self._add(chat_id, self._now())

    def arrived(self, chat_id: int) -> None:
        """The one that went out last has arrived: Telegram counts from some moment before now."""
        sent = self._chats.get(chat_id)
        if sent:
            sent[-1] = self._now()

    def wait(self, chat_id: int) -> float:
        """Seconds until this chat may be written to; 0 when it may."""
        sent = self._chats.get(chat_id)
        return self._until(sent, limit_of(chat_id)) if sent else 0.0

    def closed(self) -> dict[int, float]:
        """The chats that may not be written to now, and for how many seconds."""
        waits = {chat_id: self._until(sent, limit_of(chat_id)) for chat_id, sent in self._chats.items()}
        horizon = self._now() - GROUP.seconds
        for chat_id in [chat for chat, sent in self._chats.items() if sent[-1] < horizon]:
            del self._chats[chat_id]
        return {chat_id: wait for chat_id, wait in waits.items() if wait > 0.0}

    def allowance(self) -> int:
        """How many messages may go out now, whoever they are for."""
        since = self._now() - OVERALL.seconds
        return OVERALL.count - sum(1 for at in self._all if at > since)

    def wait_overall(self) -> float:
        """Seconds until anything at all may go out."""
        return self._until(self._all, OVERALL)

    def _add(self, chat_id: int, at: float) -> None:
        self._chats.setdefault(chat_id, deque(maxlen=limit_of(chat_id).count)).append(at)
        self._all.append(at)

    def _until(self, sent: deque[float], limit: Limit) -> float:
        if len(sent) < limit.count:
            return 0.0
        return max(0.0, sent[-limit.count] + limit.seconds - self._now())


def limit_of(chat_id: int) -> Limit:
    """Groups have negative ids."""
    return GROUP if chat_id < 0 else PRIVATE
