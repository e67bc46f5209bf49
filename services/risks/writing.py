"""What is said and done about an open risk: 应对措施, 预案, 责任人, 等级."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Person, Risk
from domain.gates import Refusal
from domain.process.names import Level
from services import owed, people, telling
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused
from services.house import House, require
from services.locking import lock_order
from services.looking import reach
from services.people import PersonFacts
from services.risks.opening import LONGEST, note, tell

PARTS: Final = ("countermeasure", "contingency")
"""应对措施, 预案."""


def reachable(session: Session, house: House, actor: PersonFacts, risk_id: int) -> Risk:
    """The risk, where this person may look at it: salespeople see those of their own orders."""
    require(house, actor, "risk.look")
    risk = session.get(Risk, risk_id)
    if risk is None:
        raise NotFound(f"risk {risk_id}")
    if risk.order_id is not None:
        reach(session, house, actor, risk.order_id)
    return risk


def changeable(session: Session, house: House, actor: PersonFacts, risk_id: int) -> Risk:
    """The open risk, locked, where it is this person's to see to. AlreadyDone says who closed it."""
    found = reachable(session, house, actor, risk_id)
    if found.order_id is not None:
        lock_order(session, found.order_id)
    query = select(Risk).where(Risk.id == risk_id).with_for_update().execution_options(populate_existing=True)
    risk = session.scalars(query).one()
    if not may_change(house, actor, risk):
        raise NotAllowed("not_your_risk", department=risk.department)
    if risk.state != "open":
        raise AlreadyDone(people.name_of(session, risk.closed_by) or None, risk.closed_at)
    return risk


def may_change(house: House, actor: PersonFacts, risk: Risk) -> bool:
    """Whoever owns or opened it, its department, and the management."""
    return (
        actor.id in (risk.owner_id, risk.opened_by)
        or actor.department in (risk.department, house.book.roles.management)
        or actor.is_admin
    )


def write(
    session: Session, house: House, actor: PersonFacts, risk_id: int, part: str, words: str, now: datetime
) -> str | None:
    """One of `PARTS`: what is done about it, or what will be done if it happens. Returns what was written before."""
    if part not in PARTS:
        raise NotFound(f"part {part!r} of a risk")
    risk = changeable(session, house, actor, risk_id)
    said = " ".join(words.split())[:LONGEST]
    if not said:
        raise Refused((Refusal("reason_missing", risk.department),), order_id=risk.order_id)
    before: str | None = getattr(risk, part)
    setattr(risk, part, said)
    note(session, risk, f"risk_{part}", actor.id, now, {"words": said}, before={"words": before})
    return before


def set_level(session: Session, house: House, actor: PersonFacts, risk_id: int, level: Level, now: datetime) -> Risk:
    """改等级; those whom the new one concerns get the card."""
    risk = changeable(session, house, actor, risk_id)
    if risk.level != level.value:
        before, risk.level = risk.level, level.value
        note(session, risk, "risk_level", actor.id, now, {"level": level.value}, before={"level": before})
        tell(session, house, risk, now)
    return risk


def set_owner(session: Session, house: House, actor: PersonFacts, risk_id: int, person_id: int, now: datetime) -> Risk:
    """换责任人; who owns it now gets the card in private. NotAllowed for one whom the bot may not write to."""
    risk = changeable(session, house, actor, risk_id)
    owner = session.get(Person, person_id)
    if owner is None or not owner.active:
        raise NotFound(f"person {person_id}")
    if not telling.is_reachable(session, owner.telegram_id):
        raise NotAllowed("owner_unreachable", name=owner.name)
    if risk.owner_id != owner.id:
        before, risk.owner_id = risk.owner_id, owner.id
        note(session, risk, "risk_owner", actor.id, now, {"owner": owner.id}, before={"owner": before})
        if owner.id != actor.id:
            owed.show_card(
                session, "risk", subject=f"risk:{risk.id}", chat_id=owner.telegram_id, now=now, order_id=risk.order_id
            )
    return risk


def candidates(session: Session, house: House, department: str, *, but: int | None = None) -> list[PersonFacts]:
    """Who may take a risk on: the department's people first, then whoever else is an interface person, then the rest."""
    everybody = [people.person_facts(one) for one in session.scalars(select(Person).where(Person.active))]
    interfaces = {one.id for key in house.book.departments if (one := people.interface_of(session, key))}
    everybody.sort(key=lambda one: (one.department != department, one.id not in interfaces, one.id))
    return [one for one in everybody if one.id != but]
