"""`/todo`: what waits for this person now, oldest first, each with a button to its card."""

from __future__ import annotations

from markupsafe import Markup

from handlers.approvals import acts as approvals
from handlers.approvals.cards import seen_words
from handlers.folding import clipped
from handlers.forms.registry import form_of
from handlers.order.words import head, plain, short_name
from handlers.say import Button, Say, act, do, in_rows, rows
from handlers.turn import Turn
from handlers.view import View
from handlers.waiting import texts
from handlers.waiting.words import waited
from locales import lines
from services import drafts, people, waiting, waiting_lists
from services.looking import reach
from services.order_view import OrderView, view_of
from services.waiting import Kind, Waiting

AT_ONCE = 12
AT_MOST = 40
"""So many lines and buttons fit into one message with room to spare."""
WORDS = 24
"""Characters of a condition that stand in a list."""


def command(turn: Turn) -> None:
    """In private the list; in a group, where others read along, it goes to the private chat.

    The group's own list is pinned there: the answer hangs on it, so that a tap leads to it.
    """
    here = None if turn.chat.private else waiting_lists.stands_at(turn.session, turn.chat.id)
    if here is None:
        show(turn)
        return
    _bring(turn, whole=False)
    turn.reply("todo.here", to=here)


def show(turn: Turn, whole: bool = False) -> None:
    """The list at the bottom of the person's private chat."""
    _bring(turn, whole=whole)
    if not turn.chat.private:
        turn.toast(texts.SENT)


def _bring(turn: Turn, *, whole: bool) -> None:
    own = people.private_chat(turn.session, turn.actor.id)
    turn.card(
        "todo", f"person:{turn.actor.id}", chat_id=own, facts={"whole": whole}, repost=not whole,
        answer=turn.chat.private,
    )  # fmt: skip


def seat(turn: Turn, seat: int) -> None:
    """The card of an opinion, for whoever may give it."""
    approvals.card(turn, seat)


def supply(turn: Turn, order: int) -> None:
    """The card of an order's tasks."""
    reach(turn.session, turn.house, turn.actor, order)
    turn.card("supply", f"order:{order}", order_id=order, repost=True, answer=True)


# ── the list ───────────────────────────────────────────────────────────────────────────────


def card(view: View) -> Say | None:
    """The list as it is now. Nothing in anybody else's chat, nor to somebody who has left."""
    person = people.by_telegram_id(view.session, view.chat.id)
    if person is None or person.id != view.subject_id:
        return None
    found = waiting.of_person(view.session, view.house, person, view.now)
    if not found:
        return Say(texts.NOTHING(view.lang))
    shown = found[: AT_MOST if view.facts.get("whole") else AT_ONCE]
    orders = {one.order_id: view_of(view.session, view.house, one.order_id, view.now) for one in shown if one.order_id}
    said = [texts.HEAD(view.lang, count=len(found))]
    said += [line(view, n, one, orders.get(one.order_id or 0)) for n, one in enumerate(shown, start=1)]
    if len(found) > len(shown):
        said.append(texts.MORE(view.lang, count=len(found) - len(shown)))
    buttons = [button(view, n, one, orders.get(one.order_id or 0)) for n, one in enumerate(shown, start=1)]
    folded = len(found) > len(shown) and not view.facts.get("whole")
    every = (act(texts.BTN_ALL.plain(view.lang), "todo.all", whole=True),) if folded else None
    return Say(lines(said), rows(*in_rows(buttons), every))


def line(view: View, n: int, one: Waiting, order: OrderView | None) -> Markup:
    """`1 XS261123-005 永盛五金 · 要你定 · 等了 6 小时`; without any amount, so that it fits every reader."""
    what, long = what_words(view, one, order), waited(view.lang, one.since, view.now)
    if order is None:
        draft = drafts.get(view.session, one.subject_id)
        if draft is None or not drafts.has_answers(draft):
            return texts.LINE_DRAFT(view.lang, n=n, what=what, long=long)
        heading = form_of(draft.form).heading(view.house, draft, view.lang)
        return texts.LINE_DRAFT_OF(view.lang, n=n, what=what, heading=heading, long=long)
    return texts.LINE(view.lang, n=n, head=head(order, view.lang), what=what, long=long)


def what_words(view: View, one: Waiting, order: OrderView | None) -> str:
    """What is to be done; in whose place, where it is in somebody's."""
    if order is not None and one.kind in (Kind.CONDITION, Kind.MET):
        words = clipped(seen_words(view, order, one.department, one.words), WORDS)
        said = (texts.CONDITION if one.kind is Kind.CONDITION else texts.MET).plain(view.lang, words=plain(words))
    elif one.kind is Kind.GOODS:
        said = texts.GOODS[one.words].plain(view.lang)
    else:
        said = texts.WHAT[one.kind].plain(view.lang)
    return texts.FOR.plain(view.lang, what=said, principal=one.for_name) if one.for_name else said


def button(view: View, n: int, one: Waiting, order: OrderView | None) -> Button:
    """The way to the card."""
    if order is None:
        return act(texts.BTN_DRAFT.plain(view.lang, n=n), "draft.resume", draft=one.subject_id)
    if one.kind is Kind.MET:
        return do(texts.BTN_MET.plain(view.lang, n=n), "approval.condition_met", task=one.subject_id)
    label = texts.BTN_ONE.plain(view.lang, n=n, order=short_name(order, view.lang))
    if one.kind is Kind.SEAT:
        return act(label, "todo.seat", seat=one.subject_id)
    if one.kind is Kind.IMPACT:
        return act(label, "impact.show", impact=one.subject_id)
    if one.kind is Kind.SLIP:
        return act(label, "reminder.slip", subject=one.subject, order=order.id)
    if one.kind in (Kind.AFTER_SALE, Kind.GOODS_BACK):
        return act(label, "after_sale.show", after_sale=one.subject_id)
    if one.kind in (Kind.TAKE, Kind.FINISH):
        return act(label, "todo.supply", order=order.id)
    names = {Kind.GOODS: "goods.show", Kind.SIGNOFF: "signoff.show", Kind.RETURNED: "order.show"}
    return act(label, names.get(one.kind, "order.show"), order=order.id)
