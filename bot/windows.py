"""Send windows: how often Telegram lets a bot write, and when the next message may go.

Strictly sliding: 1 in a second to a person, 18 in a minute to a group (sends and edits together; Telegram
stops at 20), 25 in a second over all (Telegram stops at 30).

Telegram counts a message when it comes, some moment between its sending and its answer. What the line holds up may
so come together with what is sent after it: over all, those under way and those that were answered within the last
second are together never more than Telegram takes.
"""

from __future__ import annotations

import time
from collections import Counter, deque
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
CEILING: Final = Limit(30, 1.0)
"""Where Telegram stops."""


class Windows:
    """What was sent when, on monotonic time; in memory, seeded from the database by whoever starts to send."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._now = monotonic
        self._chats: dict[int, deque[float]] = {}
        self._all: deque[float] = deque(maxlen=OVERALL.count)
        self._under_way: Counter[int] = Counter()
        self._answered: deque[float] = deque(maxlen=CEILING.count)

    def seed(self, ages: Iterable[tuple[int, float]]) -> None:
        """What a process before this one sent: chat and seconds ago, oldest first."""
        for chat_id, age in ages:
            at = self._now() - max(age, 0.0)
            self._add(chat_id, at)
            self._answered.append(at)

    def note(self, chat_id: int) -> None:
        """A message goes out now."""
        self._add(chat_id, self._now())
        self._under_way[chat_id] += 1

    def arrived(self, chat_id: int) -> None:
        """What went out there was answered: Telegram counted it at some moment before now."""
        self._answered.extend([self._now()] * self._under_way.pop(chat_id, 0))
        sent = self._chats.get(chat_id)
        if sent:
            sent[-1] = self._now()

    def is_under_way(self, chat_id: int) -> bool:
        """Something went out there that was not answered yet."""
        return chat_id in self._under_way

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
        sent = sum(1 for at in self._all if at > since)
        counted = self._under_way.total() + sum(1 for at in self._answered if at > since)
        return max(0, min(OVERALL.count - sent, CEILING.count - counted))

    def wait_overall(self) -> float:
        """Seconds until anything at all may go out."""
        free = Limit(CEILING.count - self._under_way.total(), CEILING.seconds)
        return max(self._until(self._all, OVERALL), self._until(self._answered, free))

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
