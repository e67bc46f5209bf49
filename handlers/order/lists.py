"""Several orders in one message: a line each, and a button each to choose by."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from domain.process.names import MoneyView
from handlers.money_words import amount
from handlers.order import texts
from handlers.order.judged import returned_short
from handlers.order.words import head, may_here, short_name
from handlers.say import Row, Say, act, in_rows, rows
from handlers.view import View
from locales import lines
from services.order_view import OrderView, view_of
from services.stages import stage_of


def order_which(view: View) -> Say | None:
    """Several orders fit what somebody wrote."""
    found = [view_of(view.session, view.house, order_id, view.now) for order_id in view.facts["orders"]]
    said = [texts.WHICH(view.lang, text=str(view.facts["text"]), count=len(found))]
    return Say(lines([*said, *(list_line(view, order) for order in found)]), pick_order(view, found, "order.show"))


def order_list(view: View) -> Say:
    """Somebody's live orders."""
    found = [view_of(view.session, view.house, order_id, view.now) for order_id in view.facts["orders"]]
    if not found:
        return Say(texts.LIST_EMPTY(view.lang))
    said = [texts.LIST_HEAD(view.lang, count=view.facts["count"]), *(list_line(view, order) for order in found)]
    if view.facts["count"] > len(found):
        said.append(texts.LIST_MORE(view.lang, count=len(found)))
    again = act(texts.BTN_AGAIN.plain(view.lang), "order.again_which")
    picks = pick_order(view, found, "order.show")
    return Say(lines(said), (*picks, *rows((again,) if view.chat.private and may_here(view, "order.file") else None)))


def list_line(view: View, order: OrderView) -> Markup:
    """One order in a list: what it is, where it stands, what it lacks."""
    state = returned_short(view, order) or texts.STATE_SHORT[stage_of(order)].plain(view.lang)
    if order.final_missing_minor and view.money is MoneyView.FULL and not (order.ended or order.undecided):
        missing = amount(order.final_missing_minor, order)
        return texts.LIST_LINE_OWING(view.lang, head=head(order, view.lang), state=state, missing=missing)
    return texts.LIST_LINE(view.lang, head=head(order, view.lang), state=state)


def pick_order(view: View, orders: Iterable[OrderView], name: str) -> tuple[Row, ...]:
    """A button an order, two in a row; the whole number where the short one would stand twice."""
    found = list(orders)
    names = [short_name(order, view.lang) for order in found]
    buttons = [
        act(said if names.count(said) == 1 else order.number, name, order=order.id)
        for order, said in zip(found, names, strict=True)
    ]
    return in_rows(buttons)
