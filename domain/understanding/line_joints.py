"""Where one part of an order line ends and the next begins, when only what stands around them can tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from domain.understanding.line_part import Part
from domain.understanding.line_scanner import PRODUCT, WORDS, Token

Named = Callable[[Token], bool]
"""Whether words stand for a customer or a product."""

_PARTED = re.compile(r"[0-9]{1,3}(?P<comma>[；,])[1-9][0-9]{2}(?![0-9,；])")
_RUNS = re.compile(r"[0-9a-z][0-9a-z._/#*-]*|[^0-9a-z]+")
_TIMES_BEHIND = re.compile(r" ?[*×x] ?$")
_NOT_ONLY_SPACE = re.compile(r"[^ ]")
_VALUES = frozenset({
    Part.QUANTITY, Part.AMOUNT, Part.BARE, Part.DATE, Part.PERCENT, Part.DISCOUNT, Part.TAX, Part.TERMS, Part.CREDIT,
    Part.DEPOSIT,
})  # fmt: skip
_STOP = re.compile("[。!\n]")


def joined(plain: str, tokens: Sequence[Token], named: Named) -> list[Token]:
    """The tokens with their ends where a colleague would see them."""
    found = [part for token in tokens for part in _by_script(plain, token, named)]
    found = _parted(plain, found)
    return _given_away(plain, _times(plain, found))


def _by_script(plain: str, token: Token, named: Named) -> Iterator[Token]:
    """宏达X201: a name that is known, before a code that is not."""
    runs = list(_RUNS.finditer(plain, token.start, token.end)) if token.kind == WORDS else []
    parts = [replace(token, start=run.start(), end=run.end()) for run in runs]
    if len(parts) < 2 or named(token) or not any(named(part) for part in parts):
        yield token
        return
    yield from parts


def _parted(plain: str, tokens: Sequence[Token]) -> list[Token]:
    """300台X200 58，500件Y10: behind goods that have their quantity, a comma parts two amounts."""
    kept: list[Token] = []
    for token in tokens:
        found = _PARTED.match(plain, token.start, token.end) if token.kind is Part.QUANTITY else None
        if found is None or not _all_counted(plain, kept):
            kept.append(token)
        elif found["comma"] == ",":
            kept.append(replace(token, asked=True))
        else:
            comma = found.start("comma")
            kind = Part.BARE if token.end == found.end() else Part.QUANTITY
            kept += [
                Token(Part.BARE, token.start, comma, {}), Token(Part.BREAK, comma, comma + 1, {}),
                Token(kind, comma + 1, token.end, {}),
            ]  # fmt: skip
    return kept


def _all_counted(plain: str, tokens: Sequence[Token]) -> bool:
    """Whether every product of this clause has its quantity."""
    counted = products = 0
    for token in reversed(tokens):
        if token.kind is Part.BREAK and _NOT_ONLY_SPACE.search(plain, token.start, token.end):
            break
        counted += token.kind is Part.QUANTITY
        products += token.kind == PRODUCT
    return counted > 0 and counted >= products


def _times(plain: str, tokens: Sequence[Token]) -> list[Token]:
    """300*X200 is so many of it; X200*300 may also be another size of it, and the number is asked about as well."""
    kept = list(tokens)
    solid = [n for n, token in enumerate(kept) if token.kind is not Part.BREAK or plain[token.start] not in " "]
    for one, other in pairwise(solid):
        first, second = kept[one], kept[other]
        if not _TIMES_BEHIND.fullmatch(plain, first.end, second.start):
            continue
        if first.kind is Part.BARE and second.kind == PRODUCT:
            kept[one] = replace(first, groups={**first.groups, "column": "quantity"})
        elif first.kind == PRODUCT and first.asked and second.kind is Part.BARE:
            kept[other] = replace(second, asked=True)
    return kept


def _given_away(plain: str, tokens: Sequence[Token]) -> list[Token]:
    """X200 300台 送B5一套: behind goods, what is 送 may be a present; it is asked about with its number."""
    kept = list(tokens)
    products = [n for n, token in enumerate(kept) if token.kind == PRODUCT]
    for n in products[1:]:
        if plain[kept[n].start - 1] == "送":
            kept[n] = replace(kept[n], asked=True)
            for m in range(n + 1, len(kept)):
                if kept[m].kind is Part.BREAK and _NOT_ONLY_SPACE.search(plain, kept[m].start, kept[m].end):
                    break
                kept[m] = replace(kept[m], asked=kept[m].asked or kept[m].kind in (Part.QUANTITY, Part.BARE))
    return kept


def supposed(plain: str, tokens: Sequence[Token]) -> list[Token]:
    """如果58就要300台: nothing up to the end of the sentence is agreed; in 58的话 the value before it is the condition."""
    kept = list(tokens)
    for n, token in enumerate(tokens):
        if token.kind is not Part.SUPPOSED:
            continue
        if plain[token.start : token.end] == "的话":
            if n == 0 or tokens[n - 1].kind not in _VALUES or tokens[n - 1].end != token.start:
                continue
            kept[n - 1] = replace(kept[n - 1], asked=True)
        for m in range(n + 1, len(tokens)):
            if tokens[m].kind is Part.BREAK and _STOP.search(plain, tokens[m].start, tokens[m].end):
                break
            if tokens[m].kind in _VALUES:
                kept[m] = replace(kept[m], asked=True)
    return kept
