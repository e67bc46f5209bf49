"""Customers and products by the names that stand in a message: what `domain.understanding.order_line` asks for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from domain.understanding.line_scanner import CUSTOMER, PRODUCT, Guess, Mention
from domain.understanding.line_text import line_text
from services import finding
from services.finding import Found

MOST = 8
_LATIN = re.compile("[0-9a-z]")
# X200-B and M6*20 are other goods than X200 and M6.
_GOES_ON = re.compile(r"[-/.*×x#_]?[0-9a-z]")
_SHORTEST_NAME = 2
# A slip in so short a word is as likely another word.
_SHORTEST_SLIP = 3


class CatalogueMentions:
    """The names of rows that the caller has loaded, those of the person's recent orders first."""

    def __init__(self, customers: Iterable[finding.Row], products: Iterable[finding.Row]) -> None:
        self._rows = {
            CUSTOMER: finding.Names(customers),
            PRODUCT: finding.Names(products),
        }
        self._names: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for kind, names in self._rows.items():
            for row in names.rows:
                for name in dict.fromkeys((line_text(row.name).plain, line_text(row.code).plain)):
                    if len(name) >= _SHORTEST_NAME:
                        self._names[name[:2]].append((name, kind, row.code))
        for named in self._names.values():
            named.sort(key=lambda one: -len(one[0]))

    def within(self, plain: str) -> list[Mention]:
        """Whole names and codes, the longest first at each place, none over another."""
        found: list[Mention] = []
        at = 0
        while at < len(plain) - 1:
            mention = self._at(plain, at)
            if mention is None:
                at += 1
            else:
                found.append(mention)
                at = mention.end
        return found

    def _at(self, plain: str, at: int) -> Mention | None:
        longest, whose = "", dict[tuple[str, str], None]()
        for name, kind, code in self._names.get(plain[at : at + 2], ()):
            if len(name) < len(longest):
                break
            if plain.startswith(name, at) and _stands_alone(plain, at, at + len(name)):
                longest = name
                whose[kind, code] = None
        if not longest:
            return None
        kind = next(iter(whose))[0]
        return Mention(kind, tuple(code for one, code in whose if one == kind), at, at + len(longest))

    def begins(self, plain: str, at: int) -> bool:
        """Whether a name begins with the two characters here."""
        return plain[at : at + 2] in self._names

    def like(self, words: str) -> list[Guess]:
        """Both kinds are looked through; the better way of being found wins, equals are both told."""
        if len(words) < _SHORTEST_NAME:
            return []
        guesses = [(guess, way) for kind in self._rows for guess, way in self._of_kind(kind, words)]
        best = min((way for _, way in guesses), default=None)
        return [guess for guess, way in guesses if way == best]

    def _of_kind(self, kind: str, words: str) -> Iterator[tuple[Guess, Found]]:
        matches = finding.rank(words, self._rows[kind], limit=MOST)
        if not matches:
            return
        way = matches[0].found
        if way is Found.SLIP and len(words) < _SHORTEST_SLIP:
            return
        found = [match for match in matches if match.found == way]
        yield Guess(kind, tuple(m.candidate.code for m in found), finding.sure(words, matches)), way


def _stands_alone(plain: str, start: int, end: int) -> bool:
    """Latin words are not cut out of longer ones; Chinese ones may stand anywhere."""
    if _LATIN.match(plain[start]) and start and _LATIN.match(plain[start - 1]):
        return False
    return not (_LATIN.match(plain[end - 1]) and _GOES_ON.match(plain, end))
