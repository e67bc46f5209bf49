"""What the company does once a week, each a row of `chase`: the metronome knows when, and one replica does it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.inserting import insert_into
from db.models import Chase
from domain.process.assessing import WeekMoment
from domain.weekly import next_moment
from services.house import House
from services.pace import calendar_of, quiet_of

SUBJECT: Final = "company"
MADE_UP_FOR: Final = timedelta(days=3)
"""What nobody was there for is done so much later at most; after that it is left until the next week."""


def due(session: Session, house: House, rule: str, moment: WeekMoment | None, now: datetime) -> date | None:
    """The day of which it is due now, its row moved on to the next week; None where it is not, or another does it.

    `moment` None: the book names none any more. A change of the book, or of the company's days, moves it.
    """
    if moment is None:
        session.execute(update(Chase).where(Chase.rule == rule, Chase.next_at.is_not(None)).values(next_at=None))
        return None
    return has_come(session, house, rule, next_moment(calendar_of(session, house), moment, now), now)


def has_come(session: Session, house: House, rule: str, coming: datetime | None, now: datetime) -> date | None:
    """The same by the moment at which it is next to happen after now; None where none is known after now.

    A row whose moment was noted before and has come is due either way.
    """
    known = session.execute(select(Chase.next_at).where(Chase.rule == rule, Chase.subject == SUBJECT)).first()
    if known is None:
        new = insert_into(session, Chase).values(rule=rule, subject=SUBJECT, anchor_at=now, step=0, next_at=coming)
        session.execute(new.on_conflict_do_nothing())  # another replica may be as quick
        return None
    if known.next_at == coming:
        return None
    calendar = calendar_of(session, house)
    query = select(Chase).where(Chase.rule == rule, Chase.subject == SUBJECT).with_for_update(skip_locked=True)
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        return None
    before = row.next_at
    quiet = calendar.quiet_until(now, quiet_of(house), workdays=True)
    if before is None or (before > now and before != quiet):
        row.next_at = coming
        return None
    if before > now:
        return None  # put off until people are awake
    if quiet is not None and (coming is None or quiet < coming) and now - before < MADE_UP_FOR:
        row.next_at = quiet
        return None
    row.next_at = coming
    return calendar.day_of(before) if now - before < MADE_UP_FOR else None
