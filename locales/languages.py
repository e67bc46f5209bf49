"""Which languages the bot speaks, and which of them somebody's Telegram asks for."""

from __future__ import annotations

from typing import Final

SOURCE: Final = "zh_Hans_CN"
"""The language of the msgids. It has no catalogue."""

TRANSLATED: Final = ("zh_Hant", "en")
LANGUAGES: Final = (SOURCE, *TRANSLATED)

# Babel's negotiation matches neither zh-hans nor zh_CN to zh_Hans_CN, so every form is written out.
ALIASES: Final[dict[str, str]] = {
    "zh": "zh_Hans_CN",
    "zh-hans": "zh_Hans_CN",
    "zh-cn": "zh_Hans_CN",
    "zh-sg": "zh_Hans_CN",
    "zh-my": "zh_Hans_CN",
    "zh-hans-cn": "zh_Hans_CN",
    "zh-hans-sg": "zh_Hans_CN",
    "zh-hans-raw": "zh_Hans_CN",
    "zh-hant": "zh_Hant",
    "zh-tw": "zh_Hant",
    "zh-hk": "zh_Hant",
    "zh-mo": "zh_Hant",
    "zh-hant-tw": "zh_Hant",
    "zh-hant-hk": "zh_Hant",
    "zh-hant-mo": "zh_Hant",
    "zh-hant-raw": "zh_Hant",
    "yue": "zh_Hant",
    "en": "en",
    "en-us": "en",
    "en-gb": "en",
    "en-au": "en",
    "en-ca": "en",
    "en-in": "en",
    "en-raw": "en",
}


def language_of(telegram_code: str | None) -> str:
    """The language for a ``language_code`` as Telegram sends it, or for one of our own names.

    A language that the bot does not speak gets the source language: its users work in a Chinese company.
    """
    if not telegram_code:
        return SOURCE
    return ALIASES.get(telegram_code.replace("_", "-").lower(), SOURCE)
