"""What is to be decided: opinions, what a change means, slips, returns, sign-offs; of a person, or of departments."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import literal_column, select, tuple_
from sqlalchemy.orm import Session

from db.models import Approval, ApprovalSeat, Delegation, Order, Person, Signoff, Slip
from domain.after_sale import Step
from domain.approvals import ApprovalState, SeatState
from domain.gates import PREDICATES, Asked
from domain.life import IN_SUPPLY, State
from domain.process.types import GateRule, Leaf
from domain.rights import may
from services import books, people
from services.after_sale import reading as after_sales
from services.approvals import seats
from services.changes import stated
from services.house import House, who
from services.order_facts import facts_of
from services.people import PersonFacts
from services.waiting.kinds import Kind, Waiting

_OPEN, _WAITING, _HELD = (literal_column(f"'{state}'") for state in ("open", "waiting", "held"))
"""Literals, not parameters: with parameters both databases may give up the partial indexes."""
_IN_WORK = Order.state.in_([literal_column(f"'{state.value}'") for state in (State.ACCEPTED, *sorted(IN_SUPPLY))])
assert ApprovalState.OPEN.value == SeatState.OPEN.value == "open"


def of_departments(session: Session, house: House, departments: Collection[str], now: datetime) -> list[Waiting]:
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
    found += returns(session, house, departments)
    found += sign_offs(session, house, now, departments)
    found += impacts(session, departments)
    return found


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
            self._alone[seat.asked_of] = seats.in_person(self._session, seat)
        return self._alone[seat.asked_of]


def asked_in_person(session: Session, seat_id: int) -> int | None:
    """The one person whom a seat means; None where several could answer."""
    return seats.in_person(session, session.get_one(ApprovalSeat, seat_id))


def seats_of(session: Session, person: PersonFacts) -> list[tuple[ApprovalSeat, Order]]:
    """The seats that wait for this person in their own right: what moves with a delegation."""
    return [
        (seat, order)
        for seat, order in open_seats(session)
        if seats.speaks_for(session, seat, person) and person.id not in seats.applicants(session, order, seat)
    ]


def of_person(session: Session, person: PersonFacts, now: datetime) -> Iterator[Waiting]:
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


def impacts(session: Session, departments: Collection[str]) -> Iterator[Waiting]:
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


def slips(session: Session, house: House, person: PersonFacts, now: datetime) -> Iterator[Waiting]:
    if may(house.book, who(person), "slip.decide"):
        for slip, _order in _open_slips(session, house.today(now)):
            if slip.sent_by != person.id:
                yield _waiting_slip(house, slip)


def _waiting_slip(house: House, slip: Slip) -> Waiting:
    return Waiting(Kind.SLIP, f"slip:{slip.id}", slip.order_id, slip.sent_at, house.book.roles.money)


def returns(
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


def sign_offs(
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
