"""Buttons: a nonce a message edition, its acts on our side, effects single use."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select
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


# What every step asks and writes: built once, as columns.
_NONCE, _CARD, _EDITION, _MESSAGE = (bindparam(name) for name in ("nonce", "card", "edition", "message"))
_PRESSED = (
    select(
        Button.chat_id, Button.card_id, Button.edition, Button.order_id, Button.revision, Button.acts, Button.used,
        Card.shown, Order.revision.label("revision_now"),
    )
    .outerjoin(Card, Card.id == Button.card_id)
    .outerjoin(Order, Order.id == Button.order_id)
    .where(Button.nonce == _NONCE)
    .with_for_update(of=Button)
)  # fmt: skip
_OF_CARD = select(Button.nonce, Button.acts).where(Button.card_id == _CARD, Button.edition == _EDITION)
_OF_MESSAGE = select(Button.nonce, Button.acts).where(Button.owed_id == _MESSAGE, Button.card_id.is_(None))
_NEW = insert(cast(Table, Button.__table__))


def mint(
    session: Session,
    acts: Sequence[tuple[str, dict[str, Any], bool]],
    *,
    chat_id: int,
    now: datetime,
    card: Card | None = None,
    owed_id: int | None = None,
    order_id: int | None = None,
    again: bool = True,
) -> str:
    """Make the nonce of one edition; `acts` are (name, arguments, is an effect), by button index.

    `again`: this edition may have been sent before. Two copies of one message must share their buttons, or their
    effects would be single use each on its own.
    """
    wanted = [list(act) for act in acts]
    known = _minted_before(session, wanted, card=card, owed_id=owed_id) if again else None
    if known is not None:
        return known
    nonce = secrets.token_urlsafe(16)
    revision = session.scalar(select(Order.revision).where(Order.id == order_id)) if order_id else None
    session.execute(
        _NEW,
        {
            "nonce": nonce, "chat_id": chat_id, "card_id": card.id if card else None, "owed_id": owed_id,
            "edition": card.wanted if card else 0, "order_id": order_id, "revision": revision, "acts": wanted,
            "used": [], "created_at": now,
        },
    )  # fmt: skip
    return nonce


def _minted_before(session: Session, acts: list[Any], *, card: Card | None, owed_id: int | None) -> str | None:
    """The nonce of this very edition, if it was minted by an attempt to send it that may have arrived."""
    if card is not None:
        rows = session.execute(_OF_CARD, {"card": card.id, "edition": card.wanted})
    else:
        rows = session.execute(_OF_MESSAGE, {"message": owed_id})
    return next((nonce for nonce, known in rows if known == acts), None)


def callback_data(nonce: str, index: int) -> str:
    """What Telegram carries for us: at most 30 of its 64 bytes."""
    return f"{PREFIX}:{nonce}:{index}"


def press(session: Session, data: str, *, chat_id: int) -> Pressed | None:
    """Look a press up. None for anything that this bot never put into this chat."""
    version, _, rest = data.partition(":")
    nonce, _, index_text = rest.rpartition(":")
    if version != PREFIX or not (index_text.isascii() and index_text.isdecimal()):
        return None
    button = session.execute(_PRESSED, {"nonce": nonce}).first()
    index = int(index_text)
    if button is None or button.chat_id != chat_id or index >= len(button.acts):
        return None
    act, args, effect = button.acts[index]
    used = next((entry for entry in button.used if entry[0] == index), None)
    of_revision = button.order_id is None or button.revision == button.revision_now
    return Pressed(
        act=act,
        args=args,
        effect=effect,
        nonce=nonce,
        index=index,
        card_id=button.card_id,
        current=of_revision and (button.card_id is None or button.edition >= button.shown),
        used_by=used[1] if used else None,
        used_at=datetime.fromisoformat(used[2]) if used else None,
    )


def use_up(session: Session, pressed: Pressed, *, person_id: int, now: datetime) -> None:
    """An effect was carried out: this button never does it again."""
    button = session.get_one(Button, pressed.nonce)
    button.used = [*button.used, [pressed.index, person_id, now.isoformat()]]
