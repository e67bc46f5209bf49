"""换跟单: who follows an order, and how people hear of it."""

from __future__ import annotations

from handlers.order import texts
from handlers.order.cards import order_seen
from handlers.order.words import head
from handlers.say import Say, act, do, in_rows
from handlers.turn import Turn
from handlers.view import View
from locales import Text
from services import keeping
from services.house import require
from services.looking import reach

MOST = 12


def ask(turn: Turn, order: int) -> None:
    """Who shall follow it from now on?"""
    require(turn.house, turn.actor, "order.keeper")
    reach(turn.session, turn.house, turn.actor, order)
    turn.reply("order.keeper", f"order:{order}")


def choose(turn: Turn, order: int, person: int) -> None:
    """Somebody else follows it."""
    reach(turn.session, turn.house, turn.actor, order)
    chosen = keeping.set_keeper(turn.session, turn.house, turn.actor, order, person, turn.now)
    turn.toast(texts.KEEPER_SET, name=chosen.name)


def asking(view: View) -> Say | None:
    """Everybody who could, two in a row."""
    order = order_seen(view)
    if order is None:
        return None
    found = keeping.candidates(view.session, view.house, order.id)[:MOST]
    each = [do(one.name, "order.keep", order=order.id, person=one.id) for one in found]
    name = order.keeper or order.sales
    return Say(texts.ASK_KEEPER(view.lang, head=head(order, view.lang), name=name), in_rows(each))


def yours(view: View) -> Say | None:
    """To whoever follows it now."""
    order = order_seen(view)
    return None if order is None else _with_card(view, texts.KEEPER_YOURS, order.id)


def filed_for(view: View) -> Say | None:
    """To the salesperson in whose name customer service filed."""
    order = order_seen(view)
    return None if order is None else _with_card(view, texts.FILED_FOR, order.id)


def _with_card(view: View, phrase: Text, order_id: int) -> Say | None:
    order = order_seen(view)
    assert order is not None
    show = act(texts.BTN_SHOW.plain(view.lang), "order.show", order=order_id)
    return Say(phrase(view.lang, head=head(order, view.lang), by=str(view.facts["by"])), ((show,),))
