"""Alarms: what an administrator must hear of, in private, once an hour at most."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Person
from services import owed

KIND = "alarm"


def sound(session: Session, what: str, *, now: datetime, admins: Iterable[int] = ()) -> None:
    """Owe the administrators an alarm; the same one is not repeated in that hour.

    `what` is for operators, in English. `admins` are Telegram ids from the settings; who has become one in the
    meantime is told as well.
    """
    known = session.scalars(select(Person.telegram_id).where(Person.is_admin, Person.active))
    for chat_id in dict.fromkeys((*admins, *known)):
        owed.owe(
            session,
            KIND,
            chat_id=chat_id,
            now=now,
            facts={"what": what},
            dedupe=f"{KIND}:{what}:{chat_id}:{now:%Y%m%d%H}",
        )
