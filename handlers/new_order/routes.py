"""What filing an order brings to the desk."""

from __future__ import annotations

from markupsafe import Markup

from handlers.forms import runner
from handlers.money_words import pieces
from handlers.new_order import again, completing, form, principal, texts
from handlers.order.lists import pick_order
from handlers.order.words import head
from handlers.routing import Routes
from handlers.say import Button, Say, act, rows
from handlers.turn import Turn
from handlers.view import View
from locales import formats, lines
from services.house import require
from services.order_view import OrderView, view_of


def new(turn: Turn) -> None:
    """Begin an order; forms are filled in private."""
    if not turn.chat.private:
        turn.reply("order.only_private")
        return
    require(turn.house, turn.actor, "order.file")
    if not principal.begin(turn):
        runner.start(turn, "order")


def only_private(view: View) -> Say:
    """In a group the bot points to the private chat."""
    link = f"https://t.me/{view.house.username}?start=n"
    return Say(texts.FILED_GROUP(view.lang), rows((Button(texts.NEW_ORDER.plain(view.lang), url=link),)))


def again_which(view: View) -> Say:
    """Orders to be repeated, each a button."""
    found = [view_of(view.session, view.house, order_id, view.now) for order_id in view.facts["orders"]]
    if not found:
        return Say(texts.AGAIN_NONE(view.lang), rows((act(texts.NEW_ORDER.plain(view.lang), "order.new"),)))
    missed = view.facts.get("text")
    first = texts.AGAIN_NOT_FOUND(view.lang, text=str(missed)) if missed else texts.AGAIN_WHICH(view.lang)
    return Say(lines([first, *(_again_line(view, order) for order in found)]), pick_order(view, found, "order.again"))


def _again_line(view: View, order: OrderView) -> Markup:
    first = pieces(order.lines[0])
    several = len(order.lines) > 1
    goods = texts.AGAIN_MORE.plain(view.lang, goods=first, count=len(order.lines)) if several else first
    day = formats.day_short(view.lang, view.house.today(order.filed_at), view.today)
    return texts.AGAIN_LINE(view.lang, head=head(order, view.lang), goods=goods, day=day)


ROUTES = Routes(
    acts={
        "order.new": new,
        "order.again": again.again,
        "order.complete": completing.complete,
        "order.again_which": again.choose,
    },
    says={"order.only_private": only_private, "again.which": again_which},
    commands={"new": new, "again": again.choose},
    words=texts.COMMAND_WORDS,
    leads=texts.AGAIN_WORDS,
    starts={"n": new},
)
assert form  # the order form is entered when this is imported
