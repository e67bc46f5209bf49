"""On to the next open question, over those that were answered beforehand: by the rest of a message that began a form.

Such answers wait in the draft, in `_given`, by the kind of step that they answer or as `field:KEY`, and are read when
their question is the next one open, in the same way as if they were typed then. What cannot be taken is asked like
anything else, with its readings as buttons; what a field with a default cannot take is only kept in `_unread`. What no
question of the form has taken is told by `not_asked`: another type of order may ask for it.
"""

from __future__ import annotations

from typing import Any

from handlers.forms.kinds import KINDS, Asking, Bad, Choose, Taken
from handlers.forms.registry import at_once, form_of
from handlers.forms.standing import asking_of, change, open_question, show, stand
from handlers.forms.steps import SUMMARY, Step
from handlers.turn import Turn
from services import drafts

OF_FIELD = "field:"


def advance(turn: Turn, draft: Any, *, repost: bool = False) -> None:
    """Go to the first question without an answer that still holds, or to the read-back."""
    step, bad = open_question(turn, draft)
    while step is not None and bad is None and (given := _given_for(draft, step)) is not None:
        if not _answer(turn, draft, asking_of(turn, draft, step), given):
            stand(turn, draft, step.key, repost=repost)
            return
        step, bad = open_question(turn, draft)
    if step is None and at_once(form_of(draft.form)):
        form_of(draft.form).submit(turn, draft)
        if draft.state == "submitted":
            show(turn, draft)
        return
    if step is None:
        _fill_unasked(turn, draft)
    if bad is not None:
        drafts.answer(draft, turn.now, **complaint(bad))
    stand(turn, draft, step.key if step else SUMMARY, repost=repost)


def _given_for(draft: Any, step: Step) -> Any:
    given = draft.answers.get("_given", {})
    return given.get(OF_FIELD + step.key, given.get(str(step.kind)))


def not_asked(draft: Any) -> list[str]:
    """The words that still wait for a question, each once."""
    given = draft.answers.get("_given", {}).values()
    said = [one if isinstance(one, str) else one["text"] for one in given if isinstance(one, str) or "text" in one]
    return [words for n, words in enumerate(said) if not any(words in other for other in said[:n] + said[n + 1 :])]


def _without(draft: Any, step: Step) -> dict[str, Any] | None:
    given = draft.answers.get("_given", {})
    rest = {key: value for key, value in given.items() if key not in (OF_FIELD + step.key, str(step.kind))}
    return rest or None


def _answer(turn: Turn, draft: Any, now_at: Asking, given: Any) -> bool:
    """Whether the question is answered now; else the card stands at it."""
    rest = _without(draft, now_at.step)
    kind = KINDS[now_at.step.kind]
    found = kind.read(now_at, given) if isinstance(given, str) else kind.begin(now_at, given)
    if isinstance(found, Choose):
        change(turn, draft, {"_given": rest, **choice(found)})
        return False
    if isinstance(found, Bad):
        change(turn, draft, {"_given": rest, **complaint(found)})
        return False
    taken = found if isinstance(found, Taken) else kind.take(now_at, found)
    said = {}
    if kind.worded and isinstance(given, str):
        said = {"_words": draft.answers.get("_words", {}) | {now_at.step.key: given}}
    change(turn, draft, dict.fromkeys(now_at.step.clears) | taken.values | said | {"_given": rest})
    return taken.done


def _fill_unasked(turn: Turn, draft: Any) -> None:
    """Fields with a default take what was said for them, or keep the default and say what was left."""
    for step in form_of(draft.form).extra(turn.house, draft):
        given = draft.answers.get("_given", {}).get(OF_FIELD + step.key) or _by_kind(draft, step)
        if given is None:
            continue
        now_at, rest = asking_of(turn, draft, step), _without(draft, step)
        kind = KINDS[step.kind]
        found = kind.read(now_at, given) if isinstance(given, str) else kind.begin(now_at, given)
        said = given if isinstance(given, str) else str(given["text"])
        if isinstance(found, Bad | Choose):
            change(turn, draft, {"_given": rest, "_unread": [*draft.answers.get("_unread", ()), said]})
        else:
            words = draft.answers.get("_words", {}) | {step.key: said}
            change(turn, draft, kind.take(now_at, found).values | {"_given": rest, "_words": words})


def _by_kind(draft: Any, step: Step) -> Any:
    """Only kinds that stand for one thing in an order; a percentage may be anything."""
    return draft.answers.get("_given", {}).get(str(step.kind)) if step.kind in ("place", "phone", "contact") else None


def choice(found: Choose) -> dict[str, Any]:
    """Readings as the card's note."""
    return {"_choose": {"code": found.code, "text": found.words, "options": [list(one) for one in found.options]}}


def complaint(found: Bad) -> dict[str, Any]:
    """What is wrong as the card's note."""
    return {"_bad": {"code": str(found.code), "values": found.values}}
