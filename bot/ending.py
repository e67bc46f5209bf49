"""Why the process ends by itself, and with which exit code."""

from __future__ import annotations

from typing import Final

DRAINED: Final = 0
FAILED: Final = 1
WRONG_SETTING: Final = 2
LOCKED: Final = 3
STUCK: Final = 70


class Ending(Exception):
    """The process cannot go on. The text is for the operator, one line."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def token_refused() -> Ending:
    """Telegram does not know the token, or knows it no longer."""
    return Ending(WRONG_SETTING, "BOT_TOKEN: Telegram refuses it; was it revoked? BotFather shows the current one")
