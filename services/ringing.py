"""When a message rings: at working times, where it asks for something, and only so often a day in one chat.

Nothing is kept back here. What does not ring arrives all the same, silently.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session

from db.base import UtcTime
from db.models import Owed
from services.house import House
from services.owed import Klass
from services.pace import calendar_of, quiet_of
from services.people import ChatFacts

GROUP_MOST: Final = 8
"""So many messages ring in a group on one day."""
KEPT_FOR_CARDS: Final = 2
"""So many of them only for cards that wait for somebody there."""
REMINDERS_MOST: Final = 3
"""So many of them may be reminders and digests; and so many ring for one person."""
_NAGS: Final = frozenset({Klass.REMINDER, Klass.DIGEST})

_RANG = select(func.count(), func.coalesce(func.sum(case((Owed.klass >= int(Klass.REMINDER), 1), else_=0)), 0)).where(
    Owed.chat_id == bindparam("chat"), Owed.rang_at >= bindparam("since", type_=UtcTime())
)


class Rang(NamedTuple):
    """How often a chat rang, and how often of that for a reminder or a digest."""

    total: int
    nags: int


def rang_since(session: Session, chat_id: int, since: datetime) -> Rang:
    """How often a chat rang since a moment."""
    total, nags = session.execute(_RANG, {"chat": chat_id, "since": since}).one()
    return Rang(total, int(nags))


def is_silent(
    session: Session, house: House, chat: ChatFacts, klass: Klass, now: datetime, *, asks: bool, breaks: bool
) -> bool:
    """Whether a new message makes no sound. `asks`: somebody there has to do something; `breaks`: even at night."""
    if breaks:
        return False
    if klass is Klass.ANSWER:
        return not chat.private  # whoever asked is looking; in a group nobody else did
    if not asks and not chat.private and klass in (Klass.NOTICE, Klass.CARD):
        return True
    return is_quiet(session, house, chat, now) or _has_had_its_share(session, house, chat, klass, now)


def sleeps_until(session: Session, house: House, chat: ChatFacts, now: datetime) -> datetime | None:
    """When reminders may go there again; None where they may now. One that was held up in the way out waits for it."""
    waits = [_asleep_until(session, house, department, now) for department in _met_in(chat)]
    return min((until for until in waits if until is not None), default=None) if None not in waits else None


def is_quiet(session: Session, house: House, chat: ChatFacts, now: datetime) -> bool:
    """Quiet hours, lunch, or a day off; of several departments that meet there, for all of them."""
    clock = now.astimezone(house.zone).time()
    return all(
        calendar_of(session, house, department).hours.is_break(clock)
        or _asleep_until(session, house, department, now) is not None
        for department in _met_in(chat)
    )


def _met_in(chat: ChatFacts) -> tuple[str | None, ...]:
    """The departments on whose clock a chat is; the company's where nobody's is known."""
    return chat.departments or (None,)


def _asleep_until(session: Session, house: House, department: str | None, now: datetime) -> datetime | None:
    return calendar_of(session, house, department).quiet_until(now, quiet_of(house), workdays=True)


def _has_had_its_share(session: Session, house: House, chat: ChatFacts, klass: Klass, now: datetime) -> bool:
    if chat.private and klass not in _NAGS:
        return False
    rang = rang_since(session, chat.id, house.midnight(now))
    if klass in _NAGS and rang.nags >= REMINDERS_MOST:
        return True
    most = GROUP_MOST if klass is Klass.CARD else GROUP_MOST - KEPT_FOR_CARDS
    return not chat.private and rang.total >= most
