"""A reply taken apart: written one way, and in clauses, each with the marks before it and the signs around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from domain.understanding.lexicon import one_way

_PARTING = re.compile(r"[,。.!;:、~…()\n\u2010-\u2015\u2212]+|(?<![0-9a-z])-+|-+(?![0-9a-z])|(?<=\?)(?!\?)")
_LOOSE = re.compile("(?<![a-z0-9]) +| +(?![a-z0-9])")


_SAME = {"’": "'"} | dict.fromkeys("⁇⁈⁉‽؟❓❔", "?")


@dataclass(frozen=True, slots=True)
class Clause:
    text: str
    """Written one way, without the signs around it."""
    start: int
    before: str
    """The marks before it."""
    signs: frozenset[str]
    """The emoji around it."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def tight(self) -> str:
        return without_blanks(self.text)


def folded(told: str) -> tuple[str, list[int]]:
    """The text written one way, and the place that each of its characters came from."""
    plain: list[str] = []
    places: list[int] = []
    for place, char in enumerate(told):
        if unicodedata.category(char) == "Cf" or char == "\ufe0e":
            continue
        for one in one_way(char):
            kept = "\n" if one in "\n\r\u2028\u2029\x85" else " " if one.isspace() else one
            plain.append(_SAME.get(kept, kept))
            places.append(place)
    return "".join(plain), places


def without_blanks(text: str) -> str:
    """Without the blanks between Chinese characters."""
    return _LOOSE.sub("", text)


def _is_sign(char: str) -> bool:
    return unicodedata.category(char) in ("So", "Sk") and not char.isascii()


def clauses_of(plain: str) -> Iterator[Clause]:
    start, before = 0, ""
    for mark in [*_PARTING.finditer(plain), None]:
        raw = plain[start : mark.start() if mark else len(plain)]
        said = [place for place, char in enumerate(raw) if not _is_sign(char) and char != " "]
        first, last = (said[0], said[-1] + 1) if said else (len(raw), len(raw))
        signs = frozenset(char for char in raw[:first] + raw[last:] if unicodedata.category(char) == "So")
        if said or signs:
            yield Clause(raw[first:last], start + first, before, signs)
            before = ""
        if mark:
            before, start = before + mark[0], mark.end()
