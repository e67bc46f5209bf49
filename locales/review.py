"""What is wrong with the texts and their catalogues, line by line, for ``python -m locales check``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

from locales.catalogues import TEMPLATE, catalogue_path, read_catalogue
from locales.extraction import extract, rendered, unfinished
from locales.languages import TRANSLATED
from locales.text import TAG, pieces

SHORT = 6
"""A text of so few characters, and no sentence, is a label, whose homonyms only a context tells apart."""

SPOKEN_TAG = re.compile(r"</?(b|i|u|s|code|pre|a|blockquote|tg-spoiler)( href=\"[^\"]*\")?>")
SENTENCE = re.compile(r"[\u3002\uff1f\uff01\uff0c\uff1a\u2026%]")
HAN = re.compile(r"[\u3400-\u9fff]")


def places(template: str) -> Counter[str]:
    return Counter(pieces(template)[1::2])


def tags(template: str) -> Counter[str]:
    return Counter(TAG.findall(template))


def faults_of_source(message: Message) -> Iterator[str]:
    """A text as its author left it in texts.py."""
    msgid = str(message.id)
    for tag in tags(msgid):
        if not SPOKEN_TAG.fullmatch(tag):
            yield f"{msgid!r}: Telegram knows no {tag}"
    if "<" in TAG.sub("", msgid):
        yield f"{msgid!r}: a < of the text itself is written &lt;"
    if message.context is None and len(msgid) <= SHORT and HAN.search(msgid) and not SENTENCE.search(msgid):
        yield f"{msgid!r}: so short a label needs a context, L(context, text)"
    for source, _line in message.locations:
        if not source.endswith("texts.py"):
            yield f"{msgid!r}: stands in {source}; texts stand in texts.py"


def faults_of_translation(message: Message, language: str) -> Iterator[str]:
    msgid, translated = str(message.id), str(message.string)
    if message.fuzzy:
        yield f"{language}: {msgid!r} is fuzzy"
    elif not translated:
        yield f"{language}: {msgid!r} is not translated"
    else:
        try:
            same_places = places(msgid) == places(translated)
        except ValueError as wrong:
            yield f"{language}: {wrong}"
            return
        if not same_places:
            yield f"{language}: {msgid!r} has other places than {translated!r}"
        if tags(msgid) != tags(translated):
            yield f"{language}: {msgid!r} has other tags than {translated!r}"
        if msgid.endswith("\n") != translated.endswith("\n"):
            yield f"{language}: {msgid!r} and its translation end differently"
        if language == "en" and HAN.search(translated):
            yield f"{language}: {translated!r} still has Chinese words"


def keys(catalogue: Catalog) -> set[tuple[str | None, str]]:
    return {(m.context, str(m.id)) for m in catalogue if m.id}


def faults() -> Iterator[str]:
    """Every fault of the texts, the template and the catalogues. None of them means that all may ship."""
    template = extract()
    for message in template:
        if message.id:
            yield from faults_of_source(message)
    if not TEMPLATE.exists() or TEMPLATE.read_bytes() != rendered(template):
        yield "messages.pot is stale: make translations"
    for language in TRANSLATED:
        yield from faults_of_catalogue(template, language)


def faults_of_catalogue(template: Catalog, language: str) -> Iterator[str]:
    path = catalogue_path(language)
    if not path.exists():
        yield f"{language}: there is no catalogue: make translations"
        return
    catalogue = read_catalogue(path, language)
    for _context, msgid in sorted(keys(template) - keys(catalogue), key=str):
        yield f"{language}: {msgid!r} is not in the catalogue: make translations"
    for _context, msgid in sorted(keys(catalogue) - keys(template), key=str):
        yield f"{language}: {msgid!r} is said nowhere: make translations"
    for message in catalogue:
        if message.id:
            yield from faults_of_translation(message, language)


def missing(language: str) -> list[Message]:
    """The texts of a language that a translator still has to write."""
    return unfinished(read_catalogue(catalogue_path(language), language))
