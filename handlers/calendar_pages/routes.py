"""What the working calendar brings to the desk."""

from __future__ import annotations

from handlers.calendar_pages import acts, cards, texts
from handlers.routing import Routes

ROUTES = Routes(
    acts={
        "calendar.show": acts.show,
        "calendar.pick": acts.pick,
        "calendar.picked": acts.picked,
        "calendar.day": acts.one_day,
        "calendar.set": acts.set_day,
        "calendar.settle": acts.settle,
        "calendar.write": acts.write,
        "calendar.said": acts.said,
        "calendar.make": acts.make,
        "calendar.drop": acts.drop,
    },
    says={
        "calendar": cards.page,
        "calendar.ask": cards.ask,
        "calendar.confirm": cards.confirm,
        "calendar.missing": cards.missing,
    },
    commands={"calendar": acts.command},
    leads=texts.LEADS,
)
