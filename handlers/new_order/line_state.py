"""The lines of a draft, as far as they are known.

`_lines` are the lines as this pass leaves them, `_line` the one in hand: `at` is what is asked of it, `n` its place
where it stood among them before, `only` that nothing else of it is to be changed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.money import Money
from domain.process.names import PriceMode, Supply
from handlers.forms.kinds import Asking, Bad
from handlers.forms.texts import LIST_COMMA
from handlers.money_words import price
from handlers.process.texts import SUPPLY
from locales import formats
from services import catalogue
from services.catalogue import ProductFacts

Line = dict[str, Any]

EVERY_WAY = ("stock", "make", "buy")

PRODUCT, QUANTITY, PRICE, MORE = "product", "quantity", "price", "more"
MOST_LINES = 30
WAS = "was"
"""In a line of 再来一单: the price of the old order, where the list has changed since."""
FROM_SHEET = "sheet"
"""The value of the lines step that brings all lines at once."""
PAID = "paid"
"""A parameter of the step that the form sets: money is asked for, so that no line may be without a price."""


def at_of(asking: Asking) -> str:
    """What is asked now."""
    partial = partial_of(asking)
    return str(partial["at"]) if partial else MORE if given_lines(asking) else PRODUCT


def given_lines(asking: Asking) -> list[Line]:
    """The lines so far, without those that cannot be ordered in this way."""
    return [line for line in _all_lines(asking) if line["supply"] in supplies(asking)]


def unfit_lines(asking: Asking) -> list[Line]:
    """Lines that were given for another type of order."""
    return [line for line in _all_lines(asking) if line["supply"] not in supplies(asking)]


def _all_lines(asking: Asking) -> list[Line]:
    answers = asking.draft.answers
    return list(answers["_lines"] if "_lines" in answers else answers.get(asking.step.key, ()))


def partial_of(asking: Asking) -> Line:
    """The line in hand: one that was begun, or else the first that lacks a price; empty when there is none."""
    begun = asking.draft.answers.get("_line")
    if begun is not None:
        return dict(begun)
    lacking = (n for n, line in enumerate(given_lines(asking)) if lacks_price(asking, line))
    n = next(lacking, None)
    if n is None:
        return {}
    line = given_lines(asking)[n]
    # of a line that is repeated nothing else is asked
    alone = {"only": True} if WAS in line and "_lines" not in asking.draft.answers else {}
    return {**line, "at": PRICE, "n": n, **alone}


def product_of(asking: Asking) -> ProductFacts:
    """The product of the line in hand."""
    return catalogue.product(asking.session, int(partial_of(asking)["product"]))


def supplies(asking: Asking) -> tuple[str, ...]:
    """The ways of supply that this type of order knows."""
    known = asking.step.params.get("supply")
    return known if isinstance(known, tuple) else EVERY_WAY


def unknown(asking: Asking, text: str, named: ProductFacts | None) -> Bad:
    """Why words are no product here: nothing is called so, or what is called so is supplied in another way."""
    if named is None:
        return Bad("no_product", {"text": text[:30]})
    ways = [SUPPLY[Supply(one)].plain(asking.lang) for one in (named.supply, *supplies(asking))]
    only = LIST_COMMA.plain(asking.lang).join(ways[1:])
    return Bad("other_way", {"product": f"{named.code} {named.name}", "supply": ways[0], "only": only})


def price_mode(asking: Asking) -> PriceMode:
    """Where prices come from."""
    return PriceMode(str(asking.step.params["price"]))


def lacks_price(asking: Asking, line: Line) -> bool:
    """Whether the line must still be priced by somebody."""
    by_hand = price_mode(asking) is PriceMode.ASK or (
        price_mode(asking) is PriceMode.LIST and bool(asking.step.params.get(PAID))
    )
    return by_hand and line.get("price") is None


def customer_id(asking: Asking) -> int | None:
    """The customer of the draft, where the type has one."""
    found = customer_in(asking.draft.answers)
    return int(found["id"]) if found else None


def customer_in(answers: dict[str, Any]) -> dict[str, Any] | None:
    """The answer that is a customer, wherever it stands."""
    return next(
        (value for value in answers.values() if isinstance(value, dict) and value.keys() == {"id", "name"}), None
    )


# ── words ──────────────────────────────────────────────────────────────────────────────────


def goods_words(line: Line) -> str:
    """`X200 减速电机 300 台`."""
    return f"{line['code']} {line['name']} {formats.quantity(Decimal(line['quantity']))} {line['unit']}"


def line_words(line: Line, currency: str) -> str:
    """`X200 减速电机 300 台 × ¥58.00`."""
    return (
        f"{goods_words(line)} × {price(Decimal(line['price']), currency)}" if line.get("price") else goods_words(line)
    )


def total_of(given: list[Line], currency: str) -> Money:
    """The sum of the lines, each rounded to the currency as the order will be."""
    total = Money.zero(currency)
    for line in given:
        if line.get("price"):
            total += Money(Decimal(line["price"]) * Decimal(line["quantity"]), currency).rounded()
    return total
