"""Order numbers: gapless within prefix and day, because they are taken in the filing transaction."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from db.models import NumberOfDay


def take_number(session: Session, prefix: str, day: date) -> int:
    """The next number of this prefix and day, beginning with 1. A rolled back transaction gives it back."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else pg_insert
    statement = (
        insert(NumberOfDay)
        .values(prefix=prefix, day=day, last=1)
        .on_conflict_do_update(index_elements=["prefix", "day"], set_={"last": NumberOfDay.last + 1})
    )
    session.execute(statement)
    return session.scalars(select(NumberOfDay.last).where(NumberOfDay.prefix == prefix, NumberOfDay.day == day)).one()
