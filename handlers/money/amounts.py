"""Amounts as people write them, and what is said where one cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from domain.money import Money, to_minor
from domain.understanding import NotUnderstood, Understood, money
from handlers.forms import texts as forms
from handlers.money_words import amount
from handlers.say import Button, do
from services.order_view import OrderView


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why words are no amount; `readings`, in minor units, where there is a choice."""

    code: str
    words: str
    readings: tuple[int, ...] = ()

    def facts(self) -> dict[str, Any]:
        """As a prompt that is asked again carries it."""
        return {"code": self.code, "words": self.words, "readings": list(self.readings)}


def read_amount(text: str, currency: str) -> int | Unclear:
    """The amount in minor units, or why not."""
    read = money(text)
    if isinstance(read, Understood):
        return _minor(read.value, currency)
    if isinstance(read, NotUnderstood):
        return Unclear(str(read.why), read.text[:30])
    return Unclear(str(read.why), read.text[:30], tuple(_minor(value, currency) for value in read.readings[:4]))


def _minor(value: Any, currency: str) -> int:
    return to_minor(Money(value, currency))


def said_bad(bad: dict[str, Any], lang: str) -> Markup:
    """What was wrong with the words before."""
    if bad["readings"]:
        return forms.WHICH["reading"](lang, text=bad["words"])
    phrase = forms.BAD[bad["code"]]
    return phrase(lang, text=bad["words"]) if "text" in phrase.places else phrase(lang)


def offered(bad: dict[str, Any] | None, order: OrderView, name: str, /, **args: Any) -> tuple[Button, ...]:
    """The readings of unclear words, each a button that means it."""
    readings = bad["readings"] if bad else ()
    return tuple(do(amount(minor, order), name, amount=minor, **args) for minor in readings)
