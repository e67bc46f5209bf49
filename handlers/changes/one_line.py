"""改成500台 交期推一周: what is sure goes into the comparison, what is not is told there."""

from __future__ import annotations

from markupsafe import Markup

from domain.changes import ChangeKind
from domain.process.changing import Weight
from handlers.changes import drafting, texts
from handlers.order.cards import order_seen
from handlers.order.words import head, together
from handlers.say import Say, act, rows
from handlers.turn import Turn
from handlers.unheard import second_hand
from handlers.view import View
from locales import lines
from services.changes import asking, one_line

LONGEST = 60
"""Characters of unread words that stand on a card."""


def said(turn: Turn, order: int, words: str) -> None:
    """One message about one order, in private. What somebody else wrote is carried out by nothing but a form."""
    found = one_line.read(turn.session, turn.house, turn.actor, order, words, turn.now)
    stands = one_line.stands_still(asking.order_of(turn.session, order))
    if found.cancel and found.wanted == stands:
        drafting.whole(turn, order, ChangeKind.CANCEL.value)
        return
    if found.wanted == stands:
        turn.reply("change.unread", f"order:{order}", words=list(found.open or (words[:LONGEST],)))
        return
    shown = asking.preview(turn.session, turn.house, turn.actor, order, found.wanted, turn.now)
    if shown.weighed.weight is Weight.TOLD and found.open:
        turn.reply("change.unread", f"order:{order}", words=list(found.open))
        return
    if shown.weighed.weight is Weight.TOLD and turn.message is not None and second_hand(turn.message):
        turn.reply("change.menu", f"order:{order}")
        return
    drafting.propose(turn, order, found.wanted, None, unread=found.open)


def unread(view: View) -> Say | None:
    """Nothing was changed: what was not understood, and the way to the form."""
    order = order_seen(view)
    if order is None:
        return None
    words = together([str(one)[:LONGEST] for one in view.facts["words"]], view.lang)
    edit = act(texts.BTN_EDIT.plain(view.lang), "change.begin", style="primary", order=order.id)
    said: list[Markup] = [texts.UNREAD(view.lang, head=head(order, view.lang), words=words)]
    return Say(lines(said), rows((edit,)))
