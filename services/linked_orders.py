"""补货: which order makes good which. Read only; how one comes to be is `services.making_good`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.orm import Session

from db.models import Order
from domain.life import State

GIVEN_UP = frozenset({State.WITHDRAWN, State.REJECTED, State.CANCELLED})
"""Nothing will come of an order in such a state."""


@dataclass(frozen=True, slots=True)
class FirstOrder:
    """The order that another one makes good, and why."""

    order_id: int
    number: str
    because: str


@dataclass(frozen=True, slots=True)
class MadeGood:
    """An order that makes good another one."""

    order_id: int
    number: str
    state: State
    quantities: Mapping[int, Decimal]
    """By product."""

    @property
    def given_up(self) -> bool:
        return self.state in GIVEN_UP


_LINKED = select(Order).where(Order.linked_to_id == bindparam("first", type_=BigInteger())).order_by(Order.id)


def first_of(session: Session, order: Order) -> FirstOrder | None:
    """What this order makes good; None for any other."""
    if order.linked_to_id is None:
        return None
    number = session.scalars(select(Order.number).where(Order.id == order.linked_to_id)).one()
    return FirstOrder(order.linked_to_id, number, order.linked_because or "")


def made_good(session: Session, order_id: int) -> tuple[MadeGood, ...]:
    """Every order that makes good this one, the first one first, those that were given up among them."""
    rows = session.scalars(_LINKED, {"first": order_id})
    return tuple(MadeGood(row.id, row.number, State(row.state), _quantities(row)) for row in rows)


def _quantities(order: Order) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for line in order.lines:
        if not line.ended:
            found[line.product_id] = found.get(line.product_id, Decimal(0)) + line.quantity
    return found
