"""改内容: an order in the same form in which it was filed; what is handed in there becomes a change that says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain.changes import ChangeKind
from domain.gates import Refusal
from domain.process.changing import Weight
from domain.process.types import Leaf
from handlers.changes import texts
from handlers.forms import runner
from handlers.forms.onward import advance
from handlers.new_order import completing
from handlers.order.words import head
from handlers.turn import Turn
from services import drafts
from services.changes import asking, drafting
from services.changes.asking import Why
from services.errors import NotAllowed, Refused
from services.filing import NewOrder
from services.order_view import view_of

AT_ONCE = Why("", None, "")
"""What need only be told is asked for no reason."""


def begin(turn: Turn, order: int) -> None:
    """Go on with the draft that changes this order, or begin one with all its answers."""
    if not turn.chat.private:
        turn.reply("order.only_private")
        return
    old = drafting.to_change(turn.session, turn.house, turn.actor, order)
    draft = drafting.open_draft(turn.session, turn.actor, order)
    if draft is not None:
        turn.toast(texts.DRAFT_OPEN, number=old.number)
        runner.resume(turn, draft.id)
        return
    leaf = turn.book.leaves.get(old.leaf)
    if leaf is None:
        raise NotAllowed("changes_unknown")
    given = completing.given(turn, old, leaf)
    given["answers"] |= {"_changes": {"order": old.order_id, "number": old.number}}
    draft = drafts.begin(turn.session, turn.actor, form="order", chat_id=turn.chat.id, now=turn.now, **given)
    advance(turn, draft, repost=True)


def handed_in(turn: Turn, leaf: Leaf, draft: Any, new: NewOrder) -> None:
    """The draft of a change is complete: what need only be told is done; for the rest a reason is asked."""
    changes = drafting.changed_order(draft)
    assert changes is not None
    wanted = only_answered(draft, new, asking.order_of(turn.session, changes[0]).fields)
    propose(turn, changes[0], wanted, draft)


def only_answered(draft: Any, new: NewOrder, stands: dict[str, Any]) -> NewOrder:
    """Defaults that nobody was asked for are no change of an order that was filed without them."""
    fields = {key: value for key, value in new.fields.items() if key in draft.answers or key in stands}
    return replace(new, fields=fields, copied_from=None, makes_good=None, sales_id=None)


def propose(
    turn: Turn, order: int, wanted: NewOrder, draft: Any | None, *, unread: Sequence[str] = ()
) -> None:  # fmt: skip
    """Show what it comes to and ask why; what cannot be is told at once, and the draft stays."""
    shown = asking.preview(turn.session, turn.house, turn.actor, order, wanted, turn.now)
    if shown.weighed.weight is Weight.TOLD:
        made = asking.ask(turn.session, turn.house, turn.actor, order, wanted, AT_ONCE, turn.now)
        if draft is not None:
            drafts.submitted(draft, turn.now)
        turn.card("change", f"change:{made.id}", order_id=order, answer=True)
        return
    begin_reason(turn, order, ChangeKind.EDIT, drafting.kept(wanted), draft, unread)


def begin_reason(
    turn: Turn, order: int, kind: ChangeKind, wanted: dict[str, Any] | None, draft: Any | None,
    unread: Sequence[str] = (),
) -> None:  # fmt: skip
    """The form that asks why; one that is open for the same order is begun anew with what is wanted now."""
    for old in drafts.open_of(turn.session, turn.actor.id, "change"):
        if int(old.answers["_order"]) == order:
            drafts.discard(old, turn.now)
    number = head(view_of(turn.session, turn.house, order, turn.now), turn.lang)
    notes: dict[str, Any] = {"_order": order, "_number": str(number), "_kind": kind.value}
    if wanted is not None:
        notes["_new"] = wanted
    if draft is not None:
        notes["_draft"] = draft.id
    if unread:
        notes["_unread"] = list(unread)
    runner.start(turn, "change", answers=notes)


def whole(turn: Turn, order: int, kind: str) -> None:
    """取消订单, 重开: only a reason is asked."""
    if not turn.chat.private:
        turn.reply("order.only_private")
        return
    what = ChangeKind(kind)
    if what is ChangeKind.EDIT:
        raise Refused((Refusal("lines_missing", turn.book.roles.sales),))
    asking.preview_whole(turn.session, turn.house, turn.actor, order, what, turn.now)
    begin_reason(turn, order, what, None, None)


def again(turn: Turn, draft: int) -> None:
    """再改改: back to the form in which the content is."""
    found = drafts.mine(turn.session, turn.actor, draft)
    content = found.answers.get("_draft")
    if content is None:
        begin(turn, int(found.answers["_order"]))
        return
    drafts.discard(found, turn.now)
    runner.resume(turn, int(content))
