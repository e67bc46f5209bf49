"""评审条件: what somebody's consent hangs on. A task with an owner and a day; what it names waits until it is done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Approval, ApprovalSeat, Order, Person, Task, Vote
from domain.process.names import Checkpoint
from services import history, owed, people, supply, telling
from services.approvals import seats
from services.errors import AlreadyDone, NotAllowed, NotFound
from services.house import House
from services.locking import lock_order, touch
from services.order_facts import CONDITION
from services.people import PersonFacts

CARD = "condition"
"""The kind of the card on which whoever set a condition says that it is met; its subject is `task:<id>`."""

KEPT, DROPPED = "kept", "dropped"
"""States of a condition before and beside `open` and `met`: its vote is given, the review is not through; and its vote
came to nothing, by a 退回 or because the order was not approved."""


@dataclass(frozen=True, slots=True)
class Condition:
    """有条件同意: what must be done, by whom, until when, and what waits for it."""

    words: str
    blocks: Checkpoint
    owner_id: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A condition as cards show it."""

    id: int
    order_id: int
    words: str
    department: str
    set_by: str
    owner: str
    due_on: date | None
    blocks: Checkpoint
    met_at: datetime | None
    vote_id: int | None


def keep(
    session: Session, order: Order, seat: ApprovalSeat, vote_row: Vote, condition: Condition, now: datetime
) -> None:
    """The task that a consent leaves behind. It is laid on nobody before the whole review is through."""
    before = session.scalar(
        select(func.count()).select_from(Task).where(
            Task.order_id == order.id, Task.kind == CONDITION, Task.department == seat.department
        )
    )  # fmt: skip
    task = Task(
        order_id=order.id, kind=CONDITION, department=seat.department, position=(before or 0) + 1,
        owner_id=condition.owner_id, due_on=condition.due_on, state=KEPT, created_at=now,
        words=condition.words, blocks=condition.blocks.value, vote_id=vote_row.id,
    )  # fmt: skip
    session.add(task)
    session.flush()


def take_effect(session: Session, approval: Approval, counted: Collection[int], now: datetime) -> None:
    """The review is over: the conditions of votes that count are to be met, their owners are told; the others fall away.

    `counted`: the seats whose votes count; none where the order was not approved.
    """
    rows = session.execute(
        select(Task, Vote.seat_id).join(Vote, Vote.id == Task.vote_id)
        .where(Vote.approval_id == approval.id, Task.state == KEPT).order_by(Task.id)
    ).all()  # fmt: skip
    for task, seat_id in rows:
        task.state = "open" if seat_id in counted else DROPPED
        session.flush()
        if seat_id in counted:
            _tell_owner(session, "condition.left", task, now)


def show(session: Session, order: Order, now: datetime) -> None:
    """The order is taken on: the cards of its conditions stand where they were set."""
    rows = session.scalars(
        select(Task).where(Task.order_id == order.id, Task.kind == CONDITION, Task.state == "open").order_by(Task.id)
    )
    for task in rows:
        owed.show_card(
            session, CARD, subject=f"task:{task.id}", chat_id=_judged_at(session, task), now=now, order_id=order.id
        )


def _judged_at(session: Session, task: Task) -> int:
    """Where it is said that it is met: in the department that asked for it, or else with who asked."""
    desk = telling.desk_of(session, task.department)
    setter = session.scalar(select(Vote.person_id).where(Vote.id == task.vote_id))
    assert setter is not None
    return desk if desk is not None else people.private_chat(session, setter)


def _judges(session: Session, house: House, order: Order, task: Task, actor: PersonFacts) -> bool:
    """The department that set it, and whoever set it, also in its place; where all of them have gone who stands in."""
    own = seats.owners(order)
    said = session.execute(select(Vote.person_id, Vote.for_id).where(Vote.id == task.vote_id)).one()
    setters = {one for one in said if one is not None and people.present(session, one) is not None}
    able = ({one.id for one in seats.eligible(session, task.department, ())} | setters) - own
    if not able:
        asked_of, person = seats.answerable(session, house.book, task.department, own)
        able = {one.id for one in seats.eligible(session, asked_of, own)} | ({person} if person is not None else set())
    return actor.id in able


def finish(session: Session, house: House, actor: PersonFacts, task_id: int, now: datetime) -> Task:
    """A condition is met: said by the department or the person that set it. What waited for it goes on."""
    found = session.get(Task, task_id)
    if found is None or found.kind != CONDITION:
        raise NotFound(f"condition {task_id}")
    order = lock_order(session, found.order_id)
    task = session.get_one(Task, task_id, populate_existing=True)
    if not _judges(session, house, order, task, actor):
        raise NotAllowed("not_your_department", department=task.department)
    if task.state == "met":
        raise AlreadyDone(None, task.done_at)
    if task.state != "open":
        raise NotFound(f"condition {task_id} is {task.state}")
    task.state, task.done_at = "met", now
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="condition_met", now=now, actor_id=actor.id,
        for_id=task.owner_id, after={"task": task.id, "words": task.words, "blocks": task.blocks},
    )  # fmt: skip
    _tell_owner(session, "condition.met", task, now, by=actor.name)
    supply.go_on(session, house, order, actor, now)
    owed.refresh_cards(session, order_id=order.id, now=now)
    return task


def _tell_owner(session: Session, kind: str, task: Task, now: datetime, **facts: str) -> None:
    """Whoever must meet it, where they are met; once of each kind."""
    chat = telling.met_at(session, task.owner_id) if task.owner_id is not None else None
    if chat is not None:
        owed.owe(
            session, kind, chat_id=chat, now=now, subject=f"task:{task.id}", order_id=task.order_id, facts=facts,
            dedupe=f"{kind}:{task.id}",
        )  # fmt: skip


def by_id(session: Session, task_id: int) -> ConditionView:
    """One condition."""
    task = session.get(Task, task_id)
    if task is None or task.kind != CONDITION:
        raise NotFound(f"condition {task_id}")
    return _view(session, task)


def of_order(session: Session, order_id: int) -> tuple[ConditionView, ...]:
    """Every condition of an order that holds or is to hold, met or not, the first one first."""
    query = select(Task).where(Task.order_id == order_id, Task.kind == CONDITION, Task.state != DROPPED)
    rows = session.scalars(query.order_by(Task.id))
    return tuple(_view(session, task) for task in rows)


def _view(session: Session, task: Task) -> ConditionView:
    setter = session.scalar(select(Person.name).join(Vote, Vote.person_id == Person.id).where(Vote.id == task.vote_id))
    return ConditionView(
        id=task.id, order_id=task.order_id, words=task.words or "", department=task.department, set_by=setter or "",
        owner=people.name_of(session, task.owner_id), due_on=task.due_on, blocks=Checkpoint(task.blocks),
        met_at=task.done_at if task.state == "met" else None, vote_id=task.vote_id,
    )  # fmt: skip
