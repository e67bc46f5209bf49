"""The products that a message about a change names: those of the order, and all others that are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.understanding.change_result import Ordered
from domain.understanding.line_scanner import CUSTOMER, PRODUCT, Mention, Names
from domain.understanding.line_text import line_text

_SHORTEST_PART = 2


def mentions(plain: str, ordered: Sequence[Ordered], names: Names) -> Iterator[Mention]:
    """The names of everybody; where none of them stands, those of the order's own lines."""
    found = [one if one.kind == CUSTOMER else _of_order(one, ordered) for one in names.within(plain)]
    yield from found
    taken = {at for one in found for at in range(one.start, one.end)}
    called = _called(ordered)
    for word in sorted(called, key=len, reverse=True):
        # X200-B and M6*20 are other goods than X200 and M6
        for hit in re.finditer(rf"(?<![0-9a-z]){re.escape(word)}(?![-./*×_#]?[0-9a-z])", plain):
            if taken.isdisjoint(range(hit.start(), hit.end())):
                taken.update(range(hit.start(), hit.end()))
                yield Mention(PRODUCT, called[word], hit.start(), hit.end())


def called_like(words: str, ordered: Sequence[Ordered]) -> tuple[str, ...]:
    """The order's products of whose name or code these words are a part."""
    if len(words) < _SHORTEST_PART:
        return ()
    return tuple(dict.fromkeys(code for word, codes in _called(ordered).items() if words in word for code in codes))


def _of_order(one: Mention, ordered: Sequence[Ordered]) -> Mention:
    """Of several products of one name that which is on the order is meant."""
    here = tuple(code for code in one.codes if any(code == other.code for other in ordered))
    return replace(one, codes=here) if here else one


def _called(ordered: Sequence[Ordered]) -> dict[str, tuple[str, ...]]:
    called: dict[str, tuple[str, ...]] = {}
    for one in ordered:
        for word in dict.fromkeys((line_text(one.code).plain.strip(), line_text(one.name).plain.strip())):
            if word:
                called[word] = tuple(dict.fromkeys((*called.get(word, ()), one.code)))
    return called
