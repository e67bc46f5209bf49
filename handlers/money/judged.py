"""What became of a slip: text 8 with what may be done about the money now, taken back, or not found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from domain.gates import required_minor
from domain.process.names import MoneyView
from handlers.money import move_texts, texts
from handlers.money.offers import offers
from handlers.money.parts import MORE, SURE, part_lines, seen
from handlers.money_words import amount
from handlers.order.cards import after_money
from handlers.order.words import head, method_name, with_given_up
from handlers.say import Button, Row, act, do, rows
from handlers.view import View
from locales import lines
from services import receipts
from services.order_parts import SlipView
from services.order_view import OrderView, view_of
from services.receipts import ReceiptFacts


def judged_lines(view: View, order: OrderView, receipt: ReceiptFacts) -> Iterator[Markup]:
    """Text 8: what came, what it adds up to, what is next; or how it was taken back."""
    yield texts.ARRIVED(view.lang, amount=seen(view, receipt.amount_minor, order), head=head(order, view.lang))
    if len(receipt.parts) > 1:
        yield from _judged_parts(view, receipt)
    elif receipt.back_kind is None:
        if view.money is MoneyView.FULL:
            yield sum_line(view, order)
        yield from after_money(view, order)
    at = view.moment(receipt.at)
    yield texts.CONFIRMED_BY(view.lang, who=receipt.by, at=at)
    if receipt.back_kind is not None and receipt.back_at is not None:
        back = view.moment(receipt.back_at)
        yield texts.TAKEN_BACK[receipt.back_kind](view.lang, who=receipt.back_by, at=back)
    elif _sure_of(view, receipt):
        yield texts.SURE[str(view.facts["kind"])](view.lang, amount=seen(view, receipt.amount_minor, order))
        if order.released_at is not None:
            yield texts.SURE_AFTER(view.lang)


def _judged_parts(view: View, receipt: ReceiptFacts) -> Iterator[Markup]:
    """Each order of a split, and what it still lacks."""
    for (order_id, _minor), part in zip(receipt.parts.items(), part_lines(view, receipt.parts.items()), strict=True):
        order = view_of(view.session, view.house, order_id, view.now)
        if receipt.back_kind is not None or not order.facts.terms:
            yield part
        elif order.final_missing_minor:
            missing = seen(view, order.final_missing_minor, order)
            yield texts.ARRIVED_PART_MISSING(view.lang, part=part, missing=missing)
        else:
            yield texts.ARRIVED_PART(view.lang, part=part)


def sum_line(view: View, order: OrderView) -> Markup:
    """累计 against everything that is due until the goods leave."""
    due = required_minor(order.facts, order.leaf.ends_at.checkpoint)
    received = order.facts.net_minor
    if not due:
        return texts.TOTAL_BARE(view.lang, received=amount(received, order))
    said = {"received": amount(received, order), "required": amount(due, order)}
    if order.over_minor:
        line = texts.TOTAL_OVER(view.lang, **said, over=amount(order.over_minor, order))
    elif received < due:
        line = texts.TOTAL(view.lang, **said, missing=amount(due - received, order))
    else:
        line = texts.TOTAL_PAID(view.lang, **said)
    return with_given_up(order, line, view.lang)


def _sure_of(view: View, receipt: ReceiptFacts) -> bool:
    return view.facts.get("mode") == SURE and view.facts.get("receipt") == receipt.id


def judged_buttons(view: View, order: OrderView, slip: SlipView, receipt: ReceiptFacts) -> tuple[Row, ...]:
    """更正 and what is rarer; and what money that is too much or nearly enough asks for."""
    if receipt.back_kind is not None:
        return ()
    lang = view.lang
    args: dict[str, Any] = {"slip": slip.id, "receipt": receipt.id}

    def question(label: str, kind: str) -> Button:
        return act(label, "slip.take_back", kind=kind, **args)

    if _sure_of(view, receipt):
        kind = str(view.facts["kind"])
        return (
            (
                do(texts.BTN_SURE.plain(lang), "slip.taken_back", style="danger", kind=kind, **args),
                act(texts.BTN_NOT_SURE.plain(lang), "slip.plain", slip=slip.id),
            ),
        )
    if view.facts.get("mode") == MORE and view.facts.get("receipt") == receipt.id:
        back = act(texts.BTN_BACK.plain(lang), "slip.plain", slip=slip.id)
        whole = (
            question(texts.BTN_BOUNCE.plain(lang), receipts.BOUNCE),
            question(texts.BTN_REFUND.plain(lang), receipts.REFUND),
        )
        if view.money is not MoneyView.FULL:
            return ((*whole, back),)
        return (whole, (act(move_texts.BTN_MONEY.plain(lang), "money.show", order=order.id), back))
    correct = question(texts.BTN_CORRECT.plain(lang), receipts.CORRECTION)
    own = (correct, act(texts.BTN_MORE.plain(lang), "slip.more", **args))
    return rows(*(offers(view, order) if len(receipt.parts) == 1 else ()), own)


def not_found_words(view: View, order: OrderView, slip: SlipView) -> Markup:
    """Finance looked, and it was not there; or a note was not paid on its day."""
    at = view.moment(slip.decided_at or slip.sent_at)
    note = not view.book.counts_at_once(slip.method or "")
    said = [(texts.NOT_PAID_CARD if note else texts.NOT_FOUND_CARD)(view.lang, head=head(order, view.lang))]
    if slip.claimed_minor is not None and view.money is MoneyView.FULL:
        said.append(texts.CLAIM(view.lang, amount=amount(slip.claimed_minor, order)))
    if note:
        method = method_name(view.book, slip.method, view.lang)
        said.append(texts.NOT_PAID_BY(view.lang, who=slip.decided_by, at=at, method=method, sales=order.sales))
        return lines(said)
    said.append(texts.NOT_FOUND_BY(view.lang, who=slip.decided_by, at=at, sales=order.sales))
    said.append(texts.NOT_FOUND_AGAIN(view.lang, sales=order.sales))
    return lines(said)
