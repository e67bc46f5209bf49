"""A table pasted into a message: its first line names the columns, so a number says what it is by where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.understanding.line_part import Part
from domain.understanding.line_patterns import COUNTED
from domain.understanding.line_scanner import PRODUCT, WORDS, Token
from domain.understanding.line_words import COLUMNS

_LABEL = re.compile("|".join(f"(?P<c{n}>{words})" for n, words in enumerate(COLUMNS.values())))
_KINDS = tuple(COLUMNS)
_HEAD = re.compile(rf"(?:(?:{'|'.join(COLUMNS.values())})(?:[ |/,；]+|$))+")
_AMOUNTS = frozenset({Part.BARE, Part.AMOUNT, Part.QUANTITY})


def in_columns(plain: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with the numbers of rows named by their columns. A row with more or fewer numbers stays as it is."""
    columns, below = _head(plain)
    if not columns:
        return list(tokens)
    kept = [_without_unit(plain, token) if token.start >= below else token for token in tokens]
    for begin, end in _lines(plain, below):
        row = [n for n, token in enumerate(kept) if begin <= token.start < end]
        amounts = [n for n in row if kept[n].kind in _AMOUNTS]
        if len(amounts) != len(columns) or not any(kept[n].kind == PRODUCT for n in row):
            continue
        for n, column in zip(amounts, columns, strict=True):
            kept[n] = _named(kept[n], column)
    return kept


def _without_unit(plain: str, token: Token) -> Token:
    """台 in a column of its own says what the product's unit is, and nothing of this order."""
    alone = token.kind == WORDS and COUNTED.fullmatch(plain[token.start : token.end])
    return Token(Part.BREAK, token.start, token.end, {}) if alone else token


def _named(token: Token, column: str) -> Token:
    if token.kind is not Part.BARE:
        return token
    if column == "count of lines":
        return Token(Part.BREAK, token.start, token.end, {})
    return replace(token, groups={**token.groups, "column": column})


def _head(plain: str) -> tuple[list[str], int]:
    """What the columns with numbers are, and where the rows begin."""
    for begin, end in _lines(plain, 0):
        line = plain[begin:end].strip()
        if _HEAD.fullmatch(line):
            kinds = [_KINDS[int(str(found.lastgroup)[1:])] for found in _LABEL.finditer(line)]
            return [kind for kind in kinds if kind], end
    return [], len(plain)


def _lines(plain: str, begin: int) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    for found in re.finditer(r"[^\n]+", plain[begin:]):
        lines.append((begin + found.start(), begin + found.end()))
    return lines
