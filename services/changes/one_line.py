"""What one message wants to be different about an order: what is sure is put in, the rest is told and left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Order, Product
from domain.process.types import Book
from domain.understanding.change_line import change_line
from domain.understanding.change_result import ChangePart, How, Meant, Ordered, Share, Shift
from domain.understanding.day import DaysAfterPayment
from domain.understanding.line_terms import Terms
from domain.understanding.measure import Measured
from domain.understanding.result import Understood
from domain.understanding.vocabulary import vocabulary
from services import books, one_line
from services.changes.asking import changeable
from services.changes.content import stands_still
from services.filing import NewLine, NewOrder
from services.house import House
from services.order_facts import minor_per_unit
from services.pace import calendar_of
from services.people import PersonFacts

_FIELDS = {Meant.PLACE: "place", Meant.RECEIVER: "receiver", Meant.PHONE: "phone", Meant.CARRIER: "carrier",
           Meant.CUSTOMER_PO: "customer_po"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What a message comes to."""

    wanted: NewOrder
    taken: tuple[str, ...]
    """The words that were put in."""
    open: tuple[str, ...]
    """The words that were not: unread, unclear, or of a product that was not named."""
    cancel: bool = False
    hold: bool = False


@dataclass(slots=True)
class _Order:
    """The order while parts are put into it."""

    session: Session
    book: Book
    order: Order
    today: date
    workdays: Callable[[date, int], date]
    wanted: NewOrder
    codes: dict[int, str]
    taken: list[str] = field(default_factory=list[str])
    open: list[str] = field(default_factory=list[str])


def read(session: Session, house: House, actor: PersonFacts, order_id: int, text: str, now: datetime) -> Said:
    """What a message says about this order. Raises the errors of asking where it cannot be changed."""
    order = changeable(session, house, actor, order_id)
    known, calendar = one_line.load(session, house, actor), calendar_of(session, house)
    lines = [line for line in order.lines if not line.ended]
    packs = {code: one_line.goods_of(row).packs for code, row in _products(session, order).items()}
    ordered = [
        Ordered(
            line.product_code,
            line.product_name,
            line.unit,
            line.unit_price is not None,
            packs.get(line.product_code, {}),
        )
        for line in lines
    ]
    said = change_line(text, ordered, known.names, vocabulary(house.book), house.today(now), calendar)
    state = _Order(
        session, books.book_of(session, order, house.book), order, house.today(now), calendar.add_workdays,
        stands_still(order), {line.product_id: line.product_code for line in lines},
    )  # fmt: skip
    prices = _prices_of_new(said.parts, state)
    for part in said.parts:
        if part.meant is Meant.PRICE and id(part) in {id(one) for one in prices.values()}:
            continue
        put = part.sure and _PUT.get(part.meant, _never)(state, part, prices)
        (state.taken if put else state.open).append(part.text)
    flags = {part.meant for part in said.parts if part.sure}
    left = [words for words in state.open if words not in state.taken]
    return Said(
        state.wanted, tuple(state.taken), (*left, *said.unknown), Meant.CANCEL in flags, Meant.HOLD in flags
    )  # fmt: skip


def _products(session: Session, order: Order) -> dict[str, Product]:
    ids = {line.product_id for line in order.lines}
    return {row.code: row for row in session.scalars(select(Product).where(Product.id.in_(ids)))}


# ── goods ──────────────────────────────────────────────────────────────────────────────────


def _line_of(state: _Order, part: ChangePart) -> int | None:
    """The index of the line that a part means: the one that is named, or the only one."""
    lines = state.wanted.lines
    if part.product is None:
        return 0 if len(lines) == 1 else None
    code = part.product.value if isinstance(part.product, Understood) else None
    found = [index for index, line in enumerate(lines) if state.codes.get(line.product_id) == code]
    return found[0] if len(found) == 1 else None


def _put_line(state: _Order, index: int, line: NewLine) -> bool:
    lines = list(state.wanted.lines)
    lines[index] = line
    state.wanted = replace(state.wanted, lines=tuple(lines))
    return True


def _quantity(state: _Order, part: ChangePart, _prices: dict[str, ChangePart]) -> bool:
    index = _line_of(state, part)
    if index is None:
        return False
    line = state.wanted.lines[index]
    if isinstance(part.value, Share):
        count = line.quantity * part.value.percent / 100
    else:
        count = _counted(state, line.product_id, part.value)
    if count is None or count != count.to_integral_value():
        return False
    wanted = {How.TO: count, How.MORE: line.quantity + count, How.LESS: line.quantity - count}.get(part.how)
    if wanted is None or wanted <= 0 or not _was(part, line.quantity):
        return False
    return _put_line(state, index, replace(line, quantity=wanted))


def _counted(state: _Order, product_id: int, value: Any) -> Decimal | None:
    """So much in the product's own unit; None where nobody knows how much that is."""
    product = state.session.get_one(Product, product_id)
    if not isinstance(value, Measured):
        return None
    if value.unit in ("", product.unit):
        return value.number
    factor = one_line.goods_of(product).packs.get(value.unit)
    return None if factor is None else value.number * factor


def _was(part: ChangePart, stands: Decimal) -> bool:
    """Whether the message is right about what stands until now, where it says so."""
    was = part.was.value if isinstance(part.was, Understood) else None
    number = was.number if isinstance(was, Measured) else was
    return not isinstance(number, Decimal) or number == stands


def _price(state: _Order, part: ChangePart, _prices: dict[str, ChangePart]) -> bool:
    index = _line_of(state, part)
    line = state.wanted.lines[index] if index is not None else None
    if index is None or line is None or line.price is None or not _was(part, line.price):
        return False
    if isinstance(part.value, Share):
        by = line.price * part.value.percent / 100
    elif part.meant is Meant.DISCOUNT:
        by = line.price * part.value / 10
    else:
        by = part.value
    price = {How.TO: by, How.MORE: line.price + by, How.LESS: line.price - by}.get(part.how)
    if price is None or price <= 0:
        return False
    exact = price.quantize(Decimal(1) / minor_per_unit(state.order.currency), ROUND_HALF_UP)
    return exact == price and _put_line(state, index, replace(line, price=exact))


def _prices_of_new(parts: tuple[ChangePart, ...], state: _Order) -> dict[str, ChangePart]:
    """The price of a product that is new stands in a part of its own."""
    new = {
        part.product.value for part in parts if part.meant is Meant.NEW_LINE and isinstance(part.product, Understood)
    }
    return {
        part.product.value: part
        for part in parts
        if part.meant is Meant.PRICE and isinstance(part.product, Understood) and part.product.value in new
    }


def _new_line(state: _Order, part: ChangePart, prices: dict[str, ChangePart]) -> bool:
    code = part.product.value if isinstance(part.product, Understood) else None
    product = state.session.scalar(select(Product).where(Product.code == code, Product.active))
    count = _counted(state, product.id, part.value) if product is not None else None
    price = prices.get(str(code))
    charged = any(line.price is not None for line in state.wanted.lines)
    if product is None or count is None or count <= 0 or (charged and (price is None or not price.sure)):
        return False
    line = NewLine(product.id, count, price.value if price is not None and charged else None)
    state.codes[product.id] = product.code
    state.wanted = replace(state.wanted, lines=(*state.wanted.lines, line))
    return True


def _end_line(state: _Order, part: ChangePart, _prices: dict[str, ChangePart]) -> bool:
    index = _line_of(state, part) if part.product is not None else None
    if index is None or len(state.wanted.lines) < 2:
        return False
    lines = [line for at, line in enumerate(state.wanted.lines) if at != index]
    state.wanted = replace(state.wanted, lines=tuple(lines))
    return True


# ── days, terms, words ─────────────────────────────────────────────────────────────────────


def _day(state: _Order, part: ChangePart, _prices: dict[str, ChangePart]) -> bool:
    value, stands = part.value, state.wanted.requested_on
    if isinstance(value, DaysAfterPayment):
        state.wanted = replace(state.wanted, requested_on=None, days_after_payment=value.days)
        return True
    if isinstance(value, Shift):
        if stands is None or part.how not in (How.LATER, How.SOONER):
            return False
        days = value.days if part.how is How.LATER else -value.days
        value = state.workdays(stands, days) if value.working else stands + timedelta(days=days)
    if not isinstance(value, date) or value < state.today:
        return False
    state.wanted = replace(state.wanted, requested_on=value, days_after_payment=None)
    return True


def _terms(state: _Order, part: ChangePart, _prices: dict[str, ChangePart]) -> bool:
    value = part.value
    if not isinstance(value, Terms) or value.leaf not in state.book.leaves:
        return False
    state.wanted = replace(state.wanted, leaf=value.leaf)
    return True


def _words(state: _Order, part: ChangePart, _prices: dict[str, ChangePart]) -> bool:
    key = _FIELDS[part.meant]
    if state.book.leaves[state.wanted.leaf].field(key) is None or not str(part.value).strip():
        return False
    state.wanted = replace(state.wanted, fields={**state.wanted.fields, key: str(part.value).strip()})
    return True


def _never(_state: _Order, _part: ChangePart, _prices: dict[str, ChangePart]) -> bool:
    return False


_PUT: dict[Meant, Callable[[_Order, ChangePart, dict[str, ChangePart]], bool]] = {
    Meant.QUANTITY: _quantity,
    Meant.PRICE: _price,
    Meant.DISCOUNT: _price,
    Meant.NEW_LINE: _new_line,
    Meant.END_LINE: _end_line,
    Meant.DAY: _day,
    Meant.TERMS: _terms,
    **dict.fromkeys(_FIELDS, _words),
    Meant.CANCEL: lambda _state, _part, _prices: True,
    Meant.HOLD: lambda _state, _part, _prices: True,
}
