"""变更统计: how many changes there were, why, how they ended, how long they took, and which orders had most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Change, Customer, Order
from domain.changes import OPEN_CHANGES, ChangeState
from domain.process.changing import Weight
from domain.rights import sees_all_customers
from services.house import House, who
from services.people import PersonFacts

MOST = 3
"""So many orders with most changes are named."""


@dataclass(frozen=True, slots=True)
class ChangeStatistics:
    """Changes that were asked for in a period. What need only be told has no factor and is counted alone."""

    days: int
    count: int
    told: int
    ended: Mapping[ChangeState, int]
    factors: tuple[tuple[str, int, tuple[tuple[str, int], ...]], ...]
    """Factor, how many, and by its kinds; most first."""
    average: timedelta | None
    """From asking to the end, of those that were decided."""
    late: int
    """Decided, or still open, after the day by which they should have been."""
    busiest: tuple[tuple[str, str, int], ...]
    """Order number, customer, how many; of those that had more than one."""


def statistics(session: Session, house: House, actor: PersonFacts, days: int, now: datetime) -> ChangeStatistics:
    """Of the last so many days; salespeople see those of their own orders."""
    query = (
        select(Change, Order.number, Customer.name)
        .join(Order, Order.id == Change.order_id)
        .outerjoin(Customer, Customer.id == Order.customer_id)
        .where(Change.asked_at > now - timedelta(days=days))
        .order_by(Change.id)
    )
    if not sees_all_customers(house.book, who(actor)):
        query = query.where((Order.sales_id == actor.id) | (Order.filed_by == actor.id))
    rows = session.execute(query).all()
    weighed = [row for row in rows if row.Change.weight != Weight.TOLD.value]
    decided = [row.Change for row in weighed if row.Change.closed_at is not None]
    took = [one.closed_at - one.asked_at for one in decided]
    per_order = Counter((row.number, row.name or "") for row in weighed)
    return ChangeStatistics(
        days=days,
        count=len(weighed),
        told=len(rows) - len(weighed),
        ended=Counter(ChangeState(row.Change.state) for row in weighed),
        factors=_factors([row.Change for row in weighed]),
        average=sum(took, timedelta()) / len(took) if took else None,
        late=sum(_is_late(row.Change, now) for row in weighed),
        busiest=tuple((number, name, count) for (number, name), count in per_order.most_common(MOST) if count > 1),
    )


def _factors(changes: list[Change]) -> tuple[tuple[str, int, tuple[tuple[str, int], ...]], ...]:
    counted = Counter(one.factor for one in changes)
    return tuple((factor, count, _kinds(changes, factor)) for factor, count in counted.most_common())


def _kinds(changes: list[Change], factor: str) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(one.factor_kind for one in changes if one.factor == factor and one.factor_kind).most_common())


def _is_late(change: Change, now: datetime) -> bool:
    if change.due_at is None:
        return False
    return (change.closed_at or now) > change.due_at


def still_open(told: ChangeStatistics) -> int:
    """How many are not decided yet."""
    return sum(count for state, count in told.ended.items() if state in OPEN_CHANGES)
