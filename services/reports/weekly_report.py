"""When the weekly report is due, and who may have it now: both leave a job."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Person
from services import jobs, slots, telling, weekly
from services.house import House, require
from services.people import PersonFacts

RULE: Final = "weekly.report"
JOB: Final = "report.weekly"


def tick(session: Session, house: House, now: datetime) -> bool:
    """Leave the job of this week's report, where it is time."""
    rule = house.book.report
    day = weekly.due(session, house, RULE, rule.when if rule else None, now)
    if day is None:
        return False
    chat, person = telling.desk_of(session, house.book.roles.management), _in_whose_name(session, house)
    if chat is None or person is None or not slots.take(session, RULE, weekly.SUBJECT, day.isoformat(), now):
        return False
    jobs.add(session, JOB, person_id=person, chat_id=chat, now=now)
    return True


def _in_whose_name(session: Session, house: House) -> int | None:
    """A job is somebody's: the head of the management's, or an administrator's."""
    head = telling.head_of(session, house.book.roles.management)
    if head is not None:
        return head.id
    return session.scalar(select(Person.id).where(Person.is_admin, Person.active).order_by(Person.id).limit(1))


def ask(session: Session, house: House, actor: PersonFacts, chat_id: int, now: datetime) -> int:
    """The report as it stands now, for whoever may read it."""
    require(house, actor, "report.read")
    return jobs.add(session, JOB, person_id=actor.id, chat_id=chat_id, now=now, args={"asked": True})
