"""Much that was said, on a small screen: words are clipped on cards, documents are read page by page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

PAGE = 3000
"""UTF-16 units of one page, tags counted; Telegram takes 4,096 and heads and buttons have to stand somewhere."""
QUOTED = 160
"""From this many characters on, what somebody wrote is folded until it is touched."""
_SHORTEST, _LONGEST = 36, 160


def units(text: str) -> int:
    """The length that Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def clipped(words: str, most: int) -> str:
    """At most so many characters, the last one a dot-dot-dot where something is left out."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def share(many: int) -> int:
    """How many characters each of so many may have on one card."""
    return max(_SHORTEST, min(_LONGEST, 1200 // max(many, 1)))


def pages(blocks: Iterable[Markup], room: int = PAGE) -> list[list[Markup]]:
    """Blocks in their order, as many on a page as fit; one that is too long has a page of its own."""
    found: list[list[Markup]] = [[]]
    used = 0
    for block in blocks:
        if found[-1] and used + units(block) > room:
            found.append([])
            used = 0
        found[-1].append(block)
        used += units(block) + 1
    return found


def newest(said: Sequence[Markup], room: int) -> list[Markup]:
    """The last lines that fit; the oldest fall away first."""
    kept: list[Markup] = []
    for line in reversed(said):
        room -= units(line) + 1
        if room < 0:
            break
        kept.insert(0, line)
    return kept


def quoted(said: Markup) -> Markup:
    """Long words folded, so that a phone shows their beginning; short ones as they are."""
    return Markup("<blockquote expandable>%s</blockquote>") % said if units(said) > QUOTED else said
