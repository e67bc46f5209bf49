"""Changes (变更): what differs between an order as it stands and as it is wanted, how heavy that is, whom it concerns.

Pure. Both sides are contents as `services.changes.content` writes them: plain facts, so that a change can be shown,
voted on and carried out from its row alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.process.changing import Because, ChangePolicy, Concern, Weight

Content = Mapping[str, Any]
"""What an order says: leaf, customer, requested_on, days_after_payment, fields, lines, total, terms."""


class ChangeKind(StrEnum):
    """What is asked for."""

    EDIT = "edit"
    CANCEL = "cancel"
    REOPEN = "reopen"


class ChangeState(StrEnum):
    """Where a change is."""

    ASKING = "asking"  # impact statements are collected
    DECIDING = "deciding"
    APPLIED = "applied"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"  # by what left or was made before it was decided


OPEN_CHANGES = frozenset({ChangeState.ASKING, ChangeState.DECIDING})


class What(StrEnum):
    """What of an order differs."""

    QUANTITY = "quantity"
    PRICE = "price"
    NEW_LINE = "new_line"
    ENDED_LINE = "ended_line"
    DAY = "day"
    FIELD = "field"
    LEAF = "leaf"
    CUSTOMER = "customer"
    TERMS = "terms"  # other shares or amounts, apart from what a new total makes of the same shares


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. `key` is the field, or the code of the product."""

    what: What
    key: str
    before: Any
    after: Any
    unit: str = ""


def differences(before: Content, after: Content) -> tuple[Difference, ...]:
    """Everything that differs, in the order in which people read an order."""
    return tuple(_differences(before, after))


def _differences(before: Content, after: Content) -> Iterator[Difference]:
    if before["leaf"] != after["leaf"]:
        yield Difference(What.LEAF, "leaf", before["leaf"], after["leaf"])
    if before["customer"] != after["customer"]:
        yield Difference(What.CUSTOMER, "customer", before["customer"], after["customer"])
    yield from _of_lines(before["lines"], after["lines"])
    days = [(one["requested_on"], one["days_after_payment"]) for one in (before, after)]
    if days[0] != days[1]:
        yield Difference(What.DAY, "requested_on", list(days[0]), list(days[1]))
    for key in sorted(before["fields"].keys() | after["fields"].keys()):
        one, other = before["fields"].get(key), after["fields"].get(key)
        if one != other:
            yield Difference(What.FIELD, key, one, other)
    if before["leaf"] == after["leaf"] and _shares(before) != _shares(after):
        yield Difference(What.TERMS, "terms", _shares(before), _shares(after))


def _of_lines(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    wanted = {line["line"]: line for line in after if line["line"] is not None}
    for line in before:
        new = wanted.get(line["line"])
        if line["ended"] or new is None:
            continue
        if new["ended"]:
            yield Difference(What.ENDED_LINE, line["code"], line["quantity"], new["quantity"], line["unit"])
            continue
        if line["quantity"] != new["quantity"]:
            yield Difference(What.QUANTITY, line["code"], line["quantity"], new["quantity"], line["unit"])
        if line["price"] != new["price"]:
            yield Difference(What.PRICE, line["code"], line["price"], new["price"], line["unit"])
    for line in after:
        if line["line"] is None:
            yield Difference(What.NEW_LINE, line["code"], None, line["quantity"], line["unit"])


def _shares(content: Content) -> list[list[Any]]:
    return [[checkpoint, share] for checkpoint, share, _minor in content["terms"]]


# ── how heavy ──────────────────────────────────────────────────────────────────────────────


def weigh(policy: ChangePolicy, found: Sequence[Difference], workdays: Callable[[date, date], int]) -> Weight:
    """告知类 where only fields that are merely told differ; 轻 within the book's tolerance; everything else 重."""
    if found and all(one.what is What.FIELD and one.key in policy.told_fields for one in found):
        return Weight.TOLD
    light = all(_is_light(policy, one, workdays) for one in found)
    return Weight.LIGHT if found and light else Weight.HEAVY


def _is_light(policy: ChangePolicy, one: Difference, workdays: Callable[[date, date], int]) -> bool:
    if one.what is What.FIELD:
        return one.key in policy.told_fields
    if one.what is What.QUANTITY:
        before, after = Decimal(one.before), Decimal(one.after)
        return abs(after - before) <= before * policy.quantity_share
    if one.what is What.DAY:
        return 0 <= _later_by(one, workdays, unknown=policy.later_days + 1) <= policy.later_days
    return False


def _later_by(one: Difference, workdays: Callable[[date, date], int], *, unknown: int) -> int:
    """Working days between two fixed days, negative for an earlier one; `unknown` where one counts from the payment."""
    (old, old_after), (new, new_after) = one.before, one.after
    if old is None or new is None:
        return new_after - old_after if old_after is not None and new_after is not None else unknown
    begin, end = date.fromisoformat(old), date.fromisoformat(new)
    return workdays(begin, end) if begin <= end else min(workdays(begin, end), -1)


# ── whom it concerns ───────────────────────────────────────────────────────────────────────


def reasons(
    policy: ChangePolicy, found: Sequence[Difference], weight: Weight, workdays: Callable[[date, date], int]
) -> frozenset[str]:
    """Why somebody is asked: what is changed, and how heavy it is."""
    because = {Because.LIGHT if weight is Weight.LIGHT else Because.HEAVY}
    for one in found:
        because |= set(_because(policy, one, workdays))
    return frozenset(reason.value for reason in because)


def _because(policy: ChangePolicy, one: Difference, workdays: Callable[[date, date], int]) -> Iterator[Because]:
    if one.what is What.QUANTITY:
        yield Because.MORE if Decimal(one.after) > Decimal(one.before) else Because.LESS
    elif one.what in (What.NEW_LINE, What.ENDED_LINE):
        yield Because.LINES
        yield Because.MORE if one.what is What.NEW_LINE else Because.LESS
    elif one.what is What.PRICE:
        yield Because.PRICE
        if one.before is not None and (one.after is None or Decimal(one.after) < Decimal(one.before)):
            yield Because.PRICE_DOWN
    elif one.what is What.DAY:
        yield Because.SOONER if _later_by(one, workdays, unknown=-1) < 0 else Because.LATER
    elif one.what is What.FIELD:
        if one.key in policy.terms_fields:
            yield Because.TERMS
        elif _is_wish(policy, one):
            yield Because.WISHES
    else:
        yield {What.LEAF: Because.TYPE, What.CUSTOMER: Because.CUSTOMER, What.TERMS: Because.TERMS}[one.what]


_GOODS = frozenset({What.QUANTITY, What.NEW_LINE, What.ENDED_LINE, What.DAY})
_MONEY = frozenset({What.PRICE, What.TERMS, What.LEAF, What.CUSTOMER})


_OF_THOSE_AT_WORK = frozenset({What.DAY, What.LEAF, What.CUSTOMER})
"""It is another plan for what is done already, and nothing new for anybody else."""


def asked_impacts(policy: ChangePolicy, found: Sequence[Difference], at_work: Collection[str]) -> tuple[str, ...]:
    """影响说明: the departments whose work the differences touch, in the order of the book. Other goods touch all of
    them, another day those that are `at_work` on the order, what is merely told or about payment nobody."""
    asked: set[str] = set()
    for one in found:
        if one.what in _OF_THOSE_AT_WORK:
            asked |= set(at_work)
        elif one.what in _GOODS or _is_wish(policy, one):
            asked |= {impact.department for impact in policy.impacts}
    return tuple(impact.department for impact in policy.impacts if impact.department in asked)


def _is_wish(policy: ChangePolicy, one: Difference) -> bool:
    """Whether it says how the goods are to be."""
    return one.what is What.FIELD and one.key not in policy.terms_fields | policy.told_fields


def concerns(policy: ChangePolicy, one: Difference, delivery: frozenset[str]) -> frozenset[Concern]:
    """What part of the work a difference touches. `delivery`: the fields that say where to, to whom and how."""
    if one.what in _GOODS:
        return frozenset({Concern.GOODS, Concern.MONEY})
    if one.what in _MONEY:
        return frozenset({Concern.MONEY})
    if one.key in policy.terms_fields and one.key not in delivery:
        return frozenset({Concern.MONEY})
    return frozenset({Concern.DELIVERY if one.key in delivery | policy.told_fields else Concern.GOODS})
