"""The lines step as it is asked: the question, what is known beside it, the answers as buttons."""

from __future__ import annotations

from decimal import Decimal

from domain.process.words import Words
from handlers.forms import texts
from handlers.forms.kinds import Asking
from handlers.money_words import price
from handlers.new_order import texts as order_texts
from handlers.new_order.line_state import (
    MORE,
    MOST_LINES,
    PRICE,
    PRODUCT,
    QUANTITY,
    Line,
    at_of,
    customer_id,
    given_lines,
    line_words,
    partial_of,
    product_of,
    supplies,
)
from handlers.say import Button, Row, act, in_rows
from locales import Text, formats, lines
from services import catalogue, people

MOST_SHOWN = 4
FEW = 2
"""So many lines have buttons of their own among the answers to be changed."""


def question(asking: Asking) -> str:
    at = at_of(asking)
    if at == PRODUCT:
        return asking.step.ask(asking.lang)
    if at == MORE:
        return order_texts.MORE_LINES.plain(asking.lang)
    partial = partial_of(asking)
    words = asking.step.params.get("ask_quantity" if at == QUANTITY else "ask_price")
    if not isinstance(words, Words):  # a type that takes prices from the list, and this product has none
        return order_texts.ASK_PRICE.plain(asking.lang)
    return words.in_(asking.lang) % {"product": f"{partial['code']} {partial['name']}", "unit": partial["unit"]}


def beside(asking: Asking) -> Row:
    """Before the first line: lines may also come by a sheet, for which there is a template."""
    if at_of(asking) != PRODUCT or given_lines(asking):
        return ()
    return (act(order_texts.BY_SHEET.plain(asking.lang), "sheet.template", kind="lines"),)


def hint(asking: Asking) -> str:
    at = at_of(asking)
    if at == QUANTITY:
        return _quantity_hint(asking)
    if at == PRICE:
        return _price_hint(asking)
    return _lines_so_far(asking) if at == MORE else ""


def _quantity_hint(asking: Asking) -> str:
    partial, lang = partial_of(asking), asking.lang
    if "quantity" in partial:
        return texts.QUANTITY_NOW.plain(lang, quantity=quantity_words(partial))
    product = product_of(asking)
    packs = [
        texts.PACK.plain(lang, pack=name, factor=formats.quantity(factor), unit=product.unit)
        for name, factor in product.packs
    ]
    return texts.PACKS.plain(lang, packs=texts.LIST_COMMA.plain(lang).join(packs)) if packs else ""


def _price_hint(asking: Asking) -> str:
    last = catalogue.last_price(asking.session, customer_id(asking), int(partial_of(asking)["product"]))
    if last is None:
        return ""
    on, shown = asking.house.today(last[1]), price(last[0], asking.house.book.currency)
    return texts.LAST_PRICE.plain(asking.lang, price=shown, day=formats.day_short(asking.lang, on, asking.today))


def _lines_so_far(asking: Asking) -> str:
    given = given_lines(asking)
    before = len(given) - MOST_SHOWN if len(given) > MOST_SHOWN + 1 else 0
    earlier = [order_texts.EARLIER_LINES(asking.lang, count=before)] if before else []
    return lines([*earlier, *(line_words(line, asking.house.book.currency) for line in given[before:])])


def quantity_words(line: Line) -> str:
    """`300 台`."""
    return f"{formats.quantity(Decimal(line['quantity']))} {line['unit']}"


# ── buttons ────────────────────────────────────────────────────────────────────────────────


def offer(asking: Asking) -> tuple[Row, ...]:
    at = at_of(asking)
    if at == PRODUCT:
        return _products(asking)
    if at == PRICE:
        return _prices(asking)
    return _more(asking) if at == MORE else _taking_out(asking)


def _products(asking: Asking) -> tuple[Row, ...]:
    actor = people.by_id(asking.session, asking.draft.person_id)
    page = int(asking.draft.answers.get("_page", 0))
    found, more = catalogue.recent_products(
        asking.session, actor, customer_id=customer_id(asking), supplies=supplies(asking), page=page
    )
    buttons = [asking.answer(f"{product.code} {product.name}", {"product": product.id}) for product in found]
    return (*in_rows(buttons), *_page_turn(asking, page, more=more))


def _page_turn(asking: Asking, page: int, *, more: bool) -> tuple[Row, ...]:
    turn = asking.tool(texts.MORE.plain(asking.lang), "page", data=page + 1 if more else 0)
    return ((turn,),) if more or page else ()


def _prices(asking: Asking) -> tuple[Row, ...]:
    product, partial = product_of(asking), partial_of(asking)
    last = catalogue.last_price(asking.session, customer_id(asking), product.id)
    offered = (
        (order_texts.PRICE_WAS, partial.get("was")),
        (texts.PRICE_KEEP, partial.get("price")),
        (texts.PRICE_LAST, last[0] if last else None),
        (texts.PRICE_LIST, product.list_price),
    )
    labels: dict[Decimal, Text] = {}
    for label, value in offered:
        if value is not None:
            labels.setdefault(Decimal(value), label)
    currency = asking.house.book.currency
    return in_rows(
        [
            asking.answer(label.plain(asking.lang, price=price(value, currency)), {"price": str(value)})
            for value, label in labels.items()
        ]
    )


def _more(asking: Asking) -> tuple[Row, ...]:
    lang, given = asking.lang, given_lines(asking)
    page = int(asking.draft.answers.get("_page", 0))
    shown = list(enumerate(given))[page * MOST_SHOWN :][:MOST_SHOWN]
    ways = [asking.answer(texts.ENOUGH.plain(lang), {"enough": True})]
    if len(given) < MOST_LINES:
        ways.append(asking.tool(texts.ANOTHER.plain(lang), "another"))
    change = [
        asking.tool(
            order_texts.CHANGE_LINE.plain(lang, code=line["code"], quantity=quantity_words(line)), "change", data=n
        )
        for n, line in shown
    ]
    turn = _page_turn(asking, page, more=len(given) > (page + 1) * MOST_SHOWN)
    return (tuple(ways), *in_rows(change), *turn)


def _taking_out(asking: Asking) -> tuple[Row, ...]:
    n = partial_of(asking).get("n")
    return () if n is None else ((asking.tool(texts.REMOVE.plain(asking.lang), "remove", data=n),),)


def parts(asking: Asking, value: list[Line]) -> tuple[Button, ...]:
    """Quantity and price of a line or two, to be changed without the rest."""
    if len(value) > FEW:
        return ()
    made: list[Button] = []
    for n, line in enumerate(value):
        made.append(asking.tool(order_texts.QUANTITY_OF.plain(asking.lang, code=line["code"]), "quantity", data=n))
        if line.get("price") and asking.step.params.get("ask_price"):
            made.append(asking.tool(order_texts.PRICE_OF.plain(asking.lang, code=line["code"]), "price", data=n))
    return tuple(made)
