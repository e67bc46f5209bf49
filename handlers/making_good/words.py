"""What cards of an order say of 补货: which order it makes good, and by which ones it is made good; and the button."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.process.names import MoneyView, PriceMode
from domain.rights import in_state
from domain.understanding.amounts_told import tells_amount
from handlers.approvals.texts import HIDDEN
from handlers.making_good import texts
from handlers.order.words import may_here
from handlers.say import Row, act
from handlers.view import View
from services.linked_orders import MadeGood
from services.making_good import RIGHT
from services.order_view import OrderView


def link_lines(view: View, order: OrderView) -> Iterator[Markup]:
    """补货自 …, 补货单 …; nothing for most orders."""
    if order.makes_good is not None:
        because = order.makes_good.because or texts.NO_REASON.plain(view.lang)
        yield makes_good_line(view, order.makes_good.number, because, free=is_free(order))
    if order.made_good:
        yield texts.MADE_GOOD(
            view.lang, numbers=texts.AND.joined(view.lang, (_numbered(one, view.lang) for one in order.made_good))
        )


def makes_good_line(view: View, number: str, because: str, *, free: bool) -> Markup:
    """Which order it makes good, and why; that it is free only for those who may see money."""
    full = view.money is MoneyView.FULL
    told = because if full or not tells_amount(because) else HIDDEN.plain(view.lang)
    return (texts.MAKES_GOOD_FREE if free and full else texts.MAKES_GOOD)(view.lang, number=number, because=told)


def is_free(order: OrderView) -> bool:
    """Whether nobody pays it, though orders of its type are paid."""
    return order.leaf.price_mode is PriceMode.ASK and not order.total_minor


def _numbered(one: MadeGood, lang: str) -> str:
    phrase = texts.GIVEN_UP.get(one.state)
    return phrase.plain(lang, number=one.number) if phrase else one.number


def button(view: View, order: OrderView) -> Row:
    """补货, once something has left."""
    left = any(line.shipped for line in order.lines)
    if not left or not in_state(RIGHT, order.state) or not may_here(view, RIGHT):
        return ()
    return (act(texts.BTN.plain(view.lang), "make_good.begin", order=order.id),)
