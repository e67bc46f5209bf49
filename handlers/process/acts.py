"""Looking into the process book: in private and in groups, by everybody."""

from __future__ import annotations

from typing import Any

from handlers.turn import Turn
from services.errors import NotFound

AFLOAT = 3
"""So many messages below the card, and the next screen is posted anew at the bottom."""


def show(turn: Turn) -> None:
    """The chart of all types."""
    turn.reply("process.chart")


def show_leaf(turn: Turn, leaf: str, full: bool = False) -> None:
    """One type on one screen."""
    _screen(turn, leaf=leaf, full=full)


def compare(turn: Turn, leaf: str, other: str = "") -> None:
    """Two types side by side; without the other, which one it shall be."""
    _screen(turn, leaf=leaf, **{"with": other})


def _screen(turn: Turn, **facts: Any) -> None:
    if facts["leaf"] not in turn.book.leaves:
        raise NotFound(f"leaf {facts['leaf']}")
    # each person goes their own way, also in a group
    turn.card("process.leaf", f"person:{turn.actor.id}", facts=facts, answer=True, afloat=AFLOAT)
