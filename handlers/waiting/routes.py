"""What waits, as routes."""

from __future__ import annotations

from handlers.routing import Routes
from handlers.waiting import texts, todo

ROUTES = Routes(
    acts={"todo.show": todo.show, "todo.all": todo.show, "todo.seat": todo.seat, "todo.supply": todo.supply},
    says={"todo": todo.card},
    commands={"todo": todo.command},
    words=texts.WORDS,
)
