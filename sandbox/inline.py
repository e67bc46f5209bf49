"""Inline queries: a person types after the bot's name, sees results, chooses one."""

from __future__ import annotations

from typing import Any

from sandbox import people, view
from sandbox.formatting import text_of
from sandbox.keyboards import check_markup
from sandbox.people import CannotDo
from sandbox.queries import Queries, answer_within
from sandbox.state import Chat, User
from sandbox.world import World


async def ask(
    world: World, queries: Queries, chat: Chat, person: User, text: str, *, wait: float, choose: int | str | None
) -> dict[str, Any]:
    """The bot's results, and with ``choose`` the message that the chosen one becomes.

    ``choose`` is a result's place in the list or, as text, its id. A page asks anew while somebody types, so that the
    words count as typed once, when something is chosen.
    """
    people.enter(world, chat, person)
    if not world.scene.bot.inline:
        raise CannotDo("the bot has no inline mode")
    answer = await answer_within(queries.inline(chat, person, text), wait)
    if answer is None:
        raise CannotDo("the bot has not answered the inline query")
    results = answer["results"]
    shown = [{key: result.get(key) for key in ("id", "type", "title", "description")} for result in results]
    if choose is None:
        return {"results": shown, "button": answer["button"]}
    chosen = _chosen(results, choose)
    world.effort[person.id]["typed"] += len(text)
    return {"results": shown, "message": _choose(world, chat, person, text, chosen)}


def _chosen(results: list[dict[str, Any]], choose: int | str) -> dict[str, Any]:
    if isinstance(choose, str):
        found = [result for result in results if result["id"] == choose]
        if not found:
            raise CannotDo(f"there is no result {choose} any more")
        return found[0]
    if not 0 <= choose < len(results):
        raise CannotDo(f"there are {len(results)} results")
    return results[choose]


def _choose(world: World, chat: Chat, person: User, query: str, result: dict[str, Any]) -> dict[str, Any]:
    content = result.get("input_message_content") or {}
    if "message_text" not in content:
        raise CannotDo("only results that become text are simulated")
    text, entities = text_of(
        {"text": content["message_text"], "parse_mode": content.get("parse_mode"), "entities": content.get("entities")}
    )
    markup = check_markup(result.get("reply_markup"), chat.type)
    message = world.new_message(chat, person, text=text, entities=entities, markup=markup, via_bot=world.bot.id)
    world.effort[person.id]["taps"] += 1
    world.effort[person.id]["sent"] += 1
    if world.updates.wants("chosen_inline_result"):
        chosen = {"result_id": result["id"], "from": {"id": person.id, "is_bot": False, "first_name": person.name}}
        world.updates.push("chosen_inline_result", chosen | {"query": query})
    return view.message_view(world, world.add_message(chat, message))
