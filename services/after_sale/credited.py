"""What was let off of orders (退货、折让): the one place that says it. Asked at gates, so it asks none."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, ScalarSelect, SQLColumnExpression, bindparam, func, select
from sqlalchemy.orm import Session

from db.models import AfterSale
from domain.after_sale import Step


def credited(order_id: SQLColumnExpression[Any]) -> ScalarSelect[int]:
    """By how much less the customer owes for this order, in minor units: only what is done counts."""
    rows = select(func.coalesce(func.sum(AfterSale.amount_minor), 0))
    return rows.where(AfterSale.order_id == order_id, AfterSale.state == Step.DONE.value).scalar_subquery()


_ONE: Final = select(credited(bindparam("order_id", type_=BigInteger())))
_SEVERAL: Final = (
    select(AfterSale.order_id, func.sum(AfterSale.amount_minor))
    .where(AfterSale.order_id.in_(bindparam("ids", expanding=True)), AfterSale.state == Step.DONE.value)
    .group_by(AfterSale.order_id)
)


def credited_minor(session: Session, order_id: int) -> int:
    """By how much less the customer owes for one order."""
    return int(session.scalar(_ONE, {"order_id": order_id}) or 0)


def credited_by_order(session: Session, ids: list[int]) -> dict[int, int]:
    """The same for several; orders of which nothing was let off are not in it."""
    return {order: int(amount) for order, amount in session.execute(_SEVERAL, {"ids": ids})}
