"""Screening (初筛): what the rules of a leaf find in an order that is about to be filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Customer, Order, OrderLine, Product
from domain.gates import CreditFacts
from domain.life import State
from domain.process.names import Finding
from domain.process.types import Leaf
from domain.screening import FilingFacts, Found, GoodsFacts, of_result, screen
from services import credit
from services.errors import BotError
from services.house import House
from services.order_facts import minor_per_unit
from services.pace import calendar_of

GIVEN_UP = (State.WITHDRAWN.value, State.REJECTED.value, State.CANCELLED.value)
LOOKED_BACK = timedelta(days=90)


class Blocked(BotError):
    """阻断: an order cannot be filed like this. Nothing of the draft is lost."""

    def __init__(self, found: tuple[Found, ...]) -> None:
        super().__init__(", ".join(one.rule.key for one in found))
        self.found = found


@dataclass(frozen=True, slots=True)
class Wanted:
    """An order as it would be filed."""

    customer_id: int | None
    lines: Sequence[tuple[int, Decimal, Decimal | None]]
    """Product, quantity, price per unit."""
    requested_on: date | None
    fields: Mapping[str, Any]
    missing: tuple[str, ...] = ()
    """Required fields without an answer."""
    order_id: int | None = None
    """The order that is completed (退回补充); it is no duplicate of itself."""
    makes_good: int | None = None
    """补货: the order that it makes good; that is meant to be alike."""


def look(session: Session, house: House, leaf: Leaf, wanted: Wanted, now: datetime) -> tuple[Found, ...]:
    """Every rule of the leaf that fires on this order now."""
    return screen(leaf, _facts(session, house, leaf, wanted, now)) if leaf.screening else ()


def require_unblocked(found: tuple[Found, ...]) -> None:
    """Blocked where a finding stops the filing."""
    stops = of_result(found, Finding.BLOCK)
    if stops:
        raise Blocked(stops)


def wanted_of(order: Order) -> Wanted:
    """An order that is filed already, looked at again."""
    lines = [(line.product_id, line.quantity, line.unit_price) for line in order.lines]
    return Wanted(
        order.customer_id, lines, order.requested_on, order.fields, order_id=order.id, makes_good=order.linked_to_id
    )


def _facts(session: Session, house: House, leaf: Leaf, wanted: Wanted, now: datetime) -> FilingFacts:
    products = {row.id: row for row in session.scalars(select(Product).where(Product.id.in_(_products(wanted))))}
    goods = tuple(
        GoodsFacts(product.code, quantity, price, product.floor_price, product.list_price, product.lead_days)
        for product_id, quantity, price in wanted.lines
        if (product := products.get(product_id)) is not None
    )
    calendar = calendar_of(session, house)
    today = house.today(now)
    customer = session.get(Customer, wanted.customer_id) if wanted.customer_id else None
    scale = minor_per_unit(house.book.currency)
    total = sum((price * quantity for _, quantity, price in wanted.lines if price is not None), Decimal(0))
    slowest = max((one.lead_days for one in goods), default=0)
    return FilingFacts(
        fields=wanted.fields,
        missing=wanted.missing,
        goods=goods,
        total_minor=int((total * scale).quantize(Decimal(1), rounding="ROUND_HALF_UP")),
        minor_per_unit=scale,
        workdays_left=calendar.workdays_between(today, wanted.requested_on) if wanted.requested_on else None,
        earliest=calendar.add_workdays(today, slowest),
        has_customer=wanted.customer_id is not None,
        customer_known=customer is not None and customer.active,
        first_order=customer is not None and not _ordered_before(session, customer.id, wanted.order_id),
        alike=_alike(session, house, wanted, now) if customer is not None else (),
        credit=_credit(session, house, leaf, wanted, today) if customer is not None else None,
    )


def _credit(session: Session, house: House, leaf: Leaf, wanted: Wanted, today: date) -> CreditFacts | None:
    if leaf.credit_rule is None:
        return None
    return credit.of_customer(session, house, house.book, wanted.customer_id, today, but=wanted.order_id)


def _products(wanted: Wanted) -> Iterable[int]:
    return {product_id for product_id, _, _ in wanted.lines}


def _ordered_before(session: Session, customer_id: int, but: int | None) -> bool:
    """Whether an order of this customer was ever taken on."""
    query = select(Order.id).where(Order.customer_id == customer_id, Order.accepted_at.is_not(None))
    return session.scalar(query.where(Order.id != (but or 0)).limit(1)) is not None


def _alike(session: Session, house: House, wanted: Wanted, now: datetime) -> tuple[tuple[str, int], ...]:
    """Orders of the customer with the same products in the same quantities, the latest first."""
    asked = sorted((product_id, quantity) for product_id, quantity, _ in wanted.lines)
    near = (
        select(Order.id)
        .join(OrderLine)
        .where(
            Order.customer_id == wanted.customer_id, Order.state.not_in(GIVEN_UP),
            Order.id.not_in([wanted.order_id or 0, wanted.makes_good or 0]),
            Order.filed_at > now - LOOKED_BACK, OrderLine.product_id.in_(_products(wanted)),
        )
        .group_by(Order.id)
        .having(func.count() == len(asked))
    )  # fmt: skip
    found = session.scalars(select(Order).where(Order.id.in_(near)).order_by(Order.id.desc()))
    return tuple(
        (order.number, (house.today(now) - house.today(order.filed_at)).days)
        for order in found
        if sorted((line.product_id, line.quantity) for line in order.lines) == asked
    )
