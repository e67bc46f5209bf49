"""The list of commands that Telegram shows behind the slash."""

from __future__ import annotations

from typing import Any, Final

import structlog
from telegram.error import TelegramError

from bot import texts
from bot.wire import Wire
from handlers.routing import Routes
from locales import SOURCE, Text

log = structlog.get_logger(__name__)

SHOWN: Final[dict[str, Text]] = {
    "new": texts.NEW,
    "orders": texts.ORDERS,
    "order": texts.ORDER,
    "todo": texts.TODO,
    "why": texts.WHY,
    "change": texts.CHANGE,
    "hold": texts.HOLD,
    "lift": texts.LIFT,
    "risks": texts.RISKS,
    "stats": texts.STATS,
    "report": texts.REPORT,
    "delegate": texts.DELEGATE,
    "calendar": texts.CALENDAR,
    "process": texts.PROCESS,
    "people": texts.PEOPLE,
    "groups": texts.GROUPS,
    "customers": texts.CUSTOMERS,
    "products": texts.PRODUCTS,
    "sheets": texts.SHEETS,
    "language": texts.LANGUAGE,
    "help": texts.HELP,
}
_LANGUAGES: Final = {None: SOURCE, "en": "en"}
"""Telegram tells languages apart by two letters, so that 繁體 sees 简体 here."""


async def publish_commands(wire: Wire, routes: Routes) -> None:
    """Tell Telegram the commands there are. The bot works without, so a failure is only logged."""
    for code, language in _LANGUAGES.items():
        commands: list[dict[str, Any]] = [
            {"command": name, "description": text.plain(language)}
            for name, text in SHOWN.items()
            if name in routes.commands
        ]
        try:
            if commands:
                await wire.call("setMyCommands", commands=commands, language_code=code)
        except TelegramError as error:
            log.info("the commands were not published", error=str(error))
            return
