"""Work that is to be done by a day: conditions, tasks, the delivery itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from db.models import History, Task, TaskReport
from domain.life import IN_SUPPLY
from domain.process.names import TaskKind
from services import people, supply
from services.order_facts import CONDITION
from services.reminders.subjects import workable
from services.reminders.subjects.asked import Asked, Found, Post
from services.reminders.subjects.changed import carried_out
from services.supply import STOPPED


def condition_open(asked: Asked) -> Iterator[Found]:
    if asked.now.order.ended_at is not None:
        return
    for task in asked.now.tasks:
        if task.kind == CONDITION and task.state == "open":
            at = asked.begins(task.due_on) if task.due_on else task.created_at
            who = (Post(people.by_id(asked.session, task.owner_id).department, task.owner_id),)
            arose = task.created_at if task.due_on else None
            yield Found(f"task:{task.id}", at, who, arose=arose, words=task.words or "", day=task.due_on)


def task_open(asked: Asked) -> Iterator[Found]:
    """What a release asked for and is not done: taken, not taken yet, or to be taken anew since a change stopped it."""
    now = asked.now
    if now.state not in IN_SUPPLY:
        return
    known = {task.kind: task for task in asked.now.tasks}
    for wanted in supply.tasks_due(now.book, now.leaf, now.order):
        task, day = known.get(wanted.kind.value), supply.due_on(asked.session, asked.house, now.order, wanted)
        if day is None or (task is not None and task.state == "done"):
            continue
        taken = task is not None and task.state == "doing"
        who = (Post(wanted.department, task.owner_id if task is not None and taken else None),)
        subject = f"task:{now.order.id}.{wanted.kind.value}"
        can = workable.of(asked, wanted.kind)
        yield Found(
            subject, asked.begins(day), who, arose=_latest(_asked_for(asked, task), can.since),
            rests=now.order.on_hold or not can.now, row=task if taken else None, words=wanted.kind.value, day=day,
        )  # fmt: skip


def _latest(*moments: datetime | None) -> datetime | None:
    return max((one for one in moments if one is not None), default=None)


def _asked_for(asked: Asked, task: Task | None) -> datetime | None:
    """Since when a task is wanted: the release, or the last change before it was taken, or is to be taken, anew."""
    changed = [one.closed_at for one in carried_out(asked) if one.closed_at is not None] if task is not None else []
    if task is not None and task.state != STOPPED:
        changed = [at for at in changed if at <= task.created_at]
    return _latest(asked.now.order.released_at, *changed)


def purchase_open(asked: Asked) -> Iterator[Found]:
    """Of those tasks what is bought: whoever makes or inspects hears of the delivery instead."""
    return (one for one in task_open(asked) if one.words == TaskKind.PURCHASE.value)


def task_silent(asked: Asked) -> Iterator[Found]:
    """What somebody makes or buys: since it was taken, they could begin, it was reported last, or a hold was lifted."""
    now = asked.now
    supplies = {line.supply for line in now.order.lines}
    working = [
        task for task in now.tasks if task.state == "doing" and any(supply.makes(one, task.kind) for one in supplies)
    ]
    if now.state not in IN_SUPPLY or not working:
        return
    last = select(TaskReport.task_id, func.max(TaskReport.at)).group_by(TaskReport.task_id)
    reported = dict(asked.session.execute(last.where(TaskReport.task_id.in_([task.id for task in working]))).all())
    lifted = _lifted_at(asked)
    for task in working:
        can = workable.of(asked, TaskKind(task.kind))
        at = _latest(task.created_at, reported.get(task.id), lifted, can.since)
        who = (Post(task.department, task.owner_id),)
        subject = f"task:{now.order.id}.{task.kind}"
        yield Found(subject, at, who, rests=now.order.on_hold or not can.now, words=task.kind)


def _lifted_at(asked: Asked) -> datetime | None:
    """When the order was held last, and went on."""
    lifted = select(func.max(History.at)).where(History.subject == asked.now.subject, History.action == "lifted")
    return asked.session.scalar(lifted)


def delivery_open(asked: Asked) -> Iterator[Found]:
    now = asked.now
    day = now.order.promised_on
    if now.state not in IN_SUPPLY or day is None or all(line.shipped >= line.quantity for line in now.facts.lines):
        return
    working = tuple(one.who[0] for one in task_open(asked) if not one.rests)
    unnoticed = any(line.ready > line.shipped for line in now.facts.lines) and not now.facts.notice_open
    # packed goods wait for whoever says that they may go, or collects what is missing
    who = working or ((asked.sales,) if unnoticed else (Post(now.book.roles.goods),))
    yield asked.order(asked.begins(day), *who, arose=now.order.released_at, rests=now.order.on_hold, day=day)
