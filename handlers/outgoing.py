"""From an owed row to a message ready for Telegram: is it still owed, what is true now, in whose language."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.dispatch import Desk
from handlers.folding import units
from handlers.say import Button, Drawing, Picker, Say, Upload
from handlers.view import View
from services import buttons, owed, people, ringing

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One Bot API call to be made: send or, with `edit`, change the message that stands there."""

    owed_id: int
    kind: str
    token: str
    chat_id: int
    text: str
    keyboard: tuple[tuple[dict[str, Any], ...], ...]
    photo: bytes | str | Drawing | None
    document: str | Upload | None
    album: tuple[tuple[str, str], ...]
    instead: str | None
    placeholder: str | None
    silent: bool
    picker: Picker | None
    clears: bool
    leaves: bool
    said: str | None
    pin: bool | None
    reply_to: int | None
    card_id: int | None
    edition: int
    edit: int | None
    edit_has_photo: bool
    delete: int | None
    pinned_id: int | None
    attempts: int
    created_at: datetime

    @property
    def rings(self) -> bool:
        """Whether a phone makes a sound: an edit makes none."""
        return not self.silent and self.edit is None


def render(desk: Desk, session: Any, row: Any, now: datetime) -> Outgoing | None:
    """Render a claimed row. None where it is not owed any more."""
    card = owed.card_of(session, row)
    view = View(
        session, desk.house, now, people.chat_facts(session, row.chat_id), row.kind, row.subject,
        card.facts if card else row.facts, card.message_id if card else None, row.id,
    )  # fmt: skip
    if row.order_id is not None and not view.chat.departments:
        return None  # nobody of the company is met there, or not any more
    say = desk.routes.says[row.kind](view)
    if say is None:
        return None
    said = _digest(say) if say.lasting else None
    if card is not None and said is not None and owed.stands(card, said, pin=say.pin):
        return None
    keyboard = _keyboard(session, say, row, card, now)
    with_file = say.photo is not None or say.document is not None or bool(say.album)
    return Outgoing(
        owed_id=row.id,
        kind=row.kind,
        token=row.lease_token,
        chat_id=row.chat_id,
        text=_fit(str(say.text), CAPTION_LIMIT if with_file else TEXT_LIMIT),
        keyboard=keyboard,
        photo=say.photo,
        document=say.document,
        album=say.album,
        instead=None if say.instead is None else str(say.instead),
        placeholder=say.placeholder,
        silent=_is_silent(view, say, row, card),
        picker=say.picker,
        clears=say.clears,
        leaves=say.leaves,
        said=said,
        pin=say.pin,
        reply_to=row.reply_to,
        card_id=card.id if card else None,
        edition=card.wanted if card else 0,
        edit=card.message_id if card else None,
        edit_has_photo=card.with_photo if card else False,
        delete=card.stale_message_id if card else None,
        pinned_id=card.pinned_id if card else None,
        attempts=row.attempts,
        created_at=row.created_at,
    )


_LOOKS = (".show", ".why")
"""Acts that only show something."""


def _is_silent(view: View, say: Say, row: Any, card: Any) -> bool:
    """Whether its reader's phone makes no sound. Nothing is kept back for that, it only arrives quietly."""
    if say.silent or (card is not None and card.message_id is not None):
        return True
    acting = (button.act for line in say.rows for button in line if button.act is not None)
    asks = say.rings or any(not act.name.endswith(_LOOKS) for act in acting)
    return ringing.is_silent(
        view.session, view.house, view.chat, owed.Klass(row.klass), view.now, asks=asks,
        breaks=bool(view.facts.get("breaks")),
    )  # fmt: skip


def _digest(say: Say) -> str:
    """What a reader would see of it: the words and what stands on the buttons."""
    labels = [[(button.label, button.act) for button in row] for row in say.rows]
    return hashlib.sha256(f"{say.text}\n{labels}".encode()).hexdigest()


def _keyboard(session: Any, say: Say, row: Any, card: Any, now: datetime) -> tuple[tuple[dict[str, Any], ...], ...]:
    acting = [button.act for line in say.rows for button in line if button.act is not None]
    nonce = ""
    if acting:
        nonce = buttons.mint(
            session, [(act.name, act.args, act.effect) for act in acting], chat_id=row.chat_id, now=now, card=card,
            owed_id=None if card else row.id, order_id=card.order_id if card else row.order_id, again=row.attempts > 1,
        )  # fmt: skip
    index = iter(range(len(acting)))
    return tuple(
        tuple(_button(button, nonce, next(index) if button.act else None) for button in line) for line in say.rows
    )


def _button(button: Button, nonce: str, index: int | None) -> dict[str, Any]:
    made: dict[str, Any] = {"text": button.label}
    if button.style:
        made["style"] = button.style
    if index is not None:
        made["callback_data"] = buttons.callback_data(nonce, index)
    elif button.url:
        made["url"] = button.url
    else:
        made["copy_text"] = {"text": (button.copy or button.label)[:256]}
    return made


def _fit(text: str, limit: int) -> str:
    """Keep within Telegram's limit, counted in UTF-16 units; a cut never falls inside a tag."""
    if units(text) <= limit:
        return text
    lines, kept = text.split("\n"), ""
    for line in lines:
        longer = f"{kept}\n{line}" if kept else line
        if units(longer) > limit - 16:
            break
        kept = longer
    # a quotation is the one tag that goes over lines
    closing = "</blockquote>" if kept.count("<blockquote") > kept.count("</blockquote>") else ""
    return f"{kept}{closing}\n…" if kept else "…"
