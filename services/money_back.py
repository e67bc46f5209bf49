"""Money that is taken back: a receipt that bounced, was refunded or was noted wrongly, with what moved on from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Allocation, Order, Person, Receipt
from domain.gates import Refusal
from services.allocating import take
from services.balances import balance_of, lock_customer
from services.errors import AlreadyDone, NotFound, Refused, Stale
from services.house import House, require
from services.locking import lock_order
from services.order_facts import net_received
from services.people import PersonFacts


@dataclass(frozen=True, slots=True)
class Passage:
    """Money of one order that finance moved on: to another order, or to the customer's balance (None)."""

    to: int | None
    amount_minor: int


def reverse(
    session: Session, house: House, actor: PersonFacts, receipt_id: int, now: datetime, *, kind: str
) -> Receipt:
    """A receipt bounced, was refunded, or was noted wrongly: its money no longer counts.

    Never an edit: a receipt with the opposite sign. What was moved on to other orders or to the balance is taken
    back there; what is nowhere any more is left as missing on the order that it paid.
    """
    require(house, actor, "money.reverse")
    receipt = session.get(Receipt, receipt_id)
    if receipt is None or receipt.kind != "payment":
        raise NotFound(f"receipt {receipt_id}")
    orders = {number: lock_order(session, number) for number in orders_of(session, receipt_id)}
    if receipt.customer_id is not None:
        lock_customer(session, receipt.customer_id)
    if not set(orders_of(session, receipt_id)) <= orders.keys():
        raise Stale("money was moved on meanwhile")
    before = session.scalar(select(Receipt).where(Receipt.reverses_id == receipt_id))
    if before is not None:
        raise AlreadyDone(session.get_one(Person, before.confirmed_by).name, before.confirmed_at)
    taken, from_balance = _where_it_is(session, receipt, orders)
    against = Receipt(
        kind=kind, customer_id=receipt.customer_id, payer=receipt.payer, method=receipt.method,
        amount_minor=-receipt.amount_minor, currency=receipt.currency, arrived_on=house.today(now),
        reverses_id=receipt.id, confirmed_by=actor.id, confirmed_at=now,
    )  # fmt: skip
    if from_balance and from_balance > balance_of(session, receipt.customer_id or 0, receipt.currency):
        raise Refused((Refusal("balance_spent", house.book.roles.money),))
    session.add(against)
    session.flush()
    for number, amount in sorted(taken.items()):
        take(session, house, actor, orders[number], against, amount, now, action=f"money_{kind}")
    return against


def orders_of(session: Session, receipt_id: int) -> list[int]:
    """The orders that a receipt pays, and those to which money of these was moved: all that taking it back may touch."""
    paid = list(session.scalars(select(Allocation.order_id).where(Allocation.receipt_id == receipt_id)))
    moved = (
        passage.to for number in paid for passage in _moved_on(session, number, receipt_id) if passage.to is not None
    )
    return sorted({*paid, *moved})


def _where_it_is(session: Session, receipt: Receipt, orders: dict[int, Order]) -> tuple[dict[int, int], int]:
    """How much is taken from each order, and how much from the balance."""
    rows = session.execute(
        select(Allocation.order_id, Allocation.amount_minor)
        .where(Allocation.receipt_id == receipt.id)
        .order_by(Allocation.order_id)
    )
    parts = {order: amount for order, amount in rows}
    left = {number: max(net_received(session, number), 0) for number in orders}
    on_balance = balance_of(session, receipt.customer_id, receipt.currency) if receipt.customer_id else 0
    from_balance = receipt.amount_minor - sum(parts.values())
    on_balance -= from_balance
    taken = dict.fromkeys(orders, 0)
    for number, part in parts.items():
        here = min(part, left[number])
        taken[number] += here
        left[number] -= here
        short = part - here
        for passage in _moved_on(session, number, receipt.id):
            there = on_balance if passage.to is None else left[passage.to]
            amount = max(min(short, passage.amount_minor, there), 0)
            if passage.to is None:
                on_balance, from_balance = on_balance - amount, from_balance + amount
            else:
                left[passage.to] -= amount
                taken[passage.to] += amount
            short -= amount
        taken[number] += short
    return {number: amount for number, amount in taken.items() if amount}, from_balance


def _moved_on(session: Session, order_id: int, since: int) -> Iterator[Passage]:
    """Where finance moved money of an order after this receipt, the latest first."""
    query = (
        select(Allocation.receipt_id, Allocation.amount_minor)
        .join(Receipt, Receipt.id == Allocation.receipt_id)
        .where(Allocation.order_id == order_id, Allocation.amount_minor < 0, Receipt.kind == "move", Receipt.id > since)
        .order_by(Receipt.id.desc())
    )
    for receipt_id, amount in session.execute(query).all():
        other = select(Allocation.order_id).where(Allocation.receipt_id == receipt_id, Allocation.amount_minor > 0)
        yield Passage(session.scalar(other), -amount)
