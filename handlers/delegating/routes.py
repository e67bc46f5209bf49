"""What standing in for somebody brings to the desk."""

from __future__ import annotations

from handlers.delegating import acts, cards, texts
from handlers.routing import Routes

ROUTES = Routes(
    acts={
        "delegate.who_given": acts.who_given,
        "delegate.day_given": acts.day_given,
        "delegate.make": acts.make,
        "delegate.drop": acts.drop,
        "delegate.take_back": acts.take_back,
    },
    says={
        "delegate.list": cards.listed,
        "delegate.who": cards.who,
        "delegate.day": cards.which_day,
        "delegate.confirm": cards.confirm,
        "delegate.made": cards.made,
        "delegate.told": cards.told,
        "delegate.told_principal": cards.told_principal,
        "delegate.over": cards.over,
        "delegate.over_principal": cards.over_principal,
        "delegate.away": cards.away,
    },
    commands={"delegate": acts.command},
    leads=texts.LEADS,
)
