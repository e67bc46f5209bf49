"""The 层次图 of the book that is in force, drawn once for each language."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from threading import Lock

from domain.process.types import Book
from handlers.process.picture import FontMissing, draw_chart, find_font
from handlers.say import Drawing

_drawn: dict[tuple[str, str], bytes] = {}
_drawing = Lock()


def chart_of(book: Book, lang: str) -> Drawing | None:
    """What draws the chart, some tenths of a second the first time and none later; None without a font for it.

    The picture depends on the book's revision and the language alone, so the process keeps it. It is drawn by
    whoever sends it first, on the sender's side thread: neither a unit nor the sender's transaction waits.
    """
    font = _font()
    return None if font is None else partial(_chart, book, lang, font)


def _chart(book: Book, lang: str, font: Path) -> bytes:
    key = (book.revision, lang)
    with _drawing:
        if key not in _drawn:
            _drawn[key] = draw_chart(book, lang, font=font)
    return _drawn[key]


@cache
def _font() -> Path | None:
    try:
        return find_font()
    except FontMissing:
        return None
