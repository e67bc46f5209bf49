"""再来一单: what of an old order may be used for a new one, and what must be said anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Customer, Draft, Order, OrderLine, Product
from domain.process.words import Words
from domain.rights import sees_all_customers
from services import books, catalogue, drafts, linked_orders
from services.catalogue import CustomerFacts
from services.errors import NotAllowed, NotFound
from services.house import House, require, who
from services.linked_orders import FirstOrder
from services.looking import may_look
from services.people import PersonFacts

LOOKED_THROUGH = 80
"""So many of a person's orders are looked at for those that differ."""


@dataclass(frozen=True, slots=True)
class OldLine:
    """A line as it was agreed, and the product as it is now."""

    product_id: int
    code: str
    name: str
    unit: str
    supply: str
    lead_days: int
    quantity: Decimal
    price: Decimal | None
    list_price: Decimal | None
    """What the list says now."""
    ended: bool
    """It is sold no more, or is counted in another unit by now: its quantity means nothing."""
    repriced: bool
    """The list has changed since, or nobody knows whether it has."""


@dataclass(frozen=True, slots=True)
class Old:
    """An order that may be repeated."""

    order_id: int
    number: str
    filed_at: datetime
    leaf: str
    leaf_name: Words
    """As its own book called it, which may know types that the present one does not."""
    customer: CustomerFacts | None
    lines: tuple[OldLine, ...]
    requested_on: date | None
    days_after_payment: int | None
    fields: Mapping[str, Any]
    makes_good: FirstOrder | None
    """补货: what it makes good itself."""


def old(session: Session, house: House, actor: PersonFacts, order_id: int) -> Old:
    """The order as it may be repeated.

    NotFound where the person may not look at it; NotAllowed where its customer is gone, or not theirs any more.
    """
    require(house, actor, "order.file")
    order = session.get(Order, order_id)
    if order is None or not may_look(session, house, actor, order):
        raise NotFound(f"order {order_id}")
    customer = session.get(Customer, order.customer_id) if order.customer_id else None
    if customer is not None and not catalogue.sees_customer(session, house, actor, customer.id):
        code = "customer_not_yours" if customer.active else "customer_ended"
        raise NotAllowed(code, customer=customer.name)
    return as_agreed(session, house, order)


def as_agreed(session: Session, house: House, order: Order) -> Old:
    """What an order says, and its products as they are now."""
    return Old(
        order_id=order.id,
        number=order.number,
        filed_at=order.filed_at,
        leaf=order.leaf,
        leaf_name=books.leaf_of(session, order, house.book).short,
        customer=catalogue.customer(session, order.customer_id) if order.customer_id else None,
        lines=tuple(line_now(session, line) for line in order.lines if not line.ended),
        requested_on=order.requested_on,
        days_after_payment=order.promised_days_after_payment,
        fields=order.fields,
        makes_good=linked_orders.first_of(session, order),
    )


def line_now(session: Session, line: OrderLine) -> OldLine:
    """A line as it was agreed, with what its product is now."""
    product = session.get_one(Product, line.product_id)
    before = line.list_price if line.list_price is not None else line.unit_price
    return OldLine(
        product_id=product.id,
        code=product.code,
        name=product.name,
        unit=product.unit,
        supply=product.supply,
        lead_days=product.lead_days,
        quantity=line.quantity,
        price=line.unit_price,
        list_price=product.list_price,
        ended=not product.active or product.unit != line.unit,
        repriced=product.list_price is not None and product.list_price != before,
    )


def repeatable(session: Session, house: House, actor: PersonFacts, *, limit: int = 8) -> list[Order]:
    """The person's latest orders, each customer and set of products once, without customers that are not theirs.

    Who files for others has none of their own and is offered everybody's.
    """
    mine = select(Order).where(or_(Order.sales_id == actor.id, Order.filed_by == actor.id))
    found = _newest(session, mine)
    if not found and sees_all_customers(house.book, who(actor)):
        found = _newest(session, select(Order))
    seen = catalogue.customers_seen(session, house, actor, {order.customer_id for order in found if order.customer_id})
    different: dict[tuple[int | None, frozenset[int]], Order] = {}
    for order in found:
        if order.customer_id is None or order.customer_id in seen:
            key = (order.customer_id, frozenset(line.product_id for line in order.lines))
            different.setdefault(key, order)
    return list(different.values())[:limit]


def _newest(session: Session, query: Any) -> Sequence[Order]:
    return session.scalars(query.order_by(Order.id.desc()).limit(LOOKED_THROUGH)).all()


def open_copy(session: Session, actor: PersonFacts, order_id: int) -> Draft | None:
    """The person's open draft that repeats this order: a second press does not begin another."""
    return next((one for one in drafts.open_of(session, actor.id) if copied_order(one) == order_id), None)


def copied_order(draft: Draft) -> int | None:
    """The order that a draft repeats."""
    copied = draft.answers.get("_copied")
    return int(copied["order"]) if copied else None


def ended_products(session: Session, units: Mapping[int, str]) -> set[int]:
    """Those products that are sold no more, or not in the unit that they were counted in, by id."""
    rows = session.scalars(select(Product).where(Product.id.in_(units)))
    return {row.id for row in rows if not row.active or row.unit != units[row.id]}


def named(session: Session, house: House, actor: PersonFacts, text: str) -> tuple[list[Order], bool]:
    """Those of the person's latest orders whose customer or product may be called so, and whether that is sure."""
    likely = catalogue.find_customers(session, house, actor, text)
    customers = {customer.id for customer in (likely.found[:1] if likely.sure else likely.found)}
    latest = repeatable(session, house, actor, limit=LOOKED_THROUGH)
    of_product = [order for order in latest if any(line.product_code.lower() == text.lower() for line in order.lines)]
    found = [order for order in latest if order.customer_id in customers or order in of_product]
    return found[:8], likely.sure or found == of_product
