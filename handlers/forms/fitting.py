"""A form's card is read at a glance: so many lines and no more, whatever a book asks."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

MOST_LINES = 9
"""Above the buttons a phone shows so many."""


def fitted(said: Iterable[Markup], most: int) -> list[Markup]:
    """At most so many lines: neighbours are put on one, the shortest pair first. Nothing is left out."""
    lines = list(said)
    while len(lines) > max(most, 1):
        at = min(range(len(lines) - 1), key=lambda n: len(lines[n]) + len(lines[n + 1]))
        lines[at : at + 2] = [Markup(" · ").join(lines[at : at + 2])]
    return lines
