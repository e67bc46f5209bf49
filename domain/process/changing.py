"""What the book says of changing an order that stands (变更): why, how heavy it is, what it means for whom, who decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from domain.process.deciding import Review
from domain.process.fields import Choice
from domain.process.reminding import Wait
from domain.process.words import Words


class Weight(StrEnum):
    """How heavy a change is."""

    TOLD = "told"  # 告知类: at once, those concerned are told
    LIGHT = "light"  # 轻
    HEAVY = "heavy"  # 重


class Because(StrEnum):
    """Why somebody is asked about a change, besides the keys of screening rules that the changed order would meet."""

    SOONER = "sooner"
    LATER = "later"
    MORE = "more"
    LESS = "less"
    LINES = "lines"  # a product comes or goes
    PRICE = "price"
    PRICE_DOWN = "price_down"
    TERMS = "terms"  # when how much is to be paid
    TYPE = "type"
    CUSTOMER = "customer"
    WISHES = "wishes"  # any other field that is not merely told
    CANCEL = "cancel"
    REOPEN = "reopen"
    LIGHT = "light"
    HEAVY = "heavy"


class Concern(StrEnum):
    """What of an order is changed, as far as it decides who is told."""

    GOODS = "goods"  # products, quantities, dates, requirements
    DELIVERY = "delivery"  # where to, to whom, how
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Factor:
    """A cause of changes (变更因素), with its kinds and what is usually done about it."""

    key: str
    name: Words
    kinds: tuple[Choice, ...]
    countermeasures: tuple[Words, ...]
    """应对措施, suggested."""
    contingencies: tuple[Words, ...]
    """预案, suggested."""


@dataclass(frozen=True, slots=True)
class ImpactChoice:
    """An answer to a question of an impact statement; `then`: what is asked beside it."""

    key: str
    label: Words
    then: str | None = None
    """"date" or "text"."""


@dataclass(frozen=True, slots=True)
class ImpactQuestion:
    """One thing that a department says about a change."""

    key: str
    ask: Words
    """May use %(day)s, the day that is wanted."""
    choices: tuple[ImpactChoice, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """影响说明: what a department is asked before anybody votes, once something is planned."""

    department: str
    questions: tuple[ImpactQuestion, ...]


@dataclass(frozen=True, slots=True)
class ChangePolicy:
    """How orders are changed."""

    factors: Mapping[str, Factor]
    terms_fields: frozenset[str]
    """Fields about payment, tax and freight: whoever decides about terms is asked, not who makes the goods."""
    told_fields: frozenset[str]
    """告知类: fields that are changed at once."""
    later_days: int
    """轻: so many working days later at most."""
    quantity_share: Decimal
    """轻: a quantity by this share more or less at most."""
    review: Review
    """Who decides; `because` of its seats are names of `Because`, keys of screening rules, "always" or "any", and a seat
    may be asked of `managing`, the managing department of the type that the order has until now."""
    impacts: tuple[Impact, ...] = ()
    concerns: Mapping[Concern, tuple[str, ...]] = field(default_factory=dict[Concern, tuple[str, ...]])
    """Who is told what was changed."""
    within: Mapping[Weight, Wait] = field(default_factory=dict[Weight, Wait])
    """时限: by when it should be decided."""
    hold_within: Wait | None = None
    """先停后审: by when a hold becomes a change, a cancel, or is lifted."""
