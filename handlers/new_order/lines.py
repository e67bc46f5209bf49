"""The lines step: product, quantity, price, and again until it is enough. One question at a time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.process.names import FieldKind, PriceMode
from domain.understanding import Why, enough, money, quantity
from handlers.forms import texts
from handlers.forms.kinds import KINDS, Asking, Bad, Choose, Kind, Taken, taken
from handlers.money_words import price
from handlers.new_order import line_offers as offers
from handlers.new_order import lines_said
from handlers.new_order import texts as order_texts
from handlers.new_order.line_state import (
    EVERY_WAY,
    FROM_SHEET,
    MORE,
    PRICE,
    PRODUCT,
    QUANTITY,
    WAS,
    Line,
    at_of,
    customer_id,
    given_lines,
    lacks_price,
    line_words,
    partial_of,
    price_mode,
    product_of,
    supplies,
    unfit_lines,
    unknown,
)
from locales import formats
from services import catalogue, people

MOST_AMOUNT = Decimal(10) ** 12
QUANTITY_PLACES = 3
"""As fine as quantities are kept."""
PRICE_PLACES = 4
SHOWN = 2
"""So many lines stand beside later questions."""


# ── reading ────────────────────────────────────────────────────────────────────────────────


def _read(asking: Asking, text: str) -> Any:
    at = at_of(asking)
    if at == QUANTITY:
        return _read_quantity(asking, text)
    if at == PRICE:
        return _read_price(asking, text)
    if at == MORE and (enough(text) or text == texts.ENOUGH.plain(asking.lang)):
        return {"enough": True}
    return _read_product(asking, text)


def _read_product(asking: Asking, text: str) -> Any:
    """A product; named where more lines are asked for, it begins the next one."""
    likely = catalogue.find_products(
        asking.session, text, supplies=supplies(asking), customer_id=customer_id(asking),
        actor=people.by_id(asking.session, asking.draft.person_id),
    )  # fmt: skip
    if not likely.found:
        named = catalogue.find_products(asking.session, text, supplies=EVERY_WAY)
        return unknown(asking, text, named.found[0] if named.found and named.sure else None)
    if likely.sure:
        return {"product": likely.found[0].id}
    meant = (*likely.found, *likely.more)
    return Choose("one", text[:30], tuple((f"{one.code} {one.name}", {"product": one.id}) for one in meant))


def _read_quantity(asking: Asking, text: str) -> Any:
    product = product_of(asking)
    unit_price = partial_of(asking).get("price") or product.list_price

    def store(value: Decimal, words: str) -> Any:
        if value != round(value, QUANTITY_PLACES):
            return Bad(Why.TOO_FINE)
        if unit_price and value * Decimal(unit_price) >= MOST_AMOUNT:
            return Bad(Why.TOO_LARGE)
        return {"quantity": str(value), "words": words}

    reading = quantity(text, product.unit, dict(product.packs), whole=product.whole_units)
    return taken(reading, "reading", lambda value: f"{formats.quantity(value)} {product.unit}", store)


def _read_price(asking: Asking, text: str) -> Any:
    currency, count = asking.house.book.currency, Decimal(partial_of(asking)["quantity"])

    def store(value: Decimal, words: str) -> Any:
        return Bad(Why.TOO_LARGE) if value * count >= MOST_AMOUNT else {"price": str(value), "price_words": words}

    return taken(
        money(text, places=PRICE_PLACES, unit=product_of(asking).unit),
        "reading",
        lambda value: price(value, currency),
        store,
    )


_READERS = {QUANTITY: _read_quantity, PRICE: _read_price}


# ── taking ─────────────────────────────────────────────────────────────────────────────────


def _begin(asking: Asking, items: list[dict[str, Any]]) -> Taken:
    """Lines of which a message said several at once."""
    return lines_said.begin(asking, items, read=_READERS, take=_take_one)


def _take(asking: Asking, value: dict[str, Any]) -> Taken:
    """An answer, and those to the next questions that were said before."""
    return lines_said.go_on(asking, _take_one(asking, value), read=_READERS, take=_take_one)


def _take_one(asking: Asking, value: dict[str, Any]) -> Taken:
    if FROM_SHEET in value:
        return _close(asking, value[FROM_SHEET])
    if "enough" in value:
        return _close(asking, given_lines(asking))
    if "product" in value:
        return Taken({"_line": _begun(asking, int(value["product"])), "_lines": given_lines(asking)}, done=False)
    partial = partial_of(asking)
    if "quantity" in value:
        partial |= value
        return _finish(asking, partial) if "only" in partial else _priced(asking, partial)
    partial.pop("price_words", None)
    return _finish(asking, partial | value)


def _begun(asking: Asking, product_id: int) -> Line:
    product = catalogue.product(asking.session, product_id)
    return {
        "at": QUANTITY, "product": product.id, "code": product.code, "name": product.name, "unit": product.unit,
        "lead": product.lead_days, "supply": product.supply,
    }  # fmt: skip


def _priced(asking: Asking, partial: Line) -> Taken:
    """The price comes from the list, or is asked for, or there is none."""
    mode = price_mode(asking)
    if mode is PriceMode.LIST and partial.get("price") is None:
        partial["price"] = _list_price(asking, partial)
    elif mode is PriceMode.NONE:
        partial["price"] = None
    if mode is PriceMode.ASK or lacks_price(asking, partial):
        return Taken({"_line": partial | {"at": PRICE}}, done=False)
    return _finish(asking, partial)


def _list_price(asking: Asking, line: Line) -> str | None:
    listed = catalogue.product(asking.session, int(line["product"])).list_price
    return None if listed is None else str(listed)


def _finish(asking: Asking, partial: Line) -> Taken:
    """The line in hand is complete: it takes its place, or comes last."""
    line = {key: value for key, value in partial.items() if key not in ("at", "n", "only")}
    known = given_lines(asking)
    if "n" in partial:
        known[partial["n"]] = line
    else:
        known.append(line)
    if "only" in partial:
        return Taken({asking.step.key: known, "_lines": None, "_line": None})
    return Taken({"_lines": known, "_line": None}, done=False)


def _close(asking: Asking, known: list[Line]) -> Taken:
    """It is enough. Lines that another type of order left without a price take the list's."""
    if price_mode(asking) is PriceMode.LIST:
        known = [line if line.get("price") else {**line, "price": _list_price(asking, line)} for line in known]
    return Taken({asking.step.key: known, "_lines": None, "_line": None})


# ── changing ───────────────────────────────────────────────────────────────────────────────


def _another(asking: Asking, _data: Any) -> Taken:
    return Taken({"_line": {"at": PRODUCT}, "_lines": given_lines(asking)}, done=False)


def _change(asking: Asking, n: int) -> Taken:
    """Quantity and price of one line anew."""
    known = given_lines(asking)
    return Taken({"_line": {**known[n], "at": QUANTITY, "n": n}, "_lines": known}, done=False)


def _change_only(at: str) -> Any:
    def change(asking: Asking, n: int) -> Taken:
        return Taken({"_line": {**given_lines(asking)[n], "at": at, "n": n, "only": True}}, done=False)

    return change


def _remove(asking: Asking, n: int) -> Taken:
    known = given_lines(asking)
    return Taken({"_lines": known[:n] + known[n + 1 :], "_line": None}, done=False)


def _back(asking: Asking) -> Taken | None:
    """The way back through the line in hand, then through the lines of this pass, then out."""
    at, begun, pass_lines = at_of(asking), asking.draft.answers.get("_line"), asking.draft.answers.get("_lines")
    if begun is not None and "only" in begun:
        return Taken({"_line": None})
    if begun is not None and at == PRICE:
        return Taken({"_line": begun | {"at": QUANTITY}}, done=False)
    if begun is not None and at == QUANTITY:
        return Taken({"_line": None if "n" in begun else {"at": PRODUCT}}, done=False)
    if at == MORE and pass_lines:
        *rest, last = pass_lines
        asked = PRICE if price_mode(asking) is PriceMode.ASK else QUANTITY
        return Taken({"_line": last | {"at": asked}, "_lines": rest, asking.step.key: None}, done=False)
    return Taken({"_line": None}, done=False) if at == PRODUCT and pass_lines else None


def _wrong(asking: Asking, _value: Any) -> Bad | None:
    """Another type of order may not know these products, or may want prices."""
    unfit = unfit_lines(asking)
    if unfit:
        return Bad("other_supply", {"text": texts.LIST_COMMA.plain(asking.lang).join(line["code"] for line in unfit)})
    line = next((line for line in given_lines(asking) if lacks_price(asking, line)), None)
    if line is None:
        return None
    return _repriced(asking, line) if WAS in line else Bad("price_wanted")


def _repriced(asking: Asking, line: Line) -> Bad:
    """The list has changed since the order that is repeated: which price is meant is asked, with both."""
    currency, now = asking.house.book.currency, _list_price(asking, line)
    words = {"product": f"{line['code']} {line['name']}", "was": price(Decimal(line[WAS]), currency)}
    return Bad("price_changed", {**words, "now": price(Decimal(now), currency)}) if now else Bad("price_wanted")


def _show(asking: Asking, value: list[Line]) -> str:
    words = [line_words(line, asking.house.book.currency) for line in value]
    if len(words) > SHOWN:
        return order_texts.AND_OTHERS.plain(asking.lang, first=words[0], count=len(words))
    return order_texts.SEMICOLON.plain(asking.lang).join(words)


KINDS[FieldKind.LINES] = Kind(
    _read,
    show=_show,
    offer=offers.offer,
    beside=offers.beside,
    hint=offers.hint,
    question=offers.question,
    take=_take,
    tools={
        "another": _another,
        "change": _change,
        "quantity": _change_only(QUANTITY),
        "price": _change_only(PRICE),
        "remove": _remove,
        "page": lambda _asking, data: Taken({"_page": int(data)}, done=False),
    },
    back=_back,
    wrong=_wrong,
    half=("_line", "_lines", "_items"),
    begin=_begin,
    parts=offers.parts,
)
