"""What people ask of an order: show it, list mine, the text for the customer, urge whoever holds it up."""

from __future__ import annotations

from domain.process.names import MoneyView
from domain.rights import money_view
from handlers.order import texts
from handlers.order.words import together, who
from handlers.turn import Turn
from services import clearing
from services.errors import AlreadyDone, NotAllowed, NotFound
from services.looking import find, look, reach, recent

LISTED = 8


def seen(turn: Turn, order: int) -> None:
    """NotFound where this person may not look at the order: a button's arguments prove nothing."""
    reach(turn.session, turn.house, turn.actor, order)


def by_number(turn: Turn) -> None:
    """`/order 003`: the one that is meant, or those that may be."""
    if not turn.text:
        list_mine(turn)
        return
    found = find(turn.session, turn.house, turn.actor, turn.text, turn.now)
    if not found:
        turn.reply("order.none", text=turn.text[:30])
    elif len(found) == 1:
        show(turn, found[0].id)
    else:
        turn.reply("order.which", text=turn.text[:30], orders=[order.id for order in found])


def show(turn: Turn, order: int) -> None:
    """The card at the bottom of a private chat; in a group the words alone, once."""
    seen(turn, order)
    subject = f"order:{order}"
    if turn.chat.private:
        turn.card("order", subject, order_id=order, repost=True, answer=True)
    else:
        turn.reply("order.look", subject)


def list_mine(turn: Turn) -> None:
    """The person's own live orders, newest first."""
    mine = recent(turn.session, turn.house, turn.actor, limit=50)
    turn.reply("order.list", orders=[order.id for order in mine[:LISTED]], count=len(mine))


def copy(turn: Turn, order: int) -> None:
    """A confirmation to paste to the customer, in a message of its own; only where everybody may read its prices."""
    seen(turn, order)
    if money_view(turn.book, turn.chat.departments) is not MoneyView.FULL:
        raise NotAllowed("not_your_part", action="order.copy")
    turn.reply("order.copy", f"order:{order}")


def urge(turn: Turn, order: int) -> None:
    """Ask those who can clear what holds the order up; who asks again is told who asked when."""
    seen(turn, order)
    try:
        urged = clearing.urge(turn.session, turn.house, turn.actor, order, turn.now, but=turn.chat.id)
    except AlreadyDone as before:
        at = turn.moment(before.at or turn.now)
        turn.alert(texts.URGED_BEFORE, who=before.who or "", at=at)
        return
    except NotFound:
        turn.alert(texts.URGED_NOBODY)
        return
    view = look(turn.session, turn.house, turn.actor, order, turn.now)
    names = dict.fromkeys(who(view, one.department, one.who, turn.lang) for one in urged)
    turn.alert(texts.URGED, who=together(names, turn.lang))
