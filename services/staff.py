"""Changing who somebody is in the company: name, department, role; letting them go. For administrators."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from db.models import DepartmentDuty, Person
from domain.rights import Who
from services import handover, history
from services.approvals import reassigning
from services.errors import NotAllowed, NotFound
from services.handover import Handover
from services.house import House, require
from services.joining import LONGEST_NAME, ROLES
from services.people import PersonFacts, person_facts


def someone(session: Session, person_id: int) -> Person:
    """An employee. NotFound for who is none, or none any more."""
    person = session.get(Person, person_id)
    if person is None or not person.active:
        raise NotFound(f"person {person_id}")
    return person


def _locked(session: Session, house: House, actor: PersonFacts, person_id: int) -> Person:
    require(house, actor, "company.manage")
    someone(session, person_id)
    # rows that only name the person, such as a vote, are not kept waiting: who casts it holds the order that is handed over
    return session.get_one(Person, person_id, with_for_update={"key_share": True}, populate_existing=True)


def rename(session: Session, house: House, actor: PersonFacts, person_id: int, name: str, now: datetime) -> PersonFacts:
    """The name that cards show. What was done before keeps pointing to the person, and so shows the new one."""
    person = _locked(session, house, actor, person_id)
    plain = " ".join(name.split())[:LONGEST_NAME]
    if not plain:
        raise NotFound("name")
    before, person.name = person.name, plain
    return _changed(session, actor, person, {"name": before}, {"name": plain}, now)


def set_role(
    session: Session, house: House, actor: PersonFacts, person_id: int, role: str, now: datetime
) -> PersonFacts:
    """成员 or 负责人; it counts from the next press on."""
    person = _locked(session, house, actor, person_id)
    if role not in ROLES:
        raise NotFound(role)
    before, person.role = person.role, role
    facts = _changed(session, actor, person, {"role": before}, {"role": role}, now)
    if before != role:
        reassigning.ask_where_nobody_can(session, house, actor.id, now)
        reassigning.show_to_office(session, person.department, now)
    return facts


def preview_move(session: Session, house: House, person_id: int, department: str) -> Handover:
    """What somebody would hand over by moving to a department."""
    person = someone(session, person_id)
    return handover.preview(session, house, person, _in(house, person, department))


def move(
    session: Session, house: House, actor: PersonFacts, person_id: int, department: str, now: datetime
) -> Handover:
    """To another department: what belongs to the old one is handed over first, and rights follow at once."""
    person = _locked(session, house, actor, person_id)
    to = _in(house, person, department)
    before = person.department
    if before == department:
        return Handover(None, ())
    done = handover.hand_over(session, house, person, actor_id=actor.id, now=now, to=to)
    person.department = department
    _changed(session, actor, person, {"department": before}, {"department": department}, now)
    return done


def _in(house: House, person: Person, department: str) -> Who:
    if department not in house.book.departments:
        raise NotFound(department)
    return Who(department, person.role == "manager", person.is_admin)


def preview_removal(session: Session, house: House, person_id: int) -> Handover:
    """What somebody would hand over by leaving the company."""
    return handover.preview(session, house, someone(session, person_id))


def remove(session: Session, house: House, actor: PersonFacts, person_id: int, now: datetime) -> Handover:
    """Somebody leaves the company: all that was theirs is handed over, and the bot knows them no more.

    NotAllowed for an administrator: those are named by the settings.
    """
    person = _locked(session, house, actor, person_id)
    if person.is_admin:
        raise NotAllowed("admin_by_settings", name=person.name)
    done = handover.hand_over(session, house, person, actor_id=actor.id, now=now)
    person.active, person.left_at = False, now
    _changed(session, actor, person, {"active": True}, {"active": False}, now, action="person_left")
    return done


def hand_over_duties(session: Session, house: House, actor: PersonFacts, person_id: int, now: datetime) -> Handover:
    """Somebody stays in the company and hands everything over, as when they left their group."""
    person = _locked(session, house, actor, person_id)
    return handover.hand_over(session, house, person, actor_id=actor.id, now=now)


def _changed(
    session: Session, actor: PersonFacts, person: Person, before: dict[str, object], after: dict[str, object],
    now: datetime, *, action: str = "person_changed",
) -> PersonFacts:  # fmt: skip
    session.flush()
    if before != after:
        history.record(
            session, subject="company", action=action, now=now, actor_id=actor.id, for_id=person.id,
            before=before, after=after,
        )  # fmt: skip
    return person_facts(person)


def set_deputy(
    session: Session, house: House, actor: PersonFacts, department: str, person_id: int | None, now: datetime
) -> PersonFacts | None:
    """Name the deputy (代理接口人) of a department, or nobody: one of its own people, and not the interface person."""
    require(house, actor, "company.manage")
    duty = session.get(DepartmentDuty, department, with_for_update=True)
    if duty is None:
        duty = DepartmentDuty(department=department)
        session.add(duty)
    person = someone(session, person_id) if person_id is not None else None
    if person is not None and (person.department != department or person.id == duty.interface_id):
        raise NotFound(f"{person_id} cannot be the deputy of {department}")
    before, duty.deputy_id = duty.deputy_id, person.id if person else None
    session.flush()
    if before != duty.deputy_id:
        history.record(
            session, subject="company", action="deputy_named", now=now, actor_id=actor.id, for_id=duty.deputy_id,
            before={"person": before}, after={"department": department, "person": duty.deputy_id},
        )  # fmt: skip
    return person_facts(person) if person else None
