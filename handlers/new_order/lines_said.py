"""Lines of which one message said several at once: each is answered from what was said, and asked for the rest.

`_items` are those that are left, the first of them in hand once it has `begun`. What was said of an item is used once:
where it cannot be taken the person is asked, with the readings as buttons, and goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from domain.understanding import Understood, discount, money
from handlers.forms.kinds import Asking, Bad, Choose, Taken
from handlers.forms.onward import choice, complaint
from handlers.money_words import price
from handlers.new_order import texts as order_texts
from handlers.new_order.line_state import (
    EVERY_WAY,
    MORE,
    PRICE,
    PRODUCT,
    QUANTITY,
    at_of,
    given_lines,
    partial_of,
    supplies,
    unknown,
)
from services import catalogue

Item = dict[str, Any]
PRICE_PLACES = 4
_TENTHS = Decimal(10)

Reader = Callable[[Asking, str], Any]
Taker = Callable[[Asking, dict[str, Any]], Taken]


def begin(asking: Asking, items: list[Item], *, read: dict[str, Reader], take: Taker) -> Taken:
    """Start with the first item."""
    first = Taken({"_items": items, "_lines": given_lines(asking), "_line": None}, done=False)
    return go_on(asking, first, read=read, take=take)


def go_on(asking: Asking, taken: Taken, *, read: dict[str, Reader], take: Taker) -> Taken:
    """Answer the next questions of the step from what was said; as it was where nothing is left."""
    values, done = dict(taken.values), taken.done
    while not done:
        ahead = _ahead(asking, values)
        items: list[Item] = list(ahead.draft.answers.get("_items", ()))
        if "_items" not in ahead.draft.answers:
            break
        at = at_of(ahead)
        if at == MORE or (at == PRODUCT and not _begun(items)):
            if _begun(items):
                values |= _not_used(ahead, items[0])
                items = items[1:]
            step = {"enough": True} if not items else None
            values |= {"_items": [items[0] | {"begun": True}, *items[1:]] if items else None}
            values |= {"_line": {"at": PRODUCT}} if items else {}
            found: Any = step
        else:
            found, used = _answer(ahead, at, items[0] if items else {}, read)
            values["_items"] = [{k: v for k, v in items[0].items() if k not in used}, *items[1:]] if items else None
        if isinstance(found, Choose | Bad):
            return Taken(values | (choice(found) if isinstance(found, Choose) else complaint(found)), done=False)
        if found is not None:
            after = take(_ahead(asking, values), found)
            values, done = values | after.values, after.done
        elif at not in (MORE, PRODUCT) or _begun(items):
            break
    return Taken(values, done)


def _not_used(asking: Asking, item: Item) -> dict[str, Any]:
    """The words of an item that no question of this type of order took: a price where prices come from the list."""
    line = next(reversed(given_lines(asking)), {})
    said = [item[key]["text"] for key in ("price", "total") if key in item]
    said += [*item.get("prices", ()), *([item["discount"]] if "discount" in item else [])]
    left = [words for words in dict.fromkeys(said) if words not in (line.get("words"), line.get("price_words"))]
    return {"_unread": [*asking.draft.answers.get("_unread", ()), *left]} if left else {}


def _begun(items: list[Item]) -> bool:
    return bool(items) and bool(items[0].get("begun"))


def _ahead(asking: Asking, values: dict[str, Any]) -> Asking:
    """The step as it will stand once these values are noted."""
    answers = {key: value for key, value in {**asking.draft.answers, **values}.items() if value is not None}
    draft = asking.draft
    return replace(
        asking, draft=SimpleNamespace(id=draft.id, person_id=draft.person_id, form=draft.form, answers=answers)
    )


def _answer(asking: Asking, at: str, item: Item, read: dict[str, Reader]) -> tuple[Any, tuple[str, ...]]:
    """The next answer from what was said of the item, and what of it was used up; None where nothing was said."""
    if at == PRODUCT:
        return _product(asking, item), ("product",)
    if at == QUANTITY:
        return _quantity(asking, item, read[QUANTITY]), ("quantity", "counts")
    if at == PRICE:
        return _price(asking, item, read[PRICE]), ("price", "prices", "total", "perhaps_total", "discount")
    return None, ()


def _product(asking: Asking, item: Item) -> Any:
    said = item.get("product")
    if said is None:
        return None
    known = catalogue.products_of_codes(asking.session, said["codes"], supplies=supplies(asking))
    if not known:
        named = catalogue.products_of_codes(asking.session, said["codes"], supplies=EVERY_WAY)
        return unknown(asking, said["text"], named[0] if len(named) == 1 else None)
    if len(said["codes"]) == 1:
        return {"product": known[0].id}
    return Choose("one", said["text"][:30], tuple((f"{one.code} {one.name}", {"product": one.id}) for one in known))


def _quantity(asking: Asking, item: Item, read: Reader) -> Any:
    if "quantity" in item:
        return read(asking, item["quantity"])
    return _one_of(item.get("counts", ()), lambda words: read(asking, words), _count_words(asking))


def _count_words(asking: Asking) -> Callable[[Any], str]:
    unit = partial_of(asking)["unit"]
    return lambda value: f"{Decimal(value['quantity']).normalize():f} {unit}"


def _price(asking: Asking, item: Item, read: Reader) -> Any:
    currency = asking.house.book.currency

    def shown(value: Any) -> str:
        return price(Decimal(value["price"]), currency)

    if "price" in item and "discount" not in item:
        return _as_said(read(asking, item["price"]["value"]), item["price"]["text"])
    if "prices" in item:
        return _one_of(item["prices"], lambda words: read(asking, words), shown, beside=_of_total(asking, item))
    if "total" in item:
        said = item["total"]
        return _even(asking, Decimal(said["value"]), said["text"]) or Bad("total_uneven", {"text": said["text"][:30]})
    if "discount" in item:
        return _reduced(asking, item, read, shown)
    return None


def _one_of(
    said: list[str], read: Callable[[str], Any], shown: Callable[[Any], str], beside: tuple[str, Any] | None = None
) -> Any:
    """Words that may be this answer or another's: always a question."""
    values = [value for words in said if not isinstance(value := read(words), Bad | Choose)]
    options = {shown(value): value for value in values}
    options |= dict([beside] if beside else [])
    return Choose("reading", said[0][:30], tuple(options.items())) if options else None


def _as_said(value: Any, words: str) -> Any:
    return value if isinstance(value, Bad | Choose) else value | {"price_words": words}


def _even(asking: Asking, total: Decimal, words: str) -> Any:
    """The price that makes this total, where it comes out even."""
    count = Decimal(partial_of(asking)["quantity"])
    each = round(total / count, PRICE_PLACES)
    return {"price": f"{each.normalize():f}", "price_words": words} if each * count == total else None


def _of_total(asking: Asking, item: Item) -> tuple[str, Any] | None:
    words = str(item.get("perhaps_total", ""))
    found = money(words, places=PRICE_PLACES)
    value = _even(asking, found.value, words) if isinstance(found, Understood) else None
    if value is None:
        return None
    each = price(Decimal(value["price"]), asking.house.book.currency)
    return order_texts.AS_TOTAL.plain(asking.lang, price=each), value


def _reduced(asking: Asking, item: Item, read: Reader, shown: Callable[[Any], str]) -> Any:
    """打九五折 off the list; beside a price of its own it may be off that, or that may be what is left."""
    tenths = discount(item["discount"])
    if not isinstance(tenths, Understood):
        return Bad("discount_unclear", {"text": item["discount"][:30]})
    own = _as_said(read(asking, item["price"]["value"]), item["price"]["text"]) if "price" in item else None
    listed = catalogue.product(asking.session, int(partial_of(asking)["product"])).list_price
    if own is None:
        unlisted = Bad("discount_unlisted", {"text": item["discount"][:30]})
        return _times(listed, tenths.value, item["discount"]) if listed else unlisted
    if isinstance(own, Bad | Choose):
        return own
    less = _times(Decimal(own["price"]), tenths.value, item["discount"])
    return Choose("reading", item["discount"][:30], ((shown(own), own), (shown(less), less)))


def _times(each: Decimal, tenths: Decimal, words: str) -> dict[str, Any]:
    left = round(each * tenths / _TENTHS, PRICE_PLACES)
    return {"price": f"{left.normalize():f}", "price_words": words}
