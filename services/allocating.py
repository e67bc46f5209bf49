"""Allocations: an order gets money or loses it, and its gates are judged anew at once. Rows are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Allocation, Order, Receipt
from domain.gates import required_minor
from domain.life import UNDECIDED, State
from domain.process.names import Checkpoint, Moment
from domain.process.types import Leaf
from services import books, credit, history, life, owed, supply, telling
from services.errors import NotAllowed
from services.house import House
from services.locking import touch
from services.order_facts import facts_of, net_received
from services.people import PersonFacts

CONFIRMED, MOVED, WRITTEN_OFF = "money_confirmed", "money_moved", "money_written_off"
"""Actions of the history beside those of reversals; every one that begins so carries an amount with its sign."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What money that an order got has done, for those who are told."""

    order_id: int
    amount_minor: int
    net_minor: int
    missing_minor: int


def require_decided(order: Order) -> None:
    """NotAllowed while nobody has taken the order on: no money is asked for, and none is counted for it."""
    if State(order.state) in UNDECIDED:
        raise NotAllowed("not_accepted_yet", number=order.number)


def next_checkpoint(leaf: Leaf, order: Order) -> Checkpoint:
    """The checkpoint that an order in this state meets next."""
    return Checkpoint.RELEASE if State(order.state) in (*UNDECIDED, State.ACCEPTED) else leaf.ends_at.checkpoint


def missing_for(session: Session, house: House, leaf: Leaf, order: Order, now: datetime) -> int:
    """What is missing, in minor units, before the next checkpoint with money; zero when nothing is."""
    facts = facts_of(session, order, house.today(now), now)
    return max(required_minor(facts, next_checkpoint(leaf, order)) - facts.net_minor, 0)


def give(
    session: Session, house: House, actor: PersonFacts, order: Order, receipt: Receipt, amount: int, now: datetime,
    *, action: str = CONFIRMED, other: Order | None = None,
) -> Confirmed:  # fmt: skip
    """A locked order gets a part of a receipt, and goes on where that opens its gate. `other`: the order it came from."""
    session.add(
        Allocation(receipt_id=receipt.id, order_id=order.id, amount_minor=amount, allocated_by=actor.id, at=now)
    )
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action=action, now=now, actor_id=actor.id,
        after={"receipt": receipt.id, "amount": amount, **({"other": other.id} if other else {})},
    )  # fmt: skip
    leaf = books.leaf_of(session, order, house.book)
    confirmed = Confirmed(
        order.id, amount, net_received(session, order.id), missing_for(session, house, leaf, order, now)
    )
    telling.tell(
        session, house.book, leaf, order, Moment.MONEY_CONFIRMED, now, amount=amount, by=actor.name,
        kind=receipt.kind, other=other.number if other else "",
    )  # fmt: skip
    supply.go_on(session, house, order, actor, now)
    if leaf.credit_rule is not None:
        credit.freed(session, order.customer_id, actor.id, now, but=order.id)
    return confirmed


def take(
    session: Session, house: House, actor: PersonFacts, order: Order, receipt: Receipt, amount: int, now: datetime,
    *, action: str, other: Order | None = None,
) -> None:  # fmt: skip
    """A locked order loses money by this receipt. Where goods were released or shipped on it, the row says so, supply is
    told to stop, and the managing department hears of it. `other`: the order that gets it.
    """
    leaf = books.leaf_of(session, order, house.book)
    facts = facts_of(session, order, house.today(now), now)
    left = facts.net_minor - amount
    reclosed = [at for at in life.passed(session, order) if left < required_minor(facts, at)]
    session.add(
        Allocation(
            receipt_id=receipt.id, order_id=order.id, amount_minor=-amount, after_gate=bool(reclosed),
            allocated_by=actor.id, at=now,
        )
    )  # fmt: skip
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action=action, now=now, actor_id=actor.id,
        after={
            "receipt": receipt.id, "amount": -amount, "after_gate": [at.value for at in reclosed],
            **({"other": other.id} if other else {}),
        },
    )  # fmt: skip
    if reclosed:
        telling.tell(
            session, house.book, leaf, order, Moment.GATE_RECLOSED, now, amount=amount, by=actor.name, kind=receipt.kind
        )
    owed.refresh_cards(session, order_id=order.id, now=now)
