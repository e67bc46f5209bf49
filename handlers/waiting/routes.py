"""What waits, as routes."""

from __future__ import annotations

from handlers.routing import Routes
from handlers.waiting import group_list, texts, todo, why

ROUTES = Routes(
    acts={
        "todo.show": todo.show,
        "todo.all": todo.show,
        "todo.seat": todo.seat,
        "todo.supply": todo.supply,
        "todo.group": group_list.show_all,
        "order.why": why.why,
    },
    says={
        "todo": todo.card,
        "why": why.answer,
        "why.which": why.which,
        "todo.here": group_list.here,
        "waiting": group_list.standing,
        "waiting.all": group_list.whole,
        "waiting.heard": group_list.no_vote,
        "waiting.not_pinned": group_list.not_pinned,
    },
    commands={"todo": todo.command, "why": why.command},
    words=texts.WORDS,
    leads=texts.LEADS,
    replies={"waiting": group_list.replied},
    looks={"waiting": group_list.looks_like_a_verdict},
)
