"""What Telegram's refusal of a message means for its row: the error table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)  # fmt: skip


class Fate(Enum):
    """What becomes of a row."""

    SENT = auto()
    WAIT = auto()
    """Telegram said when to come again; the chat is left alone until then."""
    MOVED = auto()
    """The group is a supergroup now; the row goes there."""
    SHUT = auto()
    """The bot may not write there: the chat is unreachable, the row is dead."""
    WRONG = auto()
    """Telegram will never take this message: dead, with an alarm."""
    UNSENT = auto()
    """It certainly did not arrive: again, as often as it takes."""
    UNSURE = auto()
    """It may have arrived. An edit is repeated; a new message a few times only, since each may be a copy."""
    TOKEN = auto()
    """The token is refused: nothing can be sent at all."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A fate, and what Telegram added to it."""

    fate: Fate
    reason: str = ""
    seconds: float = 0.0
    moved_to: int = 0


# Refusals of the chat, not of the message; Telegram words them as bad requests.
_SHUT_WORDS: Final = (
    "chat not found", "not enough rights to send", "have no rights to send", "need administrator rights",
    "chat_write_forbidden", "have no write access", "user is deactivated", "bot is not a member", "peer_id_invalid",
    "group chat was deactivated", "chat_restricted", "topic_closed",
)  # fmt: skip


def judge(error: Exception) -> Verdict:
    """The verdict on whatever a call raised. The order matters: BadRequest is a NetworkError to PTB."""
    match error:
        case RetryAfter():
            return Verdict(Fate.WAIT, str(error), seconds=_seconds(error))
        case ChatMigrated():
            return Verdict(Fate.MOVED, str(error), moved_to=error.new_chat_id)
        case Forbidden():
            return Verdict(Fate.SHUT, error.message)
        case BadRequest():
            shut = any(words in error.message.lower() for words in _SHUT_WORDS)
            return Verdict(Fate.SHUT if shut else Fate.WRONG, error.message)
        case InvalidToken():
            return Verdict(Fate.TOKEN, error.message)
        case TimedOut() | NetworkError():
            return Verdict(Fate.UNSENT if _never_left(error) else Fate.UNSURE, error.message)
        case Conflict() | TelegramError():
            return Verdict(Fate.UNSURE, error.message)
        case _:
            return Verdict(Fate.WRONG, f"{type(error).__name__}: {error}")


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()


def _never_left(error: TelegramError) -> bool:
    """No connection came about, or the server said that it did nothing (5xx)."""
    cause = error.__cause__
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError):
        return True
    # with 502 the answer is a web page, which PTB could not parse
    return not isinstance(error, TimedOut) and (cause is None or isinstance(cause, TelegramError))
