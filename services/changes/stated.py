"""Whose statement (影响说明) is waited for. Apart from the asking of them, so that lists may read it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from db.models import Change, ChangeImpact, Order

_ASKING = literal_column("'asking'")
_WAITED_FOR = (
    select(ChangeImpact, Order)
    .join(Change, Change.id == ChangeImpact.change_id)
    .join(Order, Order.id == Change.order_id)
    .where(Change.state == _ASKING, ChangeImpact.answered_at.is_(None))
    .order_by(ChangeImpact.id)
)


def waited_for(session: Session) -> Iterator[tuple[ChangeImpact, Order]]:
    """Every statement that is not whole, of changes whose departments are still asked."""
    yield from session.execute(_WAITED_FOR)


def of_order(session: Session, order_id: int) -> list[ChangeImpact]:
    """Those of one order."""
    return list(session.scalars(_WAITED_FOR.where(Order.id == order_id)))
