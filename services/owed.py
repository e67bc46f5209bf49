"""Owed messages: what must be said, as facts, in the transaction that made it true.

Order is strict within (chat, class); a row whose time has not come leaves the queue until then.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.models import Card, Owed

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 8


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
) -> Card:
    """Let a card stand in a chat in its newest edition; owed once however often it is asked for.

    With `repost` it moves to the bottom of the chat (sent anew, the old one deleted).
    """
    card = session.scalar(select(Card).where(Card.kind == kind, Card.subject == subject, Card.chat_id == chat_id))
    if card is None:
        card = Card(kind=kind, subject=subject, chat_id=chat_id, order_id=order_id, facts=facts or {})
        session.add(card)
        session.flush()
    else:
        card.wanted += 1
        if facts is not None:
            card.facts = facts
    if repost and card.message_id is not None:
        card.stale_message_id, card.message_id, card.buried = card.message_id, None, 0
    _enqueue_card(session, card, klass, now)
    return card


def refresh_cards(session: Session, *, order_id: int, now: datetime) -> None:
    """Every card that shows this order is due to be brought up to date."""
    for card in session.scalars(select(Card).where(Card.order_id == order_id)):
        card.wanted += 1
        _enqueue_card(session, card, Klass.CARD, now)


def _enqueue_card(session: Session, card: Card, klass: Klass, now: datetime) -> None:
    waiting = session.scalar(select(Owed).where(Owed.card_id == card.id, Owed.state == "pending"))
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


def claim(
    session: Session, *, now: datetime, real: datetime, closed_chats: Collection[int] = (), limit: int = 1
) -> list[Owed]:
    """Lease the heads of the queues of chats that may be written to now, most urgent first.

    `now` is business time, by which rows are deferred; `real` is the machine's time, by which leases run.
    A lease that ran out belongs to a sender that died: its row is claimed again. Creating a message
    twice is then possible, and accepted: Telegram has no key to prevent it.
    """
    ahead = aliased(Owed)
    same_queue = and_(ahead.chat_id == Owed.chat_id, ahead.klass == Owed.klass, ahead.id < Owed.id)
    ahead_waits = or_(
        ahead.state == "sending", and_(ahead.state == "pending", or_(ahead.not_before.is_(None), ahead.not_before <= now))
    )
    in_flight = aliased(Owed)
    chat_busy = exists().where(
        in_flight.chat_id == Owed.chat_id, in_flight.state == "sending", in_flight.lease_until > real
    )
    due = or_(
        and_(Owed.state == "pending", or_(Owed.not_before.is_(None), Owed.not_before <= now)),
        and_(Owed.state == "sending", Owed.lease_until <= real),
    )
    query = (
        select(Owed)
        .where(due, ~exists().where(same_queue, ahead_waits), ~chat_busy)
        .order_by(Owed.klass, Owed.id)
        .limit(limit * 4 + 4)
        .with_for_update(skip_locked=True)
    )
    if closed_chats:
        query = query.where(Owed.chat_id.not_in(list(closed_chats)))
    claimed: list[Owed] = []
    chats: set[int] = set()
    for row in session.scalars(query):
        if row.chat_id in chats or len(claimed) == limit:
            continue
        chats.add(row.chat_id)
        row.state, row.lease_until, row.lease_token = "sending", real + LEASE, uuid4().hex
        row.attempts += 1
        claimed.append(row)
    session.flush()
    return claimed


def next_due(session: Session, now: datetime) -> datetime | None:
    """When the next row that waits for a time is due; the sender sleeps until then."""
    return session.scalar(
        select(func.min(func.coalesce(Owed.not_before, Owed.created_at))).where(Owed.state == "pending", Owed.not_before > now)
    )


def sent(session: Session, row_id: int, token: str, *, message_id: int | None, now: datetime) -> bool:
    """Note that a leased row went out. False when the lease was lost meanwhile."""
    return _finish(session, row_id, token, state="sent", message_id=message_id, sent_at=now)


def void(session: Session, row_id: int, token: str, *, reason: str) -> bool:
    """Its reason has gone: it is not said."""
    return _finish(session, row_id, token, state="void", error=reason)


def dead(session: Session, row_id: int, token: str, *, reason: str) -> bool:
    """It cannot be said, ever; the reason stays for the operator."""
    return _finish(session, row_id, token, state="dead", error=reason[:2000])


def again(session: Session, row_id: int, token: str, *, not_before: datetime, reason: str) -> bool:
    """Not now: back into the queue until `not_before`.

    A card that was asked for again meanwhile is in the queue already; one row is enough.
    """
    row = session.get_one(Owed, row_id)
    if row.card_id is not None and session.scalar(
        select(Owed.id).where(Owed.card_id == row.card_id, Owed.state == "pending", Owed.id != row_id)
    ):
        return void(session, row_id, token, reason="asked for again")
    return _finish(session, row_id, token, state="pending", not_before=not_before, error=reason[:2000])


def _finish(session: Session, row_id: int, token: str, **values: Any) -> bool:
    statement = (
        update(Owed)
        .where(Owed.id == row_id, Owed.lease_token == token)
        .values(lease_token=None, lease_until=None, **values)
    )
    return session.execute(statement).rowcount == 1  # type: ignore[attr-defined]


def card_of(session: Session, row: Owed) -> Card | None:
    """The card that a row brings up to date, locked for this edition; None for a plain message."""
    return None if row.card_id is None else session.get_one(Card, row.card_id, with_for_update=True)


def refresh_card(session: Session, card_id: int, *, now: datetime) -> None:
    """Bring one card up to date."""
    card = session.get_one(Card, card_id)
    card.wanted += 1
    _enqueue_card(session, card, Klass.CARD, now)


def bury_cards(session: Session, chat_id: int) -> None:
    """Somebody wrote below the cards of a chat; one that is asked for again may have to move down."""
    session.execute(
        update(Card).where(Card.chat_id == chat_id, Card.message_id.is_not(None)).values(buried=Card.buried + 1)
    )


def shown(
    session: Session, card_id: int, *, edition: int, message_id: int, deleted: bool, with_photo: bool
) -> None:
    """An edition of a card stands in its chat now."""
    card = session.get_one(Card, card_id)
    card.shown, card.with_photo = max(card.shown, edition), with_photo
    if card.message_id != message_id:
        card.message_id, card.buried = message_id, 0
    if deleted:
        card.stale_message_id = None


def lost(session: Session, card_id: int) -> None:
    """The card's message cannot be edited any more: the next edition is sent anew."""
    session.get_one(Card, card_id).message_id = None
