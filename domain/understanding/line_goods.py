"""One product that is told twice over: X350减速电机, 减速电机(X200)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.understanding.line_result import Piece
from domain.understanding.line_scanner import PRODUCT, Names
from domain.understanding.line_text import LineText
from domain.understanding.result import Ambiguous, Understood

_BETWEEN = re.compile(r"[ ()（）:\[\]【】/]*")


def described(line: LineText, pieces: Sequence[Piece], names: Names) -> list[Piece]:
    """The pieces with a code and a name right beside it taken together. The name may be a part of its product's whole
    name; where it is another's, one of the two is wrong, and it is asked which."""
    kept: list[Piece] = []
    several = any(piece.each for piece in pieces)
    for piece in pieces:
        last = next((one for one in reversed(kept) if one.kind != "break"), None)
        if last is None or not _beside(line, last, piece) or (several and last.end != piece.start):
            kept.append(piece)
            continue
        together = _together(line, last, piece, names)
        while together is not None and kept[-1] is not last:
            kept.pop()
        kept[-1:] = [together] if together is not None else [kept[-1], piece]
    return kept


def _beside(line: LineText, one: Piece, other: Piece) -> bool:
    both = one.kind == other.kind == PRODUCT and None not in (one.value, other.value) and one.value != other.value
    return both and bool(_BETWEEN.fullmatch(line.plain, one.end, other.start)) and not other.instead


def _together(line: LineText, one: Piece, other: Piece, names: Names) -> Piece | None:
    words = line.around(((one.start, one.end), (other.start, other.end)))
    said = [line.plain[piece.start : piece.end] for piece in (one, other)]
    for piece, beside in ((one, said[1]), (other, said[0])):
        if names.is_called(piece.value, beside):
            return replace(one, reading=Understood(piece.value, words), end=other.end)
    if said[0].isascii() == said[1].isascii():
        return None
    return replace(one, reading=Ambiguous(words, (one.value, other.value)), end=other.end)
