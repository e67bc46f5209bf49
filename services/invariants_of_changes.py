"""I8 of changes: what was carried out was decided, and stands as it was agreed. Asked through `services.invariants`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Approval, Change, Order
from domain.approvals import ApprovalState
from domain.changes import OPEN_CHANGES, ChangeKind, ChangeState
from domain.process.changing import Weight
from services.changes.content import agreed, content_of

APPLIED, TOLD = ChangeState.APPLIED.value, Weight.TOLD.value


def changes(session: Session, _now: datetime) -> Iterator[str]:
    """A change is carried out exactly where it was approved, or need not be; and the order says what it made of it."""
    rows = session.execute(
        select(Change, Order, Approval)
        .join(Order, Order.id == Change.order_id)
        .outerjoin(Approval, Approval.id == Change.approval_id)
        .order_by(Change.id)
    )
    last: dict[int, tuple[Change, Order]] = {}
    for change, order, approval in rows:
        name = f"{order.number} change {change.number}"
        if wrong := _out_of_step(change, approval):
            yield f"{name} {wrong}"
        if change.state == APPLIED and change.kind == ChangeKind.EDIT.value and change.weight != TOLD:
            last[order.id] = change, order
    for change, order in last.values():
        if change.to_revision == order.revision and agreed(content_of(order)) != agreed(change.after):
            yield f"{order.number} is not what its change {change.number} made of it"


def _out_of_step(change: Change, approval: Approval | None) -> str:
    if approval is None:
        undecided = change.state == ChangeState.DECIDING.value
        return "is being decided and nobody is asked" if undecided else ""
    state = ApprovalState(approval.state)
    if (state is ApprovalState.OPEN) != (ChangeState(change.state) in OPEN_CHANGES):
        return f"is {change.state} and its approval {state.value}"
    if change.state == APPLIED and state is not ApprovalState.APPROVED:
        return f"was carried out although its approval ended as {state.value}"
    if change.state in (ChangeState.REJECTED.value, ChangeState.WITHDRAWN.value) and state is ApprovalState.APPROVED:
        return f"is {change.state} although it was approved"
    return ""


def as_voted_on(session: Session, order: Order) -> dict[str, Any]:
    """The fields as they were when this revision was agreed on: what was merely told since is taken back."""
    told = select(Change).where(
        Change.order_id == order.id, Change.state == APPLIED, Change.weight == TOLD,
        Change.base_revision == order.revision,
    )  # fmt: skip
    fields = dict(order.fields)
    for change in session.scalars(told.order_by(Change.id.desc())):
        before, after = change.before["fields"], change.after["fields"]
        for key in before.keys() | after.keys():
            if before.get(key) != after.get(key):
                fields.pop(key, None)
                fields |= {key: before[key]} if key in before else {}
    return fields
