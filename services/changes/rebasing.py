"""What stands on an order follows a change of it: tasks and their days, a notice for goods that have not left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Order, Shipment, Task, TaskReport
from services import books, history, shipping, supply
from services.house import House
from services.order_facts import line_facts
from services.pace import calendar_of
from services.people import PersonFacts

DOING, DONE = "doing", "done"


def rebase(
    session: Session, house: House, order: Order, increased: Mapping[int, Decimal], actor: PersonFacts, now: datetime
) -> None:
    """`increased`: what was wanted before of lines that grew, zero of those that are new.

    Days are counted anew; a task that was done and has more to do is to be taken again, one without a line stops."""
    book, leaf = books.book_of(session, order, house.book), books.leaf_of(session, order, house.book)
    due = {one.kind.value: one for one in supply.tasks_due(book, leaf, order)}
    more = _to_make_more(order, increased)
    for task in supply.tasks_of(session, order.id):
        wanted = due.get(task.kind)
        if wanted is None:
            task.state = supply.STOPPED
        elif task.state == DONE and task.kind in more:
            _reopen(session, order, task, increased, actor, now)
        if wanted is not None:
            task.due_on = supply.due_on(session, house, order, wanted)
    session.flush()


def _to_make_more(order: Order, increased: Mapping[int, Decimal]) -> Collection[str]:
    """Kinds of task that have more to do: for lines that grew, or are new."""
    lines = [line for line in order.lines if line.id in increased]
    return {supply.MAKERS[line.supply] for line in lines if line.supply in supply.MAKERS}


def _reopen(
    session: Session, order: Order, task: Task, increased: Mapping[int, Decimal], actor: PersonFacts, now: datetime
) -> None:
    """What was made stays made: it is noted line by line before the task is no longer done."""
    for line in line_facts(session, order):
        if not supply.makes(line.supply, task.kind) or line.made:
            continue
        made = increased.get(line.line_id, line.quantity)
        if made > 0:
            session.add(
                TaskReport(task_id=task.id, line_id=line.line_id, quantity=made, reported_by=actor.id, at=now)
            )  # fmt: skip
    task.state, task.done_at = supply.STOPPED, None


def stop_all(session: Session, order: Order) -> None:
    """Nothing more is made or bought for it."""
    for task in supply.tasks_of(session, order.id):
        if task.state == DOING:
            task.state = supply.STOPPED
    session.flush()


def counted_from_release(session: Session, house: House, order: Order) -> date | None:
    """The promised day of an order whose delivery counts from the payment, once that is in."""
    if order.released_at is None or order.promised_days_after_payment is None:
        return None
    day = house.today(order.released_at)
    return calendar_of(session, house).add_workdays(day, order.promised_days_after_payment)


# ── what was to leave ──────────────────────────────────────────────────────────────────────


def take_back_notice(session: Session, order: Order, actor: PersonFacts, now: datetime) -> None:
    """The batch that was to leave is no more what was agreed: it is noticed anew."""
    notice = shipping.open_notice(session, order.id)
    if notice is not None:
        notice.state = "cancelled"
        session.flush()
        history.record(
            session, subject=f"order:{order.id}", action="notice_taken_back", now=now, actor_id=actor.id,
            after={"batch": str(notice.batch), "because": "change"},
        )  # fmt: skip


def readdress(session: Session, order: Order, after: Mapping[str, Any]) -> None:
    """Goods that have not left go where they are wanted now."""
    notice: Shipment | None = session.scalar(
        select(Shipment).where(Shipment.order_id == order.id, Shipment.state == "noticed")
    )
    if notice is None:
        return
    fields = after["fields"]
    notice.address = str(fields.get("place") or "") or notice.address
    contact = " ".join(str(fields[key]) for key in ("receiver", "phone") if fields.get(key))
    notice.contact = contact or notice.contact
    notice.carrier = str(fields.get("carrier") or "") or notice.carrier
    session.flush()
