"""Button presses and inline queries: each may be answered once, and only for a while."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from sandbox import wire
from sandbox.rules import refusal
from sandbox.state import Chat, Message, User
from sandbox.world import World, new_query_id

ANSWER_SECONDS: Final = 60
"""How long the server takes an answer. The manual gives no number; people report from 15 s to minutes."""


@dataclass(slots=True)
class Query:
    """One press or one inline query that waits for its answer."""

    id: str
    kind: str
    user_id: int
    asked_at: float
    chat_id: int
    message_id: int | None
    answer: asyncio.Future[dict[str, Any]]


class Queries:
    """Open queries by id."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: dict[str, Query] = {}

    def press(self, chat: Chat, message: Message, user: User, data: str) -> Query:
        """A person presses a callback button."""
        query = self._ask("callback_query", chat, user, message.message_id)
        content = {
            "id": query.id, "from": wire.user_object(user), "message": wire.message_object(self._world, message),
            "chat_instance": str(abs(chat.id) * 7919 + 1), "data": data,
        }  # fmt: skip
        self._world.known_to_bot.add(user.id)
        self._world.updates.push("callback_query", content)
        return query

    def inline(self, chat: Chat, user: User, text: str, offset: str = "") -> Query:
        """A person types ``@bot text`` in a chat."""
        query = self._ask("inline_query", chat, user, None)
        kind = "sender" if chat.id == user.id else chat.type
        content = {"id": query.id, "from": wire.user_object(user), "query": text, "offset": offset, "chat_type": kind}
        self._world.updates.push("inline_query", content)
        return query

    def _ask(self, kind: str, chat: Chat, user: User, message_id: int | None) -> Query:
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        query = Query(new_query_id(), kind, user.id, self._world.clock.monotonic(), chat.id, message_id, future)
        self._open[query.id] = query
        return query

    def answer(self, query_id: str, kind: str, answer: dict[str, Any]) -> Query:
        """Takes the bot's answer; raises ``Refused`` when there is no such query, or no more."""
        query = self._open.get(query_id)
        if query is None or query.kind != kind or query.answer.done():
            raise refusal("query_old")
        if self._world.clock.monotonic() > query.asked_at + ANSWER_SECONDS:
            raise refusal("query_old")
        query.answer.set_result(answer)
        return query


async def answer_within(query: Query, seconds: float) -> dict[str, Any] | None:
    """The bot's answer, or nothing when it does not come in time."""
    await asyncio.wait({query.answer}, timeout=seconds)
    return query.answer.result() if query.answer.done() else None
