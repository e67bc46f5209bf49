"""待办: what waits for a person, or for the departments of a group, as facts; oldest first.

One module for `/todo`, the count on the start page and the 待审批 list of a group, so that they never differ.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from operator import attrgetter

from sqlalchemy.orm import Session

from services.house import House
from services.people import PersonFacts
from services.waiting import deciding, doing
from services.waiting.deciding import asked_in_person as asked_in_person
from services.waiting.deciding import seats_of as seats_of
from services.waiting.kinds import Kind as Kind
from services.waiting.kinds import Waiting as Waiting


def of_person(session: Session, house: House, person: PersonFacts, now: datetime) -> tuple[Waiting, ...]:
    """What this person can do now, whoever else could."""
    found = [
        *deciding.of_person(session, person, now),
        *deciding.impacts(session, {person.department}),
        *deciding.slips(session, house, person, now),
        *deciding.returns(session, house, {person.department}, but=person.id),
        *deciding.sign_offs(session, house, now, {person.department}, but=person.id),
        *doing.supply(session, house, person, now),
        *doing.conditions(session, person),
        *doing.payments(session, house, person, now),
        *doing.own(session, person),
    ]
    return _in_order(found)


def of_departments(session: Session, house: House, departments: Collection[str], now: datetime) -> tuple[Waiting, ...]:
    """What is to be decided by these departments: opinions, what a change means, slips, sign-offs."""
    return _in_order(deciding.of_departments(session, house, departments, now))


def _in_order(found: list[Waiting]) -> tuple[Waiting, ...]:
    return tuple(sorted(found, key=attrgetter("since", "subject")))
