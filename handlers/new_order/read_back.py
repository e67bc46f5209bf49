"""The read-back (回读): everything that will be filed, on one screen, each value with the words it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from markupsafe import Markup

from domain.gates import paper_missing
from domain.money import to_minor
from domain.process.fields import Field
from domain.process.names import Checkpoint, FieldKind, PriceMode
from domain.process.types import Leaf
from domain.process.words import Words
from handlers.forms.files import others_words
from handlers.forms.fitting import MOST_LINES, fitted
from handlers.forms.kinds import KINDS, Asking
from handlers.forms.onward import not_asked
from handlers.forms.papers import SPOKEN
from handlers.forms.steps import of_book
from handlers.making_good import texts as making_good_texts
from handlers.new_order import texts
from handlers.new_order.line_state import goods_words, line_words, total_of
from handlers.turn import House
from locales import formats
from services import filing
from services.order_facts import minor_per_unit

MOST_GOODS = 12
PLACE = "place"
DELIVERY = (PLACE, "receiver", "phone")
TAX = ("price_basis", "tax_rate", "invoice")
FREIGHT = "freight"
"""Fields of the book, by key, that share a line. A book without them has no such line."""


TERM_WORDS = {
    (Checkpoint.RELEASE, True): texts.PAY_ALL_RELEASE,
    (Checkpoint.PLAN, True): texts.PAY_ALL_RELEASE,
    (Checkpoint.SHIP, True): texts.PAY_ALL_SHIP,
    (Checkpoint.RELEASE, False): texts.PAY_SHARE_RELEASE,
    (Checkpoint.PLAN, False): texts.PAY_SHARE_RELEASE,
    (Checkpoint.SHIP, False): texts.PAY_SHARE_SHIP,
}
"""By checkpoint, and whether all of the total is due there."""


class ReadBack:
    """One draft as it is read back."""

    def __init__(self, session: Any, house: House, leaf: Leaf, draft: Any, given: dict[str, Any], lang: str) -> None:
        self._session, self._house, self._leaf, self._draft = session, house, leaf, draft
        self._given, self._lang = given, lang
        self._today: date = house.today(draft.updated_at)
        self._currency = house.book.currency
        field = leaf.field_of_kind(FieldKind.LINES)
        self._lines: list[dict[str, Any]] = list(given.get(field.key) or ()) if field else []
        self._total = total_of(self._lines, self._currency)
        self._paid = all(
            given.get(condition.field) is not None for condition in leaf.payment_conditions if condition.field
        )
        self._terms = filing.payment_terms(leaf, to_minor(self._total), given, self._currency) if self._paid else []

    # ── what was ordered ───────────────────────────────────────────────────────────────────

    def goods(self) -> Iterator[Markup]:
        """A line each; beyond a dozen the rest is counted."""
        shown = self._lines if len(self._lines) <= MOST_GOODS else self._lines[: MOST_GOODS - 1]
        for line in shown:
            words = goods_words(line) if self._for_nothing else line_words(line, self._currency)
            priced = (line.get("price_words"), str(line.get("price") or ""))
            yield Markup("%s") % words + self._words((line.get("words"), line["quantity"]), priced)
        if len(shown) < len(self._lines):
            yield texts.REST_OF_LINES(self._lang, count=len(self._lines) - len(shown))

    @property
    def _for_nothing(self) -> bool:
        """Prices of the list say what the goods are worth; nobody pays them."""
        return self._leaf.price_mode is PriceMode.LIST and not self._terms

    @property
    def _costs_nothing(self) -> bool:
        """Whether it is free though orders of its type are paid (免费补货)."""
        return self._leaf.price_mode is PriceMode.ASK and bool(self._lines) and not self._total.amount

    def total(self) -> Iterator[Markup]:
        if not self._leaf.has_price or not self._lines:
            return
        amount = formats.money(self._total.amount, self._currency)
        if self._for_nothing:
            if all(line.get("price") for line in self._lines):
                yield texts.GOODS_VALUE(self._lang, total=amount)
            return
        tax = self._tax()
        yield texts.TOTAL(self._lang, total=amount, tax=tax) if tax else texts.TOTAL_BARE(self._lang, total=amount)

    def _tax(self) -> str:
        basis, rate, invoice = (self._value(key) for key in TAX)
        rated = texts.TAX.plain(self._lang, basis=basis, rate=rate) if basis and rate else basis or rate
        return texts.COMMA.plain(self._lang).join(part for part in (rated, invoice) if part)

    # ── what else was said ─────────────────────────────────────────────────────────────────

    def answers(self) -> Iterator[Markup]:
        """The asked fields that have no line of their own kind."""
        shares = {condition.field for condition in self._leaf.payment_conditions}
        for field in self._leaf.fields:
            own = field.kind in (FieldKind.CUSTOMER, FieldKind.LINES, FieldKind.ATTACHMENT)
            if not own and field.key not in shares and field.key not in DELIVERY:
                yield from self._line(field)

    def delivery(self) -> Iterator[Markup]:
        where = [value for key in DELIVERY if (value := self._value(key))]
        if where:
            freight = self._leaf.field(FREIGHT)
            yield texts.TO(self._lang, where=" · ".join([*where, *([self._pair(freight)] if freight else [])]))
        if lacks_place(self._leaf, self._given):
            yield texts.NO_PLACE(self._lang)

    def defaults(self) -> Iterator[Markup]:
        """What nobody was asked: one line for all of it."""
        told = {*DELIVERY, *TAX, *([FREIGHT] if any(self._value(key) for key in DELIVERY) else [])}
        pairs = [line for f in self._leaf.defaults if f.key not in told for line in self._line(f)]
        if pairs:
            yield Markup(" · ").join(pairs)

    def payment(self) -> Iterator[Markup]:
        if self._leaf.has_customer and self._paid:
            said = self._draft.answers.get("_terms", {})
            words = said["text"] if self._leaf.key in said.get("leaves", ()) else None
            yield texts.PAYMENT(self._lang, terms=self._payment_words()) + self._words(
                (words, self._leaf.short.in_(self._lang))
            )

    def _payment_words(self) -> str:
        if self._costs_nothing:
            return texts.PAY_FREE.plain(self._lang)
        if not self._terms:
            note = self._leaf.credit_note
            if note is not None:
                return texts.PAY_CREDIT_NOTED.plain(self._lang, note=note.in_(self._lang))
            return (texts.PAY_CREDIT if self._leaf.credit_rule else texts.PAY_FREE).plain(self._lang)
        return texts.COMMA.plain(self._lang).join(words for term in self._terms if (words := self._term_words(term)))

    def _term_words(self, term: Any) -> str:
        """What one term asks, in a phrase; a term that nobody meets before the end says nothing here."""
        in_full = term.required_minor >= to_minor(self._total)
        phrase = TERM_WORDS.get((term.checkpoint, in_full))
        if phrase is None:
            return ""
        if in_full:
            return phrase.plain(self._lang)
        amount = formats.money(Decimal(term.required_minor) / minor_per_unit(self._currency), self._currency)
        share = formats.percent(term.share) if term.share is not None else amount
        return phrase.plain(self._lang, share=share, amount=amount)

    def papers(self) -> Iterator[Markup]:
        for field in self._leaf.fields:
            if field.kind is FieldKind.ATTACHMENT:
                yield from self._line(field)
        others = others_words(self._draft, self._lang)
        if others:
            yield texts.OTHER_FILES(self._lang, files=others)

    # ── remarks ────────────────────────────────────────────────────────────────────────────

    def remark(self) -> Iterator[Markup]:
        """Where a copy comes from; paper that the release will want; or else what was not asked because it was known."""
        yield from self._copied()
        yield from self._makes_good()
        yield from self._unread()
        for rule in self._leaf.gates.get(Checkpoint.RELEASE, ()):
            if rule.rule == "basis_on_paper" and paper_missing(
                rule, self._given, to_minor(self._total), minor_per_unit(self._currency)
            ):
                field = self._leaf.field(str(rule.params["field"]))
                yield texts.PAPER_STILL(self._lang, label=field.label.in_(self._lang) if field else "")
                return
        if not self._draft.answers.keys() & {"_copied", "_makes_good"}:
            yield from self._from_last()

    def _unread(self) -> Iterator[Markup]:
        """Words of the message that became nothing."""
        words = [*self._draft.answers.get("_unread", ()), *not_asked(self._draft)]
        if words:
            quoted = [texts.UNREAD_ONE.plain(self._lang, words=one) for one in words]
            yield texts.UNREAD(self._lang, words="".join(quoted))

    def _copied(self) -> Iterator[Markup]:
        """The order that is repeated, and what of it is not as it was, in the old words."""
        copied = self._draft.answers.get("_copied")
        if copied is None:
            return
        day = formats.day_short(self._lang, date.fromisoformat(copied["on"]), self._today)
        yield texts.COPIED(self._lang, number=copied["number"], day=day)
        comma = texts.LIST_COMMA.plain(self._lang)
        if copied["repriced"]:
            yield texts.COPIED_REPRICED(self._lang, prices=comma.join(copied["repriced"]))
        if copied["ended"]:
            yield texts.COPIED_ENDED(self._lang, products=comma.join(copied["ended"]))

    def _makes_good(self) -> Iterator[Markup]:
        """补货: the first order, and why."""
        first = self._draft.answers.get("_makes_good")
        if first is not None:
            phrase = making_good_texts.MAKES_GOOD_FREE if self._costs_nothing else making_good_texts.MAKES_GOOD
            yield phrase(self._lang, number=first["number"], because=first["because"])

    def _from_last(self) -> Iterator[Markup]:
        last = self._draft.answers.get("_last", {})
        known = [f for f in self._leaf.defaults if f.from_last and f.key in last and f.key not in self._draft.answers]
        if known:
            what = texts.LIST_COMMA.plain(self._lang).join(dict.fromkeys(self._known_as(field) for field in known))
            phrase = texts.FROM_LAST if self._draft.answers.get("_usual") else texts.FROM_CARD
            yield phrase(self._lang, what=what)

    def _known_as(self, field: Field) -> str:
        """A group by its one name, unless part of it was written."""
        group = "delivery" if field.key in DELIVERY else "tax" if field.key in TAX else None
        if group is None or any(key in self._draft.answers for key in (DELIVERY if group == "delivery" else TAX)):
            return field.label.in_(self._lang)
        return texts.KNOWN[group].plain(self._lang)

    # ── values ─────────────────────────────────────────────────────────────────────────────

    def _line(self, field: Field) -> Iterator[Markup]:
        value = self._given[field.key]
        if isinstance(value, dict):  # a day is more than the numbers in its words
            yield Markup("%s") % self._pair(field) + self._words((value.get("words"), ""))
        elif value is not None:
            words = self._draft.answers.get("_words", {}).get(field.key)
            yield Markup("%s") % self._pair(field) + self._words((words, self._value(field.key)))

    def _pair(self, field: Field) -> str:
        on_card = field.params.get("on_card")
        label = on_card if isinstance(on_card, Words) else field.label
        return texts.SHOWN.plain(self._lang, label=label.in_(self._lang), value=self._value(field.key))

    def _value(self, key: str) -> str:
        field = self._leaf.field(key)
        value = self._given.get(key)
        if field is None or value is None:
            return ""
        asking = Asking(self._session, self._house, self._draft, of_book(field), self._lang, self._today)
        return KINDS[field.kind].show(asking, value)

    def _words(self, *said: tuple[str | None, str]) -> Markup:
        """The words of values, where they do not simply repeat the number that is shown."""
        told = [words for words, shown in said if words and words != shown and not _same_number(words, shown)]
        return texts.WORDS(self._lang, words=texts.LIST_COMMA.plain(self._lang).join(told)) if told else Markup("")


def rules_told(leaf: Leaf, given: dict[str, Any], total_minor: int, currency: str) -> frozenset[str]:
    """Screening rules whose matter the read-back tells by itself: papers that are not there, and what they hold up."""
    papers = next((given.get(field.key) for field in leaf.fields if field.kind is FieldKind.ATTACHMENT), None)
    named = bool(papers) and papers.get("choice") != SPOKEN
    wanted = named or any(
        rule.rule == "basis_on_paper" and paper_missing(rule, given, total_minor, minor_per_unit(currency))
        for rule in leaf.gates.get(Checkpoint.RELEASE, ())
    )
    return frozenset({"required_attachment"}) if wanted else frozenset()


def lacks_place(leaf: Leaf, given: dict[str, Any]) -> bool:
    """Whether goods are to be sent and nobody has said where. The order may be filed all the same."""
    return leaf.field(PLACE) is not None and not given.get(PLACE)


def lines_of(
    session: Any, house: House, leaf: Leaf, draft: Any, given: dict[str, Any], lang: str
) -> tuple[Markup, ...]:
    """The lines below the heading."""
    told = ReadBack(session, house, leaf, draft, given, lang)
    goods = list(told.goods())
    rest = [*told.total(), *told.answers(), *told.delivery(), *told.defaults(), *told.payment(), *told.papers()]
    remark = list(told.remark())
    room = MOST_LINES - 1 - len(remark)  # the heading is one
    rest = fitted(rest, room - min(len(goods), 2))
    return (*fitted(goods, room - len(rest)), *rest, *remark)


def _same_number(words: str, shown: str) -> bool:
    numbers = [re.findall(r"[0-9.]+", text.replace(",", "")) for text in (words, shown)]
    try:
        return all(len(found) == 1 for found in numbers) and Decimal(numbers[0][0]) == Decimal(numbers[1][0])
    except InvalidOperation:
        return False
