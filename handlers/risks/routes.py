"""Risks, as routes."""

from __future__ import annotations

from handlers.risks import acts, cards, checks, lists, texts
from handlers.routing import Routes
from handlers.say import Say

ROUTES = Routes(
    acts={
        "risk.ask": acts.ask,
        "risk.given": acts.given,
        "risk.leave": acts.leave,
        "risk.show": acts.show,
        "risk.page": acts.turn_page,
        "risk.level": acts.level,
        "risk.own": acts.own,
        "risk.write": acts.write,
        "risk.written": acts.written,
        "risk.close": acts.close,
        "risk.closed_for": acts.closed_for,
        "risk.list": lists.show,
        "check.fine": checks.fine,
        "check.ask": checks.ask,
        "check.given": checks.given,
    },
    says={
        "risk": cards.card,
        "risk.ask": cards.asking,
        "risk.ask_part": cards.asking_part,
        "risk.ask_closing": cards.asking_why_closed,
        "risk.which": cards.which,
        "risk.how": lambda view: Say(texts.HOW(view.lang)),
        "risk.unclear": lambda view: Say(texts.UNCLEAR(view.lang)),
        "risks": lists.card,
        "check": checks.card,
        "check.ask": checks.asking,
        "check.unclear": checks.unclear,
    },
    commands={"risk": checks.command, "risks": lists.command},
    words=texts.WORDS,
    leads=texts.LEADS,
    replies={"risk": acts.replied, "check": checks.replied},
    late={"risk": acts.late},
)
