"""What a message brings: a file that is not taken, or what a file is for where its words say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domain.attachments import DRAWINGS, MOST_BYTES, Purpose, extension_of, trouble
from domain.process.fields import Choice
from handlers.attachments import texts
from handlers.say import Say
from handlers.turn import Turn
from handlers.view import View
from locales.text import clean

if TYPE_CHECKING:
    from telegram import Message

SHEETS = (".xlsx", ".xls", ".xlsm", ".csv")
LATIN = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Untaken:
    """A file that is not taken: a code of `texts.REFUSED`, and the file's name."""

    code: str
    name: str

    def facts(self) -> dict[str, Any]:
        return {"code": self.code, "name": self.name}


def is_sheet(message: Message | None) -> bool:
    """Whether the message brings a sheet, by the file's name."""
    document = message.document if message is not None else None
    return document is not None and (document.file_name or "").lower().endswith(SHEETS)


def trouble_of(turn: Turn) -> Untaken | None:
    """Why what came with the message is not taken; None where nothing came, or it is."""
    message = turn.message
    if message is None:
        return None
    if message.video or message.voice or message.audio or message.video_note or message.animation:
        return Untaken("moving", "")
    document = message.document
    if document is None:
        return None
    code = trouble(name=document.file_name, mime=document.mime_type, size=document.file_size)
    return None if code is None else Untaken(code, clean(document.file_name or "")[:60])


def refused(view: View) -> Say:
    """Why the file is not taken, and what is."""
    name = str(view.facts["name"]) or texts.UNNAMED.plain(view.lang)
    values = {"name": name, "most": str(MOST_BYTES // 1024 // 1024)}
    phrase = texts.REFUSED[str(view.facts["code"])]
    return Say(phrase(view.lang, **{key: values[key] for key in phrase.places}))


def purpose_of(words: str, name: str | None) -> Purpose | None:
    """What a file is: by the words under it, else by its name, else by its kind of drawing; None where unclear."""
    for said in (words, name or ""):
        found = _named(said)
        if found is not None:
            return found
    return Purpose.DRAWING if extension_of(name or "") in DRAWINGS else None


def _named(said: str) -> Purpose | None:
    """Latin words only whole: `po` is in many a name."""
    plain = said.casefold()
    latin = set(LATIN.findall(plain))
    found = {
        purpose
        for purpose, words in texts.PURPOSE_WORDS.items()
        if any(word in latin if word.isascii() else word in plain for word in words)
    }
    return found.pop() if len(found) == 1 else None


def paper_of(words: str, name: str | None, papers: tuple[Choice, ...]) -> str | None:
    """Which of the papers that count the words name."""
    said = f"{words} {name or ''}".casefold()
    found = [p.key for p in papers if any(label.casefold() in said for label in _labels(p))]
    return found[0] if len(found) == 1 else None


def _labels(choice: Choice) -> tuple[str, ...]:
    return tuple({choice.label.in_(lang) for lang in ("zh_Hans_CN", "zh_Hant", "en")})
