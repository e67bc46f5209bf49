"""Alarms: what an administrator must hear of, in private, and not too often."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Person
from services import owed

KIND = "alarm"


def sound(session: Session, what: str, *, now: datetime, admins: Iterable[int] = (), daily: bool = False) -> None:
    """Owe the administrators an alarm; the same one is not repeated in that hour, or with `daily` on that day.

    `what` is for operators, in English. `admins` are Telegram ids from the settings; who has become one in the
    meantime is told as well.
    """
    slot = f"{now:%Y%m%d}" if daily else f"{now:%Y%m%d%H}"
    known = session.scalars(select(Person.telegram_id).where(Person.is_admin, Person.active))
    for chat_id in dict.fromkeys((*admins, *known)):
        owed.owe(
            session,
            KIND,
            chat_id=chat_id,
            now=now,
            facts={"what": what},
            dedupe=f"{KIND}:{what}:{chat_id}:{slot}",
        )
