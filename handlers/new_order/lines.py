"""The lines step: product, quantity, price, and again until it is enough. One question at a time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.money import Money
from domain.process.types import FieldKind, PriceMode, Words
from domain.understanding import money, quantity
from handlers.forms import texts
from handlers.forms.kinds import KINDS, Asking, Bad, Choose, Kind, Taken, pairs, taken
from handlers.money_words import price
from handlers.new_order import texts as order_texts
from handlers.say import Row
from locales import formats, lines
from services import catalogue, people
from services.catalogue import ProductFacts

PRODUCT, QUANTITY, PRICE, MORE = "product", "quantity", "price", "more"
MOST_LINES = 30
MOST_AMOUNT = Decimal(10) ** 12


def _at(asking: Asking) -> str:
    partial = asking.draft.answers.get("_line")
    if partial is not None:
        return str(partial["at"])
    return MORE if asking.draft.answers.get("_lines") else PRODUCT


def _partial(asking: Asking) -> dict[str, Any]:
    return dict(asking.draft.answers.get("_line") or {})


def _lines(asking: Asking) -> list[dict[str, Any]]:
    """Lines so far: those of this pass, or those that were there when the step was opened again."""
    answers = asking.draft.answers
    return list(answers.get("_lines") or answers.get(asking.step.key) or [])


def _supplies(asking: Asking) -> tuple[str, ...]:
    supplies = asking.step.params.get("supply")
    return supplies if isinstance(supplies, tuple) else ("stock", "make", "buy")


def _customer_id(asking: Asking) -> int | None:
    for value in asking.draft.answers.values():
        if isinstance(value, dict) and value.keys() == {"id", "name"}:
            return int(value["id"])
    return None


def _product(asking: Asking) -> ProductFacts:
    return catalogue.product(asking.session, int(_partial(asking)["product"]))


def _asks_price(asking: Asking) -> bool:
    return asking.step.params.get("price") == PriceMode.ASK.value


# ── asking ─────────────────────────────────────────────────────────────────────────────────


def _question(asking: Asking) -> str:
    at = _at(asking)
    if at == PRODUCT:
        return asking.step.ask(asking.lang)
    if at == MORE:
        return order_texts.MORE_LINES.plain(asking.lang)
    product = _product(asking)
    words = asking.step.params["ask_quantity" if at == QUANTITY else "ask_price"]
    assert isinstance(words, Words)
    return words.in_(asking.lang) % {"product": f"{product.code} {product.name}", "unit": product.unit}


def _hint(asking: Asking) -> str:
    at = _at(asking)
    if at == QUANTITY:
        product = _product(asking)
        packs = [
            texts.PACK.plain(asking.lang, pack=name, factor=formats.quantity(factor), unit=product.unit)
            for name, factor in product.packs
        ]
        return texts.PACKS.plain(asking.lang, packs="、".join(packs)) if packs else ""
    if at == MORE:
        currency = asking.house.book.currency
        return lines(line_words(line, currency) for line in _lines(asking))
    if at == PRICE:
        last = catalogue.last_price(asking.session, _customer_id(asking), _product(asking).id)
        if last is not None:
            on = asking.house.today(last[1])
            shown = price(last[0], asking.house.book.currency)
            return texts.LAST_PRICE.plain(
                asking.lang, price=shown, day=formats.day_short(asking.lang, on, asking.today)
            )
    return ""


def _offer(asking: Asking) -> tuple[Row, ...]:
    at = _at(asking)
    if at == PRODUCT:
        return _offer_products(asking)
    if at == PRICE:
        return _offer_prices(asking)
    if at == MORE:
        lang = asking.lang
        row = [asking.answer(texts.ENOUGH.plain(lang), {"enough": True})]
        if len(_lines(asking)) < MOST_LINES:
            row.append(asking.tool(texts.ANOTHER.plain(lang), "another"))
        return tuple(row), (asking.tool(texts.REMOVE_LAST.plain(lang), "remove"),)
    return ()


def _offer_products(asking: Asking) -> tuple[Row, ...]:
    actor = people.by_id(asking.session, asking.draft.person_id)
    page = int(asking.draft.answers.get("_page", 0))
    found, more = catalogue.recent_products(
        asking.session, actor, customer_id=_customer_id(asking), supplies=_supplies(asking), page=page
    )
    buttons = [asking.answer(f"{product.code} {product.name}", {"product": product.id}) for product in found]
    turn_page = (
        asking.tool(texts.MORE.plain(asking.lang), "page", data=page + 1 if more else 0) if more or page else None
    )
    return (*pairs(buttons), *(((turn_page,),) if turn_page else ()))


def _offer_prices(asking: Asking) -> tuple[Row, ...]:
    product = _product(asking)
    last = catalogue.last_price(asking.session, _customer_id(asking), product.id)
    offered = [(texts.PRICE_LAST, last[0])] if last else []
    if product.list_price is not None and (last is None or last[0] != product.list_price):
        offered.append((texts.PRICE_LIST, product.list_price))
    currency = asking.house.book.currency
    return pairs(
        [
            asking.answer(label.plain(asking.lang, price=price(value, currency)), {"price": str(value)})
            for label, value in offered
        ]
    )


# ── reading ────────────────────────────────────────────────────────────────────────────────


def _read(asking: Asking, text: str) -> Any:
    return {PRODUCT: _read_product, QUANTITY: _read_quantity, PRICE: _read_price, MORE: _read_more}[_at(asking)](
        asking, text
    )


def _read_product(asking: Asking, text: str) -> Any:
    found = catalogue.find_products(asking.session, text, supplies=_supplies(asking))
    if not found:
        return Bad("no_product", {"text": text[:30]})
    if len(found) == 1 or found[0].code.lower() == text.strip().lower():
        return {"product": found[0].id}
    return Choose("one", text[:30], tuple((f"{one.code} {one.name}", {"product": one.id}) for one in found))


def _read_quantity(asking: Asking, text: str) -> Any:
    product = _product(asking)
    return taken(
        quantity(text, product.unit, dict(product.packs), whole=product.whole_units), "reading",
        lambda value: f"{formats.quantity(value)} {product.unit}", lambda value, words: {"quantity": str(value), "words": words},
    )  # fmt: skip


def _read_price(asking: Asking, text: str) -> Any:
    currency = asking.house.book.currency
    read = taken(
        money(text, places=4),
        "reading",
        lambda value: price(value, currency),
        lambda value, _words: {"price": str(value)},
    )
    if isinstance(read, dict) and _too_much(asking, Decimal(read["price"])):
        return Bad("too_large", {})
    return read


def _too_much(asking: Asking, unit_price: Decimal) -> bool:
    return unit_price * Decimal(str(_partial(asking)["quantity"])) >= MOST_AMOUNT


def _read_more(asking: Asking, text: str) -> Any:
    """A product named here begins the next line."""
    return _read_product(asking, text)


# ── taking ─────────────────────────────────────────────────────────────────────────────────


def _take(asking: Asking, value: Any) -> Taken:
    known, partial = _lines(asking), _partial(asking)
    if value.get("enough"):
        return Taken({asking.step.key: known, "_lines": None, "_line": None, "_page": None})
    if "product" in value:
        product = catalogue.product(asking.session, int(value["product"]))
        partial = {
            "at": QUANTITY, "product": product.id, "code": product.code, "name": product.name, "unit": product.unit,
            "lead": product.lead_days,
        }  # fmt: skip
        return Taken({"_line": partial, "_lines": known or None, "_page": None}, done=False)
    if "quantity" in value:
        partial |= {"quantity": value["quantity"], "words": value.get("words", ""), "at": PRICE}
        if _asks_price(asking):
            return Taken({"_line": partial}, done=False)
        list_price = catalogue.product(asking.session, int(partial["product"])).list_price
        by_list = asking.step.params.get("price") == PriceMode.LIST.value and list_price is not None
        value = {"price": str(list_price) if by_list else None}
    partial.pop("at", None)
    line = {**partial, "price": value["price"]}
    return Taken({"_lines": [*known, line], "_line": None}, done=False)


def _another(_asking: Asking, _data: Any) -> Taken:
    return Taken({"_line": {"at": PRODUCT}}, done=False)


def _remove(asking: Asking, _data: Any) -> Taken:
    left = _lines(asking)[:-1]
    return Taken({"_lines": left or None, asking.step.key: None, "_line": None}, done=False)


def _back(asking: Asking) -> Taken | None:
    at, partial = _at(asking), _partial(asking)
    if at == PRICE:
        return Taken({"_line": {**partial, "at": QUANTITY}}, done=False)
    if at == QUANTITY:
        return Taken({"_line": {"at": PRODUCT}}, done=False)
    if at == MORE and asking.draft.answers.get("_lines"):
        known = _lines(asking)
        last = {**known[-1], "at": PRICE if _asks_price(asking) else QUANTITY}
        return Taken({"_line": last, "_lines": known[:-1] or None, asking.step.key: None}, done=False)
    if at == PRODUCT and asking.draft.answers.get("_lines"):
        return Taken({"_line": None}, done=False)
    return None


def _show(asking: Asking, value: Any) -> str:
    return "；".join(line_words(line, asking.house.book.currency) for line in value)


def line_words(line: dict[str, Any], currency: str) -> str:
    """`X200 减速电机 300 台 × ¥58.00`."""
    goods = f"{line['code']} {line['name']} {formats.quantity(Decimal(line['quantity']))} {line['unit']}"
    return f"{goods} × {price(Decimal(line['price']), currency)}" if line.get("price") else goods


def total_of(given: list[dict[str, Any]], currency: str) -> Money:
    """The sum of the lines, each rounded to the currency as the order will be."""
    total = Money.zero(currency)
    for line in given:
        if line.get("price"):
            total += Money(Decimal(line["price"]) * Decimal(line["quantity"]), currency).rounded()
    return total


KINDS[FieldKind.LINES] = Kind(
    _read,
    show=_show,
    offer=_offer,
    hint=_hint,
    question=_question,
    take=_take,
    tools={
        "another": _another,
        "remove": _remove,
        "page": lambda _asking, data: Taken({"_page": int(data)}, done=False),
    },
    back=_back,
)
