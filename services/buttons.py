"""Buttons: a nonce a message edition, its acts on our side, effects single use."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Button, Card, Order

PREFIX = "v1"


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a press asks for, and whether the message it stands on is still the current one."""

    act: str
    args: dict[str, Any]
    effect: bool
    nonce: str
    index: int
    card_id: int | None
    current: bool
    used_by: int | None
    used_at: datetime | None


def mint(
    session: Session,
    acts: Sequence[tuple[str, dict[str, Any], bool]],
    *,
    chat_id: int,
    now: datetime,
    card: Card | None = None,
    owed_id: int | None = None,
    order_id: int | None = None,
) -> str:
    """Make the nonce of one edition; `acts` are (name, arguments, is an effect), by button index."""
    wanted = [list(act) for act in acts]
    known = _minted_before(session, wanted, card=card, owed_id=owed_id)
    if known is not None:
        return known
    nonce = secrets.token_urlsafe(16)
    revision = session.scalar(select(Order.revision).where(Order.id == order_id)) if order_id else None
    session.add(
        Button(
            nonce=nonce,
            chat_id=chat_id,
            card_id=card.id if card else None,
            owed_id=owed_id,
            edition=card.wanted if card else 0,
            order_id=order_id,
            revision=revision,
            acts=wanted,
            used=[],
            created_at=now,
        )
    )
    session.flush()
    return nonce


def _minted_before(session: Session, acts: list[Any], *, card: Card | None, owed_id: int | None) -> str | None:
    """The nonce of this very edition, if a first attempt to send it may have arrived.

    Two copies of one message must share their buttons, or their effects would be single use each on its own.
    """
    same = (
        (Button.card_id == card.id, Button.edition == card.wanted)
        if card is not None
        else (Button.owed_id == owed_id, Button.card_id.is_(None))
    )
    if card is None and owed_id is None:
        return None
    for button in session.scalars(select(Button).where(*same)):
        if button.acts == acts:
            return button.nonce
    return None


def callback_data(nonce: str, index: int) -> str:
    """What Telegram carries for us: at most 30 of its 64 bytes."""
    return f"{PREFIX}:{nonce}:{index}"


def press(session: Session, data: str, *, chat_id: int) -> Pressed | None:
    """Look a press up. None for anything that this bot never put into this chat."""
    version, _, rest = data.partition(":")
    nonce, _, index_text = rest.rpartition(":")
    if version != PREFIX or not (index_text.isascii() and index_text.isdecimal()):
        return None
    button = session.scalars(select(Button).where(Button.nonce == nonce).with_for_update()).first()
    index = int(index_text)
    if button is None or button.chat_id != chat_id or index >= len(button.acts):
        return None
    act, args, effect = button.acts[index]
    used = next((entry for entry in button.used if entry[0] == index), None)
    return Pressed(
        act=act,
        args=args,
        effect=effect,
        nonce=nonce,
        index=index,
        card_id=button.card_id,
        current=_is_current(session, button),
        used_by=used[1] if used else None,
        used_at=datetime.fromisoformat(used[2]) if used else None,
    )


def _is_current(session: Session, button: Button) -> bool:
    if button.order_id is not None:
        revision = session.scalar(select(Order.revision).where(Order.id == button.order_id))
        if revision != button.revision:
            return False
    if button.card_id is None:
        return True
    card = session.get_one(Card, button.card_id)
    return button.edition >= card.shown


def use_up(session: Session, pressed: Pressed, *, person_id: int, now: datetime) -> None:
    """An effect was carried out: this button never does it again."""
    button = session.get_one(Button, pressed.nonce)
    button.used = [*button.used, [pressed.index, person_id, now.isoformat()]]
