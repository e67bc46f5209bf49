"""Reminding (催办) as the process book has it: whom, about what, when, until what; and the morning digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from enum import StrEnum

from domain.process.names import Checkpoint, Level, WaitUnit
from domain.process.words import Words


class Quietly(StrEnum):
    """What a reminder does that falls into quiet hours. None is ever dropped."""

    DEFER = "defer"  # it waits until they end
    BREAK_THROUGH = "break_through"  # it is said at once where goods leave today, and says why


@dataclass(frozen=True, slots=True)
class Wait:
    """A distance in time from an anchor, on the clock of who must act; negative is before it."""

    count: int
    unit: WaitUnit

    def __str__(self) -> str:
        return f"{self.count}{self.unit.value}"


@dataclass(frozen=True, slots=True)
class Escalation:
    """Once, `after` the anchor, somebody else is told too."""

    after: Wait
    to: str


@dataclass(frozen=True, slots=True)
class Sooner:
    """While `fact` holds the first reminder comes after `first` instead."""

    fact: str
    first: Wait


@dataclass(frozen=True, slots=True)
class RiskMark:
    """What still stands `after` the anchor is a risk (风险) of this level."""

    level: Level
    after: Wait


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """One rule of reminding (催办), whole: whom, about what, when, until what.

    Every wait is counted from the anchor `since`, not from the reminder before. After the last of
    `then` it is repeated every `every`; never more than `at_most` times in all.
    """

    key: str
    name: Words
    about: str
    """A name of `registry.FACTS`: what must be true for the reminder to be sent."""
    checkpoint: Checkpoint | None
    """Of the facts that are about a gate: which."""
    to: tuple[str, ...]
    """Who is reminded first."""
    then_to: tuple[str, ...]
    """Who is reminded from the second step on: first the person in private, then the group."""
    since: str
    """A name of `registry.ANCHORS`."""
    first: Wait
    then: tuple[Wait, ...]
    every: Wait | None
    at_most: int
    escalate: tuple[Escalation, ...]
    until: tuple[str, ...]
    """Names of `registry.ENDERS`; any of them stops it."""
    sooner: Sooner | None = None
    quiet: Quietly = Quietly.DEFER
    risk: RiskMark | None = None
    least: int = 1
    """Of facts that are counted: so many within `within`."""
    within: Wait | None = None


@dataclass(frozen=True, slots=True)
class DigestLine:
    """A line of the morning digest: shown from `first` after `since`, then on `weekdays`."""

    key: str
    name: Words
    about: str
    to: tuple[str, ...]
    since: str
    first: Wait
    weekdays: tuple[int, ...]
    """Monday is 0."""
    until: tuple[str, ...]
    share: Decimal | None = None
    """Of facts about all orders of a customer: from which part of its credit on."""


@dataclass(frozen=True, slots=True)
class DraftRule:
    """Drafts (草稿) that lie open: their person is told on the next workday, once, and again before they are cleared."""

    remind_at: time
    clear_after: int
    """Natural days since somebody touched it."""
