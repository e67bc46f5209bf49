"""What filing an order brings to the desk."""

from __future__ import annotations

from handlers.forms import runner
from handlers.new_order import form, texts
from handlers.routing import Routes
from handlers.say import Button, Say, rows
from handlers.turn import Turn
from handlers.view import View
from services.house import require


def new(turn: Turn) -> None:
    """Begin an order; forms are filled in private."""
    if not turn.chat.private:
        turn.reply("order.only_private")
        return
    require(turn.house, turn.actor, "order.file")
    runner.start(turn, "order")


def only_private(view: View) -> Say:
    """In a group the bot points to the private chat."""
    link = f"https://t.me/{view.house.username}?start=n"
    return Say(texts.FILED_GROUP(view.lang), rows((Button(texts.NEW_ORDER.plain(view.lang), url=link),)))


ROUTES = Routes(
    acts={"order.new": new},
    says={"order.only_private": only_private},
    commands={"new": new},
    words=texts.COMMAND_WORDS,
    starts={"n": new},
)
assert form  # the order form is entered when this is imported
