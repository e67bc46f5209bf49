"""Returns and allowances as cards show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.orm import Session, aliased

from db.models import AfterSale, Order, Person
from domain.after_sale import OPEN, Document, Kind, Step
from services.approvals.seats import owners
from services.errors import NotFound


@dataclass(frozen=True, slots=True)
class AfterSaleView:
    """One return or allowance with names instead of ids."""

    id: int
    order_id: int
    number: int
    kind: Kind
    step: Step
    quantities: Mapping[int, Decimal]
    amount_minor: int
    reason: str
    asked_by: str
    asked_by_id: int
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    words: str
    """Why it was refused."""
    done_by: str
    done_at: datetime | None


_DECIDER, _DOER = aliased(Person), aliased(Person)
_ALL = (
    select(AfterSale, Person.name, _DECIDER.name, _DOER.name)
    .join(Person, Person.id == AfterSale.asked_by)
    .outerjoin(_DECIDER, _DECIDER.id == AfterSale.decided_by)
    .outerjoin(_DOER, _DOER.id == AfterSale.done_by)
)
_ORDER = _ALL.where(AfterSale.order_id == bindparam("order_id", type_=BigInteger())).order_by(AfterSale.number)
_OPEN = (
    select(AfterSale, Order)
    .join(Order, Order.id == AfterSale.order_id)
    .where(AfterSale.state.in_([step.value for step in OPEN]))
    .order_by(AfterSale.id)
)
_ONE = _ALL.where(AfterSale.id == bindparam("after_sale_id", type_=BigInteger()))


def of_order(session: Session, order_id: int) -> tuple[AfterSaleView, ...]:
    """Every one of an order, the first one first."""
    return tuple(_view(*row) for row in session.execute(_ORDER, {"order_id": order_id}))


def by_id(session: Session, after_sale_id: int) -> AfterSaleView:
    """The one with this id. NotFound where there is none."""
    row = session.execute(_ONE, {"after_sale_id": after_sale_id}).first()
    if row is None:
        raise NotFound(f"after-sale document {after_sale_id}")
    return _view(*row)


def document(one: AfterSaleView) -> Document:
    """As far as limits go."""
    return Document(one.kind, one.step, one.amount_minor, one.quantities)


def quantities_of(row: AfterSale) -> dict[int, Decimal]:
    """By line id, as numbers."""
    return {int(line): Decimal(str(quantity)) for line, quantity in row.quantities.items()}


def own_of(row: AfterSale, order: Order) -> frozenset[int]:
    """Who never decides it: whoever asked, and whose order it is."""
    return owners(order) | {row.asked_by}


def open_ones(session: Session) -> Iterator[tuple[AfterSale, Order]]:
    """Those on which somebody is still to act, the oldest first."""
    yield from session.execute(_OPEN)


def _view(row: AfterSale, asked_by: str, decided_by: str | None, done_by: str | None) -> AfterSaleView:
    return AfterSaleView(
        id=row.id, order_id=row.order_id, number=row.number, kind=Kind(row.kind), step=Step(row.state),
        quantities=quantities_of(row), amount_minor=row.amount_minor, reason=row.reason, asked_by=asked_by,
        asked_by_id=row.asked_by, asked_at=row.asked_at, decided_by=decided_by or "", decided_at=row.decided_at,
        words=row.words or "", done_by=done_by or "", done_at=row.done_at,
    )  # fmt: skip
