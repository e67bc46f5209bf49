"""Photos and documents: an order's draft keeps them whenever they come."""

from __future__ import annotations

from typing import Any

from domain.process.types import FieldKind
from handlers.forms.onward import advance
from handlers.forms.papers import SPOKEN
from handlers.forms.standing import all_steps, change, show
from handlers.forms.steps import SUMMARY, Step
from handlers.turn import Turn
from services import drafts
from services.money import Evidence


def keep(turn: Turn, draft: Any, evidence: Evidence, name: str | None) -> None:
    """Keep one more file, say how many there are, and ask on.

    The buttons of the card stay good: a press may cross an album on its way.
    """
    files = drafts.attach(turn.session, draft, turn.actor, evidence, name, turn.now)
    said = {"code": "file", "values": {"files": str(files)}}
    drafts.answer(draft, turn.now, _files=files, _said=said, _bad=None)
    step = next((step for step in all_steps(turn, draft) if step.kind is FieldKind.ATTACHMENT), None)
    told = _told_by_file(draft, step) if step is not None else {}
    if step is not None and told and draft.step in (SUMMARY, step.key):
        change(turn, draft, {**told, "_said": said})
        advance(turn, draft, repost=True)
    else:
        drafts.answer(draft, turn.now, **told)
        show(turn, draft, repost=True)


def _told_by_file(draft: Any, step: Step) -> dict[str, Any]:
    """What a file answers, or takes back: where there is a paper, it was not somebody's word."""
    if not step.choices:
        return {step.key: {"choice": ""}}
    given = draft.answers.get(step.key)
    return {step.key: None} if given and given["choice"] == SPOKEN else {}
