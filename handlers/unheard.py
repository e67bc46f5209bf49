"""Words that look like an answer to a card and never count: edited, forwarded, anonymous. Their writer is told why once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from telegram import Message

from services import owed, people

Looks = Callable[[str], bool]
SERVICE = frozenset({777000})
"""Telegram itself, which passes on the posts of a linked channel."""


def tell_why(
    session: Any, looks: Mapping[str, Looks], message: Message, why: str, now: datetime, *, bot_id: int
) -> None:
    """Only in reply to a card that still takes answers, and only where the words begin like one."""
    original, sender = message.reply_to_message, message.from_user
    if original is None or original.from_user is None or original.from_user.id != bot_id or sender is None:
        return
    anonymous = message.sender_chat is not None
    if message.is_automatic_forward or sender.id in SERVICE or (sender.is_bot and not anonymous):
        return
    card = owed.live_card_at(session, message.chat.id, original.message_id)
    if card is None or card[0] not in looks or not looks[card[0]]((message.text or message.caption or "").strip()):
        return
    known = anonymous or people.by_telegram_id(session, sender.id) is not None
    if not known or not people.chat_facts(session, message.chat.id).departments:
        return
    owed.owe(
        session, f"{card[0]}.heard", chat_id=message.chat.id, now=now, subject=card[1], klass=owed.Klass.ANSWER,
        facts={"heard": why}, reply_to=None if message.chat.type == "private" else message.message_id,
        dedupe=f"heard:{why}:{card[1]}:{message.chat.id}:{sender.id}",
    )  # fmt: skip
