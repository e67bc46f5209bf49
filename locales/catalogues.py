"""The translations, read from the committed ``.po`` files the first time that a language is spoken.

There are no ``.mo`` files to forget: a catalogue of a thousand texts is read in some tens of milliseconds,
once, and is a dictionary from then on.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from locales.languages import SOURCE

FOLDER: Final = Path(__file__).parent
TEMPLATE: Final = FOLDER / "messages.pot"

Key = tuple[str | None, str]
"""The context (None for a plain text) and the msgid."""


def catalogue_path(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def read_catalogue(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@cache
def translations(language: str) -> dict[Key, str]:
    """Every finished translation of a language; an unfinished (fuzzy) one counts as missing."""
    if language == SOURCE:
        return {}
    found: dict[Key, str] = {}
    for message in read_catalogue(catalogue_path(language), language):
        if message.id and message.string and not message.fuzzy:
            found[message.context, str(message.id)] = str(message.string)
    return found


def translate(language: str, context: str | None, msgid: str) -> str:
    """The text in a language, or the Chinese source where its translation is missing."""
    return translations(language).get((context, msgid), msgid)
