"""Owed messages: what must be said, as facts, in the transaction that made it true.

Order is strict within (chat, class); a row whose time has not come leaves the queue until then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import and_, bindparam, case, func, literal_column, or_, select, update
from sqlalchemy.orm import Session

from db.base import UtcTime
from db.models import Card, Chat, Owed

LEASE: Final = timedelta(seconds=60)
"""Longer than any attempt to send can take, time-outs included."""
# Literals, not parameters: with parameters both databases may give up the partial indexes.
_PENDING, _SENDING = literal_column("'pending'"), literal_column("'sending'")
_OPEN = Owed.state.in_([_PENDING, _SENDING])


class Klass(IntEnum):
    """Who waits for it; the smaller number goes first."""

    ANSWER = 0
    CARD = 1
    NOTICE = 2
    REMINDER = 3
    DIGEST = 4


def owe(
    session: Session,
    kind: str,
    *,
    chat_id: int,
    now: datetime,
    subject: str = "",
    klass: Klass = Klass.NOTICE,
    facts: dict[str, Any] | None = None,
    order_id: int | None = None,
    dedupe: str | None = None,
    reply_to: int | None = None,
    not_before: datetime | None = None,
) -> Owed | None:
    """Owe one message to a chat. With `dedupe`, the same thing is owed once for ever."""
    if dedupe is not None and session.scalar(select(Owed.id).where(Owed.dedupe == dedupe)) is not None:
        return None
    row = Owed(
        kind=kind,
        subject=subject,
        chat_id=chat_id,
        klass=int(klass),
        facts=facts or {},
        order_id=order_id,
        dedupe=dedupe,
        reply_to=reply_to,
        not_before=not_before,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def show_card(
    session: Session,
    kind: str,
    *,
    subject: str,
    chat_id: int,
    now: datetime,
    klass: Klass = Klass.CARD,
    facts: dict[str, Any] | None = None,
    order_id: int | None = None,
    repost: bool = False,
    afloat: int | None = None,
) -> Card:
    """Let a card stand in a chat in its newest edition; owed once however often it is asked for.

    With `repost`, or once `afloat` messages came below it, it moves to the bottom of the chat (sent anew, the old
    one deleted).
    """
    card = session.scalar(
        select(Card).where(Card.kind == kind, Card.subject == subject, Card.chat_id == chat_id).with_for_update()
    )
    if card is None:
        card = Card(kind=kind, subject=subject, chat_id=chat_id, order_id=order_id, facts=facts or {})
        session.add(card)
        session.flush()
    else:
        card.wanted += 1
        if facts is not None:
            card.facts = facts
    if repost or (afloat is not None and card.buried >= afloat):
        _move_down(card)
    _enqueue_card(session, card, klass, now)
    return card


def refresh_cards(session: Session, *, order_id: int, now: datetime) -> None:
    """Every card that shows this order is due to be brought up to date."""
    for card in session.scalars(select(Card).where(Card.order_id == order_id)):
        card.wanted += 1
        _enqueue_card(session, card, Klass.CARD, now)


def _enqueue_card(session: Session, card: Card, klass: Klass, now: datetime) -> None:
    waiting = session.scalar(select(Owed).where(Owed.card_id == card.id, Owed.state == _PENDING))
    if waiting is not None:
        waiting.klass = min(waiting.klass, int(klass))
        return
    session.add(
        Owed(
            kind=card.kind,
            subject=card.subject,
            chat_id=card.chat_id,
            klass=int(klass),
            facts={},
            order_id=card.order_id,
            card_id=card.id,
            created_at=now,
        )
    )
    session.flush()


@dataclass(frozen=True, slots=True)
class Claimed:
    """Rows that were leased, and which of their chats the bot may not write to any more."""

    rows: tuple[Any, ...]
    shut: frozenset[int]


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
_table = Owed.__table__
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
        message_id=bindparam("message"),
    )
)


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


def sent(session: Session, row_id: int, token: str, *, message_id: int | None, now: datetime) -> bool:
    """Note that a leased row went out. False when the lease was lost meanwhile."""
    done = session.execute(_SENT, {"row": row_id, "token": token, "message": message_id, "now": now})
    return done.rowcount == 1  # type: ignore[attr-defined]


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


def card_of(session: Session, row: Any) -> Card | None:
    """The card that a row brings up to date, locked for this edition; None for a plain message."""
    return None if row.card_id is None else session.get_one(Card, row.card_id, with_for_update=True)


def refresh_card(session: Session, card_id: int, *, now: datetime, repost: bool = False) -> None:
    """Bring one card up to date; with `repost` at the bottom of its chat."""
    card = session.get_one(Card, card_id)
    card.wanted += 1
    if repost:
        _move_down(card)
    _enqueue_card(session, card, Klass.CARD, now)


def _move_down(card: Card) -> None:
    """Its next edition is sent anew and the message that stands there now is deleted."""
    if card.message_id is not None:
        card.stale_message_id, card.message_id, card.buried = card.message_id, None, 0


def card_at(session: Session, chat_id: int, message_id: int) -> tuple[str, str] | None:
    """Kind and subject of the card that stands in this message; None for any other message."""
    row = session.execute(select(Card.kind, Card.subject).where(Card.chat_id == chat_id, Card.message_id == message_id)).first()
    return (row.kind, row.subject) if row else None


def bury_cards(session: Session, chat_id: int) -> None:
    """Somebody wrote below the cards of a chat; one that is asked for again may have to move down."""
    session.execute(
        update(Card).where(Card.chat_id == chat_id, Card.message_id.is_not(None)).values(buried=Card.buried + 1)
    )


def shown(
    session: Session, card_id: int, *, edition: int, message_id: int, deleted: int | None, with_photo: bool, live: bool
) -> None:
    """An edition of a card stands in its chat now. `deleted`: the message that went; `live`: it has buttons."""
    card = session.get_one(Card, card_id, with_for_update=True, populate_existing=True)
    card.shown, card.with_photo, card.closed = max(card.shown, edition), with_photo, not live
    if deleted is not None and card.stale_message_id == deleted:
        card.stale_message_id = None
    # a card that was told to move while its edit was under way must not come back to where it stood
    if message_id not in (card.message_id, card.stale_message_id):
        card.message_id, card.buried = message_id, 0


def lost(session: Session, card_id: int) -> None:
    """The card's message cannot be edited any more: the next edition is sent anew."""
    session.get_one(Card, card_id).message_id = None


def revive(session: Session, chat_id: int, *, now: datetime) -> None:
    """A chat can be written to again: its cards are brought up to date, what was said meanwhile is past."""
    for card in session.scalars(select(Card).where(Card.chat_id == chat_id, Card.shown < Card.wanted)):
        _enqueue_card(session, card, Klass.CARD, now)
