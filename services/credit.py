"""Credit (信用): what a customer may owe, what it owes by now, what is overdue; read anew whenever a gate is judged.

Used (占用) are all orders on credit that were released, and the one that is judged: an order that merely waits for its
release holds no room, or two that wait would keep each other out for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from db.models import Allocation, Customer, Order, Shipment
from domain.gates import CreditFacts, OrderFacts
from domain.life import ENDED, State
from domain.process.types import Book, GateRule
from domain.receivables import Account, Left, Overdue, Start, Terms, overdue, owed_minor
from services import jobs, people
from services.after_sale.credited import credited
from services.house import House
from services.order_facts import facts_of

FREED: Final = "credit.freed"
"""The job that lets the other orders of a customer go on, each in a transaction of its own."""


@dataclass(frozen=True, slots=True)
class Owing:
    """What a customer owes on credit. Minor units."""

    limit_minor: int | None
    used_minor: int
    overdue: Overdue


@dataclass(frozen=True, slots=True)
class Use:
    """信用占用: how much of its limit a customer uses, and by which of its orders, oldest first."""

    limit_minor: int
    used_minor: int
    orders: tuple[int, ...]

    def reaches(self, share: Decimal) -> bool:
        """Whether this part of the limit is used, or more."""
        return self.used_minor >= share * self.limit_minor


@dataclass(frozen=True, slots=True)
class _Sold:
    """One order of a customer, as its account shows it."""

    order_id: int
    account: Account


# Asked for every card of an order on credit: built once, which is most of what asking costs.
_LIMIT = select(Customer.credit_minor).where(Customer.id == bindparam("customer", type_=BigInteger()))
_LOCK = select(Customer.id).where(Customer.id == bindparam("customer", type_=BigInteger()))
_NET = (
    select(func.coalesce(func.sum(Allocation.amount_minor), 0))
    .where(Allocation.order_id == Order.id)
    .correlate(Order)
    .scalar_subquery()
)
_CREDITED = credited(Order.id).correlate(Order)
_SOLD_TO_ALL = (
    select(
        Order.customer_id, Order.id, Order.leaf, Order.state, Order.total_minor, Order.fields,
        _NET.label("net"), _CREDITED.label("credited"),
        Shipment.value_minor, Shipment.shipped_at, Shipment.signed_at, Shipment.invoiced_on,
    )
    .outerjoin(Shipment, and_(Shipment.order_id == Order.id, Shipment.state.in_(("shipped", "signed"))))
    .where(
        Order.leaf.in_(bindparam("leaves", expanding=True)),
        Order.released_at.is_not(None),
        Order.state != State.CLOSED.value,  # paid in full, or it could not be closed
    )
    .order_by(Order.customer_id, Order.id, Shipment.shipped_at, Shipment.batch)
)  # fmt: skip
_SOLD = _SOLD_TO_ALL.where(Order.customer_id == bindparam("customer", type_=BigInteger()))
_SOLD_ON_LIMIT = _SOLD_TO_ALL.join(Customer, Customer.id == Order.customer_id).where(Customer.credit_minor > 0)


def judged_facts(session: Session, house: House, book: Book, order: Order, now: datetime) -> OrderFacts:
    """Everything that the gates of an order ask about; the customer's credit where its leaf is sold on it."""
    today = house.today(now)
    facts = facts_of(session, order, today, now)
    if book.leaves[order.leaf].credit_rule is None:
        return facts
    return replace(facts, credit=of_customer(session, house, book, order.customer_id, today, but=order.id))


def of_customer(
    session: Session, house: House, book: Book, customer_id: int | None, today: date, *, but: int | None = None
) -> CreditFacts:
    """The credit of a customer, as one of its orders is judged by it; `but` is that order."""
    sold = list(_sold(session, house, book, customer_id))
    late = overdue((one.account for one in sold), today)
    return CreditFacts(
        limit_minor=session.scalar(_LIMIT, {"customer": customer_id}),
        others_minor=sum(owed_minor(one.account) for one in sold if one.order_id != but),
        overdue_minor=late.amount_minor,
        overdue_days=late.days,
    )


def owing(session: Session, house: House, customer_id: int, now: datetime) -> Owing:
    """What a customer owes now, for its own page."""
    facts = of_customer(session, house, house.book, customer_id, house.today(now))
    return Owing(facts.limit_minor, facts.others_minor, Overdue(facts.overdue_minor, facts.overdue_days))


def use_of(session: Session, house: House, customer_id: int | None) -> Use | None:
    """How much of its credit a customer uses; None where it has no limit, or owes nothing."""
    limit = session.scalar(_LIMIT, {"customer": customer_id})
    return _use(limit, _sold(session, house, house.book, customer_id)) if limit else None


def _use(limit: int, sold: Iterable[_Sold]) -> Use | None:
    using = {one.order_id: minor for one in sold if (minor := owed_minor(one.account))}
    return Use(limit, sum(using.values()), tuple(using)) if using else None


def reaching(session: Session, house: House, share: Decimal) -> Iterator[tuple[int, Use]]:
    """The customers that use this part of their credit or more, with how: one read for all of them."""
    rules = sold_on_credit(house.book)
    on_limit = select(Customer.id, Customer.credit_minor).where(Customer.credit_minor > 0)
    limits = {customer_id: limit or 0 for customer_id, limit in session.execute(on_limit)}
    rows = session.execute(_SOLD_ON_LIMIT, {"leaves": list(rules)})
    for customer_id, found in groupby(rows, attrgetter("customer_id")):
        use = _use(limits[customer_id], _accounts(house, rules, found))
        if use is not None and use.reaches(share):
            yield customer_id, use


def sold_on_credit(book: Book) -> dict[str, GateRule]:
    """The leaves whose orders use credit, each with the rule that judges it."""
    return {key: rule for key, leaf in book.leaves.items() if (rule := leaf.credit_rule) is not None}


def _sold(session: Session, house: House, book: Book, customer_id: int | None) -> Iterator[_Sold]:
    """The customer's orders on credit that were released and are not closed."""
    rules = sold_on_credit(book)
    return _accounts(house, rules, session.execute(_SOLD, {"customer": customer_id, "leaves": list(rules)}))


def _accounts(house: House, rules: Mapping[str, GateRule], rows: Iterable[Any]) -> Iterator[_Sold]:
    """What each order comes to; its batches stand together."""
    for order_id, found in groupby(rows, attrgetter("id")):
        batches = list(found)
        order = batches[0]
        account = Account(
            total_minor=order.total_minor,
            paid_minor=int(order.net) + int(order.credited),
            terms=terms_of(rules[order.leaf], order.fields),
            left=tuple(left_of(house, row) for row in batches if row.shipped_at is not None),
            ended=State(order.state) in ENDED,
        )
        yield _Sold(order_id, account)


def account_of(session: Session, house: House, order: Order) -> Account | None:
    """What one order on credit comes to; None before it is released and once it is closed."""
    sold = _sold(session, house, house.book, order.customer_id)
    return next((one.account for one in sold if one.order_id == order.id), None)


def terms_of(rule: GateRule, fields: Mapping[str, Any]) -> Terms:
    """When what leaves for an order is to be paid, by the answers of its form."""
    start, days = fields.get(str(rule.params["terms"])), fields.get(str(rule.params["days"]))
    known = start if start in set(Start) else Start.MONTH_END
    return Terms(Start(str(known)), days if isinstance(days, int) else 0)


def left_of(house: House, batch: Any) -> Left:
    """A batch that left, by the company's days; of a row or a `BatchView`."""
    signed = batch.signed_at
    return Left(
        batch.value_minor, house.today(batch.shipped_at), house.today(signed) if signed else None, batch.invoiced_on
    )


def lock_customer(session: Session, order: Order) -> None:
    """Nobody else uses the credit of this order's customer until this transaction ends. The order's lock comes first.

    On SQLite the transaction itself is the lock.
    """
    session.scalar(_LOCK.with_for_update(key_share=True), {"customer": order.customer_id})


# ── what frees credit ──────────────────────────────────────────────────────────────────────

_WAITS = (
    select(Order.id)
    .join(Customer, Customer.id == Order.customer_id)
    .where(
        Order.customer_id == bindparam("customer", type_=BigInteger()),
        Customer.credit_minor.is_not(None),
        Order.state.not_in([state.value for state in ENDED]),
        or_(
            Order.state == State.ACCEPTED.value,
            Order.id.in_(select(Shipment.order_id).where(Shipment.state == "noticed")),
        ),
    )
    .order_by(Order.id)
)


def waiting(session: Session, customer_id: int) -> Sequence[int]:
    """Orders of a customer with credit that are not released, or have a batch that was noticed and has not left."""
    return session.scalars(_WAITS, {"customer": customer_id}).all()


def freed(
    session: Session, customer_id: int | None, actor_id: int, now: datetime, *, but: int | None = None
) -> None:  # fmt: skip
    """Credit of a customer may have become free: its other orders that wait may go on. `but` is the one in hand.

    They do so in transactions of their own: whoever holds one order may not lock another whose id is smaller.
    """
    if customer_id is None or not any(order_id != but for order_id in waiting(session, customer_id)):
        return
    actor = people.by_id(session, actor_id)
    jobs.add(session, FREED, person_id=actor.id, chat_id=actor.telegram_id, now=now, args={"customer": customer_id})
