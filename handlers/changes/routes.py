"""What changes bring to the desk."""

from __future__ import annotations

from handlers.changes import cards, drafting, menu, one_line, stats, texts, why_form
from handlers.routing import Routes

ROUTES = Routes(
    acts={
        "change.menu": menu.menu,
        "change.begin": drafting.begin,
        "change.whole": drafting.whole,
        "change.again": drafting.again,
        "change.show": cards.show,
        "change.withdraw": cards.withdraw,
        "change.withdrawn": cards.withdrawn,
        "change.stats": stats.show,
    },
    says={
        "change.which": menu.which,
        "change.stats": stats.page,
        "change.menu": menu.asking,
        "change.unread": one_line.unread,
        "change": cards.card,
        "change.look": cards.glance,
    },
    commands={"stats": stats.stats, "change": menu.change},
    words={**texts.WORDS, **texts.STATS_WORDS},
    leads=texts.WORDS,
)
assert why_form  # the form is entered when this is imported
