"""Plan tasks: made when a department takes a released order on, never while its gate is closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db.models import Order, Person, Shipment, Task, TaskReport
from domain.gates import LineFacts, Refusal, inspected, inspection_rule
from domain.life import State
from domain.process.names import Checkpoint, Supply, TaskKind
from domain.process.types import Book, Leaf, SupplyTask
from domain.rights import in_state, may_for
from services import books, history, life, owed, telling
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused
from services.house import House, who
from services.locking import lock_order, touch
from services.order_facts import CONDITION, line_facts
from services.pace import calendar_of
from services.people import PersonFacts

STOPPED = "stopped"
"""A task that a change stopped: what is wanted of it now is to be taken anew."""
MAKERS = {Supply.MAKE.value: TaskKind.PRODUCTION.value, Supply.BUY.value: TaskKind.PURCHASE.value}
"""The task after which goods of a supply exist and can be packed."""
NEEDS = {TaskKind.PRODUCTION.value: TaskKind.PURCHASE.value}
"""The task whose goods another one is made of."""


def tasks_due(book: Book, leaf: Leaf, order: Order) -> tuple[SupplyTask, ...]:
    """The tasks that the book asks for, given where the goods come from; each kind once, the earliest day.

    Picking is no task to be taken: the warehouse's own card asks for 备齐.
    """
    supplies = {line.supply for line in order.lines}
    by_kind: dict[str, SupplyTask] = {}
    for task in leaf.supply_tasks:
        if task.supply.value not in supplies or task.department == book.roles.goods:
            continue
        known = by_kind.get(task.kind.value)
        if known is None or known.due_before < task.due_before:
            by_kind[task.kind.value] = task
    return tuple(by_kind.values())


_TASKS = select(Task).where(Task.order_id == bindparam("order_id"), Task.kind != CONDITION).order_by(Task.id)


def tasks_of(session: Session, order_id: int) -> Sequence[Task]:
    """The tasks of the plan that exist, in the order in which they were taken."""
    return session.scalars(_TASKS, {"order_id": order_id}).all()


def take(session: Session, house: House, actor: PersonFacts, order_id: int, kind: str, now: datetime) -> Task:
    """A department takes a task of a released order on: it gets an owner and a day."""
    order, leaf = _order_in_supply(session, house, order_id, "supply.take", now)
    wanted = _wanted(session, house, leaf, order, kind, actor)
    taken = _taken(session, order.id, kind)
    if taken is not None and taken.state != STOPPED:
        raise AlreadyDone(session.get_one(Person, taken.owner_id).name, taken.created_at)
    life.pass_gate(session, house, order, Checkpoint.PLAN, actor, now)
    task = taken or Task(order_id=order.id, revision=order.revision, kind=kind, department=wanted.department)
    task.owner_id, task.state, task.due_on = actor.id, "doing", due_on(session, house, order, wanted)
    task.created_at = now  # also of one that was taken before a change stopped it
    session.add(task)
    if order.state == State.RELEASED.value:
        life.move(session, order, "work", actor.id, now)
    _note(session, order, actor, "task_taken", {"kind": kind, "due": str(task.due_on)}, now)
    return task


def finish(session: Session, house: House, actor: PersonFacts, order_id: int, kind: str, now: datetime) -> Task:
    """A task is done. When the goods exist, the warehouse gets its card."""
    order, leaf = _order_in_supply(session, house, order_id, "supply.finish", now)
    wanted = _wanted(session, house, leaf, order, kind, actor)
    task = _taken(session, order.id, kind)
    if task is None or task.state == STOPPED:
        raise NotFound(f"task {kind} of order {order_id}")
    if task.state == "done":
        raise AlreadyDone(session.get_one(Person, task.owner_id).name, task.done_at)
    life.pass_gate(session, house, order, Checkpoint.PLAN, actor, now)
    _report(session, task, _left_to_make(session, order, task), actor, now)
    task.state, task.done_at = "done", now
    _note(session, order, actor, "task_done", {"kind": wanted.kind.value}, now)
    show_inspection(session, house, order, now)
    if goods_exist(session, order):
        show_goods(session, house, order, now)
    return task


# ── what was made or bought ────────────────────────────────────────────────────────────────


def report(
    session: Session, house: House, actor: PersonFacts, order_id: int, kind: str, quantities: Mapping[int, Decimal],
    now: datetime,
) -> Task:  # fmt: skip
    """报数: so much more of these lines is made or bought. All of them, and the task is done."""
    order, leaf = _order_in_supply(session, house, order_id, "supply.finish", now)
    wanted = _wanted(session, house, leaf, order, kind, actor)
    task = _taken(session, order.id, kind)
    if task is None:
        raise NotFound(f"task {kind} of order {order_id}")
    if task.state == "done":
        raise AlreadyDone(session.get_one(Person, task.owner_id).name, task.done_at)
    left = _left_to_make(session, order, task)
    if not quantities or any(not 0 < count <= left.get(line, Decimal(0)) for line, count in quantities.items()):
        raise Refused((Refusal("more_than_to_make", wanted.department),), order_id=order.id)
    if dict(quantities) == left:
        return finish(session, house, actor, order_id, kind, now)
    _report(session, task, quantities, actor, now)
    told = {str(line): str(count) for line, count in quantities.items()}
    _note(session, order, actor, "task_reported", {"kind": kind, **told}, now)
    show_inspection(session, house, order, now)
    return task


def made(session: Session, order_id: int) -> dict[int, Decimal]:
    """How much of each line is made or bought, by what was reported; a change does not go below it."""
    order = session.get_one(Order, order_id)
    done = [task.kind for task in tasks_of(session, order_id) if task.state == "done"]
    return made_of(line_facts(session, order), done)


def made_of(lines: Sequence[LineFacts], done: Collection[str]) -> dict[int, Decimal]:
    """The same of lines that are read already. `done`: the kinds of tasks that are finished.

    A task that was finished before anybody reported quantities stands for all of its lines.
    """
    counted = {MAKERS.get(line.supply) for line in lines if line.made}
    found: dict[int, Decimal] = {}
    for line in lines:
        kind = MAKERS.get(line.supply)
        if kind is not None:
            found[line.line_id] = line.quantity if kind in done and kind not in counted else line.made
    return found


def makes(supply: str, kind: str) -> bool:
    """Whether goods of this supply exist once a task of this kind is done; material bought for others is not told."""
    return MAKERS.get(supply) == kind


def _left_to_make(session: Session, order: Order, task: Task) -> dict[int, Decimal]:
    lines = [line for line in line_facts(session, order) if makes(line.supply, task.kind)]
    return {line.line_id: line.quantity - line.made for line in lines if line.quantity > line.made}


def _report(session: Session, task: Task, quantities: Mapping[int, Decimal], actor: PersonFacts, now: datetime) -> None:
    for line, quantity in quantities.items():
        session.add(TaskReport(task_id=task.id, line_id=line, quantity=quantity, reported_by=actor.id, at=now))
    session.flush()


# ── whose card is next ─────────────────────────────────────────────────────────────────────


def show_inspection(session: Session, house: House, order: Order, now: datetime) -> None:
    """Quality's card, where goods that are there wait to be let go."""
    rule = inspection_rule(books.leaf_of(session, order, house.book))
    if rule is None:
        return
    there = existing(session, order)
    waits = any(inspected(rule, line) and there[line.line_id] > line.passed for line in line_facts(session, order))
    chat = telling.desk_of(session, rule.department) if waits else None
    if chat is not None:
        owed.show_card(
            session, "inspection", subject=f"order:{order.id}", chat_id=chat, now=now, order_id=order.id, repost=True
        )


def existing(session: Session, order: Order) -> dict[int, Decimal]:
    """How much of each line is there: made or bought, or packed by the warehouse, or ours already."""
    done = [task.kind for task in tasks_of(session, order.id) if task.state == "done"]
    return existing_of(line_facts(session, order), done)


def existing_of(lines: Sequence[LineFacts], done: Collection[str]) -> dict[int, Decimal]:
    """The same of lines that are read already."""
    found = made_of(lines, done)
    return {line.line_id: max(found.get(line.line_id, line.quantity), line.ready) for line in lines}


def goods_exist(session: Session, order: Order) -> bool:
    """Whether all that is made or bought for the order is there, so that the warehouse can pack."""
    done = {task.kind for task in tasks_of(session, order.id) if task.state == "done"}
    return all(MAKERS[line.supply] in done for line in order.lines if line.supply in MAKERS)


def show_goods(session: Session, house: House, order: Order, now: datetime) -> None:
    """The warehouse's card of an order."""
    chat = telling.desk_of(session, house.book.roles.goods)
    if chat is not None:
        owed.show_card(
            session, "goods", subject=f"order:{order.id}", chat_id=chat, now=now, order_id=order.id, repost=True
        )


def go_on(session: Session, house: House, order: Order, actor: PersonFacts, now: datetime) -> None:
    """A reason why the order was held may have gone: release it, or let the warehouse know that a batch may leave.

    A card that turns in place rings nowhere, so that one is posted anew.
    """
    if life.try_release(session, house, order, actor, now):
        return
    waits = session.scalar(select(Shipment.id).where(Shipment.order_id == order.id, Shipment.state == "noticed"))
    if waits is not None and not life.gate(session, house, order, Checkpoint.SHIP, now):
        show_goods(session, house, order, now)


def _order_in_supply(session: Session, house: House, order_id: int, action: str, now: datetime) -> tuple[Order, Leaf]:
    """The locked order, where its plan checkpoint is open now; Refused with every reason where not."""
    order = lock_order(session, order_id)
    refusals = life.gate(session, house, order, Checkpoint.PLAN, now)
    if refusals:
        raise Refused(refusals, order_id=order.id)
    if not in_state(action, State(order.state)):
        raise NotAllowed("not_in_supply")
    return order, books.leaf_of(session, order, house.book)


def _wanted(session: Session, house: House, leaf: Leaf, order: Order, kind: str, actor: PersonFacts) -> SupplyTask:
    for task in tasks_due(books.book_of(session, order, house.book), leaf, order):
        if task.kind.value == kind:
            if not may_for(task.department, who(actor)):
                raise NotAllowed("not_your_department", department=task.department)
            return task
    raise NotFound(f"task {kind}")


def _taken(session: Session, order_id: int, kind: str) -> Task | None:
    return session.scalar(select(Task).where(Task.order_id == order_id, Task.kind == kind))


def due_on(session: Session, house: House, order: Order, wanted: SupplyTask) -> date | None:
    """The day of a task, counted back from the promised one; None while that is not known."""
    if order.promised_on is None:
        return None
    return calendar_of(session, house).add_workdays(order.promised_on, -wanted.due_before)


def _note(
    session: Session, order: Order, actor: PersonFacts, action: str, after: dict[str, str], now: datetime
) -> None:
    touch(order, now)
    session.flush()
    history.record(session, subject=f"order:{order.id}", action=action, now=now, actor_id=actor.id, after=after)
    owed.refresh_cards(session, order_id=order.id, now=now)
