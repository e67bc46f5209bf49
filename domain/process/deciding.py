"""What the book says of deciding: the rules of the first look, who judges, and what holds for every approval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.process.names import Checkpoint, Finding, Mode
from domain.process.words import ParamValue, Words


@dataclass(frozen=True, slots=True)
class ScreeningRule:
    """One rule of the first look (初筛): a name of `registry.SCREENING_RULES`, and what follows when it fires."""

    key: str
    name: Words
    rule: str
    result: Finding
    words: Words
    """What is wrong, with the placeholders that the rule fills."""
    advice: Words | None
    """What to do about it (建议)."""
    field: str | None
    """Where it is mended; a key of the leaf's fields."""
    params: Mapping[str, ParamValue]


@dataclass(frozen=True, slots=True)
class SeatRule:
    """One opinion that a review asks for, where one of `because` holds.

    `because`: keys of screening rules that fired, "always", or "any": wherever somebody else judges already.
    """

    to: str
    """A department, or X.interface, X.head."""
    because: tuple[str, ...]
    ask: Words
    """The one question that this seat answers."""
    promises: bool = False
    """Whether it gives the promised date (承诺交期) with its consent."""

    @property
    def department(self) -> str:
        """Whose opinion it is."""
        return self.to.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Level:
    """Seats that decide together; the levels of a review are asked one after the other."""

    mode: Mode
    seats: tuple[SeatRule, ...]
    needed: int | None = None
    """Of 票数: how many consents carry it."""


@dataclass(frozen=True, slots=True)
class Review:
    """Who judges an order of a leaf (评审), level by level."""

    key: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class ApprovalPolicy:
    """What holds for every approval of the company."""

    confirm_above: Decimal | None = None
    """From this amount on, a second tap confirms a vote."""
    reasons: tuple[Words, ...] = ()
    """Reasons of a rejection that are offered as buttons."""
    longest_delegation: int = 60
    """Natural days."""


@dataclass(frozen=True, slots=True)
class WaiverRule:
    """特批: who may let an order pass some checkpoints once although a reason stands against it, and how far."""

    key: str
    name: Words
    """特批, 让步接收."""
    codes: tuple[str, ...]
    """The reasons of a gate that it can stand for: names of `registry.WAIVABLE`."""
    checkpoints: tuple[Checkpoint, ...]
    to: str
    """Who decides: a department, or X.interface, X.head."""
    ask: Words
    """The one question for whoever decides."""
    ceiling: Decimal | None
    """In the book's currency: above it nobody lets an order pass; None where there is no such end."""
    usual: int
    """Workdays for which it holds where nobody says otherwise; 0 is until the end of today's work."""
    longest: int
    """Workdays for which it may hold."""

    @property
    def department(self) -> str:
        """Whose decision it is."""
        return self.to.partition(".")[0]
