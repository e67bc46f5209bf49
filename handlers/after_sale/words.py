"""退货 and 折让 on cards: one line each, and the button with which they begin."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from markupsafe import Markup

from domain.after_sale import OPEN, Step
from domain.process.names import MoneyView
from domain.rights import in_state
from domain.understanding.amounts_told import tells_amount
from handlers.after_sale import texts
from handlers.folding import clipped
from handlers.money_words import amount
from handlers.order import texts as order_texts
from handlers.order.words import interface, may_here
from handlers.say import Button, act
from handlers.view import View
from locales import formats
from services.after_sale.asking import has_left
from services.after_sale.reading import AfterSaleView
from services.order_view import OrderView

AT_ONCE = 2
"""So many stand on a card of the order; the newest are told."""
SHOWN_REASON = 60
"""Characters of a reason that stand on a card."""


def name_of(one: AfterSaleView, lang: str) -> str:
    """`退货 1`."""
    return texts.NAME[one.kind].plain(lang, n=one.number)


def counted(order: OrderView, quantities: Mapping[int, Decimal], lang: str) -> str:
    """`X200 50 台、Y10 3 台`."""
    said = [
        texts.GOODS.plain(lang, code=line.code, count=formats.quantity(quantities[line.id]), unit=line.unit)
        for line in order.lines
        if line.id in quantities
    ]
    return texts.GOODS_AND.joined(lang, said)


def what_words(view: View, order: OrderView, one: AfterSaleView) -> str:
    """The goods, and by how much less the customer owes, where amounts may be seen."""
    lang, goods = view.lang, counted(order, one.quantities, view.lang)
    if view.money is not MoneyView.FULL or not order.charged:
        return goods
    if not one.amount_minor:
        return texts.NO_MONEY.plain(lang, what=goods)
    less = amount(one.amount_minor, order)
    return texts.LESS.plain(lang, what=goods, amount=less) if goods else texts.LESS_ALONE.plain(lang, amount=less)


def after_sale_lines(view: View, order: OrderView) -> list[Markup]:
    """What is asked, agreed and done, the newest last; what was refused or withdrawn is no matter of the order."""
    told = [one for one in order.after_sales if one.step in OPEN | {Step.DONE}]
    return [after_sale_line(view, order, one) for one in told[-AT_ONCE:]]


def after_sale_line(view: View, order: OrderView, one: AfterSaleView) -> Markup:
    """`退货 1：X200 50 台，减 ¥2,900.00，已退回`."""
    lang, what = view.lang, what_words(view, order, one)
    roles = order.book.roles
    who = interface(view, order, roles.goods if one.step is Step.AGREED else roles.money)
    phrase = texts.FATE[one.kind, one.step]
    fate = phrase.plain(lang, who=who) if "who" in phrase.places else phrase.plain(lang)
    if not what:
        return texts.LINE_BARE(lang, name=name_of(one, lang), fate=fate)
    return texts.LINE(lang, name=name_of(one, lang), what=what, fate=fate)


def reason_seen(view: View, words: str) -> str:
    """What sales or finance wrote; words that tell an amount are left out where none is seen."""
    if view.money is not MoneyView.FULL and tells_amount(words):
        return order_texts.HIDDEN_WORDS.plain(view.lang)
    return clipped(words, SHOWN_REASON)


def button(view: View, order: OrderView) -> tuple[Button, ...]:
    """售后, once something has left."""
    if not has_left(order) or not in_state("after_sale.ask", order.state) or not may_here(view, "after_sale.ask"):
        return ()
    return (act(texts.BTN_MENU.plain(view.lang), "after_sale.menu", order=order.id),)
