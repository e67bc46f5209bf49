"""The step of papers: which one it is, and how many photos or files of it there are."""

from __future__ import annotations

from typing import Any

from domain.process.names import FieldKind
from handlers.forms import texts
from handlers.forms.kinds import KINDS, Asking, Bad, Kind, Taken, chosen
from handlers.say import Row, in_rows

SPOKEN = "spoken"
"""The one basis that has no paper (口头)."""


def files_of(draft: Any) -> int:
    """How many photos and files the draft holds."""
    return int(draft.answers.get("_files", 0))


def _read(asking: Asking, text: str) -> Any:
    key = chosen(asking, text)
    return {"choice": key} if key else Bad("pick_one")


def _offer(asking: Asking) -> tuple[Row, ...]:
    return in_rows([asking.answer(c.label(asking.lang), {"choice": c.key}) for c in asking.step.choices], 4)


def _hint(asking: Asking) -> str:
    files = files_of(asking.draft)
    return texts.FILES_SO_FAR.plain(asking.lang, files=files) if files else ""


def _show(asking: Asking, value: Any) -> str:
    files = files_of(asking.draft)
    choice = asking.step.choice(value["choice"])
    if choice is None:
        return texts.FILES_ONLY.plain(asking.lang, files=files)
    paper = choice.label(asking.lang)
    if files:
        return texts.FILES.plain(asking.lang, paper=paper, files=files)
    return paper if choice.key == SPOKEN else texts.NO_FILES.plain(asking.lang, paper=paper)


def _wrong(asking: Asking, value: Any) -> Bad | None:
    """A step without choices is answered by the file itself."""
    return None if not asking.step.choices or asking.step.choice(value["choice"]) else Bad("pick_one")


def _begin(asking: Asking, given: dict[str, Any]) -> Any:
    """A paper that goes without saying; files that are there already say something else."""
    return given if asking.step.choice(given["choice"]) and not files_of(asking.draft) else Taken({}, done=False)


KINDS[FieldKind.ATTACHMENT] = Kind(_read, show=_show, offer=_offer, hint=_hint, wrong=_wrong, begin=_begin)
