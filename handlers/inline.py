"""Type-ahead inside a chat: `@bot hd` lists customers and products, and the chosen name becomes a message.

A query changes nothing and is worth nothing a second later: it is no unit, is not kept, and waits in no lane. Whoever
is no employee gets nothing but the way to the private chat.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.rights import may
from handlers import texts
from handlers.turn import House
from locales import SOURCE, language_of
from services import catalogue, people
from services.house import who
from services.people import PersonFacts

EVERY_SUPPLY = ("stock", "make", "buy")


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What Telegram shows above the line; `button` leads to the private chat."""

    query_id: str
    results: tuple[dict[str, Any], ...] = ()
    button: dict[str, str] | None = None


def is_inline(raw: Any) -> bool:
    """Whether an update is a query that somebody is typing."""
    return isinstance(raw, Mapping) and isinstance(raw.get("inline_query"), Mapping)


def answer(session: Any, house: House, raw: Mapping[str, Any]) -> InlineAnswer | None:
    """The customers whom the person may find and the products, at most eight each. Reads only."""
    query: Mapping[str, Any] = raw["inline_query"]
    sender, query_id = query.get("from"), query.get("id")
    if not isinstance(sender, Mapping) or not isinstance(query_id, str) or not isinstance(sender.get("id"), int):
        return None
    actor = people.by_telegram_id(session, sender["id"])
    if actor is None:
        spoken = language_of(sender.get("language_code"))
        return InlineAnswer(query_id, button={"text": texts.INLINE_OUTSIDER.plain(spoken), "start_parameter": "n"})
    words = str(query.get("query") or "").strip()
    return InlineAnswer(query_id, tuple(_found(session, house, actor, words)))


def _found(session: Any, house: House, actor: PersonFacts, words: str) -> list[dict[str, Any]]:
    lang = actor.language or SOURCE
    results: list[dict[str, Any]] = []
    if may(house.book, who(actor), "customer.change"):
        for one in _customers(session, house, actor, words):
            described = texts.INLINE_CUSTOMER.plain(lang, code=one.code)
            results.append(_article(f"c{one.id}", one.name, described, one.name))
    for product in _products(session, actor, words):
        described = texts.INLINE_PRODUCT.plain(lang, unit=product.unit)
        results.append(_article(f"p{product.id}", f"{product.code} {product.name}", described, product.code))
    return results


def _customers(session: Any, house: House, actor: PersonFacts, words: str) -> Any:
    if not words:
        return catalogue.recent_customers(session, house, actor)[0]
    return catalogue.find_customers(session, house, actor, words).found


def _products(session: Any, actor: PersonFacts, words: str) -> Any:
    if not words:
        return catalogue.recent_products(session, actor, customer_id=None, supplies=EVERY_SUPPLY)[0]
    return catalogue.find_products(session, words, supplies=EVERY_SUPPLY, actor=actor).found


def _article(key: str, title: str, description: str, text: str) -> dict[str, Any]:
    content = {"message_text": text}
    return {"type": "article", "id": key, "title": title, "description": description, "input_message_content": content}
