"""Whom to reach and at which number, in one message: 周工 13912342210."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.understanding.phone import phone
from domain.understanding.result import NotUnderstood, Reading, Understood, Why, converted

_LONGEST_NAME = 20
_MOST_FIGURES = 4
"""More of them in a text without a telephone number were meant for one."""
_BESIDE = re.compile(r"联系人|聯繫人|聯絡人|联系电话|电话|電話|手机|手機|[：:，,。、；;]")


@dataclass(frozen=True, slots=True)
class Reach:
    """A person, a number, or both."""

    contact: str | None = None
    phone: str | None = None


def reach(text: str) -> Reading[Reach]:
    """What the message names. A number that is not quite one is no name."""
    number = phone(text)
    if isinstance(number, NotUnderstood):
        if sum(map(str.isdigit, text)) > _MOST_FIGURES:
            return number
        name = _name(text)
        return Understood(Reach(contact=name), text) if name else NotUnderstood(text.strip()[:64], Why.UNCLEAR)
    beside = text.replace(number.text, " ") if isinstance(number, Understood) else ""
    name = _name(beside)
    if name is None and any(map(str.isalpha, _BESIDE.sub("", beside))):
        return NotUnderstood(text.strip()[:64], Why.UNCLEAR)
    return converted(number, lambda value: Reach(name, value))


def _name(text: str) -> str | None:
    """The words left beside labels and marks, where they can be somebody's name."""
    name = " ".join(_BESIDE.sub(" ", text).split())
    return name if len(name) <= _LONGEST_NAME and any(map(str.isalpha, name)) else None
