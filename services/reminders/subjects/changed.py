"""Changes that were carried out: while others were at work on the order, or too many of them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from db.models import Change
from domain.changes import ChangeKind, ChangeState
from domain.ladders import moment_of
from domain.life import ENDED, IN_SUPPLY, State
from domain.process.reminding import ReminderRule
from services.order_facts import CONDITION
from services.reminders.subjects.asked import Asked, Found, Post

_OVER = ENDED | {State.SHIPPED}


def carried_out(asked: Asked) -> list[Change]:
    """The changes that were carried out, oldest first."""
    query = select(Change).where(
        Change.order_id == asked.now.order.id, Change.state == ChangeState.APPLIED.value,
        Change.kind == ChangeKind.EDIT.value,
    )  # fmt: skip
    return list(asked.session.scalars(query.order_by(Change.closed_at, Change.id)))


def changed_at_work(asked: Asked) -> Iterator[Found]:
    """Told to whoever was at work on the order when it was changed, until that work is done."""
    if asked.now.state not in IN_SUPPLY:
        return
    doing = [task for task in asked.now.tasks if task.state == "doing" and task.kind != CONDITION]
    for change in carried_out(asked):
        assert change.closed_at is not None
        begun = tuple(Post(task.department, task.owner_id) for task in doing if task.created_at < change.closed_at)
        if begun:
            yield Found(f"change:{change.id}", change.closed_at, begun, row=change)


def changes_frequent(asked: Asked) -> Iterator[Found]:
    """So many changes within the time that the rule names, of an order that is not through yet."""
    rule = asked.rule
    if not isinstance(rule, ReminderRule) or rule.within is None or asked.now.state in _OVER:
        return
    done = [change.closed_at for change in carried_out(asked) if change.closed_at is not None]
    for first, last in zip(done, done[rule.least - 1 :], strict=False):
        if last <= moment_of(rule.within, first, asked.calendar):
            yield asked.order(last, Post(asked.now.leaf.managing_department), count=len(done))
            return
