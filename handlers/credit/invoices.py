"""〔已开票〕: beside the notice that finance gets when goods leave or are signed for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from markupsafe import Markup

from domain.process.names import MoneyView
from domain.receivables import Start, Terms, due_on
from handlers.credit import texts
from handlers.order.cards import order_seen
from handlers.order.words import head, may_here
from handlers.say import Button, Say, act, do, rows
from handlers.turn import Turn
from handlers.view import View
from locales import formats, lines
from services import credit, invoicing, shipping
from services.looking import look
from services.order_parts import BatchView
from services.order_view import OrderView

OFFERED = 8
"""So many days before today stand as buttons."""


def terms(order: OrderView) -> Terms | None:
    """When what leaves for this order is to be paid; None where it is not sold on credit."""
    rule = order.leaf.credit_rule
    return credit.terms_of(rule, order.fields) if rule is not None else None


def due(view: View, order: OrderView, batch: BatchView) -> date | None:
    """The day until which a batch that left is to be paid; None while nobody knows."""
    known = terms(order)
    return due_on(known, credit.left_of(view.house, batch)) if known and batch.shipped_at is not None else None


def due_line(view: View, order: OrderView, batch: BatchView) -> Iterator[Markup]:
    """When it is to be paid, for those who may see money."""
    known = terms(order)
    if known is None or view.money is not MoneyView.FULL:
        return
    day = due(view, order, batch)
    if day is not None:
        yield texts.DUE(view.lang, day=formats.day(view.lang, day, view.today))
    elif known.start is Start.INVOICED:
        yield texts.DUE_AFTER_INVOICE(view.lang, days=known.days)


def buttons(view: View, order: OrderView, batch: BatchView) -> Iterator[Button]:
    """For finance, while 账期 waits for the invoice."""
    known = terms(order)
    if known is None or known.start is not Start.INVOICED or batch.invoiced_on is not None:
        return
    if may_here(view, "invoice.note"):
        yield do(texts.BTN_INVOICED.plain(view.lang), "invoice.note", shipment=batch.id)
        yield act(texts.BTN_OTHER_DAY.plain(view.lang), "invoice.days", shipment=batch.id)


def days(view: View) -> Say | None:
    """The days that it may have been, the latest first."""
    order = order_seen(view)
    batch = next((one for one in order.batches if one.id == view.facts["shipment"]), None) if order else None
    if order is None or batch is None:
        return None
    past = [view.today - timedelta(days=ago) for ago in range(1, OFFERED + 1)]
    offered = [
        do(formats.day_short(view.lang, one, view.today), "invoice.note", shipment=batch.id, on=one.isoformat())
        for one in past
    ]
    said = texts.WHICH_DAY(view.lang, head=head(order, view.lang), batch=batch.batch)
    return Say(lines([said]), rows(tuple(offered[:4]), tuple(offered[4:])))


# ── acts ───────────────────────────────────────────────────────────────────────────────────


def note(turn: Turn, shipment: int, on: str | None = None) -> None:
    """Today, or the day that was pressed."""
    order = shipping.order_of(turn.session, shipment)
    look(turn.session, turn.house, turn.actor, order, turn.now)
    given = date.fromisoformat(on) if on else None
    batch = invoicing.note(turn.session, turn.house, turn.actor, shipment, turn.now, on=given)
    assert batch.invoiced_on is not None
    seen = look(turn.session, turn.house, turn.actor, order, turn.now)
    known = terms(seen)
    said = formats.day_short(turn.lang, batch.invoiced_on, turn.today)
    until = due_on(known, credit.left_of(turn.house, batch)) if known else None
    if until is not None:
        turn.toast(texts.NOTED, on=said, due=formats.day_short(turn.lang, until, turn.today))
    else:
        turn.toast(texts.NOTED_BARE, on=said)


def ask_day(turn: Turn, shipment: int) -> None:
    """It was another day."""
    order = shipping.order_of(turn.session, shipment)
    look(turn.session, turn.house, turn.actor, order, turn.now)
    turn.reply("invoice.days", f"order:{order}", shipment=shipment)
