"""The one runner of all forms: takes an answer, goes to the next open question, ends at the summary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.process.names import FieldKind
from domain.understanding import Why
from handlers.forms import files, texts
from handlers.forms.kinds import KINDS, Asking, Bad, Choose, Taken
from handlers.forms.onward import advance, choice, complaint
from handlers.forms.registry import form_of, keeps_files, recheck
from handlers.forms.standing import all_steps, asking, asking_of, change, mine, open_question, show, stand
from handlers.forms.steps import EDITING, SUMMARY, SURE
from handlers.turn import Turn
from locales import Text
from locales.text import clean
from services import drafts
from services.finding import plain

TALL = 120
"""A message of more characters than this may push the card off the screen."""


def start(turn: Turn, form: str, **given: Any) -> None:
    """Open a draft of a form and ask its first question; an untouched one that is open serves again."""
    blank = None if given else drafts.blank(turn.session, turn.actor, form)
    draft = blank or drafts.begin(turn.session, turn.actor, form=form, chat_id=turn.chat.id, now=turn.now, **given)
    advance(turn, draft, repost=blank is not None)


def give(turn: Turn, draft: int, kind: FieldKind | str, value: Any) -> None:
    """Answer the step of this kind from elsewhere, and go on below; a draft that is not open any more is left alone."""
    found = drafts.get(turn.session, draft)
    if found is None or found.state != "open" or found.person_id != turn.actor.id:
        return
    step = next((step for step in all_steps(turn, found) if step.kind == kind), None)
    if step is not None:
        _take(turn, found, asking_of(turn, found, step), value)
        show(turn, found, repost=True)


# ── answers ────────────────────────────────────────────────────────────────────────────────


def pick(turn: Turn, draft: int, step: str, value: Any, seen: int | None = None) -> None:
    """A button that answers a step."""
    found = mine(turn, draft, seen)
    now_at = asking(turn, found, step) if found else None
    if found is not None and now_at is not None:
        _take(turn, found, now_at, value, words=found.answers.get("_choose", {}).get("text"))


def tool(turn: Turn, draft: int, step: str, tool: str, data: Any = None, seen: int | None = None) -> None:
    """A button beside the answers: another page, a month of days."""
    found = mine(turn, draft, seen)
    now_at = asking(turn, found, step) if found else None
    if now_at is not None:
        _note(turn, found, KINDS[now_at.step.kind].tools[tool](now_at, data), step)


def typed(turn: Turn, draft: int) -> None:
    """Words or a file, in answer to the question that stands."""
    found = mine(turn, draft)
    file = turn.file()
    if found is None:
        return
    if file is not None and keeps_files(form_of(found.form)):
        files.keep(turn, found, *file)
        return
    words = " ".join(clean(turn.text).split()) if file is None else ""
    if not words:
        _refuse(turn, found, Bad(Why.EMPTY if turn.text and file is None else "not_text"))
        return
    spoken = _spoken(turn, found, words)
    if spoken is not None:
        spoken(turn, draft)
        return
    hear = getattr(form_of(found.form), "hear", None)
    if hear is not None and hear(turn, found, turn.text):
        return
    now_at = asking(turn, found, found.step)
    read = KINDS[now_at.step.kind].read(now_at, words) if now_at else Bad("press")
    if isinstance(read, Bad | Choose):
        _refuse(turn, found, read)
    else:
        assert now_at is not None
        _take(turn, found, now_at, read, words=words)


def _take(turn: Turn, draft: Any, now_at: Asking, value: Any, *, words: str | None = None) -> None:
    step = now_at.step
    kind = KINDS[step.kind]
    taken = kind.take(now_at, value)
    said = {"_words": draft.answers.get("_words", {}) | {step.key: words}} if kind.worded else {}
    _note(turn, draft, Taken(dict.fromkeys(step.clears) | taken.values | said, taken.done), step.key)


def _note(turn: Turn, draft: Any, taken: Taken, step: str | None) -> None:
    change(turn, draft, taken.values)
    if taken.done:
        advance(turn, draft)
    else:
        stand(turn, draft, step)


def _refuse(turn: Turn, draft: Any, bad: Bad | Choose) -> None:
    """Say what is wrong or ask which reading, where it can be seen; everything answered before stays."""
    if isinstance(bad, Choose):
        change(turn, draft, choice(bad))
    else:
        wrong = complaint(bad)
        again = draft.answers.get("_bad") == wrong["_bad"]
        change(turn, draft, wrong)
        if again:  # nothing would be seen to change where the card stands
            show(turn, draft, repost=True)
            return
    show(turn, draft, repost=not 0 < len(turn.text) <= TALL)


# ── words that stand on a button ───────────────────────────────────────────────────────────


def _spoken(turn: Turn, draft: Any, words: str) -> Callable[..., None] | None:
    """What somebody wrote out instead of pressing it."""
    said: dict[Text, Callable[..., None]] = {texts.SAVE: save, texts.CANCEL: cancel}
    if draft.step is SUMMARY:
        said |= {texts.SUBMIT: submit, texts.EDIT: edit, texts.BACK: back}
    elif draft.step == SURE:
        said = {texts.CONFIRM_CANCEL: discard, texts.KEEP: to_summary}
    elif draft.step == EDITING:
        said |= {texts.DONE_EDITING: to_summary}
    else:
        said |= {texts.BACK: back, texts.DONE_EDITING: to_summary}
    spoken = plain(words)
    return next((act for label, act in said.items() if plain(label.plain(turn.lang)) == spoken), None)


# ── going about ────────────────────────────────────────────────────────────────────────────


def back(turn: Turn, draft: int, seen: int | None = None) -> None:
    """One question back: from readings to the question, inside the step, to the question before."""
    found = mine(turn, draft, seen)
    if found is None:
        return
    now_at = asking(turn, found, found.step)
    inside = KINDS[now_at.step.kind].back(now_at) if now_at else None
    if "_choose" in found.answers:
        inside = Taken({}, done=False)
    change(turn, found, inside.values if inside else {})
    if inside is not None and inside.done:
        advance(turn, found)
    else:
        stand(turn, found, found.step if inside else _before(turn, found))


def _before(turn: Turn, draft: Any) -> str | None:
    keys = [step.key for step in form_of(draft.form).steps(turn.house, draft)]
    if draft.step is SUMMARY:
        return keys[-1] if keys else SUMMARY
    if draft.step not in keys:
        return SUMMARY
    at = keys.index(draft.step)
    return keys[at - 1] if at else keys[0]


def others(turn: Turn, draft: int, page: int, seen: int | None = None) -> None:
    """Further readings of the words that were written."""
    found = mine(turn, draft, seen)
    if found is None:
        return
    kept = {note: found.answers[note] for note in ("_choose",) if note in found.answers}
    change(turn, found, {**kept, "_page": page})
    show(turn, found)


def edit(turn: Turn, draft: int, seen: int | None = None) -> None:
    """Offer every answer to be changed."""
    _go(turn, draft, seen, EDITING)


def choose_field(turn: Turn, draft: int, step: str, seen: int | None = None) -> None:
    """Change one answer; the summary comes back after it."""
    _go(turn, draft, seen, step)


def to_summary(turn: Turn, draft: int, seen: int | None = None) -> None:
    """Leave an answer as it was: on to the read-back, or to what is still missing."""
    found = mine(turn, draft, seen)
    if found is None:
        return
    half = [note for step in all_steps(turn, found) if step.key in found.answers for note in KINDS[step.kind].half]
    change(turn, found, dict.fromkeys(half))
    advance(turn, found)


def skip(turn: Turn, draft: int, step: str, seen: int | None = None) -> None:
    """Leave an optional answer empty."""
    found = mine(turn, draft, seen)
    if found is None:
        return
    passed = [*found.answers.get("_passed", ()), step]
    change(turn, found, {"_passed": list(dict.fromkeys(passed)), step: None})
    advance(turn, found)


def cancel(turn: Turn, draft: int, seen: int | None = None) -> None:
    """Ask once before anything is thrown away; an empty draft goes at once."""
    found = mine(turn, draft, seen)
    if found is None:
        return
    if drafts.has_answers(found):
        change(turn, found, {})
        stand(turn, found, SURE)
    else:
        discard(turn, draft)


def discard(turn: Turn, draft: int, seen: int | None = None) -> None:
    """Throw the draft away."""
    found = mine(turn, draft, seen)
    if found is None:
        return
    drafts.discard(found, turn.now)
    # whoever throws an old one away may be filling another
    waits = turn.awaited()
    if waits is not None and waits.args == {"draft": draft}:
        turn.wait_for_nothing()
    show(turn, found)
    turn.toast(texts.DISCARDED)


def save(turn: Turn, draft: int, seen: int | None = None) -> None:
    """Put it aside; it is found again from its card and from the start page."""
    found = mine(turn, draft, seen)
    if found is None:
        return
    change(turn, found, {"_saved": True})
    turn.wait_for_nothing()
    show(turn, found)
    turn.toast(texts.SAVED)


def resume(turn: Turn, draft: int) -> None:
    """Go on where it was left, at the bottom of the chat."""
    found = mine(turn, draft)
    if found is None:
        return
    change(turn, found, {})
    if found.step in (EDITING, SURE) or asking(turn, found, found.step) is None:
        advance(turn, found, repost=True)
    else:
        stand(turn, found, found.step, repost=True)


def list_open(turn: Turn) -> None:
    """The person's open drafts, each with a way back to it."""
    turn.reply("drafts", f"person:{turn.actor.id}")


def submit(turn: Turn, draft: int, seen: int | None = None) -> None:
    """Carry the form out, where nothing is missing and every answer still holds."""
    found = mine(turn, draft, seen)
    if found is None:
        return
    overtaken = recheck(form_of(found.form))(turn, found)
    if overtaken or open_question(turn, found) != (None, None):
        change(turn, found, overtaken)
        advance(turn, found)
        return
    # before, since carrying it out may go on with another form
    turn.wait_for_nothing()
    form_of(found.form).submit(turn, found)
    show(turn, found)


def _go(turn: Turn, draft: int, seen: int | None, step: str) -> None:
    found = mine(turn, draft, seen)
    if found is not None:
        change(turn, found, {})
        stand(turn, found, step)
