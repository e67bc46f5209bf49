"""Where a draft stands: which question is open, and how its card is brought to another state."""

from __future__ import annotations

from typing import Any

from handlers.forms import texts
from handlers.forms.kinds import KINDS, Asking, Bad
from handlers.forms.registry import form_of
from handlers.forms.steps import Step
from handlers.turn import Turn
from services import drafts, prompts
from services.errors import Stale

BURIED = 3
"""So many messages below the card, and the next question is posted anew at the bottom."""
PASSING = dict.fromkeys(("_bad", "_choose", "_said", "_month", "_page", "_saved"))
"""Notes of the card that hold until the next move."""


def mine(turn: Turn, draft: int, seen: int | None = None) -> Any | None:
    """The person's own open draft.

    None, with a word to the presser, where the draft is closed or has moved on since the button was drawn: the
    second press of a double tap, or one on a card that was still under way.
    """
    try:
        found = drafts.mine(turn.session, turn.actor, draft)
    except Stale:
        closed = drafts.get(turn.session, draft)
        assert closed is not None
        turn.toast(texts.CLOSED if closed.state == "submitted" else texts.DISCARDED)
        show(turn, closed)
        return None
    if not stale(found, seen):
        return found
    turn.toast(texts.MOVED_ON)
    show(turn, found)
    return None


def stale(draft: Any, seen: int | None) -> bool:
    """Whether a button was drawn for another state of the draft; one that is no part of the card knows none."""
    return seen is not None and seen != draft.answers.get("_n", 0)


def all_steps(turn: Turn, draft: Any) -> tuple[Step, ...]:
    """Everything the form asks, and everything with a default."""
    form = form_of(draft.form)
    return form.steps(turn.house, draft) + form.extra(turn.house, draft)


def asking_of(turn: Turn, draft: Any, step: Step) -> Asking:
    """A step as it is asked or read in this turn."""
    return Asking(turn.session, turn.house, draft, step, turn.lang, turn.today)


def asking(turn: Turn, draft: Any, key: str | None) -> Asking | None:
    """The step with this key as it stands in the draft; None where the form has none."""
    step = next((step for step in all_steps(turn, draft) if step.key == key), None)
    return None if step is None else asking_of(turn, draft, step)


def change(turn: Turn, draft: Any, values: dict[str, Any]) -> None:
    """Note answers; the buttons drawn before belong to another state from now on."""
    drafts.answer(draft, turn.now, **(PASSING | values), _n=int(draft.answers.get("_n", 0)) + 1)


def show(turn: Turn, draft: Any, *, repost: bool = False) -> None:
    """Bring the card up to date and wait for words."""
    card_id = turn.card("draft", f"draft:{draft.id}", answer=True, repost=repost, afloat=BURIED)
    if draft.state == "open" and "_saved" not in draft.answers:
        prompts.open_prompt(
            turn.session, chat_id=turn.chat.id, person_id=turn.actor.id, act="draft.typed", args={"draft": draft.id},
            now=turn.now, card_id=card_id,
        )  # fmt: skip


def stand(turn: Turn, draft: Any, step: str | None, *, repost: bool = False) -> None:
    """Stand at a step, or at the read-back."""
    drafts.go(draft, step, turn.now)
    show(turn, draft, repost=repost)


def open_question(turn: Turn, draft: Any) -> tuple[Step | None, Bad | None]:
    """The first question that is open, and why, where it was answered before."""
    form, passed = form_of(draft.form), draft.answers.get("_passed", ())
    for step in form.steps(turn.house, draft):
        if step.key not in draft.answers and (step.required or step.key not in passed):
            return step, None
        if (bad := wrong(asking_of(turn, draft, step))) is not None:
            return step, bad
    for step in form.extra(turn.house, draft):
        if (bad := wrong(asking_of(turn, draft, step))) is not None:
            return step, bad
    return None, None


def wrong(asking: Asking) -> Bad | None:
    """Why the answer that was given to a step does not hold any more."""
    value = asking.draft.answers.get(asking.step.key)
    return None if value is None else KINDS[asking.step.kind].wrong(asking, value)
