"""What waits, as routes."""

from __future__ import annotations

from handlers.routing import Routes
from handlers.waiting import texts, todo, why

ROUTES = Routes(
    acts={
        "todo.show": todo.show,
        "todo.all": todo.show,
        "todo.seat": todo.seat,
        "todo.supply": todo.supply,
        "order.why": why.why,
    },
    says={"todo": todo.card, "why": why.answer, "why.which": why.which},
    commands={"todo": todo.command, "why": why.command},
    words=texts.WORDS,
    leads=texts.LEADS,
)
