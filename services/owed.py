"""Owed messages: what must be said, as facts, in the transaction that made it true. `outbox` takes them out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, case, literal_column, null, or_, select, update
from sqlalchemy.orm import Session

from db.inserting import INSERTS, Insert
from db.models import Card, Owed

_PENDING = literal_column("'pending'")
"""A literal, not a parameter: with a parameter both databases may give up the partial index."""


UNSAID = ("void", "dead")
"""Of what is in these states nobody heard."""


class Klass(IntEnum):
    """Who waits for it; the smaller number goes first."""

    ANSWER = 0
    CARD = 1
    NOTICE = 2
    REMINDER = 3
    DIGEST = 4


REMINDER = literal_column(str(int(Klass.REMINDER)))
"""As literal as `_PENDING`, for the index of reminders and digests."""

# Built once: building a statement costs ten times as much as running it.
_KNOWN = select(Owed.id).where(Owed.dedupe == bindparam("dedupe"))
_CARD = (
    select(Card)
    .where(Card.kind == bindparam("kind"), Card.subject == bindparam("subject"), Card.chat_id == bindparam("chat"))
    .with_for_update()
)


def _card_waits(insert: Callable[[Any], Insert]) -> Insert:
    """Let a card wait in the queue; one that waits already may become more urgent, and need not wait any longer."""
    new = insert(Owed.__table__)
    urgent = case((Owed.klass < new.excluded.klass, Owed.klass), else_=new.excluded.klass)
    waits = and_(Owed.state == _PENDING, Owed.card_id.is_not(None))
    at_once = or_(Owed.not_before.is_(None), new.excluded.not_before.is_(None))
    until = case((at_once, null()), else_=new.excluded.not_before)
    return new.on_conflict_do_update(
        index_elements=["card_id"], index_where=waits, set_={"klass": urgent, "not_before": until}
    )


_CARD_WAITS = {dialect: _card_waits(insert) for dialect, insert in INSERTS.items()}
_BURY = (
    update(cast(Table, Card.__table__))
    .where(Card.chat_id == bindparam("chat"), Card.message_id.is_not(None))
    .values(buried=Card.buried + 1)
)


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
    if dedupe is not None and session.scalar(_KNOWN, {"dedupe": dedupe}) is not None:
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
    not_before: datetime | None = None,
) -> Card:
    """Let a card stand in a chat in its newest edition; owed once however often it is asked for.

    `not_before`: not until then, unless somebody asks for it once more. With `repost`, or once `afloat` messages came
    below it, it moves to the bottom of the chat (sent anew, the old one deleted).
    """
    card = session.scalar(_CARD, {"kind": kind, "subject": subject, "chat": chat_id})
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
    _enqueue_card(session, card, klass, now, not_before)
    return card


def refresh_cards(session: Session, *, order_id: int, now: datetime) -> None:
    """Every card that shows this order is due to be brought up to date."""
    for card in session.scalars(select(Card).where(Card.order_id == order_id)):
        card.wanted += 1
        _enqueue_card(session, card, Klass.CARD, now)


def refresh_subject(session: Session, kind: str, subject: str, *, now: datetime) -> None:
    """Every card of this kind and subject, in whatever chat, is due to be brought up to date."""
    for card in session.scalars(select(Card).where(Card.kind == kind, Card.subject == subject)):
        card.wanted += 1
        _enqueue_card(session, card, Klass.CARD, now)


def _enqueue_card(
    session: Session, card: Card, klass: Klass, now: datetime, not_before: datetime | None = None
) -> None:  # fmt: skip
    """One row a card waits, for the most urgent of those who asked."""
    session.execute(
        _CARD_WAITS[session.get_bind().dialect.name],
        {
            "kind": card.kind, "subject": card.subject, "chat_id": card.chat_id, "klass": int(klass), "facts": {},
            "order_id": card.order_id, "card_id": card.id, "created_at": now,
            "not_before": not_before,
        },
    )  # fmt: skip


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


def stands_in(session: Session, card_id: int, message_id: int) -> bool:
    """Whether the newest edition of a card that was sent stands in this message."""
    return session.get_one(Card, card_id).message_id == message_id


def _move_down(card: Card) -> None:
    """Its next edition is sent anew and the message that stands there now is deleted."""
    if card.message_id is not None:
        card.stale_message_id, card.message_id, card.buried = card.message_id, None, 0


def facts_of_card(session: Session, kind: str, *, subject: str, chat_id: int) -> dict[str, Any]:
    """What a card of a chat was told to show; nothing where there is no such card."""
    card = session.scalar(_CARD, {"kind": kind, "subject": subject, "chat": chat_id})
    return {} if card is None else dict(card.facts)


def has_card(session: Session, kind: str, subject: str, chat_id: int) -> bool:
    """Whether such a card stands in a chat, or is about to."""
    return session.scalar(_CARD, {"kind": kind, "subject": subject, "chat": chat_id}) is not None


def order_at(session: Session, chat_id: int, message_id: int) -> int | None:
    """The one order that a message or card in a chat is about; None where it is about none, or several."""
    card = select(Card.order_id, Card.subject).where(Card.chat_id == chat_id, Card.message_id == message_id)
    said = select(Owed.order_id, Owed.subject).where(Owed.chat_id == chat_id, Owed.message_id == message_id)
    row = session.execute(card).first() or session.execute(said.order_by(Owed.id.desc()).limit(1)).first()
    if row is None:
        return None
    kind, _, number = row.subject.partition(":")
    own = int(number) if kind == "order" and number.isdigit() else None
    return row.order_id if row.order_id is not None else own


def card_at(session: Session, chat_id: int, message_id: int) -> tuple[str, str] | None:
    """Kind and subject of the card that stands in this message; None for any other message."""
    row = session.execute(
        select(Card.kind, Card.subject).where(Card.chat_id == chat_id, Card.message_id == message_id)
    ).first()
    return (row.kind, row.subject) if row else None


def reminder_at(session: Session, chat_id: int, message_id: int) -> tuple[str, str] | None:
    """`reminder` and which, where one stands in this message; None for any other message."""
    its = select(Owed.id).where(Owed.chat_id == chat_id, Owed.message_id == message_id, Owed.card_id.is_(None))
    owed_id = session.scalar(its.where(Owed.klass == int(Klass.REMINDER), Owed.kind.startswith("reminder.")).limit(1))
    return ("reminder", f"owed:{owed_id}") if owed_id is not None else None


def live_card_at(session: Session, chat_id: int, message_id: int) -> tuple[str, str] | None:
    """The same for a card that still has buttons."""
    row = session.execute(
        select(Card.kind, Card.subject).where(
            Card.chat_id == chat_id, Card.message_id == message_id, Card.closed.is_(False)
        )
    ).first()
    return (row.kind, row.subject) if row else None


def bury_cards(session: Session, chat_id: int) -> None:
    """Somebody wrote below the cards of a chat; one that is asked for again may have to move down."""
    session.execute(_BURY, {"chat": chat_id})


def stands(card: Card, said: str, *, pin: bool | None) -> bool:
    """Whether this is what stands in the chat already, also pinned or not: nothing need be sent."""
    there = card.message_id is not None and card.stale_message_id is None and card.said == said
    if there and (pin is None or card.pinned_id == (card.message_id if pin else None)):
        card.wanted = card.shown
        return True
    card.said = None  # unknown until it has arrived
    return False


def shown(
    session: Session, card_id: int, *, edition: int, message_id: int, deleted: int | None, with_photo: bool, live: bool,
    said: str | None = None, pin: bool | None = None,
) -> None:  # fmt: skip
    """An edition of a card stands in its chat now. `deleted`: the message that went; `live`: it has buttons.

    `said`: its digest; `pin`: it was pinned, or was not because the bot may not (True), or was unpinned (False).
    """
    card = session.get_one(Card, card_id, with_for_update=True, populate_existing=True)
    card.shown, card.with_photo, card.closed = max(card.shown, edition), with_photo, not live
    card.said = said
    if pin is not None:
        card.pinned_id = message_id if pin else None
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
