"""The one runner of all forms: takes an answer, goes to the next open question, ends at the summary."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.process.types import FieldKind
from handlers.forms import texts
from handlers.forms.kinds import KINDS, Asking, Bad, Choose, Taken
from handlers.forms.registry import form_of
from handlers.forms.steps import Step
from handlers.turn import Turn
from services import drafts, prompts
from services.money import Evidence

SUMMARY, EDITING, SURE = None, "_edit", "_sure"
BURIED = 3
"""So many messages below the card, and the next question is posted anew at the bottom."""


# ── standing somewhere ─────────────────────────────────────────────────────────────────────


def start(turn: Turn, form: str, **given: Any) -> None:
    """Open a draft of a form and ask its first question."""
    draft = drafts.begin(turn.session, turn.actor, form=form, chat_id=turn.chat.id, now=turn.now, **given)
    _advance(turn, draft)


def show(turn: Turn, draft: Any, *, repost: bool = False) -> None:
    """Bring the card up to date and wait for words."""
    card_id = turn.card("draft", f"draft:{draft.id}", answer=True)
    if repost or drafts.card_buried(turn.session, card_id) >= BURIED:
        turn.card("draft", f"draft:{draft.id}", answer=True, repost=True)
    if draft.state == "open":
        prompts.open_prompt(
            turn.session, chat_id=turn.chat.id, person_id=turn.actor.id, act="draft.typed", args={"draft": draft.id},
            now=turn.now, card_id=card_id,
        )  # fmt: skip


def asking(turn: Turn, draft: Any, key: str) -> Asking | None:
    """The step with this key as it stands in the draft; None where the form has none."""
    step = next((step for step in all_steps(turn, draft) if step.key == key), None)
    return None if step is None else Asking(turn.session, turn.house, draft, step, turn.lang, turn.today)


def all_steps(turn: Turn, draft: Any) -> tuple[Step, ...]:
    form = form_of(draft.form)
    return form.steps(turn.house, draft) + form.extra(turn.house, draft)


def _advance(turn: Turn, draft: Any) -> None:
    """Go to the first question without an answer, or to the summary."""
    steps = form_of(draft.form).steps(turn.house, draft)
    passed = draft.answers.get("_passed", ())
    missing = next((step for step in steps if step.key not in draft.answers and step.key not in passed), None)
    drafts.go(draft, missing.key if missing else SUMMARY, turn.now)
    show(turn, draft)


def give(turn: Turn, draft: int, kind: FieldKind | str, value: Any) -> None:
    """Answer the step of this kind from elsewhere, and go on below; a draft that is not open any more is left alone."""
    mine = drafts.get(turn.session, draft)
    if mine is None or mine.state != "open" or mine.person_id != turn.actor.id:
        return
    step = next((step for step in all_steps(turn, mine) if step.kind == kind), None)
    if step is not None:
        _take(turn, mine, Asking(turn.session, turn.house, mine, step, turn.lang, turn.today), value)
        show(turn, mine, repost=True)


# ── answers ────────────────────────────────────────────────────────────────────────────────


def pick(turn: Turn, draft: int, step: str, value: Any) -> None:
    """A button that answers a step. One that was pressed a moment ago already is let pass."""
    mine = drafts.mine(turn.session, turn.actor, draft)
    now_at = asking(turn, mine, step)
    if mine.step != step or now_at is None:
        show(turn, mine)
        return
    _take(turn, mine, now_at, value)


def tool(turn: Turn, draft: int, step: str, tool: str, data: Any = None) -> None:
    """A button beside the answers: another page, a month of days."""
    mine = drafts.mine(turn.session, turn.actor, draft)
    now_at = asking(turn, mine, step)
    if mine.step != step or now_at is None:
        show(turn, mine)
        return
    _note(turn, mine, KINDS[now_at.step.kind].tools[tool](now_at, data))


def typed(turn: Turn, draft: int) -> None:
    """Words or a file, in answer to the question that stands."""
    mine = drafts.mine(turn.session, turn.actor, draft)
    if _file(turn) is not None:
        _keep_file(turn, mine)
        return
    now_at = asking(turn, mine, mine.step) if mine.step else None
    if now_at is None:
        show(turn, mine)
        return
    if not turn.text:
        _refuse(turn, mine, Bad("not_text", {}))
        return
    read = KINDS[now_at.step.kind].read(now_at, turn.text)
    if isinstance(read, Bad | Choose):
        _refuse(turn, mine, read)
    else:
        _take(turn, mine, now_at, read)


def _take(turn: Turn, draft: Any, now_at: Asking, value: Any) -> None:
    taken = KINDS[now_at.step.kind].take(now_at, value)
    _note(turn, draft, replace(taken, values=dict.fromkeys(now_at.step.clears) | taken.values))


def _note(turn: Turn, draft: Any, taken: Taken) -> None:
    drafts.answer(draft, turn.now, **taken.values, _bad=None, _choose=None)
    if taken.done:
        _advance(turn, draft)
    else:
        show(turn, draft)


def _refuse(turn: Turn, draft: Any, bad: Bad | Choose) -> None:
    """Say what is wrong or ask which reading; everything answered before stays."""
    if isinstance(bad, Choose):
        drafts.answer(
            draft, turn.now, _bad=None,
            _choose={"code": bad.code, "text": bad.words, "options": [list(option) for option in bad.options]},
        )  # fmt: skip
    else:
        drafts.answer(draft, turn.now, _choose=None, _bad={"code": str(bad.code), "values": bad.values})
    show(turn, draft)


def _file(turn: Turn) -> tuple[Evidence, str | None] | None:
    """The photo or document of a message."""
    return turn.file()


def _keep_file(turn: Turn, draft: Any) -> None:
    step = next((step for step in all_steps(turn, draft) if step.kind is FieldKind.ATTACHMENT), None)
    found = _file(turn)
    if step is None or found is None:
        _refuse(turn, draft, Bad("not_text", {}))
        return
    count = drafts.attach(turn.session, draft, turn.actor, found[0], found[1], turn.now)
    before = draft.answers.get(step.key) or {}
    if before.get("choice") or draft.step != step.key:
        drafts.answer(draft, turn.now, **{step.key: {**before, "files": count}})
    else:
        # which paper it is, is asked: a photo may be of a contract
        drafts.answer(draft, turn.now, **{step.key: {"files": count}})
        show(turn, draft)
        return
    if draft.step == step.key:
        _advance(turn, draft)
    else:
        show(turn, draft)


# ── going about ────────────────────────────────────────────────────────────────────────────


def back(turn: Turn, draft: int) -> None:
    """One question back: inside the step first, then to the question before; from there to the start."""
    mine = drafts.mine(turn.session, turn.actor, draft)
    now_at = asking(turn, mine, mine.step) if mine.step and not mine.step.startswith("_") else None
    inside = KINDS[now_at.step.kind].back(now_at) if now_at else None
    drafts.answer(mine, turn.now, _bad=None, _choose=None, **(inside.values if inside else {}))
    if inside is None:
        drafts.go(mine, _before(turn, mine), turn.now)
    show(turn, mine)


def _before(turn: Turn, draft: Any) -> str | None:
    keys = [step.key for step in form_of(draft.form).steps(turn.house, draft)]
    if draft.step is None:
        return keys[-1] if keys else None
    if draft.step not in keys:
        return SUMMARY
    at = keys.index(draft.step)
    return keys[at - 1] if at else keys[0]


def edit(turn: Turn, draft: int) -> None:
    """Offer every answer to be changed."""
    _stand(turn, draft, EDITING)


def choose_field(turn: Turn, draft: int, step: str) -> None:
    """Change one answer; the summary comes back after it."""
    _stand(turn, draft, step)


def to_summary(turn: Turn, draft: int) -> None:
    """Back to the read-back, or to what is still missing."""
    mine = drafts.mine(turn.session, turn.actor, draft)
    drafts.answer(mine, turn.now, _bad=None, _choose=None, _month=None)
    _advance(turn, mine)


def skip(turn: Turn, draft: int, step: str) -> None:
    """Leave an optional answer empty."""
    mine = drafts.mine(turn.session, turn.actor, draft)
    passed = [*mine.answers.get("_passed", ()), step]
    drafts.answer(mine, turn.now, _bad=None, _choose=None, _passed=passed, **{step: None})
    _advance(turn, mine)


def cancel(turn: Turn, draft: int) -> None:
    """Ask once before anything is thrown away; an empty draft goes at once."""
    mine = drafts.mine(turn.session, turn.actor, draft)
    if any(not key.startswith("_") for key in mine.answers):
        _stand(turn, draft, SURE)
    else:
        discard(turn, draft)


def discard(turn: Turn, draft: int) -> None:
    """Throw the draft away."""
    mine = drafts.mine(turn.session, turn.actor, draft)
    drafts.discard(mine, turn.now)
    prompts.close_prompts(turn.session, chat_id=turn.chat.id, person_id=turn.actor.id, now=turn.now)
    show(turn, mine)
    turn.toast(texts.DISCARDED)


def save(turn: Turn, draft: int) -> None:
    """Put it aside; it is found again from the start page."""
    mine = drafts.mine(turn.session, turn.actor, draft)
    prompts.close_prompts(turn.session, chat_id=turn.chat.id, person_id=turn.actor.id, now=turn.now)
    drafts.go(mine, mine.step, turn.now)
    turn.toast(texts.SAVED)


def resume(turn: Turn, draft: int) -> None:
    """Go on where it was left, at the bottom of the chat."""
    mine = drafts.mine(turn.session, turn.actor, draft)
    drafts.go(mine, mine.step, turn.now)
    show(turn, mine, repost=True)


def submit(turn: Turn, draft: int) -> None:
    """Carry the form out, where nothing is missing."""
    mine = drafts.mine(turn.session, turn.actor, draft)
    form = form_of(mine.form)
    if any(step.required and step.key not in mine.answers for step in form.steps(turn.house, mine)):
        _advance(turn, mine)
        return
    # before, since carrying it out may go on with another form
    prompts.close_prompts(turn.session, chat_id=turn.chat.id, person_id=turn.actor.id, now=turn.now)
    form.submit(turn, mine)
    show(turn, mine)


def _stand(turn: Turn, draft: int, step: str | None) -> None:
    mine = drafts.mine(turn.session, turn.actor, draft)
    drafts.answer(mine, turn.now, _bad=None, _choose=None)
    drafts.go(mine, step, turn.now)
    show(turn, mine)
