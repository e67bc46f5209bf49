"""For which card words in reply to a reminder may be meant: the one of its matter, where it is this person's to answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.routing import Meant
from handlers.turn import Turn
from services.reminders import answering


@dataclass(frozen=True, slots=True)
class Card:
    """A card that takes words. `{subject}` and `{order}` are the reminder's."""

    kind: str
    subject: str = "order:{order}"
    role: str = ""
    """Whose card it is by the book's roles; empty: of everybody whom the matter waits for."""
    every: bool = False
    """It knows itself who may answer, and reads whatever is said."""


CARDS: dict[str, tuple[Card, ...]] = {
    "seat_open": (Card("approval", "{subject}", every=True),),
    "impact_open": (Card("change_impact", "{subject}", every=True),),
    "slip_unconfirmed": (Card("slip", "{subject}"),),
    "task_open": (Card("supply"),),
    "purchase_open": (Card("supply"),),
    "task_silent": (Card("supply"),),
    "delivery_open": (Card("goods", role="goods"), Card("supply")),
    "notice_open": (Card("goods", role="goods"),),
    "after_sale_open": (Card("after_sale", "{subject}", role="money"), Card("goods_back", "{subject}", role="goods")),
}
"""By what a reminder is about."""


def cards(turn: Turn, rule: str, subject: str) -> Iterator[Meant]:
    """None where it is nobody's to answer in words, or waits for another department: its card is for their own work."""
    asked = answering.asked_of(turn.session, turn.house, rule, subject, turn.now)
    mine = turn.actor.department in asked.departments
    for card in CARDS.get(asked.about, ()):
        if card.every or (mine and card.role in ("", *_roles(turn))):
            yield Meant(card.kind, card.subject.format(subject=subject, order=asked.order_id), every=card.every)


def _roles(turn: Turn) -> Iterator[str]:
    roles = turn.book.roles
    return (role for role in ("goods", "money") if getattr(roles, role) == turn.actor.department)
