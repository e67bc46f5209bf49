"""The date picker: a month of days by telegram-bot-calendar, its own data wrapped in our buttons."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from telegram_bot_calendar import WMonthTelegramCalendar

from handlers.say import Button, Row

LOCALES = {"zh_Hans_CN": "zh_Hans", "zh_Hant": "zh_Hant", "en": "en"}
_NOTHING = "_n"
EMPTY = "·"
"""A cell without a day: Telegram takes no button without a label."""


def month(
    shown: date, *, earliest: date, latest: date, lang: str, button: Callable[[str, str], Button]
) -> tuple[Row, ...]:
    """The rows of one month. `button` makes a button of ours from a label and the picker's own data."""
    markup = _calendar(shown, earliest, latest, lang).build()[0]
    return tuple(
        tuple(button(str(cell["text"]).strip() or EMPTY, cell["callback_data"]) for cell in row)
        for row in json.loads(str(markup))["inline_keyboard"]
        if row
    )


def read(data: str, *, earliest: date, latest: date, lang: str) -> tuple[date | None, date | None]:
    """What a press in the picker means: a day, or another month to show, or neither."""
    if data.endswith(_NOTHING):
        return None, None
    picked, markup, _step = _calendar(earliest, earliest, latest, lang).process(data)
    if isinstance(picked, date):
        return picked, None
    return None, _month_of(data) if markup else None


def _month_of(data: str) -> date | None:
    parts = data.split("_")[-3:]
    return date(int(parts[0]), int(parts[1]), 1) if all(part.isdigit() for part in parts) else None


def _calendar(shown: date, earliest: date, latest: date, lang: str) -> WMonthTelegramCalendar:
    return WMonthTelegramCalendar(
        current_date=max(shown, earliest), min_date=earliest, max_date=latest, locale=LOCALES.get(lang, "zh_Hans")
    )
