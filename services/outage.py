"""After an outage: Telegram keeps presses for 150 seconds, so those that were lost must be asked for again."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from db.models import Button, Card, Chat
from services import owed
from services.owed import Klass

KIND: Final = "after_outage"
MOST_CARDS: Final = 5
"""More of them would bury the chat; the older ones still work where they stand."""
OWN: Final = frozenset({"order", "money"})
"""Cards that somebody has for themselves; the others ask somebody for something."""


def issue_again(session: Session, *, since: datetime, until: datetime, now: datetime) -> int:
    """Each chat with cards that wait for a press gets a word on why, and its newest cards again. How many chats."""
    chats = _waiting_cards(session)
    for chat_id, cards in chats.items():
        owed.owe(
            session,
            KIND,
            chat_id=chat_id,
            now=now,
            klass=Klass.CARD,
            facts={"since": since.isoformat(), "until": until.isoformat(), "cards": len(cards)},
            dedupe=f"{KIND}:{chat_id}:{since.isoformat()}",
        )
        for card in cards[-MOST_CARDS:]:
            owed.refresh_card(session, card.id, now=now, repost=True)
    return len(chats)


def _waiting_cards(session: Session) -> dict[int, list[Card]]:
    """By chat. In private only what somebody is asked for: of their own order they know where it stands."""
    asked = and_(Chat.kind == "private", Card.order_id.is_not(None), Card.kind.not_in(OWN))
    query = (
        select(Card)
        .join(Chat, Chat.id == Card.chat_id)
        .where(or_(Chat.kind == "group", asked), Chat.reachable, Card.message_id.is_not(None), ~Card.closed)
        .order_by(Card.id)
    )
    waiting: defaultdict[int, list[Card]] = defaultdict(list)
    for card in session.scalars(query):
        if _has_effects(session, card):
            waiting[card.chat_id].append(card)
    return waiting


def _has_effects(session: Session, card: Card) -> bool:
    """Whether a press on the edition that stands there does something, rather than only leads somewhere."""
    acts = session.scalar(
        select(Button.acts)
        .where(Button.card_id == card.id, Button.edition == card.shown)
        .order_by(Button.created_at.desc())
    )
    return any(effect for _name, _args, effect in acts or ())
