"""A line written one way for the scanner, with the way back to the very words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from domain.understanding.lexicon import one_way

LONGEST_LINE = 1000
_FULL_DIGITS = frozenset("０１２３４５６７８９")
_SPACE, _BREAK = " ", "\n"


@dataclass(frozen=True, slots=True)
class LineText:
    """`plain` is what the scanner reads; `origin[i]` says where in `written` its character i came from."""

    written: str
    plain: str
    origin: tuple[int, ...]

    def words(self, start: int, end: int) -> str:
        """What the person wrote for `plain[start:end]`."""
        if start >= end:
            return ""
        return self.written[self.origin[start] : self.origin[end - 1] + 1].strip()

    def around(self, spans: Iterable[tuple[int, int]]) -> str:
        """What the person wrote from the first of several places to the last."""
        every = list(spans)
        return self.words(min(start for start, _ in every), max(end for _, end in every))


def line_text(written: str) -> LineText:
    """`written` in half width, Simplified and lower case, spaces and line breaks kept as single ones."""
    plain: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(written):
        for one in _folded(char) if char not in "，：" else _mark(written, at):
            plain.append(one)
            origin.append(at)
    return LineText(written, "".join(plain), tuple(origin))


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    if char in "\r\n\u2028\u2029":
        return _BREAK
    if char.isspace():
        return _SPACE
    return one_way(char)


def _mark(written: str, at: int) -> str:
    """A full-width comma groups digits only among full-width ones; else it parts two things."""
    if written[at] == "：":
        return ":"
    beside = written[at - 1 : at] in _FULL_DIGITS and written[at + 1 : at + 2] in _FULL_DIGITS
    return "," if at and written[at + 1 :] and beside else "；"
