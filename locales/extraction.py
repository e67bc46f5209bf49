"""From ``texts.py`` files to ``messages.pot``, and from there into every catalogue."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from locales.catalogues import FOLDER, catalogue_path, read_catalogue

PROJECT: Final = FOLDER.parent
SPEAKERS: Final = ("bot", "handlers")
"""The packages that speak to people."""

MOVING: Final = (
    b'"Project-Id-Version:',
    b'"POT-Creation-Date:',
    b'"PO-Revision-Date:',
    b'"Generated-By:',
    b'"Report-Msgid-Bugs-To:',
    b'"Last-Translator:',
    b'"Language-Team:',
)
"""Header lines that say nothing here or change with every run."""

KEYWORDS: Final = {"T": None, "L": ((1, "c"), 2)}
HEADER: Final = "# Texts of Gendan, by `make translations`. Only the msgstr lines are written by hand."


def extract() -> Catalog:
    """The template as the sources have it now: sorted, without numbers that change by themselves."""
    template = Catalog(header_comment=HEADER)
    template.fuzzy = False
    for package in SPEAKERS:
        for source in sorted((PROJECT / package).rglob("*.py")):
            name = source.relative_to(PROJECT).as_posix()
            for _line, message, _comments, context in extract_from_file("python", source, keywords=KEYWORDS):
                words = message if isinstance(message, str) else message[-1]
                template.add(words, locations=[(name, 0)], context=context)
    return template


def write(catalogue: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(rendered(catalogue))


def rendered(catalogue: Catalog) -> bytes:
    """The file's bytes: one line a text, so that a changed word is one changed line, and no moving dates."""
    out = BytesIO()
    write_po(out, catalogue, width=0, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    kept = [line for line in out.getvalue().splitlines() if not line.startswith(MOVING)]
    return b"\n".join(kept).rstrip() + b"\n"


def update(template: Catalog, language: str) -> Catalog:
    """The catalogue of a language with exactly the texts of the template; what is new in it is empty."""
    path = catalogue_path(language)
    catalogue = read_catalogue(path, language) if path.exists() else Catalog(locale=language)
    catalogue.header_comment = HEADER
    # Guessed translations of reworded texts cost more to undo than to write anew.
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.fuzzy = False
    return catalogue


def unfinished(catalogue: Catalog) -> list[Message]:
    return [m for m in catalogue if m.id and (not m.string or m.fuzzy)]
