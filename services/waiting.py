"""待办: what waits for a person, or for the departments of a group, as facts; oldest first.

One module for `/todo`, the count on the start page and the 待审批 list of a group, so that they never differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter

from sqlalchemy import literal_column, or_, select, tuple_
from sqlalchemy.orm import Session

from db.models import Approval, ApprovalSeat, Delegation, Draft, Order, Person, Signoff, Slip, Task, Vote
from domain.after_sale import Step
from domain.approvals import ApprovalState, Decision, SeatState
from domain.gates import PREDICATES, Asked
from domain.life import IN_SUPPLY, State
from domain.process.types import GateRule, Leaf
from domain.rights import may
from services import books, clearing, people
from services.after_sale import reading as after_sales
from services.approvals import seats
from services.changes import stated
from services.house import House, who
from services.order_facts import CONDITION, facts_of
from services.order_view import OrderView, view_of
from services.people import PersonFacts
from services.stages import Stage, stage_of, to_notice


class Kind(StrEnum):
    """What is to be done."""

    SEAT = "seat"  # an opinion
    IMPACT = "impact"  # what a change means for the department
    SLIP = "slip"  # money to be looked for
    AFTER_SALE = "after_sale"  # a return or allowance to be decided
    GOODS_BACK = "goods_back"  # goods that are to come back
    SIGNOFF = "signoff"  # 放行
    TAKE = "take"  # a task that nobody of the department has taken
    FINISH = "finish"  # one that this person has
    GOODS = "goods"  # to be packed, loaded, taken into stock
    CONDITION = "condition"  # a condition of a review, by who must see to it
    MET = "met"  # the same, by who set it and says that it is met
    NOTICE = "notice"  # a shipping notice
    PAYMENT = "payment"  # the customer is to be asked for money
    RETURNED = "returned"  # 退回补充
    DRAFT = "draft"


_OPEN, _WAITING, _HELD = (literal_column(f"'{state}'") for state in ("open", "waiting", "held"))
"""Literals, not parameters: with parameters both databases may give up the partial indexes."""
_IN_WORK = Order.state.in_([literal_column(f"'{state.value}'") for state in (State.ACCEPTED, *sorted(IN_SUPPLY))])
assert ApprovalState.OPEN.value == SeatState.OPEN.value == "open"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits. `subject` names it as its card does: `seat:4`, `impact:1`, `slip:7`, `task:2`, `order:3`, `draft:5`."""

    kind: Kind
    subject: str
    order_id: int | None
    since: datetime
    department: str = ""
    person: str = ""
    """Who is asked, where it is one person."""
    for_name: str = ""
    """代理: in whose place."""
    deputy: str = ""
    """代理: who decides for the one who is asked in person; for a list that all read."""
    words: str = ""
    """A condition's, or a sign-off's name."""

    @property
    def subject_id(self) -> int:
        return int(self.subject.split(":")[1])


def of_person(session: Session, house: House, person: PersonFacts, now: datetime) -> tuple[Waiting, ...]:
    """What this person can do now, whoever else could."""
    found = [
        *_seats(session, person, now),
        *_impacts(session, {person.department}),
        *_slips(session, house, person, now),
        *_after_sales(session, house, {person.department}, but=person.id),
        *_signoffs(session, house, now, {person.department}, but=person.id),
        *_supply(session, house, person, now),
        *_conditions(session, person),
        *_to_be_paid(session, house, person, now),
        *_own(session, person),
    ]
    return _in_order(found)


def of_departments(session: Session, house: House, departments: Collection[str], now: datetime) -> tuple[Waiting, ...]:
    """What is to be decided by these departments: opinions, what a change means, slips, sign-offs."""
    away, asked = _deputies(session, now), _Asked(session)
    found: list[Waiting] = []
    for seat, order in open_seats(session):
        if seat.department in departments:
            person = asked.in_person(seat)
            found.append(
                replace(
                    _waiting_seat(session, seat, order), person=people.name_of(session, person),
                    deputy=away.get(person or 0, ""),
                )
            )  # fmt: skip
    if house.book.roles.money in departments:
        found += [_waiting_slip(house, slip) for slip, _order in _open_slips(session, house.today(now))]
    found += _after_sales(session, house, departments)
    found += _signoffs(session, house, now, departments)
    found += _impacts(session, departments)
    return _in_order(found)


def _in_order(found: list[Waiting]) -> tuple[Waiting, ...]:
    return tuple(sorted(found, key=attrgetter("since", "subject")))


# ── to be decided ──────────────────────────────────────────────────────────────────────────


def open_seats(session: Session) -> Iterator[tuple[ApprovalSeat, Order]]:
    """Every seat that is asked now."""
    rows = session.execute(
        select(ApprovalSeat, Order)
        .join(Approval, Approval.id == ApprovalSeat.approval_id)
        .join(Order, Order.id == Approval.order_id)
        .where(Approval.state == _OPEN, ApprovalSeat.state == _OPEN)
    )
    yield from rows


class _Asked:
    """Whom seats mean in person; an office that several seats are asked of is looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._alone: dict[str, int | None] = {}

    def in_person(self, seat: ApprovalSeat) -> int | None:
        if seat.person_id is not None:
            return seat.person_id
        if seat.asked_of not in self._alone:
            found = seats.eligible(self._session, seat.asked_of, ())
            self._alone[seat.asked_of] = found[0].id if len(found) == 1 else None
        return self._alone[seat.asked_of]


def asked_in_person(session: Session, seat_id: int) -> list[int]:
    """The people whom a seat means in person: one by name, or who alone holds the office."""
    seat = session.get_one(ApprovalSeat, seat_id)
    if seat.person_id is not None:
        return [seat.person_id]
    found = seats.eligible(session, seat.asked_of, ())
    return [found[0].id] if len(found) == 1 else []


def seats_of(session: Session, person: PersonFacts) -> list[tuple[ApprovalSeat, Order]]:
    """The seats that wait for this person in their own right: what moves with a delegation."""
    return [
        (seat, order)
        for seat, order in open_seats(session)
        if seats.speaks_for(session, seat, person) and person.id not in seats.applicants(session, order, seat)
    ]


def _seats(session: Session, person: PersonFacts, now: datetime) -> Iterator[Waiting]:
    principals = seats.principals(session, person.id, now)
    for seat, order in open_seats(session):
        if person.id in (own := seats.applicants(session, order, seat)):
            continue
        if seats.speaks_for(session, seat, person):
            yield _waiting_seat(session, seat, order)
            continue
        for principal in principals:
            if seats.speaks_for(session, seat, principal) and principal.id not in own:
                yield _waiting_seat(session, seat, order, principal.name)
                break


def _waiting_seat(session: Session, seat: ApprovalSeat, order: Order, for_name: str = "") -> Waiting:
    return Waiting(
        Kind.SEAT, f"seat:{seat.id}", order.id, seat.opened_at or order.filed_at, seat.department,
        people.name_of(session, seat.person_id), for_name,
    )  # fmt: skip


def _deputies(session: Session, now: datetime) -> dict[int, str]:
    """Who stands in now, by whom they stand in for; the first where there are several."""
    rows = session.execute(
        select(Delegation.from_id, Person.name)
        .join(Person, Person.id == Delegation.to_id)
        .where(*seats.live(now), Person.active)
        .order_by(Delegation.begins_at.desc(), Delegation.id.desc())
    )
    return {from_id: name for from_id, name in rows}


def _impacts(session: Session, departments: Collection[str]) -> Iterator[Waiting]:
    """Statements about changes, of anybody in these departments; the interface person is asked by name."""
    for row, order in stated.waited_for(session):
        if row.department in departments:
            person = people.interface_of(session, row.department)
            name = person.name if person else ""
            yield Waiting(Kind.IMPACT, f"impact:{row.id}", order.id, row.asked_at, row.department, name)


def _open_slips(session: Session, today: date) -> Iterator[tuple[Slip, Order]]:
    """Slips that wait, and notes (票据) whose day has come."""
    both = select(Slip, Order).join(Order, Order.id == Slip.order_id)
    yield from session.execute(both.where(Slip.state == _WAITING).order_by(Slip.id))
    yield from session.execute(both.where(Slip.state == _HELD, Slip.due_on <= today).order_by(Slip.id))


def _slips(session: Session, house: House, person: PersonFacts, now: datetime) -> Iterator[Waiting]:
    if may(house.book, who(person), "slip.decide"):
        for slip, _order in _open_slips(session, house.today(now)):
            if slip.sent_by != person.id:
                yield _waiting_slip(house, slip)


def _waiting_slip(house: House, slip: Slip) -> Waiting:
    return Waiting(Kind.SLIP, f"slip:{slip.id}", slip.order_id, slip.sent_at, house.book.roles.money)


def _after_sales(
    session: Session, house: House, departments: Collection[str], *, but: int | None = None
) -> Iterator[Waiting]:
    """Returns and allowances that finance has not decided, nobody their own; returns that the warehouse waits for."""
    roles = house.book.roles
    for row, order in after_sales.open_ones(session):
        subject = f"after_sale:{row.id}"
        if row.state == Step.AGREED.value and roles.goods in departments:
            yield Waiting(Kind.GOODS_BACK, subject, order.id, row.decided_at or row.asked_at, roles.goods)
        elif row.state == Step.ASKED.value and roles.money in departments and but not in after_sales.own_of(row, order):
            yield Waiting(Kind.AFTER_SALE, subject, order.id, row.asked_at, roles.money)


def _signoffs(
    session: Session, house: House, now: datetime, departments: Collection[str], *, but: int | None = None
) -> Iterator[Waiting]:
    """The 放行 that orders still lack, of these departments; nobody gives one for an order of their own."""
    asking = _asking(session, house, departments)
    given = _given(session) if asking else set[tuple[int, str]]()
    query = select(Order).where(_IN_WORK, tuple_(Order.leaf, Order.book_revision).in_(asking)).order_by(Order.id)
    for order in session.scalars(query) if asking else ():
        leaf = books.leaf_of(session, order, house.book)
        rules = [rule for rule in _signoff_rules(leaf) if rule.department in departments]
        rules = [rule for rule in rules if (order.id, str(rule.params["name"])) not in given]
        if not rules or but in seats.owners(order):
            continue
        facts = facts_of(session, order, house.today(now), now)
        for rule in rules:
            if PREDICATES["signoff"](rule, facts, Asked()):
                name = str(rule.params["name"])
                since = order.accepted_at or order.filed_at
                yield Waiting(Kind.SIGNOFF, f"order:{order.id}:{name}", order.id, since, rule.department, words=name)


def _asking(session: Session, house: House, departments: Collection[str]) -> list[tuple[str, str]]:
    """The types of order in work, each with the revision of its book, that want a sign-off of these departments."""
    kinds = session.execute(select(Order.leaf, Order.book_revision).where(_IN_WORK).distinct()).all()
    return [
        (leaf, revision)
        for leaf, revision in kinds
        for rules in [_signoff_rules(books.of_revision(session, revision, house.book).leaves[leaf])]
        if any(rule.department in departments for rule in rules)
    ]


def _given(session: Session) -> set[tuple[int, str]]:
    """The sign-offs that orders in work have for their present revision: those need not be judged one by one."""
    rows = session.execute(
        select(Signoff.order_id, Signoff.name)
        .join(Order, (Order.id == Signoff.order_id) & (Order.revision == Signoff.revision))
        .where(_IN_WORK)
    )
    return {(order_id, name) for order_id, name in rows}


def _signoff_rules(leaf: Leaf) -> Iterator[GateRule]:
    for rules in leaf.gates.values():
        yield from (rule for rule in rules if rule.rule == "signoff")


# ── to be done ─────────────────────────────────────────────────────────────────────────────


def _supply(session: Session, house: House, person: PersonFacts, now: datetime) -> Iterator[Waiting]:
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


def _goods(_session: Session, view: OrderView, order: Order, person: PersonFacts) -> Iterator[Waiting]:
    if person.department == view.book.roles.goods:
        since = order.released_at or order.filed_at
        yield Waiting(Kind.GOODS, f"order:{order.id}", order.id, since, person.department, words=stage_of(view).value)


def _notice(_session: Session, view: OrderView, order: Order, person: PersonFacts) -> Iterator[Waiting]:
    if to_notice(view) and person.id in (order.sales_id, order.owner_id):
        yield Waiting(
            Kind.NOTICE, f"order:{order.id}", order.id, order.released_at or order.filed_at, person.department
        )


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


def _conditions(session: Session, person: PersonFacts) -> Iterator[Waiting]:
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


def _to_be_paid(session: Session, house: House, person: PersonFacts, now: datetime) -> Iterator[Waiting]:
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


def _own(session: Session, person: PersonFacts) -> Iterator[Waiting]:
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
