"""Words that look like an answer to a card and never count: edited, forwarded, anonymous. Their writer is told why once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from telegram import Message

from domain.understanding.verdict import Said, read_verdict
from handlers import texts
from handlers.say import Say
from handlers.view import View
from services import owed, people

Looks = Callable[[str], bool]
NO_ANSWER = (Said.COMMENT, Said.LATER)
"""What colleagues say below a card to each other, or about another time."""
SERVICE = frozenset({777000})
"""Telegram itself, which passes on the posts of a linked channel."""


def not_ours(message: Message) -> bool:
    """Whether nobody of the company can have written this: bots, channels, who hides behind a group."""
    sender = message.from_user
    return sender is None or sender.is_bot or message.sender_chat is not None or message.chat.type == "channel"


def second_hand(message: Message) -> bool:
    """Whether somebody else's words or another chat's matter were sent on."""
    return any((message.forward_origin, message.via_bot, message.external_reply))


def looks_like_an_answer(words: str) -> bool:
    """Whether words begin like an answer to a card that asks for a verdict."""
    return read_verdict(words).said not in NO_ANSWER


def tell_why(
    session: Any, looks: Mapping[str, Looks], message: Message, why: str, now: datetime, *, bot_id: int
) -> bool:
    """Only in reply to a card that still takes answers, and only where the words begin like one. False: to nobody."""
    original, sender = message.reply_to_message, message.from_user
    if original is None or original.from_user is None or original.from_user.id != bot_id or sender is None:
        return False
    anonymous = message.sender_chat is not None
    if message.is_automatic_forward or sender.id in SERVICE or (sender.is_bot and not anonymous):
        return False
    card = owed.live_card_at(session, message.chat.id, original.message_id)
    if card is None or card[0] not in looks or not looks[card[0]]((message.text or message.caption or "").strip()):
        return False
    known = anonymous or people.by_telegram_id(session, sender.id) is not None
    if not known or not people.chat_facts(session, message.chat.id).departments:
        return False
    owed.owe(
        session, f"{card[0]}.heard", chat_id=message.chat.id, now=now, subject=card[1], klass=owed.Klass.ANSWER,
        facts={"heard": why}, reply_to=None if message.chat.type == "private" else message.message_id,
        dedupe=f"heard:{why}:{card[1]}:{message.chat.id}:{sender.id}",
    )  # fmt: skip
    return True


def told(view: View) -> Say:
    """Why words in reply to a card did nothing."""
    return Say(texts.UNHEARD[str(view.facts["heard"])](view.lang))
