"""What a value of a change is: by the field that it was told of, by its own unit, or a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from domain.understanding import units
from domain.understanding.change_result import How, Meant, Ordered, Share, Shift
from domain.understanding.change_scanner import ChangeToken, Kind
from domain.understanding.change_words import CARRIERS, HOW, SHIFTING, SHORT_DATE, TO, Role
from domain.understanding.company_names import PLACES
from domain.understanding.day import day
from domain.understanding.discount import discount
from domain.understanding.line_amounts import PRICE_PLACES
from domain.understanding.line_part import Part
from domain.understanding.line_patterns import IN_BOOK
from domain.understanding.line_result import Terms, doubted
from domain.understanding.line_text import LineText, line_text
from domain.understanding.measure import measured
from domain.understanding.money import money
from domain.understanding.number import number
from domain.understanding.percent import percent
from domain.understanding.phone import phone
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why, converted, retold
from domain.understanding.vocabulary import Vocabulary
from domain.worktime import WorkCalendar

_IN_DAYS = {"周": 7, "星期": 7, "礼拜": 7, "月": 30}
_PRICE_FIRST = re.compile("[涨降价]|便宜|优惠|让|下调|上调|提")
_DELIVERED = re.compile(" ?(?:之?前|以前)?(?:再|就|要)?(?:交|到|发|要货|出货|送|寄)")
_LABELLED = re.compile("^(?:数量|台数|件数|订量|qty)[ .:=为是]*", re.IGNORECASE)
_AN_ADDRESS = re.compile(f"{PLACES}|[省市区县镇乡村路街道号厂园库]|自提")
_A_NAME = re.compile("[\u4e00-\u9fff]{2,4}")
_A_CARRIER = re.compile(CARRIERS)
_LIFTED = frozenset({"提到", "提至"})
"""Of a day it is sooner, of a price more."""
_LONGEST_NAME = 20
_AROUND = " :=，,的"


@dataclass(frozen=True, slots=True)
class Told:
    """A value with what it is of. `how`: where it says so itself."""

    meant: Meant
    reading: Reading[Any]
    how: How | None = None
    among: tuple[Meant, ...] = ()


class Values:
    """Reads the values of one message."""

    def __init__(
        self, line: LineText, ordered: Sequence[Ordered], vocabulary: Vocabulary, today: date,
        calendar: WorkCalendar | None,
    ) -> None:  # fmt: skip
        self._line = line
        self._vocabulary = vocabulary
        self._today = today
        self._calendar = calendar
        self._own = tuple(sorted({unit for one in ordered for unit in (one.unit, *one.packs)}))
        self._priced = any(one.priced for one in ordered) or not ordered
        self._divided = any(units.is_measure(one.unit) for one in ordered)

    def told(
        self, token: ChangeToken, label: ChangeToken | None, verb: ChangeToken | None, was: ChangeToken | None
    ) -> Told | None:
        """What the value says; None where it cannot be of this field, or of no field that is read here."""
        words = self._words(token)
        field = label.meant if label else None
        if verb is not None and self._line.plain[verb.start : verb.end] in _LIFTED and token.part is not Part.DATE:
            verb = replace(verb, role=Role.MORE_TO)
        role = verb.role if verb else None
        if token.kind is Kind.SPAN:
            return self._span(token, words, field, role)
        if token.kind is Kind.TERMS:
            return self._terms(token, words, field, role)
        match token.part:
            case Part.QUANTITY:
                return self._quantity(words, field, role)
            case Part.AMOUNT:
                return self._amount(token, words, field, role)
            case Part.DISCOUNT:
                fits = field in (None, Meant.PRICE) and role not in SHIFTING | {Role.MORE}
                return Told(Meant.DISCOUNT, discount(words), How.TO) if fits else None
            case Part.PERCENT:
                return self._share(words, field, verb)
            case Part.DATE:
                return self._day(token, words, field, role)
            case Part.PHONE:
                fits = field in (None, Meant.PHONE, Meant.RECEIVER) and role in (None, Role.SET)
                return Told(Meant.PHONE, phone(words)) if fits else None
            case Part.CREDIT | Part.DEPOSIT:
                return self._in_book(token, words, field)
            case Part.BARE:
                return self._bare(token, words, field, verb, was)
            case _:
                return None

    # ── goods ──────────────────────────────────────────────────────────────────────────────

    def _quantity(self, words: str, field: Meant | None, role: Role | None) -> Told | None:
        if field not in (None, Meant.QUANTITY) or role in SHIFTING:
            return None
        reading = retold(measured(_LABELLED.sub("", words), self._own), words)
        # 500台 alone: to that, or that much more?
        return Told(Meant.QUANTITY, reading if field or role or _LABELLED.match(words) else doubted(reading))

    def _amount(self, token: ChangeToken, words: str, field: Meant | None, role: Role | None) -> Told | None:
        groups = token.groups
        if field not in (None, Meant.PRICE) or role in SHIFTING or not self._priced:
            return None
        if groups.get("total") or groups.get("total_after"):
            return None
        label = groups.get("price") or ""
        bare = words[len(label) :].lstrip(" :=为是按") if label and words.startswith(label) else words
        reading = retold(money(bare, places=PRICE_PLACES), words)
        sure = field is Meant.PRICE or any(groups.get(name) for name in ("price", "per", "per2"))
        taxed = groups.get("taxed") or groups.get("taxed_after")
        return Told(Meant.PRICE, reading if sure and not taxed else doubted(reading))

    def _share(self, words: str, field: Meant | None, verb: ChangeToken | None) -> Told | None:
        """涨5%: of what stands now. Without a direction a share is of nothing that is read here."""
        if verb is None or verb.role not in (Role.MORE, Role.LESS) or field not in (None, Meant.PRICE, Meant.QUANTITY):
            return None
        reading = converted(percent(words), Share)
        if field is not None:
            return Told(field, reading)
        return Told(Meant.EITHER, reading, among=self._either(verb))

    def _bare(
        self, token: ChangeToken, words: str, field: Meant | None, verb: ChangeToken | None, was: ChangeToken | None
    ) -> Told | None:
        if self._line.plain.startswith("倍", token.end):
            return None
        field = field or (_FIELD_OF.get(was.part) if was is not None and was.part else None)
        role = verb.role if verb else None
        if field is Meant.QUANTITY:
            return Told(field, measured(words, self._own)) if role not in SHIFTING else None
        if field is Meant.PRICE:
            return Told(field, money(words, places=PRICE_PLACES)) if role not in SHIFTING else None
        if field is Meant.DAY:
            return Told(field, day(words, self._today, self._calendar)) if role is None or role in TO else None
        if field is not None or role is None or role in SHIFTING:
            return None
        if SHORT_DATE.fullmatch(self._line.plain[token.start : token.end]):
            return None  # 改到12.8: a day, or a price?
        found = number(words)
        whole = isinstance(found, Understood) and found.value % 1 == 0
        if not self._priced:
            return Told(Meant.QUANTITY, measured(words, self._own)) if whole or self._divided else None
        among = self._either(verb)
        if isinstance(found, Understood) and found.value <= 0:
            return None
        if isinstance(found, Understood) and not whole and not self._divided:
            among = (Meant.PRICE,)
        return Told(Meant.EITHER, found, among=among)

    def _either(self, verb: ChangeToken | None) -> tuple[Meant, ...]:
        """What a number without a unit may be, the likelier first."""
        if not self._priced:
            return (Meant.QUANTITY,)
        words = self._line.plain[verb.start : verb.end] if verb else ""
        first = (Meant.PRICE, Meant.QUANTITY)
        return first if _PRICE_FIRST.search(words) else first[::-1]

    # ── days ───────────────────────────────────────────────────────────────────────────────

    def _day(self, token: ChangeToken, words: str, field: Meant | None, role: Role | None) -> Told | None:
        """改到12月8号, 12月8号交; a day of which nothing is said, and 加到12月8号, are asked about."""
        if field not in (None, Meant.DAY) or role in (Role.MORE, Role.LESS):
            return None
        reading = day(words, self._today, self._calendar)
        delivered = _DELIVERED.match(self._line.plain, token.end)
        sure = field is not None or role is Role.SET or role in SHIFTING or (role is None and delivered)
        return Told(Meant.DAY, reading if sure else doubted(reading), How.TO)

    def _span(self, token: ChangeToken, words: str, field: Meant | None, role: Role | None) -> Told | None:
        if field not in (None, Meant.DAY):
            return None
        if role in HOW and role in SHIFTING:
            return Told(Meant.DAY, _shift(token, words))
        # 交期10天, 推到10天: from when on, nobody said
        reading = day(words, self._today, self._calendar)
        return Told(Meant.DAY, doubted(reading), How.TO)

    # ── terms, people, places ──────────────────────────────────────────────────────────────

    def _terms(self, token: ChangeToken, words: str, field: Meant | None, role: Role | None) -> Told | None:
        if field not in (None, Meant.TERMS) or (role is not None and role is not Role.SET):
            return None
        leaves = self._vocabulary.terms.get(token.groups.get("terms") or "", ())
        days = token.groups.get("days")
        readings = tuple(Terms(leaf, int(days) if days else None) for leaf in leaves)
        reading: Reading[Terms] = Understood(readings[0], words) if len(readings) == 1 else Ambiguous(words, readings)
        return Told(Meant.TERMS, reading if field or role else doubted(reading))

    def _in_book(self, token: ChangeToken, words: str, field: Meant | None) -> Told | None:
        """货到30天付款: on credit, as far as the book has such a type."""
        if field not in (None, Meant.TERMS) or token.part is None:
            return None
        leaves = self._vocabulary.terms.get(line_text(IN_BOOK[token.part]).plain, ())
        return Told(Meant.TERMS, Ambiguous(words, tuple(Terms(leaf) for leaf in leaves))) if leaves else None

    def free(self, token: ChangeToken, label: ChangeToken | None, verb: ChangeToken | None) -> Told | None:
        """A place, a person, a carrier, a number of the customer's: as it was written."""
        said = token.groups.get("said") or ""
        start = token.end - len(said)
        words = self._line.words(start, token.end).strip(_AROUND + "：")
        if token.meant is None or not words or (verb is not None and verb.role is not Role.SET):
            return None
        plain = said.strip(_AROUND)
        sure = len(plain) <= _LONGEST_NAME if token.meant is not Meant.PLACE else True
        if verb is None and label is not None and not _looks_like(token.meant, plain):
            sure = False
        reading: Reading[str] = Understood(words, words) if sure else Ambiguous(words, (words,))
        return Told(token.meant, reading)

    # ── the value until now ────────────────────────────────────────────────────────────────

    def was(self, token: ChangeToken, told: Told) -> Reading[Any] | None:
        """What is said of the value until now, read like the new one."""
        words = self._words(token)
        match told.meant:
            case Meant.QUANTITY | Meant.NEW_LINE:
                return measured(_LABELLED.sub("", words), self._own)
            case Meant.PRICE:
                return money(words, places=PRICE_PLACES)
            case Meant.DAY:
                return day(words, self._today, self._calendar)
            case Meant.EITHER:
                return number(words)
            case _:
                return None

    def _words(self, token: ChangeToken) -> str:
        return self._line.words(token.start, token.end)


_FIELD_OF: dict[Part, Meant] = {Part.QUANTITY: Meant.QUANTITY, Part.AMOUNT: Meant.PRICE, Part.DATE: Meant.DAY}
"""12月4号改11号, 300台改500: the new value is what the old one is."""


def _looks_like(meant: Meant, words: str) -> bool:
    """Whether words without 改 before them are what the field holds: 地址错了 is no address."""
    match meant:
        case Meant.PLACE:
            return bool(_AN_ADDRESS.search(words))
        case Meant.RECEIVER:
            return bool(_A_NAME.fullmatch(words))
        case Meant.CARRIER:
            return bool(_A_CARRIER.match(words))
        case _:
            return any(char.isdigit() for char in words)


def _shift(token: ChangeToken, words: str) -> Reading[Shift]:
    """一周 is seven natural days, 3个工作日 are working days; a month is as long as months are, and is asked about."""
    groups = token.groups
    if part := groups.get("part"):
        return Ambiguous(words, (Shift(15),)) if part != "半天" else NotUnderstood(words, Why.FRACTION)
    unit = groups.get("unit") or ""
    found = number(groups.get("n") or "")
    size = next((days for name, days in _IN_DAYS.items() if unit.startswith(name)), 1)
    reading = converted(found, lambda n: _days(n * size, unit))
    if groups.get("half"):
        return Ambiguous(words)
    return doubted(retold(reading, words)) if unit == "月" else retold(reading, words)


def _days(count: Decimal, unit: str) -> Shift | Why:
    if count <= 0:
        return Why.ZERO
    if count % 1:
        return Why.FRACTION
    return Shift(int(count), unit.startswith("工作")) if count <= 366 else Why.TOO_FAR
