"""给谁报 (代录): customer service files in a salesperson's name, and says so first."""

from __future__ import annotations

from typing import Any

from domain.rights import may
from handlers.forms import runner, standing
from handlers.forms.kinds import KINDS, Asking, Bad, Kind, Taken
from handlers.forms.steps import Step, said
from handlers.new_order import texts
from handlers.say import Row, in_rows
from handlers.turn import Turn
from services import drafts, keeping, people
from services.house import who

PRINCIPAL, STEP, PROXY, NAME = "principal", "filed_for", "_proxy", "_filed_for"
"""The kind of step; its answer; that this draft asks it; the salesperson's name, for the heading."""
MYSELF = 0
SHOWN = 11


def begin(turn: Turn) -> bool:
    """Begin an order with the question for whom, where this person files for others. False where they do not."""
    if not files_for_others(turn):
        return False
    if not keeping.principals(turn.session, turn.house, turn.actor):
        return False
    blank = next(
        (one for one in drafts.open_of(turn.session, turn.actor.id, "order") if one.answers == {PROXY: True}), None
    )
    if blank is not None:
        standing.show(turn, blank, repost=True)
    else:
        runner.start(turn, "order", answers={PROXY: True})
    return True


def files_for_others(turn: Turn) -> bool:
    """Whether this person files in the name of salespeople."""
    return turn.actor.department != turn.book.roles.sales and may(turn.book, who(turn.actor), "order.file_for")


def steps(draft: Any) -> tuple[Step, ...]:
    """The question, where it is asked at all."""
    if not draft.answers.get(PROXY):
        return ()
    return (Step(STEP, PRINCIPAL, said(texts.PRINCIPAL), said(texts.ASK_PRINCIPAL), quiet=True),)


def of(draft: Any) -> int | None:
    """The salesperson in whose name it is filed; None in one's own."""
    return int(draft.answers.get(STEP) or 0) or None


def named(draft: Any, lang: str) -> str:
    """替 张敏."""
    name = draft.answers.get(NAME)
    return texts.FOR_WHOM.plain(lang, name=name) if name and of(draft) else ""


def _offer(asking: Asking) -> tuple[Row, ...]:
    actor = people.by_id(asking.session, asking.draft.person_id)
    known = keeping.principals(asking.session, asking.house, actor)[:SHOWN]
    each = [asking.answer(one.name, one.id) for one in known]
    return (*in_rows(each), (asking.answer(texts.MYSELF.plain(asking.lang), MYSELF),))


def _read(asking: Asking, text: str) -> Any:
    actor = people.by_id(asking.session, asking.draft.person_id)
    found = [one.id for one in keeping.principals(asking.session, asking.house, actor) if one.name == text]
    return found[0] if len(found) == 1 else Bad("pick_one")


def _take(asking: Asking, value: Any) -> Taken:
    name = people.name_of(asking.session, int(value)) if value else ""
    return Taken({asking.step.key: int(value), NAME: name})


def _show(asking: Asking, value: Any) -> str:
    return people.name_of(asking.session, int(value)) if value else texts.MYSELF.plain(asking.lang)


KINDS[PRINCIPAL] = Kind(_read, offer=_offer, take=_take, show=_show)
