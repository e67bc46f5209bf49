"""After an outage: Telegram keeps presses for 150 seconds, so those that were lost must be asked for again."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Button, Card, Chat
from services import owed
from services.owed import Klass

KIND: Final = "after_outage"
MOST_CARDS: Final = 5
"""More of them would bury the group; the older ones still work where they stand."""


def issue_again(session: Session, *, since: datetime, until: datetime, now: datetime) -> int:
    """Each group with cards that wait for a press gets a word on why, and its newest cards again. How many groups."""
    groups = _waiting_cards(session)
    for chat_id, cards in groups.items():
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
    return len(groups)


def _waiting_cards(session: Session) -> dict[int, list[Card]]:
    query = (
        select(Card)
        .join(Chat, Chat.id == Card.chat_id)
        .where(Chat.kind == "group", Chat.reachable, Card.message_id.is_not(None), ~Card.closed)
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
