"""The lines that tell a change: before → after, what it does to money and gates, who is asked; amounts only where seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from domain.changes import ChangeKind, Difference, What, differences
from domain.process.changing import ChangePolicy, ImpactQuestion, Weight
from domain.process.names import Checkpoint, FieldKind, MoneyView
from domain.understanding.amounts_told import tells_amount
from handlers.changes import texts
from handlers.folding import clipped
from handlers.money_words import amount, price
from handlers.order import texts as order_texts
from handlers.order.words import together
from locales import formats
from services import catalogue
from services.changes import impacts
from services.changes.asking import Preview
from services.changes.policy import Effect
from services.changes.reading import ChangeView
from services.changes.telling import DELIVERY
from services.order_view import OrderView

SHOWN = 80
"""Characters of a field's words that stand on a card."""
AT_ONCE = 6
"""Differences that stand on a card; the others are counted."""

Content = Mapping[str, Any]


def difference_lines(
    session: Any, order: OrderView, before: Content, after: Content, *, lang: str, money: MoneyView, today: date
) -> list[Markup]:
    """`数量 300 → 500 台`, one line a difference; prices and amounts for those who may see them."""
    full = money is MoneyView.FULL
    single = sum(not line["ended"] for line in before["lines"]) == 1
    said = [
        line
        for one in differences(before, after)
        if full or one.what not in (What.PRICE, What.TERMS)
        for line in _SAID[one.what](session, order, one, after, _Reader(lang, money, today, single))
    ]
    if full and before["total"] != after["total"]:
        delta = int(after["total"]) - int(before["total"])
        said.append(
            texts.TOTAL(
                lang, before=amount(int(before["total"]), order), after=amount(int(after["total"]), order),
                delta=amount(delta, order, signed=True),
            )
        )  # fmt: skip
    return said


class _Reader:
    """Who reads, and whether one product stands for the whole order."""

    def __init__(self, lang: str, money: MoneyView, today: date, single: bool) -> None:
        self.lang, self.money, self.today, self.single = lang, money, today, single

    def of(self, product: str, what: str) -> str:
        return what if self.single else texts.OF_PRODUCT.plain(self.lang, product=product, what=what)


def _quantity(_session: Any, _order: OrderView, one: Difference, _after: Content, read: _Reader) -> Iterator[Markup]:
    yield texts.FROM_TO_UNIT(
        read.lang, what=read.of(one.key, texts.QUANTITY.plain(read.lang)), before=_count(one.before),
        after=_count(one.after), unit=one.unit,
    )  # fmt: skip


def _price(_session: Any, order: OrderView, one: Difference, _after: Content, read: _Reader) -> Iterator[Markup]:
    before, after = (
        price(Decimal(value), order.currency) if value is not None else "—" for value in (one.before, one.after)
    )
    yield texts.FROM_TO(read.lang, what=read.of(one.key, texts.PRICE.plain(read.lang)), before=before, after=after)


def _new_line(_session: Any, order: OrderView, one: Difference, after: Content, read: _Reader) -> Iterator[Markup]:
    line = next(line for line in after["lines"] if line["line"] is None and line["code"] == one.key)
    product = f"{line['code']} {line['name']}"
    said = {"product": product, "quantity": _count(line["quantity"]), "unit": line["unit"]}
    if read.money is MoneyView.FULL and line["price"] is not None:
        yield texts.NEW_LINE_PRICED(read.lang, **said, price=price(Decimal(line["price"]), order.currency))
    else:
        yield texts.NEW_LINE(read.lang, **said)


def _ended(_session: Any, _order: OrderView, one: Difference, _after: Content, read: _Reader) -> Iterator[Markup]:
    if Decimal(one.after) > 0:
        yield texts.ENDED_LEFT(
            read.lang, product=one.key, before=_count(one.before), after=_count(one.after), unit=one.unit
        )
    else:
        yield texts.ENDED(read.lang, product=one.key, quantity=_count(one.before), unit=one.unit)


def _day(_session: Any, _order: OrderView, one: Difference, _after: Content, read: _Reader) -> Iterator[Markup]:
    before, after = (_day_words(value, read) for value in (one.before, one.after))
    yield texts.FROM_TO(read.lang, what=texts.DAY.plain(read.lang), before=before, after=after)


def _day_words(value: list[Any], read: _Reader) -> str:
    on, after = value
    if on is not None:
        return formats.day_short(read.lang, date.fromisoformat(on), read.today)
    return texts.AFTER_PAYMENT.plain(read.lang, days=after) if after is not None else "—"


def _field(_session: Any, order: OrderView, one: Difference, after: Content, read: _Reader) -> Iterator[Markup]:
    field = order.book.leaves[after["leaf"]].field(one.key) or order.leaf.field(one.key)
    label = field.label.in_(read.lang) if field is not None else one.key
    old, new = (_value(order, one.key, value, after, read) for value in (one.before, one.after))
    told = one.key in DELIVERY  # a telephone number is no amount, and whoever carries the goods needs it
    if not told and read.money is not MoneyView.FULL and any(tells_amount(words) for words in (old, new)):
        yield texts.FIELD_BARE(read.lang, what=label)
    elif not old:
        yield texts.FIELD_NEW(read.lang, what=label, after=new)
    elif not new:
        yield texts.FIELD_GONE(read.lang, what=label, before=old)
    else:
        yield texts.FROM_TO(read.lang, what=label, before=old, after=new)


def _value(order: OrderView, key: str, value: Any, after: Content, read: _Reader) -> str:
    """The answer of a field as people read it."""
    field = order.book.leaves[after["leaf"]].field(key) or order.leaf.field(key)
    if value is None or field is None:
        return clipped(str(value or ""), SHOWN)
    if field.kind is FieldKind.PERCENT:
        return formats.percent(Decimal(str(value)))
    if field.kind is FieldKind.DATE:
        return _day_words([value.get("on"), value.get("after")], read)
    choice = field.choice(str(value))
    return choice.label.in_(read.lang) if choice else clipped(str(value), SHOWN)


def _leaf(_session: Any, order: OrderView, one: Difference, _after: Content, read: _Reader) -> Iterator[Markup]:
    before, after = (order.book.leaves[key].short.in_(read.lang) for key in (one.before, one.after))
    yield texts.FROM_TO(read.lang, what=texts.LEAF.plain(read.lang), before=before, after=after)


def _customer(session: Any, order: OrderView, one: Difference, _after: Content, read: _Reader) -> Iterator[Markup]:
    after = catalogue.customer(session, one.after).name if one.after else "—"
    yield texts.FROM_TO(read.lang, what=texts.CUSTOMER.plain(read.lang), before=order.customer or "—", after=after)


def _terms(_session: Any, _order: OrderView, one: Difference, _after: Content, read: _Reader) -> Iterator[Markup]:
    parts, before = [], Decimal(0)
    for at, share in one.after:
        if share is not None:
            parts.append(texts.TERM[Checkpoint(at)].plain(read.lang, share=formats.percent(Decimal(share))))
            before += Decimal(share)
    if parts:
        yield texts.TERMS(read.lang, after=together(parts, read.lang))


def _count(value: Any) -> str:
    return formats.quantity(Decimal(value))


_SAID = {
    What.QUANTITY: _quantity,
    What.PRICE: _price,
    What.NEW_LINE: _new_line,
    What.ENDED_LINE: _ended,
    What.DAY: _day,
    What.FIELD: _field,
    What.LEAF: _leaf,
    What.CUSTOMER: _customer,
    What.TERMS: _terms,
}


# ── what it does ───────────────────────────────────────────────────────────────────────────


def effect_lines(order: OrderView, effects: tuple[Effect, ...], total_minor: int, *, lang: str) -> list[Markup]:
    """What is to be paid before what may happen, for those who see money."""
    received = amount(order.facts.net_minor, order)
    said: list[Markup] = []
    for one in effects:
        step = texts.STEP[one.checkpoint].plain(lang)
        if one.missing_after and not one.missing_before:
            said.append(
                texts.EFFECT_CLOSES(lang, received=received, step=step, missing=amount(one.missing_after, order))
            )
        elif one.missing_after:
            said.append(
                texts.EFFECT_STILL(
                    lang, received=received, step=step, missing=amount(one.missing_after, order),
                    before=amount(one.missing_before, order),
                )
            )  # fmt: skip
        elif one.missing_before:
            said.append(texts.EFFECT_OPENS(lang, received=received, step=step))
    over = order.facts.net_minor - total_minor
    if over > 0:
        said.append(texts.EFFECT_OVER(lang, over=amount(over, order)))
    return said


def route_line(order: OrderView, shown: Preview, lang: str) -> Markup:
    """Who is asked what, in order."""
    whole = shown.weighed
    if whole.weight is Weight.TOLD:
        return texts.ONLY_TOLD(lang)
    names = order.book.departments
    asked = together([names[one].name.in_(lang) for one in shown.impacts], lang) if shown.impacts else ""
    deciders = list(dict.fromkeys(
        names[seat.seat.department].name.in_(lang) for level in whole.levels for seat in level.seats
    ))  # fmt: skip
    if asked and deciders:
        return texts.ROUTE_IMPACT(lang, impacts=asked, deciders=together(deciders, lang))
    if asked:
        return texts.ROUTE_IMPACT_ONLY(lang, impacts=asked)
    return texts.ROUTE(lang, deciders=together(deciders, lang)) if deciders else texts.ROUTE_NONE(lang)


def factor_words(policy: ChangePolicy | None, factor: str, kind: str | None, lang: str) -> str:
    """`客户需求·改原有`."""
    known = policy.factors.get(factor) if policy is not None else None
    if known is None:
        return factor
    of_kind = next((one for one in known.kinds if one.key == kind), None)
    name = known.name.in_(lang)
    return texts.FACTOR_NAMED.plain(lang, factor=name, kind=of_kind.label.in_(lang)) if of_kind else name


def head_line(order_head: Markup, kind: ChangeKind, number: int, lang: str) -> Markup:
    """`变更 1 · XS261123-003 宏达机电`."""
    return texts.HEADS[kind](lang, n=number, head=order_head)


def statement_lines(
    order: OrderView, change: ChangeView, policy: ChangePolicy | None, *, lang: str, today: date
) -> Iterator[Markup]:
    """What the departments have said it means."""
    for one in change.statements:
        if one.at is None:
            continue
        impact = next((it for it in policy.impacts if it.department == one.department), None) if policy else None
        said: list[str] = []
        for question in impact.questions if impact else ():
            given = one.answers.get(question.key)
            choice = next((it for it in question.choices if given and it.key == given["choice"]), None)
            if given is None or choice is None:
                continue
            label = choice.label.in_(lang)
            beside = str(given.get("beside") or "")
            if choice.then == "date" and beside:
                beside = formats.day_short(lang, date.fromisoformat(beside), today)
            answer = texts.ANSWER_BESIDE.plain(lang, answer=label, beside=beside) if beside else label
            ask = ask_words(order, change, question, lang=lang, today=today)
            said.append(texts.ANSWER.plain(lang, ask=ask, answer=answer))
        department = order.book.departments[one.department].name.in_(lang)
        yield texts.ASKED_IMPACT(lang, department=department, who=one.who, answers=" ".join(said))


def ask_words(order: OrderView, change: ChangeView, question: ImpactQuestion, *, lang: str, today: date) -> str:
    """The question of an impact in the reader's language; where it names the day, the one that is wanted."""
    words = question.ask.in_(lang)
    if impacts.DAY_PLACE not in words:
        return words
    return words.replace(impacts.DAY_PLACE, _wanted_day(order, change, lang, today))


def _wanted_day(order: OrderView, change: ChangeView, lang: str, today: date) -> str:
    before, after = change.before, change.after
    moved = [before[key] != after[key] for key in ("requested_on", "days_after_payment")]
    promised = None if any(moved) else order.promised_on
    on = promised or (date.fromisoformat(after["requested_on"]) if after["requested_on"] else None)
    if on is not None:
        return formats.day_short(lang, on, today)
    return order_texts.AFTER_PAYMENT.plain(lang, days=after["days_after_payment"] or 0, what="")
