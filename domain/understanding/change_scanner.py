"""A message about a change cut into parts: the words of changes, the products that it names, values, and the rest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from domain.understanding import line_patterns
from domain.understanding.change_names import called_like, mentions
from domain.understanding.change_result import Meant, Ordered
from domain.understanding.change_words import (
    BEFORE_GOODS,
    FREE,
    HARD,
    ORDINAL,
    SHIFTING,
    SHORT_DATE,
    SPAN,
    TABLE,
    TO,
    Role,
)
from domain.understanding.line_part import Part
from domain.understanding.line_patterns import ADDRESS_NUMBER, TITLE
from domain.understanding.line_scanner import CUSTOMER, PRODUCT, Mention, Names
from domain.understanding.line_text import LineText

_VALUES = frozenset(
    {Part.PHONE, Part.CREDIT, Part.DATE, Part.TAX, Part.DISCOUNT, Part.PERCENT, Part.AMOUNT, Part.QUANTITY, Part.PLACE,
     Part.BARE, Part.OTHER, Part.OTHER_MONEY, Part.FILLER}
)  # fmt: skip
_LATIN_RUN = re.compile(r"[0-9a-z]+(?:[-./#*×_][0-9a-z]+)*")
_DIGITS = "一二三四五六七八九"
_SHORTEST_WORD = 2


class Kind(StrEnum):
    """What a part is: a word of a change has its role, what is free is told in any words."""

    ROLE = "role"
    PRODUCT = "product"
    VALUE = "value"
    SPAN = "span"
    TERMS = "terms"
    FREE = "free"
    WORDS = "words"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class ChangeToken:
    """`plain[start:end]`, and what it is. `codes` are the products that it names, `sure` that it can be no other."""

    kind: Kind
    start: int
    end: int
    role: Role | None = None
    meant: Meant | None = None
    part: Part | None = None
    groups: Mapping[str, str | None] = field(default_factory=dict[str, "str | None"])
    codes: tuple[str, ...] = ()
    sure: bool = True


def scan_change(
    line: LineText, ordered: Sequence[Ordered], names: Names, terms: Collection[str], customer: str | None
) -> list[ChangeToken]:
    """The parts of a message in order, without what says nothing."""
    return list(_Scanner(line.plain, ordered, names, tuple(sorted(terms)), customer).tokens())


class _Scanner:
    def __init__(
        self, plain: str, ordered: Sequence[Ordered], names: Names, terms: tuple[str, ...], customer: str | None
    ) -> None:
        self._plain = plain
        self._ordered = ordered
        self._customer = customer
        self._names = names
        self._mentions = {one.start: one for one in mentions(plain, ordered, names)}
        units = {unit for one in ordered for unit in (one.unit, *one.packs)}
        self._values = [(part, p) for part, p in line_patterns.parts(tuple(sorted(units))) if part in _VALUES]
        self._terms = _terms_pattern(terms)
        self._last: ChangeToken | None = None
        self._field: Meant | None = None
        """A field that was named, and has not been told yet."""

    # ── walking ────────────────────────────────────────────────────────────────────────────

    def tokens(self) -> Iterator[ChangeToken]:
        at, words_from = 0, -1
        while at < len(self._plain):
            found = self._at(at, inside=words_from >= 0)
            if found is None:
                words_from = at if words_from < 0 else words_from
                at = self._past(at)
                continue
            if words_from >= 0:
                yield from self._words(words_from, at)
                words_from = -1
            yield from self._told(found)
            at = found.end
        if words_from >= 0:
            yield from self._words(words_from, at)

    def _told(self, found: ChangeToken) -> Iterator[ChangeToken]:
        if found.role is not Role.FILLER and found.part is not Part.FILLER:
            yield found
        if found.role is Role.FILLER or found.part is Part.FILLER:
            return
        self._last = found
        if found.role is Role.LABEL:
            self._field = found.meant
        elif found.role not in TO:
            self._field = None

    def _past(self, at: int) -> int:
        run = _LATIN_RUN.match(self._plain, at)
        end = run.end() if run else at + 1
        return next((n for n in range(at + 1, end) if n in self._mentions), end)

    def _words(self, start: int, end: int) -> Iterator[ChangeToken]:
        text = self._plain[start:end].strip()
        if not text or TITLE.fullmatch(text) or self._is_customer(text):
            return
        codes = called_like(text, self._ordered)
        kind = Kind.PRODUCT if codes else Kind.WORDS
        self._last = ChangeToken(kind, start, end, codes=codes, sure=False)
        yield self._last

    def _is_customer(self, words: str) -> bool:
        """Whether the words may be a part of the name of the order's own customer."""
        if self._customer is None:
            return False
        return any(one.kind == CUSTOMER and self._customer in one.codes for one in self._names.like(words))

    def _at(self, at: int, *, inside: bool) -> ChangeToken | None:
        if hard := HARD.match(self._plain, at):
            return ChangeToken(Kind.BREAK, at, hard.end())
        if self._plain[at] == " ":
            return ChangeToken(Kind.ROLE, at, at + 1, Role.FILLER)
        if self._is_free(at):
            return self._free(at)
        if (mention := self._mentions.get(at)) is not None:
            return self._mention(mention)
        if inside and self._within_latin(at):
            return None
        if ordinal := ORDINAL.match(self._plain, at):
            return self._ordinal(ordinal)
        return (
            self._of_days(at)
            or self._word(at)
            or (None if inside and self._is_address(at) else self._value(at, inside=inside))
        )

    def _within_latin(self, at: int) -> bool:
        return bool(at and re.match("[0-9a-z][0-9a-z]", self._plain[at - 1 : at + 1]))

    def _is_address(self, at: int) -> bool:
        return bool(ADDRESS_NUMBER.match(self._plain, at))

    def _mention(self, mention: Mention) -> ChangeToken:
        if mention.kind == PRODUCT:
            return ChangeToken(Kind.PRODUCT, mention.start, mention.end, codes=mention.codes, sure=mention.sure)
        own = self._customer is not None and self._customer in mention.codes
        return ChangeToken(Kind.ROLE if own else Kind.WORDS, mention.start, mention.end, Role.FILLER if own else None)

    def _ordinal(self, found: re.Match[str]) -> ChangeToken:
        number = _DIGITS.find(found["n"]) + 1 or int(found["n"])
        if number > len(self._ordered):
            return ChangeToken(Kind.WORDS, found.start(), found.end())
        return ChangeToken(Kind.PRODUCT, found.start(), found.end(), codes=(self._ordered[number - 1].code,))

    def _of_days(self, at: int) -> ChangeToken | None:
        """一周 behind 推迟, 12/8 behind 交期."""
        role = self._last.role if self._last is not None else None
        of_days = self._field is Meant.DAY or role in SHIFTING
        if of_days and (span := SPAN.match(self._plain, at)):
            return ChangeToken(Kind.SPAN, at, span.end(), groups=span.groupdict())
        short = SHORT_DATE.match(self._plain, at)
        if short and (of_days or (role in TO and short["mark"] == "/")):
            return ChangeToken(Kind.VALUE, at, short.end(), part=Part.DATE)
        return None

    # ── words of a change, and values ──────────────────────────────────────────────────────

    def _word(self, at: int) -> ChangeToken | None:
        best: ChangeToken | None = None
        for role, meant, pattern in TABLE:
            found = pattern.match(self._plain, at)
            if found and found.end() > at and (best is None or found.end() > best.end):
                best = ChangeToken(Kind.ROLE, at, found.end(), role, meant)
        if (goods := BEFORE_GOODS.match(self._plain, at)) and self._goods_at(goods.end()):
            role = Role.MORE if goods["more"] else Role.LESS
            best = ChangeToken(Kind.ROLE, at, goods.end(), role)
        if best is None or any(n in self._mentions for n in range(at + 1, best.end)):
            return None
        if best.role in (Role.FIELD, Role.LABEL) and (said := self._terms_at(at)) is not None:
            after_set = self._last is not None and self._last.role is Role.SET
            if said.end > best.end or (said.end == best.end and after_set):
                return said
        if best.role in (Role.FILLER, Role.DOUBT, Role.NOT):
            longer = self._value(at, inside=False)
            if longer is not None and longer.end > best.end and longer.part is not Part.FILLER:
                return longer
        return best

    def _goods_at(self, at: int) -> bool:
        while self._plain[at : at + 1] == " ":
            at += 1
        mention = self._mentions.get(at)
        return mention is not None and mention.kind == PRODUCT

    def _value(self, at: int, *, inside: bool) -> ChangeToken | None:
        best: ChangeToken | None = None
        for part, pattern in self._values:
            if inside and part in (Part.BARE, Part.FILLER):
                continue
            found = pattern.match(self._plain, at)
            if found and found.end() > at and (best is None or found.end() > best.end):
                best = ChangeToken(Kind.VALUE, at, found.end(), part=part, groups=found.groupdict())
        said = self._terms_at(at)
        if said is not None and (best is None or said.end >= best.end):
            best = said
        dated = None if inside else line_patterns.WEAK_DATE.match(self._plain, at)
        if dated and (best is None or dated.end() > best.end):
            best = ChangeToken(Kind.VALUE, at, dated.end(), part=Part.DATE)
        if best is not None and best.part is Part.FILLER and self._is_minus(at):
            return None
        if best is None or best.part is Part.PLACE:
            return best and self._place(best)
        return None if any(n in self._mentions for n in range(at + 1, best.end)) else best

    def _terms_at(self, at: int) -> ChangeToken | None:
        said = self._terms.match(self._plain, at) if self._terms else None
        return ChangeToken(Kind.TERMS, at, said.end(), groups=said.groupdict()) if said else None

    def _is_minus(self, at: int) -> bool:
        """改成-5台 is no five."""
        return bool(re.match("-[ ]?[0-9]", self._plain[at : at + 3]))

    # ── told in any words ──────────────────────────────────────────────────────────────────

    def _place(self, found: ChangeToken) -> ChangeToken:
        """送到苏州 ends where something else begins; 自提 is a place as it is."""
        place = found.groups.get("place")
        start = found.start if place is None else found.end - len(place)
        end = found.end if place is None else self._free_end(start)
        return ChangeToken(Kind.FREE, found.start, end, meant=Meant.PLACE, groups={"said": self._plain[start:end]})

    def _is_free(self, at: int) -> bool:
        """Behind 地址, 地址改成: up to the end of the clause it is what somebody says."""
        return self._field in FREE and self._word(at) is None

    def _free(self, at: int) -> ChangeToken:
        end = self._free_end(at)
        return ChangeToken(Kind.FREE, at, end, meant=self._field, groups={"said": self._plain[at:end]})

    def _free_end(self, start: int) -> int:
        for at in range(start + 1, len(self._plain)):
            if HARD.match(self._plain, at) or self._ends_free(at):
                return at
        return len(self._plain)

    def _ends_free(self, at: int) -> bool:
        """A telephone, another field, or behind a space another word of a change."""
        value = self._value_kind(at)
        if value is Part.PHONE:
            return True
        word = self._word(at)
        if word is None:
            return (
                self._plain[at - 1] == " "
                and value in (Part.DATE, Part.QUANTITY, Part.AMOUNT)
                and not self._numbered(at)
            )
        if word.role in (Role.LABEL, Role.FIELD):
            return word.end - word.start >= _SHORTEST_WORD
        spaced = self._plain[at - 1] == " " and word.end - word.start >= _SHORTEST_WORD
        return spaced and word.role not in (Role.FILLER, Role.DOUBT, Role.NOT, Role.SAME, Role.EVERY)

    def _numbered(self, at: int) -> bool:
        """富元路 18号: the number of a house."""
        return bool(re.search("[路街道弄巷里镇村乡组区园段座栋幢厦城号] $", self._plain[max(0, at - 2) : at]))

    def _value_kind(self, at: int) -> Part | None:
        if at and re.match("[0-9a-z][0-9a-z]", self._plain[at - 1 : at + 1]):
            return None
        found = next(
            (
                part
                for part, p in self._values
                if part in _ENDING and (hit := p.match(self._plain, at)) and hit.end() > at
            ),
            None,
        )
        return found or (Part.DATE if line_patterns.WEAK_DATE.match(self._plain, at) else None)


_ENDING = frozenset({Part.PHONE, Part.DATE, Part.QUANTITY, Part.AMOUNT})


@lru_cache(maxsize=16)
def _terms_pattern(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    if not terms:
        return None
    words = "|".join(re.escape(word) for word in sorted(terms, key=lambda word: (-len(word), word)))
    return re.compile(rf"(?P<terms>{words})(?: ?(?P<days>[0-9]{{1,3}}) ?天)?")
