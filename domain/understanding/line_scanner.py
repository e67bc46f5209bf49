"""An order line cut into parts: names that are known, amounts, days, terms, and the words between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from domain.understanding import line_patterns, line_words
from domain.understanding.line_marks import list_marks
from domain.understanding.line_part import Part
from domain.understanding.line_text import LineText

CUSTOMER, PRODUCT, WORDS = "customer", "product", "words"
_HAN = re.compile("[\u3400-\u9fff]")
_ALONE = re.compile("[0-9a-z]")
_LATIN_RUN = re.compile(r"[0-9a-z]+(?:[-./#*×_][0-9a-z]+)*")
_NUMERALS = re.compile("[零一二三四五六七八九两十百千万亿半几数]+")
_WEAK = frozenset({Part.FILLER, Part.BARE, *map(Part, line_words.WORDS)})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or code that stands in the text: whose, and where. Several `codes` are several who are called so."""

    kind: str
    codes: tuple[str, ...]
    start: int
    end: int
    sure: bool = True
    """Not where it may be a part of another code: X200*300."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What words that are no whole name may mean, the likeliest first; `sure` that it can only be the first."""

    kind: str
    codes: tuple[str, ...]
    sure: bool


class Names(Protocol):
    """The customers and products that somebody may mean; what they are called is written as `line_text` writes it."""

    def within(self, plain: str) -> Sequence[Mention]:
        """Whole names and codes that stand in the text, none over another."""
        ...

    def begins(self, plain: str, at: int) -> bool:
        """Whether some name begins here: then a filler word is not one."""
        ...

    def like(self, words: str) -> Sequence[Guess]:
        """What these words may mean: customers, products, or both."""
        ...

    def is_called(self, code: str, words: str) -> bool:
        """Whether these words are a part of this product's name."""
        ...


@dataclass(frozen=True, slots=True)
class Token:
    """One part of the line: `plain[start:end]`. `groups` are what its pattern named, `codes` whom it names."""

    kind: str
    start: int
    end: int
    groups: Mapping[str, str | None]
    codes: tuple[str, ...] = ()
    asked: bool = False
    """Somebody only wonders about it, or it may be something else."""
    instead: bool = False
    """It replaces the one before, or is offered beside it."""
    each: bool = False
    """It is of every product named before it."""


def scan(line: LineText, names: Names, terms: Mapping[str, object], own_units: tuple[str, ...] = ()) -> list[Token]:
    """The parts of a line in order, without what says nothing."""
    return list(_Scanner(line.plain, names, tuple(sorted(terms)), own_units).tokens())


class _Scanner:
    """Walks along the text. What no part begins with belongs to the words in between."""

    def __init__(self, plain: str, names: Names, terms: tuple[str, ...], own_units: tuple[str, ...]) -> None:
        self._plain = plain
        self._names = names
        self._mentions = {mention.start: mention for mention in names.within(plain)}
        self._ends = {mention.end for mention in self._mentions.values()}
        self._marks = list_marks(plain, self._mentions)
        self._table = line_patterns.parts(own_units)
        self._terms = _terms_pattern(terms)
        self._words_from: int | None = None

    def tokens(self) -> Iterator[Token]:
        at = 0
        while at < len(self._plain):
            found = self._at(at)
            if found is None:
                if self._words_from is None:
                    self._words_from = at
                at = self._past_words(at)
                continue
            yield from self._words_until(at)
            if found.kind is not Part.FILLER:
                yield found
            at = found.end
        yield from self._words_until(at)

    def _words_until(self, at: int) -> Iterator[Token]:
        if self._words_from is not None:
            yield Token(WORDS, self._words_from, at, {})
            self._words_from = None

    def _past_words(self, at: int) -> int:
        run = _LATIN_RUN.match(self._plain, at)
        end = run.end() if run else at + 1
        # A run of letters and digits ends where a known name begins: PO号X200.
        return next((n for n in range(at + 1, end) if n in self._mentions), end)

    def _at(self, at: int) -> Token | None:
        if at in self._marks:
            return Token(Part.BREAK, at, self._marks[at], {})
        mention = self._mentions.get(at)
        if mention is not None:
            return Token(mention.kind, at, mention.end, {}, mention.codes, asked=not mention.sure)
        if self._plain[at] == "x" and (at in self._ends or at + 1 in self._mentions) and at:
            return Token(Part.FILLER, at, at + 1, {})
        if self._inside_latin(at):
            return None
        if self._is_address(at):
            return None
        best = self._longest(at)
        if best is None or self._runs_into_name(best):
            return None
        if best.kind in _WEAK and self._names.begins(self._plain, at):
            return None
        return None if best.kind is Part.BARE and self._part_of_word(best) else best

    def _longest(self, at: int) -> Token | None:
        best: Token | None = None
        for part, pattern in self._table:
            found = pattern.match(self._plain, at)
            if found and found.end() > at and (best is None or found.end() > best.end):
                best = Token(part, at, found.end(), found.groupdict())
        if (changes := line_patterns.CHANGES.match(self._plain, at)) and (best is None or changes.end() >= best.end):
            best = Token(Part(str(changes.lastgroup)), at, changes.end(), {})
        if self._terms and (found := self._terms.match(self._plain, at)) and (best is None or found.end() >= best.end):
            best = Token(Part.TERMS, at, found.end(), found.groupdict())
        dated = line_patterns.WEAK_DATE.match(self._plain, at) if self._begins_word(at) else None
        if dated and (best is None or dated.end() > best.end):
            best = Token(Part.DATE, at, dated.end(), {})
        return best if best is None or best.kind is not Part.PLACE else self._place(best)

    def _place(self, found: Token) -> Token:
        """A place ends where something else of the order begins: 送到苏州下周五到."""
        place = found.groups.get("place")
        if place is None:
            return found
        start = found.end - len(place)
        for at in range(start + 1, found.end):
            if at in self._mentions or self._ends_place(at):
                return Token(Part.PLACE, found.start, at, {"place": self._plain[start:at]})
        return found

    def _ends_place(self, at: int) -> bool:
        if line_patterns.ADDRESS_NUMBER.match(self._plain, at):
            return False
        if self._inside_latin(at):
            return False
        if self._terms and self._terms.match(self._plain, at):
            return True
        found = [part for part, pattern in self._table if (m := pattern.match(self._plain, at)) and m.end() > at + 1]
        return any(part in (Part.DATE, Part.AMOUNT, Part.QUANTITY, Part.TAX, Part.DISCOUNT) for part in found)

    # ── where a part may not begin or end ──────────────────────────────────────────────────

    def _inside_latin(self, at: int) -> bool:
        """Within a run of letters and digits that is none of our codes."""
        return self._words_from is not None and self._goes_on(at)

    def _goes_on(self, at: int) -> bool:
        """Letters or digits on both sides: no name begins here."""
        return bool(at and _ALONE.match(self._plain, at - 1) and _ALONE.match(self._plain, at))

    def _begins_word(self, at: int) -> bool:
        """Not in the middle of words that nobody has understood."""
        return self._words_from is None

    def _is_address(self, at: int) -> bool:
        return self._words_from is not None and bool(line_patterns.ADDRESS_NUMBER.match(self._plain, at))

    def _runs_into_name(self, found: Token) -> bool:
        return found.kind not in (Part.PLACE,) and any(at in self._mentions for at in range(found.start + 1, found.end))

    def _part_of_word(self, found: Token) -> bool:
        """Whether a bare numeral only belongs to a word: 五金, 三一重工, 富元路十八."""
        text = self._plain[found.start : found.end]
        if not _NUMERALS.fullmatch(text):
            return self._words_from is not None and not text[0].isdigit()
        if self._words_from is not None:
            return True
        after = self._plain[found.end : found.end + 1]
        if not _HAN.match(after) or found.end in self._mentions:
            return False
        following = self._longest(found.end)
        return len(text) == 1 or following is None or following.end - following.start < 2


@lru_cache(maxsize=16)
def _terms_pattern(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    if not terms:
        return None
    words = "|".join(re.escape(word) for word in sorted(terms, key=lambda word: (-len(word), word)))
    days = line_patterns.NUMBER
    return re.compile(
        rf"(?:(?:走|做|按|用)\s?)?(?:(?P<days_before>{days})\s?(?P<months>天|日|个月)的?)?(?P<terms>{words})"
        rf"(?:[ :]?(?P<days>{days})\s?(?P<months2>天|日|个月)(?:付款|结清|结)?(?![内之以后交发到])"
        rf"|(?P<days2>(?:15|30|45|60|75|90|120|150|180)(?![0-9.,点元块万千百%~至到-]| ?%)))?"
    )
