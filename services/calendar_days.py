"""The company's own working days (工作日历): set, taken back, and years found right; above the public calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.inserting import insert_into
from db.models import CalendarDay, CalendarYear, Person
from services import history, owed, people, slots
from services.errors import NotAllowed, NotFound
from services.house import House, require
from services.pace import COMPANY, calendar_of, forget
from services.people import PersonFacts
from services.reminders import digest, watching

RIGHT = "calendar.set"
LONGEST = 62
"""So many days are set at once: the longest plant holiday, and no year by a slip of the finger."""
_BACK, _AHEAD = timedelta(days=366), timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class OwnDay:
    """One day as it was entered."""

    day: date
    works: bool
    department: str
    note: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a day is to be: worked or not, and why. `works` None: as the public calendar and the book have it."""

    day: date
    works: bool | None
    department: str = COMPANY
    note: str | None = None


def reach(today: date) -> tuple[date, date]:
    """The days that can be looked at and set."""
    return today - _BACK, today + _AHEAD


def scope_of(house: House, actor: PersonFacts, department: str | None = None) -> str:
    """For whom somebody sets days: administrators for everybody or any department, heads for their own."""
    require(house, actor, RIGHT)
    if department not in (None, COMPANY) and department not in house.book.departments:
        raise NotFound(f"department {department}")
    if actor.is_admin:
        return department or COMPANY
    if department is not None and department != actor.department:
        raise NotAllowed("calendar_own_department", department=actor.department)
    return actor.department


def entered(session: Session, first: date, last: date) -> tuple[OwnDay, ...]:
    """The days that were entered, in order; the company's before a department's."""
    query = select(CalendarDay).where(CalendarDay.day.between(first, last))
    rows = session.scalars(query.order_by(CalendarDay.day, CalendarDay.department))
    return tuple(
        OwnDay(row.day, row.works, row.department, row.note, people.name_of(session, row.set_by), row.set_at)
        for row in rows
    )


def own_of(session: Session, day: date, department: str) -> OwnDay | None:
    """What was entered of one day, for the company or a department."""
    return next((one for one in entered(session, day, day) if one.department == department), None)


def set_days(session: Session, house: House, actor: PersonFacts, wanted: Sequence[Wanted], now: datetime) -> int:
    """Enter days, or take them back. Returns how many are another than before; pressing twice changes nothing.

    Whoever waits for a working day is looked at again: reminders, and the morning digest.
    """
    for department in {one.department for one in wanted}:
        scope_of(house, actor, department)
    earliest, latest = reach(house.today(now))
    if any(not earliest <= one.day <= latest for one in wanted):
        raise NotAllowed("calendar_too_far")
    changed = [one for one in wanted if _put(session, actor, one, now)]
    if changed:
        session.flush()
        history.record(
            session, subject="company", action="calendar_set", now=now, actor_id=actor.id,
            after={"days": [_told(one) for one in changed]},
        )  # fmt: skip
        _look_again(session, house, now)
    return len(changed)


def span(first: date, last: date, works: bool | None, department: str, note: str | None) -> tuple[Wanted, ...]:
    """Days in a row, both ends included."""
    return tuple(Wanted(first + timedelta(n), works, department, note) for n in range((last - first).days + 1))


def _put(session: Session, actor: PersonFacts, wanted: Wanted, now: datetime) -> bool:
    key = (CalendarDay.department == wanted.department, CalendarDay.day == wanted.day)
    row = session.scalar(select(CalendarDay).where(*key).with_for_update())
    if wanted.works is None:
        if row is not None:
            session.delete(row)
        return row is not None
    if row is None:
        new = insert_into(session, CalendarDay).values(
            department=wanted.department, day=wanted.day, works=wanted.works, note=wanted.note, set_by=actor.id,
            set_at=now,
        )  # fmt: skip
        return session.execute(new.on_conflict_do_nothing().returning(CalendarDay.id)).first() is not None
    if (row.works, row.note) == (wanted.works, wanted.note):
        return False
    row.works, row.note, row.set_by, row.set_at = wanted.works, wanted.note, actor.id, now
    return True


def _told(one: Wanted) -> Mapping[str, object]:
    return {"day": one.day.isoformat(), "works": one.works, "department": one.department, "note": one.note}


def settle_year(session: Session, house: House, actor: PersonFacts, year: int, now: datetime) -> bool:
    """The make-up days of a year are entered, or right as they are. False where somebody said so before."""
    require(house, actor, "company.manage")
    earliest, latest = reach(house.today(now))
    if not earliest.year <= year <= latest.year:
        raise NotAllowed("calendar_too_far")
    new = insert_into(session, CalendarYear).values(year=year, settled_by=actor.id, settled_at=now)
    if session.execute(new.on_conflict_do_nothing().returning(CalendarYear.year)).first() is None:
        return False
    history.record(
        session, subject="company", action="calendar_year_settled", now=now, actor_id=actor.id, after={"year": year}
    )
    forget(session)
    return True


def unsettled(session: Session, house: House, now: datetime) -> tuple[int, ...]:
    """Of this year and the coming one, those whose make-up days nobody has published or entered."""
    year = house.today(now).year
    return calendar_of(session, house).years_without_makeup_days((year, year + 1))


MISSING = "calendar.missing"
_ASKED_FROM = 11
"""The notice of the State Council comes in late October or November."""
_AT_HOME = timedelta(days=1)
"""Whoever joined only today has other things to set up."""


def tick(session: Session, house: House, now: datetime) -> int:
    """Tell administrators once a week that a year's make-up days are not entered. Returns how many are told."""
    today, calendar = house.today(now), calendar_of(session, house)
    if not calendar.is_working_moment(now):
        return 0
    years = [year for year in unsettled(session, house, now) if year == today.year or today.month >= _ASKED_FROM]
    week = "{}-W{:02}".format(*today.isocalendar())
    admins = select(Person.telegram_id).where(Person.is_admin, Person.active, Person.joined_at <= now - _AT_HOME)
    chats = session.scalars(admins).all() if years else []
    told = 0
    for year in years:
        if chats and slots.take(session, MISSING, f"year:{year}", week, now):
            for chat in chats:
                owed.owe(session, MISSING, chat_id=chat, now=now, subject=f"year:{year}", facts={"year": year})
                told += 1
    return told


def _look_again(session: Session, house: House, now: datetime) -> None:
    """What was reckoned in workdays is reckoned anew: the next tick looks at every order of which a reminder waits."""
    forget(session)
    watching.stir_what_waits(session, now)
    digest.reschedule(session, house, now)
