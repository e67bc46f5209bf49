"""Photos and documents: an order's draft keeps them whenever they come."""

from __future__ import annotations

from typing import Any

from domain.attachments import Purpose
from domain.process.names import FieldKind
from handlers.attachments.judging import purpose_of
from handlers.attachments.texts import COMMA, KEPT_KIND, LABEL
from handlers.forms.onward import advance
from handlers.forms.papers import SPOKEN
from handlers.forms.standing import all_steps, change, show
from handlers.forms.steps import SUMMARY, Step
from handlers.turn import Turn
from services import drafts
from services.money import Evidence


def keep(turn: Turn, draft: Any, evidence: Evidence, name: str | None) -> None:
    """Keep one more file, say what it counts as and how many there are, and ask on.

    The buttons of the card stay good: a press may cross an album on its way.
    """
    step = next((step for step in all_steps(turn, draft) if step.kind is FieldKind.ATTACHMENT), None)
    named = purpose_of(turn.text, name)
    purpose, counts = drafts.attach(
        turn.session, draft, turn.actor, evidence, name, turn.now, purpose=named or Purpose.BASIS,
        named=named is not None,
    )  # fmt: skip
    papers = counts.pop(Purpose.BASIS.value, 0)
    said = {"code": "file", "values": {"files": str(papers)}}
    if purpose is not Purpose.BASIS:
        values = {"kind": LABEL[purpose].plain(turn.lang), "files": str(counts.get(purpose.value, 0))}
        said = {"code": "file_other", "values": values}
    drafts.answer(draft, turn.now, _files=papers or None, _others=counts or None, _said=said, _bad=None)
    told = _told_by_file(draft, step) if step is not None and purpose is Purpose.BASIS else {}
    if step is not None and told and draft.step in (SUMMARY, step.key):
        change(turn, draft, {**told, "_said": said})
        advance(turn, draft, repost=True)
    else:
        drafts.answer(draft, turn.now, **told)
        show(turn, draft, repost=True)


def others_words(draft: Any, lang: str) -> str:
    """Files of the draft beside its papers: `图纸 2 份、照片 1 份`."""
    counts: dict[str, int] = draft.answers.get("_others", {})
    return COMMA.plain(lang).join(
        KEPT_KIND.plain(lang, kind=LABEL[Purpose(key)].plain(lang), count=count) for key, count in counts.items()
    )


def _told_by_file(draft: Any, step: Step) -> dict[str, Any]:
    """What a file answers, or takes back: where there is a paper, it was not somebody's word."""
    if not step.choices:
        return {step.key: {"choice": ""}}
    given = draft.answers.get(step.key)
    return {step.key: None} if given and given["choice"] == SPOKEN else {}
