"""Finding a customer or product by what somebody typed: pure ranking over rows that the caller loads.

Names are found, in this order, by being the very word or code, by the beginning of a code, by a part of the
name, by pinyin initials (`hd` for 宏达), by pinyin, and by a slip of the finger. Within one way the caller's order
holds, so whoever wants the recent ones first passes them first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from proces import traditional_to_simplified
from rapidfuzz import fuzz, process

_LONGEST_QUERY = 60
Row: TypeAlias = tuple[int, str, str, str, str]

_NOISE = re.compile(r"[\s\W_]+")


class Found(IntEnum):
    """The way in which a row was found, the best first."""

    EXACT = 0
    CODE = 1
    NAME_BEGINS = 2
    NAME_CONTAINS = 3
    INITIALS = 4
    INITIALS_INSIDE = 5
    PINYIN = 6
    PINYIN_INSIDE = 7
    SLIP = 8


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


def search_keys(name: str) -> tuple[str, str]:
    """Pinyin and initials for a name's row, made when the name is written: pypinyin is slow to load."""
    from pypinyin import Style, lazy_pinyin

    plain = _plain(name)
    syllables = lazy_pinyin(plain, style=Style.NORMAL)
    letters = lazy_pinyin(plain, style=Style.FIRST_LETTER)
    return _latin("".join(syllables)), _latin("".join(letters))


def rank(query: str, candidates: Iterable[Row], limit: int = 8) -> list[Match]:
    """The best matches for `query`, at most `limit`; none for an empty or very long query."""
    wanted = _plain(query)
    if not wanted or len(query) > _LONGEST_QUERY:
        return []
    rows = [Candidate(*row) for row in candidates]
    names = [_plain(row.name) for row in rows]
    ways = [_way(wanted, row, name) for row, name in zip(rows, names, strict=True)]
    matches = [Match(row, way) for row, way in zip(rows, ways, strict=True) if way is not None]
    matches.sort(key=lambda match: match.found)
    if len(matches) < limit:
        rest = [n for n, way in enumerate(ways) if way is None]
        matches += _slips(wanted, rows, names, rest, limit - len(matches))
    return matches[:limit]


def standing_in(text: str, names: Iterable[tuple[int, str]]) -> list[int]:
    """The ids of names that stand whole in a text: 宏达机电 in 苏州宏达机电有限公司."""
    within = _plain(text)
    return [key for key, name in names if len(_plain(name)) > 1 and _plain(name) in within]


def sure(query: str, matches: Sequence[Match]) -> bool:
    """Whether the first match can be taken without asking: the only one that is the very word, or the only one at all.

    A slip is always asked about, and so is one letter or digit: it is inside too much.
    """
    exact = [match for match in matches if match.found is Found.EXACT]
    if len(exact) == 1:
        return True
    wanted = _plain(query)
    return len(matches) == 1 and matches[0].found is not Found.SLIP and (len(wanted) > 1 or not wanted.isascii())


def _way(wanted: str, row: Candidate, name: str) -> Found | None:
    """How the row is found without forgiving anything."""
    code = _plain(row.code)
    if wanted in (name, code):
        return Found.EXACT
    if code and code.startswith(wanted):
        return Found.CODE
    if wanted in name:
        return Found.NAME_BEGINS if name.startswith(wanted) else Found.NAME_CONTAINS
    # Pinyin is Latin: a query with a Chinese character in it never is.
    return _pinyin_way(wanted, row) if wanted.isascii() else None


def _pinyin_way(wanted: str, row: Candidate) -> Found | None:
    initials, pinyin = _readings(row.initials), _readings(row.pinyin)
    if any(key.startswith(wanted) for key in initials):
        return Found.INITIALS
    # One letter is inside nearly everything.
    if len(wanted) >= 2 and any(wanted in key for key in initials):
        return Found.INITIALS_INSIDE
    if any(key.startswith(wanted) for key in pinyin):
        return Found.PINYIN
    if len(wanted) >= 4 and any(wanted in key for key in pinyin):
        return Found.PINYIN_INSIDE
    return None


def _slips(
    wanted: str, rows: Sequence[Candidate], names: Sequence[str], rest: Iterable[int], limit: int
) -> list[Match]:
    """Rows whose name, or pinyin for a Latin query, holds something one slip away."""
    if len(wanted) < 3:
        return []
    keys = {n: names[n] for n in rest}
    if wanted.isascii() and wanted.isalpha():
        keys = {n: next(iter(_readings(rows[n].pinyin)), names[n]) for n in keys}
    # One character in three, at most two of a longer word.
    cutoff = max(100 * (1 - 1 / len(wanted)), 75) - 1 if len(wanted) > 3 else 66
    near = process.extract(wanted, keys, scorer=fuzz.partial_ratio, score_cutoff=cutoff, limit=None)
    # A name shorter than the query is partially equal to nearly anything.
    kept = [(score, n) for key, score, n in near if len(key) >= len(wanted) - 1]
    kept.sort(key=lambda found: (-found[0], found[1]))
    return [Match(rows[n], Found.SLIP, score) for score, n in kept[:limit]]


# Names come back with every query; a hundred thousand of them are a few megabytes.
@lru_cache(maxsize=100_000)
def _plain(text: str) -> str:
    """Width, case, script and punctuation made one way; only for keys, names stay as they were typed."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return traditional_to_simplified(_NOISE.sub("", folded))


def _latin(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


@lru_cache(maxsize=100_000)
def _readings(keys: str) -> tuple[str, ...]:
    return tuple(reading for key in keys.split(",") if (reading := _plain(key)))
