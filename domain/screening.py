"""Screening (初筛): the first look at an order that is about to be filed, by the rules of its leaf.

A finding says what is wrong, never what follows: whether it stops the filing, is only shown, or has somebody judge,
stands beside the rule in the book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from domain.gates import CreditFacts, named_papers
from domain.process.deciding import ScreeningRule
from domain.process.names import Finding
from domain.process.registry import SCREENING_RULES
from domain.process.types import Leaf


@dataclass(frozen=True, slots=True)
class GoodsFacts:
    """One line as it would be filed. Prices per unit, in the book's currency."""

    code: str
    quantity: Decimal
    price: Decimal | None
    floor_price: Decimal | None
    list_price: Decimal | None
    lead_days: int
    """Working days."""


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """What is true of an order at the moment when it is filed."""

    fields: Mapping[str, Any]
    missing: tuple[str, ...]
    """Required fields without an answer."""
    goods: tuple[GoodsFacts, ...]
    total_minor: int
    minor_per_unit: int
    workdays_left: int | None
    """Until the day that the customer asked for; None where it counts from the payment or is not asked."""
    earliest: Any
    """The first day that the slowest product could make."""
    has_customer: bool
    customer_known: bool
    first_order: bool
    alike: tuple[tuple[str, int], ...]
    """Orders with the same customer, product and quantity: number, and natural days since."""
    credit: CreditFacts | None = None
    """Where the leaf is sold on credit and the customer is known."""


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that fired, and what a text may say of it. Money as decimals of the book's currency."""

    rule: ScreeningRule
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])


Predicate = Callable[[ScreeningRule, FilingFacts], Mapping[str, Any] | None]


FREE = "free_of_charge"
"""The rule that finds goods which nobody pays."""
ABOUT_PRICES = frozenset({FREE, "price_floor"})
"""Rules that have somebody judge a price of nothing."""


def screen(leaf: Leaf, facts: FilingFacts) -> tuple[Found, ...]:
    """Every rule of the leaf that fires, in the order of the book. Where one asks for what is free, none says of the same
    goods that they are below their floor price as well."""
    found: list[Found] = []
    asks_for_free = any(rule.rule == FREE for rule in leaf.screening)
    charged = replace(facts, goods=tuple(one for one in facts.goods if not _is_free(one, facts)))
    for rule in leaf.screening:
        said = PREDICATES[rule.rule](rule, charged if asks_for_free and rule.rule == "price_floor" else facts)
        if said is not None:
            found.append(Found(rule, said))
    return tuple(found)


def of_result(found: tuple[Found, ...], result: Finding) -> tuple[Found, ...]:
    """Those with this consequence."""
    return tuple(one for one in found if one.rule.result is result)


# ── the named rules of the book ────────────────────────────────────────────────────────────


def _complete(_rule: ScreeningRule, facts: FilingFacts) -> Mapping[str, Any] | None:
    return {"fields": facts.missing} if facts.missing else None


def _known_customer(_rule: ScreeningRule, facts: FilingFacts) -> Mapping[str, Any] | None:
    return {} if facts.has_customer and not facts.customer_known else None


def _first_order(_rule: ScreeningRule, facts: FilingFacts) -> Mapping[str, Any] | None:
    return {} if facts.has_customer and facts.first_order else None


def _price_floor(rule: ScreeningRule, facts: FilingFacts) -> Mapping[str, Any] | None:
    """The line that is furthest below its floor."""
    below = [(price / floor, goods, price, floor) for goods, price, floor in _floors(rule, facts) if price < floor]
    if not below:
        return None
    ratio, goods, price, floor = min(below, key=lambda one: one[0])
    return {"product": goods.code, "price": price, "floor": floor, "short": 1 - ratio}


def _floors(rule: ScreeningRule, facts: FilingFacts) -> Iterator[tuple[GoodsFacts, Decimal, Decimal]]:
    share, of_list = rule.params["share"], rule.params.get("list_share")
    assert isinstance(share, Decimal)
    for goods in facts.goods:
        if goods.price is None:
            continue
        if goods.floor_price is not None:
            yield goods, goods.price, goods.floor_price * share
        elif goods.list_price is not None and isinstance(of_list, Decimal):
            yield goods, goods.price, goods.list_price * of_list


def _free_of_charge(rule: ScreeningRule, facts: FilingFacts) -> Mapping[str, Any] | None:
    """The first product that costs nothing; with `worth` only from so much on, by the list, or where no list says."""
    free = [goods for goods in facts.goods if _is_free(goods, facts)]
    if not free:
        return None
    told = {"product": free[0].code, "price": Decimal(0)}
    worth = rule.params.get("worth")
    if not isinstance(worth, Decimal):
        return told
    listed = [goods.list_price * goods.quantity for goods in free if goods.list_price]
    return told | {"ceiling": worth} if len(listed) < len(free) or sum(listed) >= worth else None


def _is_free(goods: GoodsFacts, facts: FilingFacts) -> bool:
    """Whether nothing is paid for it, also where less than the smallest coin is asked."""
    return goods.price is not None and is_free(goods.price, goods.quantity, facts.minor_per_unit)


def is_free(price: Decimal, quantity: Decimal, minor_per_unit: int) -> bool:
    """Whether a line comes to nothing once it is rounded."""
    return (price * quantity * minor_per_unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) <= 0


def _lead_time(_rule: ScreeningRule, facts: FilingFacts) -> Mapping[str, Any] | None:
    slowest = max(facts.goods, key=lambda goods: goods.lead_days, default=None)
    if slowest is None or facts.workdays_left is None or facts.workdays_left >= slowest.lead_days:
        return None
    return {
        "product": slowest.code, "usual": slowest.lead_days, "left": max(facts.workdays_left, 0),
        "earliest": facts.earliest,
    }  # fmt: skip


def _duplicate(rule: ScreeningRule, facts: FilingFacts) -> Mapping[str, Any] | None:
    days = rule.params["days"]
    assert isinstance(days, int)
    near = [(number, ago) for number, ago in facts.alike if ago <= days]
    return {"number": near[0][0], "days": days} if near else None


def _ceiling(rule: ScreeningRule, facts: FilingFacts) -> Mapping[str, Any] | None:
    amount = rule.params["amount"]
    assert isinstance(amount, Decimal)
    return {"ceiling": amount} if facts.total_minor >= amount * facts.minor_per_unit else None


def _days_over(rule: ScreeningRule, facts: FilingFacts) -> Mapping[str, Any] | None:
    said, most = facts.fields.get(str(rule.params["of"])), rule.params["most"]
    assert isinstance(most, int)
    return {"days": said, "most": most} if isinstance(said, int) and said > most else None


def _answered(rule: ScreeningRule, facts: FilingFacts) -> Mapping[str, Any] | None:
    said = facts.fields.get(str(rule.params["of"]))
    return {"said": str(said)} if said not in (None, "", [], {}) else None


def _required_attachment(rule: ScreeningRule, facts: FilingFacts) -> Mapping[str, Any] | None:
    above = rule.params.get("above")
    if isinstance(above, Decimal) and facts.total_minor < above * facts.minor_per_unit:
        return None
    papers = rule.params["papers"]
    assert isinstance(papers, tuple)
    return None if named_papers(facts.fields.get(str(rule.params["of"])), papers) else {}


def _credit(rule: ScreeningRule, facts: FilingFacts) -> Mapping[str, Any] | None:
    credit = facts.credit
    if credit is None or credit.limit_minor is None or not rule.params["enabled"]:
        return None
    used = credit.others_minor + facts.total_minor
    if used <= credit.limit_minor or not facts.total_minor:
        return None
    told = {"limit": credit.limit_minor, "used": used, "over": used - credit.limit_minor}
    return {key: Decimal(minor) / facts.minor_per_unit for key, minor in told.items()}


def _credit_granted(_rule: ScreeningRule, facts: FilingFacts) -> Mapping[str, Any] | None:
    return {} if facts.credit is not None and facts.credit.limit_minor is None else None


def _overdue(_rule: ScreeningRule, facts: FilingFacts) -> Mapping[str, Any] | None:
    credit = facts.credit
    if credit is None or not credit.overdue_minor:
        return None
    return {"amount": Decimal(credit.overdue_minor) / facts.minor_per_unit, "days": credit.overdue_days}


PREDICATES: dict[str, Predicate] = {
    "complete": _complete,
    "known_customer": _known_customer,
    "first_order": _first_order,
    "price_floor": _price_floor,
    "free_of_charge": _free_of_charge,
    "lead_time": _lead_time,
    "duplicate": _duplicate,
    "ceiling": _ceiling,
    "days_over": _days_over,
    "answered": _answered,
    "required_attachment": _required_attachment,
    "credit": _credit,
    "credit_granted": _credit_granted,
    "overdue": _overdue,
}

if PREDICATES.keys() != SCREENING_RULES.keys():  # a table is checked when it is built
    raise ValueError(
        f"screening rules without a predicate or the other way round: {PREDICATES.keys() ^ SCREENING_RULES.keys()}"
    )
