"""What happened in a chat while it was quiet: it arrived without a sound, and the morning message says so once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.models import Order, Owed
from services import people
from services.house import House
from services.looking import may_look
from services.owed import Klass
from services.pace import calendar_of, quiet_of

_NEWEST = 400
"""So many messages of a chat are looked through: more than arrive in the longest holiday."""
_LONGEST_QUIET = 21
_HELD_BACK = (int(Klass.CARD), int(Klass.NOTICE))
_Before = aliased(Owed)


@dataclass(frozen=True, slots=True)
class Happened:
    """One order about which something arrived silently: the newest kind of message, and how many there were."""

    order_id: int
    number: str
    kind: str
    count: int
    at: datetime


def last_quiet(session: Session, house: House, chat_id: int, now: datetime) -> tuple[datetime, datetime] | None:
    """The last quiet time that is over: from an evening to the morning of a workday, days off between them included.

    None where a chat has not woken up yet.
    """
    departments = people.chat_facts(session, chat_id).departments
    calendar, quiet = calendar_of(session, house, departments[0] if departments else None), quiet_of(house)
    today = house.today(now)
    woke = calendar.moment(today, quiet.end if quiet.end < quiet.begin else time())
    if woke > now or not calendar.is_workday(today):
        return None
    before = calendar.add_workdays(today, -1)
    if (today - before).days > _LONGEST_QUIET:
        before = today - timedelta(days=_LONGEST_QUIET)
    return calendar.moment(before, quiet.begin), woke


def happened(
    session: Session, house: House, chat_id: int, since: datetime, until: datetime
) -> tuple[Happened, ...]:  # fmt: skip
    """The orders about which something arrived silently between two moments, the newest first.

    What stood there already and was only edited is none, a card that moved down counts once, and in private an order
    that the person may look at no more is left out.
    """
    newest = (
        select(Owed.id, Owed.order_id, Owed.kind, Owed.klass, Owed.sent_at, Owed.rang_at, Owed.card_id, Owed.message_id)
        .where(Owed.chat_id == chat_id, Owed.message_id.is_not(None))
        .order_by(Owed.message_id.desc(), Owed.id)
        .limit(_NEWEST)
        .subquery()
    )
    edited = select(_Before.id).where(
        _Before.chat_id == chat_id, _Before.message_id == newest.c.message_id, _Before.id < newest.c.id
    )
    rows = session.execute(
        select(newest.c.order_id, newest.c.kind, newest.c.sent_at, newest.c.card_id)
        .where(
            newest.c.sent_at >= since, newest.c.sent_at < until, newest.c.rang_at.is_(None),
            newest.c.order_id.is_not(None), newest.c.klass.in_(_HELD_BACK),
            ~edited.exists(),
        )
        .order_by(newest.c.sent_at.desc(), newest.c.id.desc())
    ).all()  # fmt: skip
    found: dict[int, list[tuple[str, datetime]]] = {}
    cards: set[int] = set()
    for order_id, kind, at, card_id in rows:
        if card_id not in cards:
            found.setdefault(order_id, []).append((kind, at))
        if card_id is not None:
            cards.add(card_id)
    return tuple(_told(session, house, chat_id, found))


def _told(
    session: Session, house: House, chat_id: int, found: dict[int, list[tuple[str, datetime]]]
) -> list[Happened]:  # fmt: skip
    orders = {order.id: order for order in session.scalars(select(Order).where(Order.id.in_(found)))}
    reader = people.by_telegram_id(session, chat_id) if chat_id > 0 else None
    return [
        Happened(order_id, orders[order_id].number, kinds[0][0], len(kinds), kinds[0][1])
        for order_id, kinds in found.items()
        if reader is None or may_look(session, house, reader, orders[order_id])
    ]
