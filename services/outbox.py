"""The way out: what is owed is leased, sent, and noted.

Order is strict within (chat, class); a row whose time has not come leaves the queue until then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import uuid4

from sqlalchemy import Table, and_, bindparam, case, func, literal_column, or_, select, update
from sqlalchemy.orm import Session

from db.base import UtcTime
from db.models import Chat, Owed

LEASE: Final = timedelta(seconds=60)
"""Longer than any attempt to send can take, time-outs included."""
# Literals, not parameters: with parameters both databases may give up the partial indexes.
_PENDING, _SENDING = literal_column("'pending'"), literal_column("'sending'")
_OPEN = Owed.state.in_([_PENDING, _SENDING])

# Statements of the hot step are built once: building one costs ten times as much as running it.
_NOW, _REAL = bindparam("now", type_=UtcTime()), bindparam("real", type_=UtcTime())
_IN_HAND = func.max(case((and_(Owed.state == _SENDING, Owed.lease_until > _REAL), 1), else_=0))
_HEADS = (
    select(Owed.chat_id, Owed.klass, func.min(Owed.id), _IN_HAND)
    .where(_OPEN, or_(Owed.state == _SENDING, Owed.not_before.is_(None), Owed.not_before <= _NOW))
    .group_by(Owed.chat_id, Owed.klass)
    .order_by(Owed.chat_id, Owed.klass)
)
_NOT_NOW = select(Chat.id, Chat.reachable).where(or_(~Chat.reachable, Chat.not_before > _REAL))
_table = cast(Table, Owed.__table__)
_LEASE = (
    update(_table)
    .where(Owed.id.in_(bindparam("ids", expanding=True)), _OPEN)
    .values(
        state="sending",
        lease_until=bindparam("until", type_=UtcTime()),
        lease_token=bindparam("token"),
        attempts=Owed.attempts + 1,
    )
    .returning(*_table.columns)
)
_NEXT_DUE = select(func.min(Owed.not_before)).where(_OPEN, Owed.state == _PENDING, Owed.not_before > _NOW)
_WAITING = (
    select(func.count())
    .select_from(Owed)
    .where(_OPEN, or_(Owed.state == _SENDING, Owed.not_before.is_(None), Owed.not_before <= _NOW))
)
_SENT = (
    update(_table)
    .where(Owed.id == bindparam("row"), Owed.lease_token == bindparam("token"))
    .values(
        state="sent",
        lease_token=None,
        lease_until=None,
        sent_at=_NOW,
        rang_at=bindparam("rang", type_=UtcTime()),
        message_id=bindparam("message"),
    )
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """Rows that were leased, and which of their chats the bot may not write to any more."""

    rows: tuple[Any, ...]
    shut: frozenset[int]


def claim(
    session: Session, *, now: datetime, real: datetime, closed_chats: Iterable[int] = (), limit: int = 1
) -> Claimed:
    """Lease the heads of the queues of chats that may be written to now, most urgent first.

    `now` is business time, by which rows are deferred; `real` is the machine's time, by which leases run
    and Telegram's retry-after ends. A lease that ran out belongs to a sender that died: its row is claimed
    again. Creating a message twice is then possible, and accepted: Telegram has no key to prevent it.
    """
    not_now = {chat_id: reachable for chat_id, reachable in session.execute(_NOT_NOW, {"real": real})}
    told_to_wait = {chat_id for chat_id, reachable in not_now.items() if reachable}
    heads: dict[int, tuple[int, int]] = {}
    leave_alone = told_to_wait.union(closed_chats)
    for chat_id, klass, head, in_hand in session.execute(_HEADS, {"now": now, "real": real}):
        heads.setdefault(chat_id, (klass, head))
        if in_hand:
            leave_alone.add(chat_id)
    ids = [head for _klass, head in sorted(heads[chat] for chat in heads.keys() - leave_alone)[:limit]]
    if not ids:
        return Claimed((), frozenset())
    leased = session.execute(_LEASE, {"ids": ids, "until": real + LEASE, "token": uuid4().hex}).all()
    rows = tuple(sorted(leased, key=lambda row: (row.klass, row.id)))
    return Claimed(rows, frozenset(not_now.keys() - told_to_wait))


def take_over(session: Session, real: datetime) -> None:
    """Whoever held leases is known to be dead: what it had in hand is claimed again at once."""
    session.execute(update(Owed).where(_OPEN, Owed.state == _SENDING, Owed.lease_until > real).values(lease_until=real))


def next_due(session: Session, now: datetime) -> datetime | None:
    """When the next row that waits for a time is due; the sender sleeps until then."""
    return session.scalar(_NEXT_DUE, {"now": now})


def waiting(session: Session, now: datetime) -> int:
    """How many messages are due and have not gone out."""
    return session.scalar(_WAITING, {"now": now}) or 0


def sent_since(session: Session, moment: datetime, *, among: int = 3000) -> list[tuple[int, datetime]]:
    """Chat and moment of what was sent since, `among` the newest rows; a new process begins its windows with it."""
    newest = select(Owed.chat_id, Owed.sent_at).order_by(Owed.id.desc()).limit(among).subquery()
    rows = session.execute(select(newest).where(newest.c.sent_at > moment).order_by(newest.c.sent_at))
    return [(chat_id, at) for chat_id, at in rows]


def sent(
    session: Session, row_id: int, token: str, *, message_id: int | None, now: datetime, rang: bool = False
) -> bool:
    """Note that a leased row went out, and whether a phone made a sound. False when the lease was lost meanwhile."""
    values = {"row": row_id, "token": token, "message": message_id, "now": now, "rang": now if rang else None}
    done = session.execute(_SENT, values)
    return done.rowcount == 1  # type: ignore[attr-defined]


def row(session: Session, row_id: int) -> Any:
    """A row that was leased."""
    return session.get_one(Owed, row_id)


def void(session: Session, row_id: int, token: str, *, reason: str) -> bool:
    """Its reason has gone: it is not said."""
    return _finish(session, row_id, token, state="void", error=reason)


def dead(session: Session, row_id: int, token: str, *, reason: str) -> bool:
    """It cannot be said, ever; the reason stays for the operator."""
    return _finish(session, row_id, token, state="dead", error=reason[:2000])


def again(
    session: Session, row_id: int, token: str, *, reason: str, not_before: datetime | None = None, counts: bool = True
) -> bool:
    """Not now: back into the queue, at its place or until `not_before`. `counts`: the attempt may have arrived.

    A card that was asked for again meanwhile is in the queue already; one row is enough.
    """
    row = session.get_one(Owed, row_id, populate_existing=True)
    if row.card_id is not None and session.scalar(
        select(Owed.id).where(Owed.card_id == row.card_id, Owed.state == _PENDING, Owed.id != row_id)
    ):
        return void(session, row_id, token, reason="asked for again")
    attempts = row.attempts if counts else row.attempts - 1
    return _finish(
        session, row_id, token, state="pending", not_before=not_before, error=reason[:2000], attempts=attempts
    )


def _finish(session: Session, row_id: int, token: str, **values: Any) -> bool:
    statement = (
        update(Owed)
        .where(Owed.id == row_id, Owed.lease_token == token)
        .values(lease_token=None, lease_until=None, **values)
    )
    return session.execute(statement).rowcount == 1  # type: ignore[attr-defined]
