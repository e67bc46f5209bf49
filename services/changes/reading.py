"""A change as cards show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.orm import Session

from db.models import Change
from domain.changes import OPEN_CHANGES, ChangeKind, ChangeState
from domain.process.changing import Weight
from services import people
from services.changes import impacts
from services.errors import NotFound


@dataclass(frozen=True, slots=True)
class StatementView:
    """影响说明 of one department."""

    id: int
    department: str
    answers: Mapping[str, Mapping[str, Any]]
    who: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change with what was said of it."""

    id: int
    order_id: int
    number: int
    kind: ChangeKind
    weight: Weight
    state: ChangeState
    factor: str
    factor_kind: str | None
    reason: str
    countermeasure: str | None
    contingency: str | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    to_revision: int | None
    delta_minor: int
    approval_id: int | None
    asked_by_id: int
    asked_by: str
    asked_at: datetime
    due_at: datetime | None
    closed_by: str
    closed_at: datetime | None
    closing: str | None
    statements: tuple[StatementView, ...]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_CHANGES


_OPEN = [state.value for state in sorted(OPEN_CHANGES)]
_OF_ORDER = select(Change).where(Change.order_id == bindparam("order_id", type_=BigInteger())).order_by(Change.id)
_OPEN_OF = (
    select(Change).where(Change.order_id == bindparam("order_id", type_=BigInteger()), Change.state.in_(_OPEN)).limit(1)
)


def by_id(session: Session, change_id: int) -> ChangeView:
    """The change with this id."""
    row = session.get(Change, change_id)
    if row is None:
        raise NotFound(f"change {change_id}")
    return _view(session, row)


def open_of(session: Session, order_id: int) -> ChangeView | None:
    """The change of an order that is not decided yet."""
    row = session.scalar(_OPEN_OF, {"order_id": order_id})
    return None if row is None else _view(session, row)


def all_of(session: Session, order_id: int) -> tuple[ChangeView, ...]:
    """Every change of an order, the first one first."""
    return tuple(_view(session, row) for row in session.scalars(_OF_ORDER, {"order_id": order_id}))


def waits_for(session: Session, change: ChangeView) -> Sequence[StatementView]:
    """Whose statements are not whole."""
    return [one for one in change.statements if one.at is None]


def _view(session: Session, row: Change) -> ChangeView:
    return ChangeView(
        id=row.id,
        order_id=row.order_id,
        number=row.number,
        kind=ChangeKind(row.kind),
        weight=Weight(row.weight),
        state=ChangeState(row.state),
        factor=row.factor,
        factor_kind=row.factor_kind,
        reason=row.reason,
        countermeasure=row.countermeasure,
        contingency=row.contingency,
        before=row.before,
        after=row.after,
        to_revision=row.to_revision,
        delta_minor=row.delta_minor,
        approval_id=row.approval_id,
        asked_by_id=row.asked_by,
        asked_by=people.name_of(session, row.asked_by),
        asked_at=row.asked_at,
        due_at=row.due_at,
        closed_by=people.name_of(session, row.closed_by),
        closed_at=row.closed_at,
        closing=row.closing,
        statements=tuple(
            StatementView(
                one.id, one.department, one.answers, people.name_of(session, one.answered_by), one.answered_at
            )
            for one in impacts.of_change(session, row.id)
        ),
    )
