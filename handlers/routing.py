"""Routes: what the bot can do, as tables that features bring and `handlers.routes` joins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from handlers.jobs import Work
from handlers.say import Say
from handlers.view import View

ActFunction = Callable[..., None]
"""A turn and the act's arguments. What it answers, it owes."""
Renderer = Callable[[View], Say | None]
"""None: the reason has gone, nothing is said."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a reply to a message that is no card may be meant for: a card, or the message itself."""

    kind: str
    subject: str
    every: bool = False
    """Whatever is said is its to read; else only what looks like an answer to it."""
    words: str = ""
    """What it reads in the place of what was written."""


@dataclass(frozen=True)
class Routes:
    """The tables of one feature."""

    acts: Mapping[str, ActFunction] = field(default_factory=dict)
    """By name: buttons and prompts."""
    says: Mapping[str, Renderer] = field(default_factory=dict)
    """By kind: messages and cards."""
    commands: Mapping[str, ActFunction] = field(default_factory=dict)
    """By Latin command without the slash; the rest of the line is `turn.text`."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Chinese words that stand for a command, in private or as a reply to the bot."""
    leads: Mapping[str, str] = field(default_factory=dict)
    """Words that stand for a command and may go on with what it is about."""
    starts: Mapping[str, ActFunction] = field(default_factory=dict)
    """By prefix of a `/start` payload, in private and in groups."""
    drops: Mapping[str, ActFunction] = field(default_factory=dict)
    """By kind of card: a photo or file was sent in reply to it; called with the card's `subject`."""
    replies: Mapping[str, ActFunction] = field(default_factory=dict)
    """By kind of card: somebody replied to a card that stands in this chat; called with the card's `subject`."""
    speaks_of: Mapping[str, Callable[[Any, str], Iterable[Meant]]] = field(default_factory=dict)
    """By kind of message that is no card: what a reply to it may be meant for, a card or it; called with its `subject`."""
    late: Mapping[str, Callable[[Any, Mapping[str, Any]], bool]] = field(default_factory=dict)
    """By the first part of an act's name, or kind of card: says why a press or reply came too late; False: it did not.
    """
    looks: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)
    """By kind of card: whether words begin like an answer to it, so that one that cannot count is told why."""
    jobs: Mapping[str, Work] = field(default_factory=dict)
    """By kind: long work of the second worker."""
    guards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By way in, such as `act:order.show`: the rights of which one is needed (`handlers.rights`)."""

    @staticmethod
    def join(*parts: Routes) -> Routes:
        """All tables as one; a name that two features claim is a fault."""
        joined: dict[str, dict[str, Any]] = {item.name: {} for item in fields(Routes)}
        for part in parts:
            for name, table in joined.items():
                for key, value in getattr(part, name).items():
                    if key in table:
                        raise ValueError(f"two features claim {name} {key!r}")
                    table[key] = value
        return Routes(**joined)
