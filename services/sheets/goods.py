"""Products, quantities and prices in the rows of a sheet: by code or exact name, never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Product, ProductPack
from domain.money import Money
from domain.understanding import money, quantity
from domain.understanding.sheet_words import plain
from services.sheets.judging import Index, Judged, Row, decimal_text, spoilt_by, value_of

MOST_AMOUNT = Decimal(10) ** 12
QUANTITY_PLACES = 3
PRICE_PLACES = 4


@dataclass(frozen=True, slots=True)
class Good:
    """A product that can be ordered."""

    id: int
    code: str
    name: str
    unit: str
    whole: bool
    supply: str
    lead_days: int
    list_price: Decimal | None
    packs: dict[str, Decimal]


@dataclass(frozen=True)
class Shelf:
    """All products, to be found by what stands in a cell."""

    goods: tuple[Good, ...]

    @cached_property
    def by_code(self) -> Index[Good]:
        return Index((good.code, good) for good in self.goods)

    @cached_property
    def by_name(self) -> dict[str, tuple[Good, ...]]:
        named: dict[str, tuple[Good, ...]] = {}
        for good in self.goods:
            named[plain(good.name)] = (*named.get(plain(good.name), ()), good)
        return named


def shelf(session: Session, only: Iterable[int] | None = None) -> Shelf:
    """The active products, or those of them with these ids."""
    packs: dict[int, dict[str, Decimal]] = {}
    wanted = select(ProductPack.product_id, ProductPack.name, ProductPack.factor)
    if only is not None:
        wanted = wanted.where(ProductPack.product_id.in_(list(only)))
    for pack in session.execute(wanted):
        packs.setdefault(pack.product_id, {})[pack.name] = pack.factor
    columns = (Product.id, Product.code, Product.name, Product.unit, Product.whole_units, Product.supply,
               Product.lead_days, Product.list_price)  # fmt: skip
    query = select(*columns).where(Product.active).order_by(Product.id)
    if only is not None:
        query = query.where(Product.id.in_(list(only)))
    return Shelf(tuple(
        Good(row.id, row.code, row.name, row.unit, row.whole_units, row.supply, row.lead_days, row.list_price,
             packs.get(row.id, {}))
        for row in session.execute(query)
    ))  # fmt: skip


def product_of(judged: Judged, row: Row, goods: Shelf) -> Good | None:
    """The product that the row names by its code, or by its exact name where that is one product's alone."""
    code, name = row["code"].strip(), row["name"].strip()
    if not code and not name:
        judged.fault(row, "code", "wanted")
        return None
    by_code = goods.by_code.get(code) if code else None
    if code and by_code is None and not name:
        return _by_name(judged, row, "code", code, goods)  # one column for both, as many sheets have it
    if code and by_code is None:
        _unknown(judged, row, "code", code, goods)
        return None
    if by_code is not None:
        if name and plain(name) not in (plain(by_code.name), plain(by_code.code)):
            judged.fault(row, "name", "other_name", code=by_code.code, name=by_code.name)
            return None
        return by_code
    return goods.by_code.get(name) or _by_name(judged, row, "name", name, goods)


def _by_name(judged: Judged, row: Row, column: str, name: str, goods: Shelf) -> Good | None:
    found = goods.by_name.get(plain(name), ())
    if len(found) == 1:
        return found[0]
    if found:
        judged.fault(row, column, "several_products", codes=", ".join(good.code for good in found[:5]))
    else:
        _unknown(judged, row, column, name, goods)
    return None


def _unknown(judged: Judged, row: Row, column: str, said: str, goods: Shelf) -> None:
    whole = goods.by_code.with_zeros(said)
    if spoilt := spoilt_by(said):
        judged.fault(row, column, spoilt)
    elif whole is not None:
        judged.fault(row, column, "zeros_lost", code=whole)
    else:
        judged.fault(row, column, "no_product")


def line_of(judged: Judged, row: Row, goods: Shelf, currency: str) -> dict[str, Any] | None:
    """One order line as JSON; None where anything of it is a fault."""
    before = len(judged.faults)
    good = product_of(judged, row, goods)
    count = _quantity(judged, row, good) if good is not None else None
    price = _price(judged, row, good)
    if good is not None and count is not None:
        _check_amount(judged, row, count, price, currency)
    if len(judged.faults) > before or good is None or count is None:
        return None
    line: dict[str, Any] = {
        "product": good.id, "code": good.code, "name": good.name, "unit": good.unit, "lead": good.lead_days,
        "supply": good.supply, "quantity": decimal_text(count), "words": row["quantity"] + row["unit"],
    }  # fmt: skip
    if price is not None:
        line |= {"price": decimal_text(price), "price_words": row["price"]}
    return line


def _quantity(judged: Judged, row: Row, good: Good) -> Decimal | None:
    if not row["quantity"]:
        judged.fault(row, "quantity", "wanted")
        return None
    said, unit = row["quantity"], row["unit"].strip()
    count = value_of(judged, row, "quantity", quantity(said + unit, good.unit, good.packs, whole=good.whole))
    if count is not None and count != round(count, QUANTITY_PLACES):
        judged.fault(row, "quantity", "too_fine")
        return None
    return count


def _price(judged: Judged, row: Row, good: Good | None) -> Decimal | None:
    if not row["price"]:
        return None
    return value_of(judged, row, "price", money(row["price"], places=PRICE_PLACES, unit=good.unit if good else None))


def _check_amount(judged: Judged, row: Row, count: Decimal, price: Decimal | None, currency: str) -> None:
    """An amount beside quantity and price must agree with them; alone it is no price."""
    if price is not None and count * price >= MOST_AMOUNT:
        judged.fault(row, "price", "too_large")
        return
    if not row["amount"]:
        return
    if price is None:
        if not row["price"]:
            judged.fault(row, "price", "only_amount")
        return
    said = value_of(judged, row, "amount", money(row["amount"], places=QUANTITY_PLACES + PRICE_PLACES))
    due = Money(count * price, currency).rounded().amount
    if said is not None and Money(said, currency).rounded().amount != due:  # =B2*C2 keeps what it does not show
        judged.fault(row, "amount", "amount_differs", amount=f"{due:,}")


def totals(lines: Iterable[dict[str, Any]], currency: str) -> Decimal:
    """The sum of lines, each rounded as the order will be."""
    total = Money.zero(currency)
    for line in lines:
        if line.get("price"):
            total += Money(Decimal(line["price"]) * Decimal(line["quantity"]), currency).rounded()
    return total.amount
