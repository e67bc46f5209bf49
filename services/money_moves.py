"""What finance does with money that is there: refund a part of it, move it to another order or to the balance, give up a
small rest (尾差). Every act names what its person saw of the amounts, and is refused where that has changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Order, Receipt
from domain.gates import Refusal
from domain.life import State
from domain.money import Money, to_minor
from domain.rights import in_state
from services import history, owed
from services.allocating import MOVED, WRITTEN_OFF, Confirmed, give, require_decided, take
from services.balances import balance_of, lock_customer
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused, Stale
from services.house import House, require
from services.locking import lock_order
from services.order_facts import net_received
from services.order_view import OrderView, view_of
from services.people import PersonFacts


@dataclass(frozen=True, slots=True)
class Passing:
    """Money on its way: from an order or the balance (None) to an order or the balance, and what was seen of both."""

    amount_minor: int
    source: int | None
    target: int | None
    has_minor: int
    """What was there to be moved."""
    lacks_minor: int = 0
    """What the order that gets it lacked."""


# ── refunds ────────────────────────────────────────────────────────────────────────────────


def refund(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime, *, amount: int, has: int
) -> Receipt:
    """A part of an order's money went back to the customer. `has`: what its person saw that the order has."""
    require(house, actor, "money.refund")
    order = lock_order(session, order_id)
    _must_have(house, amount, net_received(session, order.id), has, order.id)
    receipt = _receipt(session, house, actor, now, "refund", order.customer_id, order.currency, -amount)
    take(session, house, actor, order, receipt, amount, now, action="money_refund")
    return receipt


def refund_balance(
    session: Session, house: House, actor: PersonFacts, customer_id: int, now: datetime, *, amount: int, has: int
) -> Receipt:
    """A part of a customer's balance went back to the customer."""
    require(house, actor, "money.refund")
    lock_customer(session, customer_id)
    currency = house.book.currency
    _must_have(house, amount, balance_of(session, customer_id, currency), has, None)
    receipt = _receipt(session, house, actor, now, "refund", customer_id, currency, -amount)
    _note_balance(session, customer_id, receipt, -amount, actor, now)
    _refresh_of_customer(session, customer_id, now)
    return receipt


# ── moves ──────────────────────────────────────────────────────────────────────────────────


def move(
    session: Session, house: House, actor: PersonFacts, passing: Passing, now: datetime
) -> tuple[Receipt, Confirmed | None]:
    """转款, 转预收, 余额抵扣: money of one customer stands somewhere else from now on, and both gates are judged anew."""
    require(house, actor, "money.move")
    numbers = sorted(number for number in {passing.source, passing.target} if number is not None)
    orders = {number: lock_order(session, number) for number in numbers}
    source = orders[passing.source] if passing.source is not None else None
    target = orders[passing.target] if passing.target is not None else None
    customer, currency = _customer_of(source, target)
    lock_customer(session, customer)
    has = net_received(session, source.id) if source else balance_of(session, customer, currency)
    _must_have(house, passing.amount_minor, has, passing.has_minor, source.id if source else None)
    if target is not None:
        _may_get(session, house, target, passing, now)
    receipt = _receipt(session, house, actor, now, "move", customer, currency, 0)
    confirmed = None
    if source is not None:
        take(session, house, actor, source, receipt, passing.amount_minor, now, action=MOVED, other=target)
    if target is not None:
        confirmed = give(session, house, actor, target, receipt, passing.amount_minor, now, action=MOVED, other=source)
    if source is None or target is None:
        change = passing.amount_minor if target is None else -passing.amount_minor
        _note_balance(session, customer, receipt, change, actor, now)
    _refresh_of_customer(session, customer, now)
    return receipt, confirmed


def _customer_of(source: Order | None, target: Order | None) -> tuple[int, str]:
    """Whose money it is: one customer's, in one currency."""
    first = source or target
    if first is None or (source is not None and target is not None and source.id == target.id):
        raise NotFound("money that stays where it is")
    for order in (source, target):
        if order is not None and (order.customer_id != first.customer_id or order.currency != first.currency):
            raise NotAllowed("money_of_another")
    if first.customer_id is None:
        raise NotAllowed("money_of_another")
    return first.customer_id, first.currency


def _may_get(session: Session, house: House, target: Order, passing: Passing, now: datetime) -> None:
    """That the order still is to be paid, and by no less than what it is given."""
    require_decided(target)
    if not in_state("money.move", State(target.state)):
        raise AlreadyDone()
    lacks = view_of(session, house, target.id, now).owed_minor
    if lacks != passing.lacks_minor:
        raise Stale("what the order lacks has changed")
    if passing.amount_minor > lacks:
        raise Refused((Refusal("more_than_missing", house.book.roles.money),), order_id=target.id)


# ── 尾差 ───────────────────────────────────────────────────────────────────────────────────


def write_off(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime, *, amount: int
) -> Confirmed:
    """What little is missing is given up and counts as paid. `amount`: what its person saw as missing.

    Only after some money came, and never more of one order in all than the book allows.
    """
    require(house, actor, "money.write_off")
    order = lock_order(session, order_id)
    require_decided(order)
    if not in_state("money.write_off", State(order.state)):
        raise AlreadyDone()
    view = view_of(session, house, order.id, now)
    if view.rest_minor <= 0:
        raise AlreadyDone()
    if view.rest_minor != amount:
        raise Stale("what is missing has changed")
    if amount > may_write_off(house, view):
        raise Refused((Refusal("over_write_off", house.book.roles.money),), order_id=order.id)
    receipt = _receipt(session, house, actor, now, "write_off", order.customer_id, order.currency, amount)
    return give(session, house, actor, order, receipt, amount, now, action=WRITTEN_OFF)


def small_rest(house: House, order: OrderView) -> int:
    """What is missing of an order, where finance may give it up by a tap; zero where it may not."""
    rest = order.rest_minor
    allowed = in_state("money.write_off", order.state) and rest <= may_write_off(house, order)
    return rest if allowed else 0


def may_write_off(house: House, order: OrderView) -> int:
    """How much of an order may still be given up, in minor units; nothing before some money came."""
    if order.facts.net_minor <= order.written_off_minor:
        return 0
    return max(to_minor(Money(house.book.write_off_up_to, order.currency)) - order.written_off_minor, 0)


# ── parts ──────────────────────────────────────────────────────────────────────────────────


def _must_have(house: House, amount: int, has: int, seen: int, order_id: int | None) -> None:
    if amount <= 0:
        raise Refused((Refusal("amount_not_positive", house.book.roles.money),), order_id=order_id)
    if has != seen:
        raise Stale("the money that is there has changed")
    if amount > has:
        raise Refused((Refusal("more_than_there", house.book.roles.money),), order_id=order_id)


def _receipt(
    session: Session, house: House, actor: PersonFacts, now: datetime, kind: str, customer_id: int | None,
    currency: str, amount: int,
) -> Receipt:  # fmt: skip
    receipt = Receipt(
        kind=kind, customer_id=customer_id, amount_minor=amount, currency=currency, arrived_on=house.today(now),
        confirmed_by=actor.id, confirmed_at=now,
    )  # fmt: skip
    session.add(receipt)
    session.flush()
    return receipt


def _note_balance(
    session: Session, customer_id: int, receipt: Receipt, change: int, actor: PersonFacts, now: datetime
) -> None:
    """The customer's history tells what its balance got or lost."""
    history.record(
        session, subject=f"customer:{customer_id}", action="balance_changed", now=now, actor_id=actor.id,
        after={"receipt": receipt.id, "amount": change, "kind": receipt.kind},
    )  # fmt: skip


def _refresh_of_customer(session: Session, customer_id: int, now: datetime) -> None:
    """Cards on which a balance is told."""
    for order_id in session.scalars(
        select(Order.id).where(Order.customer_id == customer_id, Order.ended_at.is_(None)).order_by(Order.id).limit(50)
    ):
        owed.refresh_cards(session, order_id=order_id, now=now)
