"""改单: which order, and what about it is to be changed."""

from __future__ import annotations

from domain.changes import ChangeKind
from domain.life import State
from domain.rights import in_state
from handlers.changes import one_line, texts
from handlers.changes.offering import changeable
from handlers.order.cards import order_seen
from handlers.order.lists import pick_order
from handlers.order.words import head
from handlers.say import Button, Say, act, rows
from handlers.turn import Turn
from handlers.view import View
from services.changes import reading
from services.looking import find, reach, recent
from services.order_view import OrderView, view_of

LISTED = 8


def change(turn: Turn) -> None:
    """`/change`, `/change 003`, `/change 003 改成500台`: in private, where forms are filled."""
    if not turn.chat.private:
        turn.reply("order.only_private")
        return
    number, _, words = turn.text.strip().partition(" ")
    if not number:
        mine = [
            order for order in recent(turn.session, turn.house, turn.actor, limit=50) if changeable(State(order.state))
        ]
        turn.reply("change.which", orders=[order.id for order in mine[:LISTED]])
        return
    found = find(turn.session, turn.house, turn.actor, number, turn.now)
    if not found:
        turn.reply("order.none", text=number[:30])
    elif len(found) > 1:
        turn.reply("change.which", orders=[order.id for order in found])
    elif words.strip():
        one_line.said(turn, found[0].id, words.strip())
    else:
        menu(turn, found[0].id)


def menu(turn: Turn, order: int) -> None:
    """What is to be changed about this order?"""
    reach(turn.session, turn.house, turn.actor, order)
    if not turn.chat.private:
        turn.reply("order.only_private")
        return
    turn.reply("change.menu", f"order:{order}")


def which(view: View) -> Say:
    """Orders that can be changed, each a button."""
    found = [view_of(view.session, view.house, order_id, view.now) for order_id in view.facts["orders"]]
    if not found:
        return Say(texts.NONE(view.lang))
    return Say(texts.WHICH(view.lang), pick_order(view, found, "change.menu"))


def asking(view: View) -> Say | None:
    """The ways to change an order, as far as its state lets them."""
    order = order_seen(view)
    if order is None:
        return None
    said = head(order, view.lang)
    standing = reading.open_of(view.session, order.id)
    if standing is not None:
        show = act(texts.BTN_SHOW.plain(view.lang), "change.show", change=standing.id)
        return Say(texts.MENU_OPEN(view.lang, head=said), rows((show,)))
    if in_state("change.reopen", order.state):
        again = _whole(view, order, ChangeKind.REOPEN)
        return Say(texts.MENU_CLOSED(view.lang, head=said), rows((again,)))
    edit = act(texts.BTN_EDIT.plain(view.lang), "change.begin", style="primary", order=order.id)
    return Say(texts.MENU(view.lang, head=said), rows((edit, _whole(view, order, ChangeKind.CANCEL))))


def _whole(view: View, order: OrderView, kind: ChangeKind) -> Button:
    label = {ChangeKind.CANCEL: texts.BTN_CANCEL_ORDER, ChangeKind.REOPEN: texts.BTN_REOPEN}[kind]
    return act(label.plain(view.lang), "change.whole", order=order.id, kind=kind.value)
