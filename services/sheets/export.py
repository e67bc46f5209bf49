"""Orders of a period for a sheet that an ERP can take: what the person may see, a row a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.models import Allocation, Customer, Order, Person, Shipment, ShipmentLine
from domain.money import from_minor
from domain.process.names import MoneyView, PriceMode
from domain.rights import money_view, sees_all_customers
from services import history
from services.after_sale.credited import credited_by_order
from services.house import House, who
from services.people import PersonFacts
from services.waivers import reading as waived
from services.waivers.reading import WaiverView

AT_ONCE: Final = 500
"""So many orders are read by one transaction."""
MOST_ORDERS: Final = 20_000


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line with its order. Money is None where the person may not see it, and where nobody pays."""

    order: str
    line: int
    leaf: str
    state: str
    on_hold: bool
    customer_code: str
    customer: str
    sales: str
    filed_on: date
    requested_on: date | None
    promised_on: date | None
    released_on: date | None
    code: str
    name: str
    unit: str
    quantity: Decimal
    shipped: Decimal
    price: Decimal | None
    amount: Decimal | None
    currency: str
    total: Decimal | None
    received: Decimal | None
    due: Decimal | None
    paid: bool | None
    """None where nobody pays: the prices of a free sample are only what it is worth."""
    revision: int
    original: str
    makes_good: str
    """补货: the number of the order that it makes good."""
    waivers: tuple[WaiverView, ...]
    """特批 that somebody granted, used or not."""


def sees(house: House, person: PersonFacts) -> MoneyView:
    """What this person may see of money."""
    return money_view(house.book, [person.department])


def page(
    session: Session, house: House, person: PersonFacts, *, since: date | None, until: date | None, after: int
) -> tuple[list[LineRow], int | None]:
    """The next orders of the period behind the id `after`, as rows, and the id to go on behind; None at the end."""
    query = select(Order).where(Order.id > after).order_by(Order.id).limit(AT_ONCE)
    if since is not None:
        query = query.where(Order.filed_at >= _moment(house, since))
    if until is not None:
        query = query.where(Order.filed_at < _moment(house, until + timedelta(days=1)))
    if not sees_all_customers(house.book, who(person)):
        query = query.where(or_(Order.sales_id == person.id, Order.filed_by == person.id, Order.owner_id == person.id))
    orders = session.scalars(query).all()
    if not orders:
        return [], None
    about = _About.of(session, [order.id for order in orders])
    full = sees(house, person) is MoneyView.FULL
    rows = [row for order in orders for row in _rows(house, order, about, full)]
    return rows, orders[-1].id if len(orders) == AT_ONCE else None


def _moment(house: House, day: date) -> datetime:
    return datetime.combine(day, time(), house.zone)


@dataclass(frozen=True, slots=True)
class _About:
    """What stands beside the orders of a page."""

    customers: dict[int, tuple[str, str]]
    people: dict[int, str]
    received: dict[int, int]
    shipped: dict[int, Decimal]
    firsts: dict[int, str]
    waivers: dict[int, tuple[WaiverView, ...]]
    credited: dict[int, int]

    @staticmethod
    def of(session: Session, ids: list[int]) -> _About:
        customers = session.execute(
            select(Customer.id, Customer.code, Customer.name).join(Order, Order.customer_id == Customer.id)
            .where(Order.id.in_(ids))
        )  # fmt: skip
        received = session.execute(
            select(Allocation.order_id, func.sum(Allocation.amount_minor))
            .where(Allocation.order_id.in_(ids)).group_by(Allocation.order_id)
        )  # fmt: skip
        shipped: dict[int, Decimal] = {}
        for line, quantity in session.execute(
            select(ShipmentLine.line_id, ShipmentLine.quantity).join(Shipment)
            .where(Shipment.order_id.in_(ids), Shipment.state.in_(("shipped", "signed")))
        ):  # fmt: skip
            shipped[line] = shipped.get(line, Decimal(0)) + quantity
        return _About(
            {row.id: (row.code, row.name) for row in customers},
            {row.id: row.name for row in session.execute(select(Person.id, Person.name))},
            {order: int(amount) for order, amount in received},
            shipped,
            {row.id: row.number for row in session.execute(
                select(Order.id, Order.number).where(Order.id.in_(
                    select(Order.linked_to_id).where(Order.id.in_(ids), Order.linked_to_id.is_not(None))))
            )},
            waived.granted_of(session, ids),
            credited_by_order(session, ids),
        )  # fmt: skip


def _rows(house: House, order: Order, about: _About, full: bool) -> Iterator[LineRow]:
    code, customer = about.customers.get(order.customer_id or 0, ("", ""))
    received = about.received.get(order.id, 0)
    due = max((term.required_minor for term in order.terms), default=0)
    due = max(min(due, order.total_minor - about.credited.get(order.id, 0)), 0)
    leaf = house.book.leaves.get(order.leaf)
    charged = bool(order.terms) or leaf is None or leaf.price_mode is PriceMode.ASK

    def money(minor: int) -> Decimal | None:
        return from_minor(minor, order.currency).amount if full and charged else None

    for line in order.lines:
        yield LineRow(
            order.number, line.position, order.leaf, order.state, order.on_hold, code, customer,
            about.people.get(order.sales_id, ""), house.today(order.filed_at), order.requested_on, order.promised_on,
            house.today(order.released_at) if order.released_at else None, line.product_code, line.product_name,
            line.unit, line.quantity, about.shipped.get(line.id, Decimal(0)), line.unit_price if full and charged else None,
            money(line.amount_minor), order.currency, money(order.total_minor), money(received), money(due),
            received >= due if charged else None, order.revision, order.original_number or "",
            about.firsts.get(order.linked_to_id or 0, ""), about.waivers.get(order.id, ()),
        )  # fmt: skip


def note(session: Session, person: PersonFacts, about: dict[str, Any], now: datetime) -> None:
    """Who took which orders out, for the history."""
    history.record(session, subject="company", action="orders_exported", now=now, actor_id=person.id, after=about)
