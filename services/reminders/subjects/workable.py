"""Which tasks of an order can be worked on: nobody is asked for work that waits for somebody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select

from db.models import TaskReport
from domain.gates import LineFacts, inspected, inspection_rule
from domain.process.names import TaskKind
from domain.process.types import SupplyTask
from services import supply
from services.reminders.subjects.asked import Asked


@dataclass(frozen=True, slots=True)
class Workable:
    """Whether a task can be worked on."""

    now: bool
    since: datetime | None = None
    """When the work before it was there, or it was begun all the same; None where it waited for nothing."""


_YES, _NOT_YET = Workable(now=True), Workable(now=False)


def of(asked: Asked, kind: TaskKind) -> Workable:
    """A task that needs another's goods waits for them; quality waits until something is there to be looked at."""
    if kind is TaskKind.INSPECTION:
        return _of_quality(asked)
    needed = supply.NEEDS.get(kind.value)
    if needed is None or needed not in {one.kind.value for one in _wanted(asked)}:
        return _YES
    before = next((task for task in asked.now.tasks if task.kind == needed), None)
    there = before.done_at if before is not None and before.state == "done" else None
    # whoever has reported some of it had what it takes, whatever is noted of the material then or later
    begun = _first_reported(asked, kind)
    since = min((at for at in (there, begun) if at is not None), default=None)
    return Workable(now=True, since=since) if since is not None else _NOT_YET


def _first_reported(asked: Asked, kind: TaskKind) -> datetime | None:
    its = [task.id for task in asked.now.tasks if task.kind == kind.value]
    return asked.session.scalar(select(func.min(TaskReport.at)).where(TaskReport.task_id.in_(its)))


def _wanted(asked: Asked) -> tuple[SupplyTask, ...]:
    return supply.tasks_due(asked.now.book, asked.now.leaf, asked.now.order)


def _of_quality(asked: Asked) -> Workable:
    rule = inspection_rule(asked.now.leaf)
    if rule is None:
        return _YES
    lines = asked.now.facts.lines
    there = supply.existing_of(lines, [task.kind for task in asked.now.tasks if task.state == "done"])
    waiting = [line for line in lines if inspected(rule, line) and there[line.line_id] > line.passed]
    if not waiting:
        return _NOT_YET
    since = [_there_since(asked, line) for line in waiting]
    return Workable(now=True, since=min(at for at in since if at is not None) if None not in since else None)


def _there_since(asked: Asked, line: LineFacts) -> datetime | None:
    """When the first of a line's goods were reported that quality has not let go; None where nobody reported those."""
    its = select(TaskReport.quantity, TaskReport.at).where(TaskReport.line_id == line.line_id).order_by(TaskReport.id)
    made = Decimal(0)
    for quantity, at in asked.session.execute(its):
        made += quantity
        if made > line.passed:
            return at
    return None
