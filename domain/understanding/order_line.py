"""A whole order in one message: `宏达 X200 三百台 单价58 下周五交 款到发货`.

The scanner cuts the line into parts, each part is read by the reader of its kind, and the parts are put together here:
quantities and prices go to the product that they stand with. What has two readings stays a question, what was not
understood is told; nothing is decided by what is merely likely.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from domain.understanding import line_scanner
from domain.understanding.day import day
from domain.understanding.discount import discount
from domain.understanding.line_amounts import OF_ITEMS, PRICE_PLACES
from domain.understanding.line_goods import described
from domain.understanding.line_guesses import Guesses
from domain.understanding.line_items import items
from domain.understanding.line_part import Part
from domain.understanding.line_patterns import IN_BOOK, TITLE
from domain.understanding.line_result import Goods, Item, OrderLine, Piece, doubted, offered
from domain.understanding.line_scanner import CUSTOMER, PRODUCT, WORDS, Names, Token
from domain.understanding.line_sense import made_sense
from domain.understanding.line_terms import LATER_SHARE, agreed, first_share, with_shares
from domain.understanding.line_text import LONGEST_LINE, LineText, line_text
from domain.understanding.measure import measured
from domain.understanding.money import money
from domain.understanding.number import number
from domain.understanding.percent import percent
from domain.understanding.phone import phone
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, retold
from domain.understanding.tax import Tax, tax
from domain.understanding.vocabulary import Vocabulary
from domain.worktime import WorkCalendar

_SPLIT = re.compile("([1-9一二三四五六七八九])[ :/比]*([1-9一二三四五六七八九])开")
"""三七开: three tenths first, the rest later."""
_DEPOSIT = re.compile("定金|订金|首款|预付款")
"""收到定金后15天: the day depends on a payment, which says how the order is paid as well."""
_COUNT_LABEL = re.compile("qty[ .:：=]*", re.IGNORECASE)
_SHOWN_AS = {LATER_SHARE: "percent"}


def order_line(
    text: str, names: Names, goods: Mapping[str, Goods], vocabulary: Vocabulary, today: date,
    calendar: WorkCalendar | None = None, *, units: Collection[str] | None = None,
) -> OrderLine:  # fmt: skip
    """What the message says. Never raises, whatever the text; beyond 1,000 characters nothing is read.

    `units` are those that the goods are counted in; where they are not given all goods are asked for theirs.
    """
    if len(text) > LONGEST_LINE:
        return OrderLine((), None, None, None, None, None, None, None, (), (text.strip()[:40],))
    if units is None:
        units = {unit for one in goods.values() for unit in (one.unit, *one.packs)}
    return _Reader(line_text(text), names, goods, vocabulary, today, calendar, tuple(sorted(units))).read()


class _Reader:
    def __init__(
        self, line: LineText, names: Names, goods: Mapping[str, Goods], vocabulary: Vocabulary, today: date,
        calendar: WorkCalendar | None, units: tuple[str, ...],
    ) -> None:  # fmt: skip
        self._units = units
        self._line = line
        self._names = names
        self._guesses = Guesses(names)
        self._goods = goods
        self._vocabulary = vocabulary
        self._today = today
        self._calendar = calendar
        self._unknown: list[Token] = []

    def read(self) -> OrderLine:
        tokens = line_scanner.scan(self._line, self._names, self._vocabulary.terms, self._units)
        tokens = made_sense(
            self._line.plain, tokens, lambda token: bool(self._guesses.of(self._line.plain[token.start : token.end]))
        )
        pieces = with_shares([piece for token in tokens for piece in self._pieces(token)], self._vocabulary)
        pieces = described(self._line, self._sure_before_guessed(pieces), self._names)
        customer = self._one(pieces, CUSTOMER)
        terms = agreed(pieces, self._vocabulary, self._line)
        ordered, rest = items(self._line, pieces, self._goods)
        self._refused(pieces)
        single = {kind: self._one(pieces, kind) for kind in ("date", "percent", "place", "phone")}
        single["tax"] = self._tax(pieces)
        told = _told(pieces, ordered, [customer, terms, *single.values()], rest)
        return OrderLine(
            tuple(ordered), customer, single["date"], terms, single["percent"], single["tax"], single["place"],
            single["phone"], tuple(piece for piece in told if not isinstance(piece.reading, NotUnderstood)),
            self._not_understood(told),
        )  # fmt: skip

    # ── one part ───────────────────────────────────────────────────────────────────────────

    def _pieces(self, token: Token) -> Iterator[Piece]:
        if token.kind == WORDS:
            yield from self._guessed(token)
        elif token.kind in (CUSTOMER, PRODUCT):
            yield self._named(token.kind, token, token.codes, sure=not token.asked)
        elif token.kind is Part.BREAK:
            yield Piece("break", Understood(self._line.plain[token.start : token.end], ""), token.start, token.end)
        elif token.kind in (Part.OTHER, Part.OTHER_MONEY, Part.NOT, Part.NO_MORE) or self._of_no_book(token):
            self._unknown.append(token)
            yield from self._beside(token)
        else:
            kind, reading = self._reading(token)
            reading = doubted(reading) if token.asked else reading
            yield Piece(kind, reading, token.start, token.end, each=token.each)
            yield from self._beside(token)

    def _of_no_book(self, token: Token) -> bool:
        """A way of paying that this company's book has no word for."""
        return token.kind in IN_BOOK and line_text(IN_BOOK[Part(token.kind)]).plain not in self._vocabulary.terms

    def _beside(self, token: Token) -> Iterator[Piece]:
        """What a part says beside its own value: 含税价58, 三七开."""
        words = self._line.plain[token.start : token.end]
        if token.kind is Part.AMOUNT and (said := token.groups.get("taxed") or token.groups.get("taxed_after")):
            start = token.start + words.find(said)
            told = self._line.words(start, start + len(said))
            yield Piece("tax", tax(told), start, start + len(said))
        if (
            token.kind in (Part.DATE, Part.OTHER_MONEY)
            and (deposit := _DEPOSIT.search(words))
            and deposit[0] in self._vocabulary.terms
        ):
            start, end = token.start + deposit.start(), token.start + deposit.end()
            yield Piece("terms", Understood((deposit[0], None), self._line.words(start, end)), start, end)
        if token.kind in (Part.TERMS, Part.DEPOSIT) and (split := _SPLIT.search(words)):
            start, end = token.start + split.start(), token.start + split.end()
            yield Piece("percent", first_share(split, self._line.words(start, end)), start, end)

    def _named(self, kind: str, token: Token, codes: Sequence[str], *, sure: bool = True) -> Piece:
        words = self._words(token)
        one = sure and len(codes) == 1
        reading = Understood(codes[0], words) if one else Ambiguous(words, tuple(codes))
        return Piece(kind, reading, token.start, token.end, instead=token.instead)

    def _reading(self, token: Token) -> tuple[str, Reading[Any]]:
        words = self._words(token)
        match token.kind:
            case Part.QUANTITY:
                return "quantity", retold(measured(_COUNT_LABEL.sub("", words)), words)
            case Part.AMOUNT:
                return _kind_of_amount(token), _amount(token, words)
            case Part.BARE if column := token.groups.get("column"):
                return column, measured(words) if column == "quantity" else money(words, places=PRICE_PLACES)
            case Part.LIKE_LAST:
                return "price", Ambiguous(words)
            case Part.BARE:
                return "bare", number(words)
            case Part.PERCENT:
                return "percent", percent(words)
            case Part.TAX:
                return "tax", tax(words)
            case Part.DISCOUNT:
                return "discount", discount(words)
            case Part.DATE:
                return "date", day(words, self._today, self._calendar)
            case Part.TERMS | Part.CREDIT | Part.DEPOSIT:
                return "terms", Understood(_said_terms(token), words)
            case Part.PLACE:
                return "place", Understood(self._place(token), words)
            case _:
                return "phone", phone(words)

    def _place(self, token: Token) -> str:
        place = token.groups.get("place")
        return self._line.words(token.end - len(place), token.end) if place else self._words(token)

    def _words(self, token: Token) -> str:
        return self._line.words(token.start, token.end)

    # ── words that are no part ─────────────────────────────────────────────────────────────

    def _guessed(self, token: Token) -> Iterator[Piece]:
        guesses = self._guesses.of(self._line.plain[token.start : token.end])
        if not guesses:
            if not TITLE.fullmatch(self._line.plain[token.start : token.end]):
                self._unknown.append(token)
            return
        sure = [guess for guess in guesses if guess.sure]
        best = sure[0] if len(sure) == 1 else guesses[0]
        yield self._named(best.kind, token, best.codes[:1] if best.sure and len(sure) == 1 else best.codes,
                          sure=len(sure) == 1)  # fmt: skip

    # ── one of each ────────────────────────────────────────────────────────────────────────

    def _one(self, pieces: Sequence[Piece], kind: str) -> Piece | None:
        """The one thing of this kind; said twice in different ways it has to be asked about."""
        said = [piece for piece in pieces if piece.kind == kind and not isinstance(piece.reading, NotUnderstood)]
        if not said:
            return next((piece for piece in pieces if piece.kind == kind), None)
        values = {str(piece.value): piece for piece in said if piece.value is not None}
        if len(values) == 1 and len(said) == sum(piece.value is not None for piece in said):
            return said[0]
        if len(said) == 1:
            return said[0]
        readings = [value for piece in said for value in offered(piece)]
        text = self._line.around((piece.start, piece.end) for piece in said)
        return Piece(kind, Ambiguous(text, tuple(dict.fromkeys(readings))), said[0].start, said[-1].end, several=True)

    def _refused(self, pieces: Sequence[Piece]) -> None:
        """What was said beside something else of its kind and cannot be taken is told all the same."""
        for kind in ("date", "percent", "tax"):
            said = [piece for piece in pieces if piece.kind == kind]
            wrong = [piece for piece in said if isinstance(piece.reading, NotUnderstood)]
            if len(wrong) < len(said):
                self._unknown += [Token(Part.OTHER, piece.start, piece.end, {}) for piece in wrong]

    def _sure_before_guessed(self, pieces: list[Piece]) -> list[Piece]:
        """Beside a customer who was named, words that might be part of another's name are no customer: 走物流."""
        if not any(piece.kind == CUSTOMER and piece.value is not None for piece in pieces):
            return pieces
        guessed = [piece for piece in pieces if piece.kind == CUSTOMER and piece.value is None]
        self._unknown += [Token(Part.OTHER, piece.start, piece.end, {}) for piece in guessed]
        return [piece for piece in pieces if not any(piece is one for one in guessed)]

    def _tax(self, pieces: Sequence[Piece]) -> Piece | None:
        """含税价58 and 开13%专票 are halves of one thing."""
        said = [piece for piece in pieces if piece.kind == "tax"]
        sure = [piece for piece in said if piece.value is not None]
        open_ends = [piece for piece in said if isinstance(piece.reading, Ambiguous) and piece.reading.readings]
        included = {piece.value.included for piece in sure} - {None}
        rates = {piece.value.rate for piece in sure} - {None}
        if len(sure) < 1 or len(said) < 2 or open_ends or len(included) > 1 or len(rates) > 1:
            return self._one(pieces, "tax")
        whole = Tax(next(iter(included), None), next(iter(rates), None))
        alone = next((piece for piece in sure if piece.value == whole), None)
        words = self._line.around((piece.start, piece.end) for piece in sure)
        return alone or Piece("tax", Understood(whole, words), sure[0].start, sure[-1].end, several=True)

    def _not_understood(self, told: Sequence[Piece]) -> tuple[str, ...]:
        spans = [(token.start, token.end) for token in self._unknown]
        spans += [(piece.start, piece.end) for piece in told if isinstance(piece.reading, NotUnderstood)]
        words = (self._line.words(start, end) for start, end in sorted(spans))
        return tuple(dict.fromkeys(word for word in words if word))


# ── small questions ────────────────────────────────────────────────────────────────────────


def _kind_of_amount(token: Token) -> str:
    if token.groups.get("total") or token.groups.get("total_after"):
        return "total"
    return "price" if any(token.groups.get(name) for name in ("price", "per", "per2")) else "amount"


def _amount(token: Token, words: str) -> Reading[Decimal]:
    label = token.groups.get("total") or token.groups.get("price") or ""
    bare = words[: len(words) - len(token.groups.get("total_after") or "")]
    return retold(money(_without(bare, label) if label else bare, places=PRICE_PLACES), words)


def _without(words: str, label: str) -> str:
    """The words without the label in front, and without what joins it."""
    return words[len(label) :].lstrip(" :：=是为按就算给还") or words


def _said_terms(token: Token) -> tuple[str, int | None]:
    """The word that the book knows, and the days of credit; a month has thirty."""
    groups = token.groups
    said = next((groups[name] for name in ("days", "days_before", "days2", "days3") if groups.get(name)), None)
    unit = next((groups[name] for name in ("months", "months2", "months3") if groups.get(name)), None) or ""
    found = number(said) if said else None
    days = int(found.value) * (30 if unit.endswith("月") else 1) if isinstance(found, Understood) else None
    return IN_BOOK.get(Part(token.kind)) or str(groups["terms"]), days


def _told(
    pieces: Sequence[Piece], ordered: Sequence[Item], single: Sequence[Piece | None], decided: Sequence[Piece]
) -> list[Piece]:
    """Every piece once, as it was decided, in the order of the message."""
    settled = [*decided, *(piece for piece in single if piece), *(item.product for item in ordered if item.product)]
    kinds = {"break", *OF_ITEMS, PRODUCT, CUSTOMER, "terms", "date", "percent", "tax", "place", "phone"}
    rest = [replace(piece, kind=_SHOWN_AS.get(piece.kind, piece.kind)) for piece in pieces if piece.kind not in kinds]
    return sorted([*settled, *rest], key=lambda piece: (piece.start, piece.end))
