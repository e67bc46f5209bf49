"""What a bot is built on: the company's book, its zone, what it can do, who administers it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.metronome import Tick
from domain.process.types import Book
from handlers.routing import Routes
from handlers.turn import House


@dataclass(frozen=True, slots=True)
class Company:
    """What a desk is built on."""

    book: Book
    book_text: bytes
    zone: ZoneInfo
    routes: Routes
    admins: frozenset[int] = frozenset()
    ticks: Callable[[House], Sequence[Tick]] = field(default=lambda _house: ())
