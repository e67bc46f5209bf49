"""The button with which a change begins, on every card of an order."""

from __future__ import annotations

from domain.life import State
from domain.rights import in_state
from handlers.changes import texts
from handlers.order.words import may_here
from handlers.say import Button, act
from handlers.view import View
from services.changes import reading
from services.order_view import OrderView


def changeable(state: State) -> bool:
    """Whether an order in this state can be changed, or opened again, by whoever may."""
    return in_state("change.ask", state) or in_state("change.reopen", state)


def button(view: View, order: OrderView) -> tuple[Button, ...]:
    """改单 on an order's card, where it can be changed by whoever reads this."""
    action = "change.reopen" if order.state is State.CLOSED else "change.ask"
    if not may_here(view, action) or not changeable(order.state):
        return ()
    standing = reading.open_of(view.session, order.id)
    if standing is not None:
        return (act(texts.BTN_SHOW.plain(view.lang), "change.show", change=standing.id),)
    return (act(texts.BTN_CHANGE.plain(view.lang), "change.menu", order=order.id),)
