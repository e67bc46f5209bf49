"""What screening found, in the words of the book; amounts only for who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.process.deciding import ScreeningRule
from domain.process.names import MoneyView
from domain.process.types import Book, Leaf
from handlers import texts
from locales import formats

AMOUNTS = frozenset({"price", "floor", "ceiling", "limit", "used", "over", "amount"})
ABOUT_MONEY = AMOUNTS | {"short"}
"""Facts that say, or let one work out, what something costs."""


def finding_words(
    book: Book, leaf: Leaf, key: str, facts: Mapping[str, Any], lang: str, *, money: MoneyView, today: date
) -> str:
    """What a rule that fired says. Facts may come from a row, where numbers and days are text."""
    rule = next((one for one in leaf.screening if one.key == key), None)
    if rule is None:
        return key
    if money is not MoneyView.FULL and not ABOUT_MONEY.isdisjoint(facts):
        return texts.FINDING_ABOUT_MONEY.plain(lang)
    return rule.words.in_(lang) % fact_words(book, leaf, facts, lang, today)


def advice_words(
    book: Book, leaf: Leaf, rule: ScreeningRule, facts: Mapping[str, Any], lang: str, today: date, *, money: MoneyView
) -> str | None:
    """What to do about it; nothing where it would tell what something costs to who may not see it."""
    if money is not MoneyView.FULL and not ABOUT_MONEY.isdisjoint(facts):
        return None
    return rule.advice.in_(lang) % fact_words(book, leaf, facts, lang, today) if rule.advice else None


def fact_words(book: Book, leaf: Leaf, facts: Mapping[str, Any], lang: str, today: date) -> dict[str, str]:
    """Facts as a reader reads them."""
    return {key: _fact(book, leaf, key, value, lang, today) for key, value in facts.items()}


def _fact(book: Book, leaf: Leaf, key: str, value: Any, lang: str, today: date) -> str:
    if key in AMOUNTS:
        return formats.money(Decimal(str(value)), book.currency)
    if key == "short":
        return formats.percent(Decimal(str(value)).quantize(Decimal("0.001")))
    if key == "earliest":
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
        return formats.day_short(lang, day, today)
    if key == "fields":
        known = [field.label.in_(lang) for name in value if (field := leaf.field(str(name))) is not None]
        return texts.FINDING_COMMA.plain(lang).join(known)
    return str(value)
