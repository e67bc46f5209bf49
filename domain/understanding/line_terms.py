"""How an order is paid, as its message says: the words of its type, and the shares that go before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.understanding.line_result import Piece, Terms, doubted, offered
from domain.understanding.line_text import LineText
from domain.understanding.number import number
from domain.understanding.result import Ambiguous, Reading, Understood
from domain.understanding.vocabulary import Vocabulary

LATER_SHARE = "later share"
_WHOLE = Decimal(100)


def with_shares(pieces: list[Piece], vocabulary: Vocabulary) -> list[Piece]:
    """A share without a word of a payment may be anything. 30% first and 70% later are one way of paying."""
    said = [piece for piece in pieces if piece.kind == "percent"]
    leaves = [leaf for piece in pieces if piece.kind == "terms" for leaf in vocabulary.terms[_words(piece)]]
    if not any(leaf in vocabulary.shares for leaf in leaves):
        return [replace(piece, reading=doubted(piece.reading)) if piece in said else piece for piece in pieces]
    values = [piece.value for piece in said]
    if len(said) > 1 and None not in values and sum(values) == _WHOLE:
        return [replace(piece, kind=LATER_SHARE) if piece in said[1:] else piece for piece in pieces]
    return pieces


def agreed(pieces: Sequence[Piece], vocabulary: Vocabulary, line: LineText) -> Piece | None:
    """The order type that all its words agree on; a question where they do not, or where one of them was one (月结?)."""
    said = [piece for piece in pieces if piece.kind == "terms"]
    if not said:
        return None
    meant = [vocabulary.terms[_words(piece)] for piece in said]
    beside = [vocabulary.beside.get(_words(piece), frozenset()) for piece in said]
    every = dict.fromkeys(leaf for leaves in meant for leaf in leaves)
    own = [
        leaf for leaf in every if all(leaf in leaves or leaf in also for leaves, also in zip(meant, beside, strict=True))
    ]  # fmt: skip
    own = _fitting_share(own, pieces, vocabulary)
    words = line.around((piece.start, piece.end) for piece in said)
    days = next((days for piece in said if (days := offered(piece)[0][1]) is not None), None)
    readings = tuple(Terms(leaf, days) for leaf in own or every)
    sure = len(own) == 1 and all(piece.value is not None for piece in said)
    reading = Understood(readings[0], words) if sure else Ambiguous(words, readings)
    return Piece("terms", reading, said[0].start, said[-1].end, several=len(said) > 1)


def _words(piece: Piece) -> str:
    """The word of the book that a piece of terms holds, asked about or not."""
    return str(offered(piece)[0][0])


def _fitting_share(leaves: list[str], pieces: Sequence[Piece], vocabulary: Vocabulary) -> list[str]:
    """With a share beside it 预付 can only be a type that asks for a share."""
    shares = [piece.value for piece in pieces if piece.kind == "percent" and piece.value is not None]
    partial = [leaf for leaf in leaves if leaf in vocabulary.shares]
    if len(leaves) < 2 or not shares:
        return leaves
    return partial if shares[0] < _WHOLE and partial else [leaf for leaf in leaves if leaf not in partial]


def first_share(split: re.Match[str], words: str) -> Reading[Decimal]:
    """三七开 is thirty per cent first; where the larger part comes first, either may be meant."""
    first, second = (
        Decimal(10) * found.value for part in (1, 2) if isinstance(found := number(split[part]), Understood)
    )
    if first + second != _WHOLE:
        return Ambiguous(words)
    return Understood(first, words) if first <= second else Ambiguous(words, (first, second))
