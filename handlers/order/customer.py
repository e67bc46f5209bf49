"""〔复制给客户〕: a clean confirmation to paste to the customer; nothing in it that is only ours to know."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.process.names import Checkpoint
from handlers.money_words import amount, pieces, price
from handlers.order import texts
from handlers.order.cards import order_seen
from handlers.order.words import field_words, plain, tax_words
from handlers.say import Say
from handlers.view import View
from locales import formats, lines
from services.order_parts import LineView
from services.order_view import OrderView


def order_copy(view: View) -> Say | None:
    """In one block that is copied by a tap."""
    order = order_seen(view)
    return None if order is None else Say(Markup("<pre>%s</pre>") % lines(_confirmation(view, order)))


def _confirmation(view: View, order: OrderView) -> Iterator[Markup]:
    lang = view.lang
    yield texts.COPY_HEAD(lang)
    yield texts.COPY_NUMBER(lang, number=order.number)
    for line in order.lines:
        yield _line(order, line, lang)
    if order.leaf.has_price and order.total_minor and order.charged:
        tax, said = tax_words(order, lang), amount(order.total_minor, order)
        yield texts.TOTAL(lang, total=said, tax=tax) if tax else texts.TOTAL_BARE(lang, total=said)
    if order.requested_on is not None:
        yield texts.COPY_DAY(lang, day=formats.day(lang, order.requested_on, view.today))
    elif order.days_after_payment is not None:
        yield texts.COPY_AFTER(lang, days=order.days_after_payment)
    yield from _payment(order, lang)
    where = " ".join(str(order.fields[key]) for key in ("place", "receiver", "phone") if order.fields.get(key))
    if where:
        yield texts.COPY_TO(lang, where=where)
    yield texts.COPY_END(lang)


def _line(order: OrderView, line: LineView, lang: str) -> Markup:
    if line.price is None or not order.charged:
        return plain(pieces(line))
    return texts.COPY_LINE(
        lang, goods=pieces(line), price=price(line.price, order.currency), amount=amount(line.amount_minor, order)
    )


def _payment(order: OrderView, lang: str) -> Iterator[Markup]:
    """The agreed terms in the customer's words."""
    before = 0
    for term in order.facts.terms:
        part = term.required_minor - before
        before = term.required_minor
        if term.checkpoint in (Checkpoint.RELEASE, Checkpoint.PLAN):
            all_at_once = term.required_minor >= order.total_minor
            yield (
                texts.COPY_PAY_ALL_RELEASE(lang)
                if all_at_once
                else texts.COPY_PAY_DEPOSIT(lang, amount=amount(part, order))
            )
        elif term.checkpoint is Checkpoint.SHIP and part > 0:
            yield texts.COPY_PAY_REST(lang, amount=amount(part, order))
    terms, days = field_words(order, "terms", lang), order.fields.get("terms_days")
    if terms and days:
        yield texts.COPY_TERMS(lang, terms=terms, days=str(days))
