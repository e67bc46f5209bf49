"""Order numbers: gapless within prefix and day, because they are taken in the filing transaction."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.inserting import insert_into
from db.models import NumberOfDay


def take_number(session: Session, prefix: str, day: date) -> int:
    """The next number of this prefix and day, beginning with 1. A rolled back transaction gives it back."""
    statement = (
        insert_into(session, NumberOfDay)
        .values(prefix=prefix, day=day, last=1)
        .on_conflict_do_update(index_elements=["prefix", "day"], set_={"last": NumberOfDay.last + 1})
    )
    session.execute(statement)
    return session.scalars(select(NumberOfDay.last).where(NumberOfDay.prefix == prefix, NumberOfDay.day == day)).one()
