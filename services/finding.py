"""Finding a customer or product by what somebody typed: pure ranking over names that the caller keeps.

Names are found, in this order, by being the very word or code, by the beginning of a code, by a part of the
name or code, by pinyin initials (`hd` for 宏达), by pinyin, and by a slip of the finger; where all of that finds
nothing, by their sound (红达 for 宏达). Within one way the recent ones that the caller names come first, then the
caller's order holds.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, chain, islice, repeat
from pathlib import Path
from typing import NamedTuple, TypeAlias

from rapidfuzz import fuzz, process

_LONGEST_QUERY = 60
_SHORTEST_SOUND = 4
"""Letters of pinyin, of two characters at least: less is in too many names."""
_FEW = 8
"""So many that were found without forgiving anything, and slips are not looked for."""
Row: TypeAlias = tuple[int, str, str, str, str]

_NOISE = re.compile(r"[\s\W_]+")


class Found(IntEnum):
    """The way in which a row was found, the best first."""

    EXACT = 0
    CODE = 1
    NAME_BEGINS = 2
    NAME_CONTAINS = 3
    CODE_INSIDE = 4
    INITIALS = 5
    INITIALS_INSIDE = 6
    PINYIN = 7
    PINYIN_INSIDE = 8
    SLIP = 9
    SOUND = 10


class Candidate(NamedTuple):
    """A row to find. The keys come from `search_keys`; people may add other readings after commas."""

    id: int
    name: str
    code: str
    pinyin: str
    initials: str


@dataclass(frozen=True, slots=True)
class Match:
    """`score` tells slips apart, 0 to 100; every other way scores 100."""

    candidate: Candidate
    found: Found
    score: float = 100.0


class Names:
    """Rows made ready to be found in, in the caller's order. Making it costs more than many finds."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.given = list(rows)
        self.rows = list(map(Candidate._make, self.given))
        self.place = {row.id: n for n, row in enumerate(self.rows)}
        self.simple = [plain(row.name) for row in self.rows]
        readings = [_readings(row.pinyin) for row in self.rows]
        self.spoken = [keys[0] if keys else name for keys, name in zip(readings, self.simple, strict=True)]
        self._names = _Column((n, name) for n, name in enumerate(self.simple))
        self._codes = _Column((n, plain(row.code)) for n, row in enumerate(self.rows))
        self._pinyin = _Column((n, key) for n, keys in enumerate(readings) for key in keys)
        self._initials = _Column((n, key) for n, row in enumerate(self.rows) for key in _readings(row.initials))

    def standing_in(self, text: str) -> list[int]:
        """The ids of rows whose name stands whole in a text: 宏达机电 in 苏州宏达机电有限公司."""
        within = plain(text)
        return [row.id for row, name in zip(self.rows, self.simple, strict=True) if len(name) > 1 and name in within]

    def sounding_like(self, wanted: str) -> Iterator[int]:
        """The places of rows whose pinyin holds that of these words, those that begin with it first."""
        spoken = search_keys(wanted)[0] if len(wanted) > 1 else ""
        if len(spoken) < _SHORTEST_SOUND:
            return iter(())
        return chain(self._pinyin.search(f"\n{spoken}"), self._pinyin.search(spoken))

    def ways(self, wanted: str) -> Iterator[tuple[Found, Iterator[int]]]:
        """Every way of finding that forgives nothing, the best first, with the places of rows it finds."""
        yield Found.EXACT, self._names.search(f"\n{wanted}\n")
        yield Found.EXACT, self._codes.search(f"\n{wanted}\n")
        yield Found.CODE, self._codes.search(f"\n{wanted}")
        yield Found.NAME_BEGINS, self._names.search(f"\n{wanted}")
        yield Found.NAME_CONTAINS, self._names.search(wanted)
        # Codes and pinyin are Latin: a query with a Chinese character in it never is. One letter is inside all of them.
        if not wanted.isascii():
            return
        if len(wanted) >= 2:
            yield Found.CODE_INSIDE, self._codes.search(wanted)
        yield Found.INITIALS, self._initials.search(f"\n{wanted}")
        if len(wanted) >= 2:
            yield Found.INITIALS_INSIDE, self._initials.search(wanted)
        yield Found.PINYIN, self._pinyin.search(f"\n{wanted}")
        if len(wanted) >= 4:
            yield Found.PINYIN_INSIDE, self._pinyin.search(wanted)


class _Column:
    """One kind of key of all rows as one text, a line each: a search in it is a single `str.find`."""

    def __init__(self, keys: Iterable[tuple[int, str]]) -> None:
        given = [(n, key) for n, key in keys if key]
        self._rows = [n for n, _key in given]
        self._text = "\n" + "".join(f"{key}\n" for _n, key in given)
        self._starts = list(accumulate((len(key) + 1 for _n, key in given[:-1]), initial=1)) if given else []

    def search(self, needle: str) -> Iterator[int]:
        """Rows whose line holds the needle, each once a line; a needle may begin and end with the line's end."""
        shift = 1 if needle[0] == "\n" else 0
        at = self._text.find(needle)
        while at >= 0:
            line = bisect_right(self._starts, at + shift) - 1
            yield self._rows[line]
            if line + 1 == len(self._starts):
                return
            at = self._text.find(needle, self._starts[line + 1] - 1)


def search_keys(name: str) -> tuple[str, str]:
    """Pinyin and initials for a name's row, made when the name is written: pypinyin is slow to load."""
    from pypinyin import Style, lazy_pinyin

    simple = plain(name)
    syllables = lazy_pinyin(simple, style=Style.NORMAL)
    letters = lazy_pinyin(simple, style=Style.FIRST_LETTER)
    return _latin("".join(syllables)), _latin("".join(letters))


def rank(
    query: str, candidates: Iterable[Row] | Names, limit: int = 8, *, recent: Sequence[int] = (),
    allowed: Callable[[Candidate], bool] | None = None, by_sound: bool = False,
) -> list[Match]:  # fmt: skip
    """The best matches for `query`, at most `limit`; none for an empty or very long query.

    `recent` are ids whose rows come first within one way, in this order. Only `allowed` rows are looked at. `by_sound`:
    Chinese words that find nothing are spelt in pinyin, which is slow to load.
    """
    wanted = plain(query)
    if not wanted or len(query) > _LONGEST_QUERY:
        return []
    names = candidates if isinstance(candidates, Names) else _ready(candidates)
    near = [names.place[key] for key in recent if key in names.place]
    few = Names(names.rows[n] for n in near) if near else None
    seen: set[int] = set()
    matches: list[Match] = []

    def fresh(places: Iterable[int]) -> Iterator[int]:
        for n in places:
            if n not in seen and (allowed is None or allowed(names.rows[n])):
                seen.add(n)
                yield n

    recently = few.ways(wanted) if few else repeat((Found.EXACT, iter(())))
    for (way, places), (_same, mine) in zip(names.ways(wanted), recently, strict=few is not None):
        first = (near[n] for n in sorted(mine))
        found = islice(fresh(chain(first, places)), limit - len(matches))
        matches += [Match(names.rows[n], way) for n in found]
    if len(matches) < min(_FEW, limit):
        matches += _slips(wanted, names, near, fresh, limit - len(matches))
    if by_sound and not matches and not wanted.isascii():
        found = islice(fresh(names.sounding_like(wanted)), limit)
        matches = [Match(names.rows[n], Found.SOUND) for n in found]
    return matches


def _ready(rows: Iterable[Row]) -> Names:
    """The same rows as the last time are not made ready again."""
    global _last
    given = list(rows)
    names = _last if _last.given == given else Names(given)
    _last = names
    return names


_last = Names(())


def sure(query: str, matches: Sequence[Match]) -> bool:
    """Whether the first match can be taken without asking: the only one that is the very word, or the only one at all.

    A slip or a sound is always asked about, and so is one letter or digit: it is inside too much.
    """
    exact = [match for match in matches if match.found is Found.EXACT]
    if len(exact) == 1:
        return True
    wanted = plain(query)
    return len(matches) == 1 and matches[0].found < Found.SLIP and (len(wanted) > 1 or not wanted.isascii())


def _slips(
    wanted: str, names: Names, near: Collection[int], fresh: Callable[[Iterable[int]], Iterator[int]], limit: int
) -> list[Match]:
    """Rows whose name, or pinyin for a Latin query, holds something one slip away."""
    if len(wanted) < 3:
        return []
    keys = names.spoken if wanted.isascii() and wanted.isalpha() else names.simple
    # One character in three, at most two of a longer word.
    cutoff = max(100 * (1 - 1 / len(wanted)), 75) - 1 if len(wanted) > 3 else 66
    found = process.extract(wanted, keys, scorer=fuzz.partial_ratio, score_cutoff=cutoff, limit=None)
    # A name shorter than the query is partially equal to nearly anything.
    scores = {n: score for key, score, n in found if len(key) >= len(wanted) - 1}
    order = {n: place for place, n in enumerate(near)}
    best = sorted(scores, key=lambda n: (order.get(n, len(order)), -scores[n], n))
    return [Match(names.rows[n], Found.SLIP, scores[n]) for n in islice(fresh(best), limit)]


def _table() -> dict[int, int]:
    told = json.loads(Path(__file__).with_name("traditional.json").read_text(encoding="utf-8"))
    return {ord(old): ord(new) for old, new in zip(told["traditional"], told["simplified"], strict=True)}


_SIMPLIFIED = _table()


# Names come back with every query; a hundred thousand of them are a few megabytes.
@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Width, case, script and punctuation made one way; only for keys, names stay as they were typed."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold()).translate(_SIMPLIFIED)


def _latin(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


@lru_cache(maxsize=100_000)
def _readings(keys: str) -> tuple[str, ...]:
    return tuple(reading for key in keys.split(",") if (reading := plain(key)))
