"""What is to be done: tasks, goods, notices, conditions, money to be asked for, orders and drafts of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Approval, Draft, Order, Person, Task, Vote
from domain.approvals import Decision
from domain.life import IN_SUPPLY, State
from services import clearing
from services.approvals import seats
from services.house import House
from services.order_facts import CONDITION, packed_since
from services.order_view import OrderView, view_of
from services.people import PersonFacts
from services.stages import Stage, stage_of, to_notice
from services.waiting.kinds import Kind, Waiting


def supply(session: Session, house: House, person: PersonFacts, now: datetime) -> Iterator[Waiting]:
    """Tasks of the department, the warehouse's work, and the salesperson's notices."""
    query = select(Order).where(Order.state.in_([state.value for state in IN_SUPPLY])).order_by(Order.id)
    for order in session.scalars(query):
        if not _concerns(house, person, order):
            continue
        view = view_of(session, house, order.id, now)
        yield from _SUPPLY.get(stage_of(view), _tasks)(session, view, order, person)


def _concerns(house: House, person: PersonFacts, order: Order) -> bool:
    """Whether an order in supply may wait for this person at all, without reading it whole."""
    sells = person.department in (house.book.roles.sales, house.book.roles.keeper)
    return not sells or person.id in (order.sales_id, order.owner_id)


def _tasks(session: Session, view: OrderView, order: Order, person: PersonFacts) -> Iterator[Waiting]:
    since = order.released_at or order.filed_at
    for task in view.tasks:
        if task.department != person.department:
            continue
        if task.state == "open":
            yield Waiting(Kind.TAKE, f"order:{order.id}", order.id, since, task.department, words=task.kind)
        elif task.state == "doing" and task.owner == person.name:
            yield Waiting(Kind.FINISH, f"order:{order.id}", order.id, since, task.department, words=task.kind)


def _goods(session: Session, view: OrderView, order: Order, person: PersonFacts) -> Iterator[Waiting]:
    if person.department == view.book.roles.goods:
        stage, since = stage_of(view), order.released_at or order.filed_at
        if stage is Stage.TO_LOAD:
            since = _packed(session, view, order)
        yield Waiting(Kind.GOODS, f"order:{order.id}", order.id, since, person.department, words=stage.value)


def _notice(session: Session, view: OrderView, order: Order, person: PersonFacts) -> Iterator[Waiting]:
    if to_notice(view) and person.id in (order.sales_id, order.owner_id):
        yield Waiting(Kind.NOTICE, f"order:{order.id}", order.id, _packed(session, view, order), person.department)


def _packed(session: Session, view: OrderView, order: Order) -> datetime:
    """Since when goods stand packed that have not left."""
    shipped = {line.id: line.shipped for line in view.lines if line.may_leave}
    return packed_since(session, order.id, shipped) or order.released_at or order.filed_at


def _nothing(_session: Session, _view: OrderView, _order: Order, _person: PersonFacts) -> Iterator[Waiting]:
    yield from ()


_SUPPLY: dict[Stage, Callable[[Session, OrderView, Order, PersonFacts], Iterator[Waiting]]] = {
    Stage.TO_PACK: _goods,
    Stage.TO_STOCK: _goods,
    Stage.TO_LOAD: _goods,
    Stage.TO_NOTICE: _notice,
    Stage.PAUSED: _nothing,
    Stage.STOPPED: _nothing,
}
"""Whose turn it is at a stage; at every other one it is whoever has a task left."""


def conditions(session: Session, person: PersonFacts) -> Iterator[Waiting]:
    """What a consent left behind: for who must see to it, and for the department or person that says when it is met."""
    query = (
        select(Task, Order, Person.name)
        .join(Order, Order.id == Task.order_id)
        .join(Person, Person.id == Task.owner_id)
        .outerjoin(Vote, Vote.id == Task.vote_id)
        .where(Task.kind == CONDITION, Task.state == "open", Order.ended_at.is_(None))
        .where(or_(Task.owner_id == person.id, Task.department == person.department, Vote.person_id == person.id))
    )
    for task, order, owner in session.execute(query.order_by(Task.id)):
        words = task.words or ""
        if task.owner_id == person.id:
            yield Waiting(
                Kind.CONDITION, f"task:{task.id}", order.id, task.created_at, task.department, owner, words=words
            )
        elif person.id not in seats.owners(order):
            yield Waiting(Kind.MET, f"task:{task.id}", order.id, task.created_at, task.department, owner, words=words)


def payments(session: Session, house: House, person: PersonFacts, now: datetime) -> Iterator[Waiting]:
    """Own orders that are held up by money which nobody has sent a slip of."""
    live = [State.ACCEPTED.value, *(state.value for state in IN_SUPPLY)]
    query = select(Order).where(Order.sales_id == person.id, Order.state.in_(live)).order_by(Order.id)
    for order in session.scalars(query):
        view = view_of(session, house, order.id, now)
        held = stage_of(view) in (Stage.HELD, Stage.HELD_SHIP, Stage.STOPPED)
        if held and any(one.code == "payment_missing" for one in view.refusals) and _to_be_asked_for(view):
            since = order.accepted_at or order.filed_at
            yield Waiting(Kind.PAYMENT, f"order:{order.id}", order.id, since, person.department)


def _to_be_asked_for(view: OrderView) -> bool:
    """Whether the customer is to be asked for money: nothing was sent, and no note makes up for it."""
    return not clearing.slip_waits(view) and not clearing.covered_by_notes(view)


def own(session: Session, person: PersonFacts) -> Iterator[Waiting]:
    """Orders of their own that were sent back, and drafts that nobody filed."""
    returned = select(Order).where(
        Order.state == State.RETURNED.value, or_(Order.sales_id == person.id, Order.filed_by == person.id)
    )
    for order in session.scalars(returned.order_by(Order.id)):
        closed = session.scalar(
            select(Approval.closed_at)
            .where(Approval.order_id == order.id, Approval.kind == Decision.REVIEW.value)
            .order_by(Approval.id.desc())
            .limit(1)
        )
        yield Waiting(Kind.RETURNED, f"order:{order.id}", order.id, closed or order.filed_at, person.department)
    drafts = select(Draft).where(Draft.person_id == person.id, Draft.state == "open", Draft.form == "order")
    for draft in session.scalars(drafts.order_by(Draft.id)):
        yield Waiting(Kind.DRAFT, f"draft:{draft.id}", None, draft.updated_at, person.department)
