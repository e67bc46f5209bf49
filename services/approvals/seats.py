"""Who may speak for a seat: themselves, or in the place of somebody who is away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Approval, ApprovalSeat, Delegation, DepartmentDuty, Order, Person
from domain.process.types import Book
from services import people, telling
from services.deputies import DEEPEST as DEEPEST
from services.deputies import deputies as deputies
from services.deputies import live as live
from services.errors import NotAllowed
from services.house import House
from services.people import ChatFacts, PersonFacts, person_facts

MOST_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """By what right somebody speaks for a seat."""

    for_id: int | None
    """In whose place; None in their own."""


def standing(session: Session, seat: ApprovalSeat, order: Order, actor: PersonFacts, now: datetime) -> Standing:
    """By what right this person speaks for a seat. NotAllowed for everybody else.

    Nobody decides on an order of their own, nor in the place of somebody whose own it is. Whoever was handed a seat in
    person (转交, 加签) has it alone; the right is read in the transaction of the vote, so that who was demoted or has
    left a moment ago has it no more.
    """
    own, person = applicants(session, order, seat), people.held(session, actor.id)
    if person is None:
        raise NotAllowed("not_asked", department=seat.department)
    if speaks_for(session, seat, person):
        if person.id in own:
            raise NotAllowed("own_order")
        return Standing(None)
    for principal in principals(session, person.id, now):
        if speaks_for(session, seat, principal):
            if principal.id in own or person.id in own:
                raise NotAllowed("own_order")
            return Standing(principal.id)
    raise NotAllowed("not_asked", department=seat.department)


def owners(order: Order) -> frozenset[int]:
    """Whose order it is: who filed it, and for whom."""
    return frozenset({order.sales_id, order.filed_by})


def applicants(session: Session, order: Order, seat: ApprovalSeat) -> frozenset[int]:
    """Who never decides at this seat: whose order it is, and whoever asked for the decision."""
    return applied(order, session.get_one(Approval, seat.approval_id))


def applied(order: Order, approval: Approval) -> frozenset[int]:
    """The same of an approval."""
    return owners(order) | {approval.opened_by}


def speaks_for(session: Session, seat: ApprovalSeat, person: PersonFacts) -> bool:
    """Whether the seat is this person's in their own right."""
    if seat.person_id is not None:
        return seat.person_id == person.id
    return _holds(session, seat.asked_of, person)


def _holds(session: Session, asked_of: str, person: PersonFacts) -> bool:
    department, _, office = asked_of.partition(".")
    if person.department != department:
        return False
    if office == "head":
        return person.is_manager
    if office == "interface":
        duty = session.get(DepartmentDuty, department)
        return duty is not None and duty.interface_id == person.id
    return True


def principals(session: Session, person_id: int, now: datetime) -> list[PersonFacts]:
    """In whose place a person may speak now, those nearest first."""
    found: dict[int, PersonFacts] = {}
    ring = {person_id}
    for _ in range(DEEPEST):
        rows = session.scalars(
            select(Person)
            .join(Delegation, Delegation.from_id == Person.id)
            .where(Delegation.to_id.in_(ring), *live(now))
        ).all()
        ring = {row.id for row in rows} - found.keys() - {person_id}
        found |= {row.id: person_facts(row) for row in rows if row.id in ring and row.active}
        if not ring:
            break
    return list(found.values())


def eligible(session: Session, asked_of: str, but: Iterable[int]) -> list[Person]:
    """Who may speak for a seat asked of this office, without `but`."""
    department, _, office = asked_of.partition(".")
    query = select(Person).where(Person.department == department, Person.active, Person.id.not_in(set(but)))
    if office == "head":
        query = query.where(Person.role == "manager")
    elif office == "interface":
        query = query.join(DepartmentDuty, DepartmentDuty.interface_id == Person.id).where(
            DepartmentDuty.department == department
        )
    return list(session.scalars(query.order_by(Person.id)))


def in_person(session: Session, seat: ApprovalSeat) -> int | None:
    """The person whom a seat means: by name, or who alone holds the office. None where several could answer."""
    if seat.person_id is not None:
        return seat.person_id
    found = eligible(session, seat.asked_of, ())
    return found[0].id if len(found) == 1 else None


def answerable(session: Session, book: Book, asked_of: str, but: Iterable[int]) -> tuple[str, int | None]:
    """Who is asked in fact: the office itself, or where nobody can answer for it the next that stands in by name.

    Never a silent pass: department, its head, the management, an administrator in person.
    """
    away = frozenset(but)
    department, _, office = asked_of.partition(".")
    management = book.roles.management
    # what a head decides is never left to one of their people
    below = () if office == "head" else (department,)
    for stand_in in dict.fromkeys((asked_of, *below, f"{department}.head", f"{management}.head", management)):
        if eligible(session, stand_in, away):
            return stand_in, None
    admin = session.scalar(
        select(Person.id).where(Person.is_admin, Person.active, Person.id.not_in(away)).order_by(Person.id)
    )
    return asked_of, admin


def group_of(session: Session, seat: ApprovalSeat) -> int | None:
    """The group in which a whole department is asked; None for a person, an office, and where there is no group."""
    if seat.person_id is not None or "." in seat.asked_of:
        return None
    desk = telling.desk_of(session, seat.asked_of)
    return desk if desk is not None and desk < 0 else None


def chats_of(session: Session, seat: ApprovalSeat, now: datetime) -> tuple[int, ...]:
    """Where a seat is asked: the department's group; else in private whoever can answer, and who stands in for them."""
    group = group_of(session, seat)
    if group is not None:
        return (group,)
    # whose order it is reads its own card, whatever office they hold or stand in for
    own = applicants(session, session.get_one(Order, session.get_one(Approval, seat.approval_id).order_id), seat)
    asked = [seat.person_id] if seat.person_id is not None else _spoken_to(session, seat, own)
    asked += [deputy for person_id in asked for deputy in deputies(session, person_id, now)]
    return tuple(dict.fromkeys(people.private_chat(session, one) for one in asked if one not in own))


def _spoken_to(session: Session, seat: ApprovalSeat, own: frozenset[int]) -> list[int]:
    """Everybody of an office; of a department without a group who is met for it, or else all that there are."""
    able = eligible(session, seat.asked_of, own)
    if "." not in seat.asked_of:
        desk = telling.desk_of(session, seat.asked_of)
        able = [one for one in able if one.telegram_id == desk] or able[:MOST_OFFERED]
    return [one.id for one in able]


def answered_at(session: Session, seat_id: int, chat: ChatFacts, now: datetime) -> bool:
    """Whether a seat is answered in this chat: in private only while that person may speak for it."""
    if not chat.private:
        return True
    seat = session.get_one(ApprovalSeat, seat_id)
    order = session.get_one(Order, session.get_one(Approval, seat.approval_id).order_id)
    person = people.by_telegram_id(session, chat.id)
    if person is None:
        return False
    try:
        standing(session, seat, order, person, now)
    except NotAllowed:
        return False
    return True


def colleagues(session: Session, house: House, order_id: int, department: str, actor: PersonFacts) -> list[int]:
    """Who may be asked in somebody's place, or besides: the department first, then the others' interface persons.

    Never the one who asks, nor whose order it is; at most eight.
    """
    but = {actor.id, *owners(session.get_one(Order, order_id))}
    mates = [person.id for person in eligible(session, department, but)]
    named = (people.interface_of(session, key) for key in house.book.departments)
    others = [person.id for person in named if person is not None and person.id not in but]
    return list(dict.fromkeys([*mates, *others]))[:MOST_OFFERED]
