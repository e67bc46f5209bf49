"""What supply brings to the desk."""

from __future__ import annotations

from handlers import unheard
from handlers.routing import Routes
from handlers.say import Say
from handlers.supply import acts, cards, texts

ROUTES = Routes(
    acts={"supply.take": acts.take, "supply.finish": acts.finish},
    says={
        "supply": cards.supply_card,
        "supply.heard": unheard.told,
        "supply.nothing": lambda view: Say(texts.NOTHING_HERE(view.lang)),
        "supply.unclear": lambda view: Say(texts.REPLY_UNCLEAR(view.lang)),
    },
    replies={"supply": acts.replied},
    looks={"supply": acts.looks_like_a_report},
)
