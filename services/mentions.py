"""Customers and products by the names that stand in a message: what `domain.understanding.order_line` asks for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from weakref import WeakKeyDictionary

from domain.understanding.company_names import begins_own_part
from domain.understanding.line_patterns import COUNTED, SO_MANY_TIMES, TIMES
from domain.understanding.line_scanner import CUSTOMER, PRODUCT, Guess, Mention
from domain.understanding.line_text import line_text
from services import finding
from services.finding import Candidate, Found, Match

MOST = 8
_LATIN = re.compile("[0-9a-z]")
# X200-B and M6*20 are other goods than X200 and M6; X200*300台 is so many of it.
_GOES_ON = re.compile(r"[-/.*×x#_]?[0-9a-z]")
_COUNTED_BEFORE = re.compile("(?<![0-9a-z])[0-9]+x$")
_CODE_IN_TWO = re.compile("([a-z]{1,4})([ -])([0-9]{1,6})")
_COUNTS = re.compile(rf"(?:{COUNTED.pattern}|[.,][0-9])")
_SHORTEST_NAME = 2
# A slip in so short a word is as likely another word; so is pinyin that is not yet a syllable.
_SHORTEST_SLIP = 3
_SHORTEST_PINYIN = 4
_PARTS_OF_NAMES = frozenset({Found.NAME_BEGINS, Found.NAME_CONTAINS})
_PARTS_OF_CODES = frozenset({Found.CODE, Found.CODE_INSIDE})
_INSIDE = frozenset({Found.INITIALS_INSIDE, Found.PINYIN_INSIDE})


class _Spelled:
    """The names and codes of some rows as messages have them, by their first two characters, the longest first."""

    def __init__(self, names: finding.Names) -> None:
        self.starting: dict[str, list[tuple[str, Candidate]]] = defaultdict(list)
        self.codes = {line_text(row.code).plain: row for row in names.rows}
        for row in names.rows:
            for name in dict.fromkeys((line_text(row.name).plain, line_text(row.code).plain)):
                if len(name) >= _SHORTEST_NAME:
                    self.starting[name[:2]].append((name, row))
        for named in self.starting.values():
            named.sort(key=lambda one: -len(one[0]))


_kept: WeakKeyDictionary[finding.Names, _Spelled] = WeakKeyDictionary()
"""Made once for each copy of the names that is in memory."""


def _spelled(names: finding.Names) -> _Spelled:
    if names not in _kept:
        _kept[names] = _Spelled(names)
    return _kept[names]


class CatalogueMentions:
    """Names made ready to be found in; of the customers only those that `seen` lets through, by their id."""

    def __init__(
        self, customers: finding.Names, products: finding.Names, seen: Callable[[int], bool] | None = None
    ) -> None:
        self._names = {CUSTOMER: customers, PRODUCT: products}
        self._spelled = {kind: _spelled(names) for kind, names in self._names.items()}
        self._seen = seen

    def _allowed(self, kind: str, row: Candidate) -> bool:
        return kind != CUSTOMER or self._seen is None or self._seen(row.id)

    def within(self, plain: str) -> list[Mention]:
        """Whole names and codes, the longest first at each place, none over another."""
        found: list[Mention] = []
        at = 0
        while at < len(plain) - 1:
            mention = self._at(plain, at) or self._in_two(plain, at)
            if mention is None:
                at += 1
            else:
                found.append(mention)
                at = mention.end
        return found

    def _at(self, plain: str, at: int) -> Mention | None:
        longest, whose = "", dict[tuple[str, str], None]()
        for kind, spelled in self._spelled.items():
            for name, row in spelled.starting.get(plain[at : at + 2], ()):
                if len(name) < len(longest):
                    break
                whole = plain.startswith(name, at) and self._stands_alone(plain, at, at + len(name))
                if whole and self._allowed(kind, row):
                    whose = whose if len(name) == len(longest) else {}
                    longest = name
                    whose[kind, row.code] = None
        if not longest:
            return None
        kind = next(iter(whose))[0]
        end = at + len(longest)
        sized = kind == PRODUCT and self._sized(plain, end)
        return Mention(kind, tuple(code for one, code in whose if one == kind), at, end, sure=not sized)

    def _in_two(self, plain: str, at: int) -> Mention | None:
        """X-200; and X 200, when no unit says that the number counts something."""
        found = _CODE_IN_TWO.match(plain, at)
        row = self._spelled[PRODUCT].codes.get(found[1] + found[3]) if found else None
        if found is None or row is None or (found[2] == " " and _COUNTS.match(plain, found.end())):
            return None
        if not self._stands_alone(plain, at, found.end()):
            return None
        return Mention(PRODUCT, (row.code,), at, found.end(), sure=not self._sized(plain, found.end()))

    def _sized(self, plain: str, end: int) -> bool:
        """X200*300 may be so many of it, or another size."""
        code = _LATIN.match(plain[end - 1]) and TIMES.match(plain, end)
        return bool(code) and not SO_MANY_TIMES.match(plain, end)

    def _stands_alone(self, plain: str, start: int, end: int) -> bool:
        """Latin words are not cut out of longer ones; Chinese ones may stand anywhere."""
        goes_on = start and _LATIN.match(plain[start]) and _LATIN.match(plain[start - 1])
        if goes_on and not (plain[start - 1] == "x" and _COUNTED_BEFORE.search(plain, 0, start)):
            return False
        if not (_LATIN.match(plain[end - 1]) and _GOES_ON.match(plain, end)):
            return True
        return bool(SO_MANY_TIMES.match(plain, end) or TIMES.match(plain, end)) or (
            plain[end] == "/" and self.begins(plain, end + 1)
        )

    def begins(self, plain: str, at: int) -> bool:
        """Whether a name begins with the two characters here."""
        return any(plain[at : at + 2] in spelled.starting for spelled in self._spelled.values())

    def like(self, words: str) -> list[Guess]:
        """Both kinds are looked through; the better way of being found wins, equals are both told."""
        if len(words) < _SHORTEST_NAME:
            return []
        guesses = [(guess, way) for kind in self._names for guess, way in self._of_kind(kind, words)]
        best = min((way for _, way in guesses), default=None)
        return [guess for guess, way in guesses if way == best]

    def is_called(self, code: str, words: str) -> bool:
        """A product by its code as the catalogue writes it."""
        row = self._spelled[PRODUCT].codes.get(line_text(code).plain)
        return row is not None and words in line_text(row.name).plain

    def _of_kind(self, kind: str, words: str) -> Iterator[tuple[Guess, Found]]:
        matches = finding.rank(words, self._names[kind], limit=MOST, allowed=lambda row: self._allowed(kind, row))
        if not matches:
            return
        way = matches[0].found
        if way is Found.SLIP and len(words) < _SHORTEST_SLIP:
            return
        alike = _PARTS_OF_NAMES if way in _PARTS_OF_NAMES else {way}
        found = [match for match in matches if match.found in alike]
        yield Guess(kind, tuple(m.candidate.code for m in found), _sure(kind, words, matches)), min(way, max(alike))


def _sure(kind: str, words: str, matches: Sequence[Match]) -> bool:
    """Whether the first can be taken without asking, in the middle of a message full of other words.

    水泵 is not yet 东方水泵, but 宏达 is 苏州宏达机电; letters inside of initials may be any word.
    """
    way = matches[0].found
    if way in _PARTS_OF_CODES or way in _INSIDE or (way is Found.PINYIN and len(words) < _SHORTEST_PINYIN):
        return False
    name, said = map(finding.plain, (matches[0].candidate.name, words))
    if kind == CUSTOMER and way in _PARTS_OF_NAMES and not begins_own_part(name, said):
        return False
    exact = [match for match in matches if match.found is not Found.SLIP]
    return finding.sure(words, exact or matches)
