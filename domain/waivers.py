"""特批 (waivers): whether one stands in for a reason of a gate. Pure; rows are in `services.waivers`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from domain.process.names import Checkpoint
from domain.process.registry import WAIVABLE
from domain.worktime import WorkCalendar

if TYPE_CHECKING:
    from domain.gates import Refusal


class WaiverState(StrEnum):
    """Where a waiver is. Expired is no state: it is judged at the moment of use."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"  # the order has another revision, or nobody decided in time
    USED = "used"


@dataclass(frozen=True, slots=True)
class Waiver:
    """A waiver that was granted, as gates see it."""

    id: int
    code: str
    checkpoint: Checkpoint
    revision: int
    used: bool
    ceiling_minor: int | None
    """So much may be missing, or over."""
    quantities: Mapping[int, Decimal] = field(default_factory=dict[int, Decimal])
    """Of a reason that is about goods: how much of each line it was granted for."""


SHORT = {"payment_missing": "missing", "credit_not_granted": "amount", "credit_exceeded": "over", "overdue": "amount"}
"""The fact of a reason that says how much money is short."""
if not SHORT.keys() <= WAIVABLE.keys():
    raise ValueError(f"reasons that no book can waive: {SHORT.keys() - WAIVABLE.keys()}")

_BEGUN = frozenset({Checkpoint.RELEASE, Checkpoint.PLAN})
"""What a waiver used here let begin goes on: at `plan`, which is asked at every further step, it stands still."""


def short_of(refusal: Refusal) -> int | None:
    """How much money is short by this reason, in minor units; None for one that is not about money."""
    name = SHORT.get(refusal.code)
    return int(refusal.facts[name]) if name is not None else None


def lacking(refusal: Refusal) -> dict[int, Decimal]:
    """How much of each line this reason is about; nothing for one that is not about goods."""
    found = refusal.facts.get("lines")
    return {int(line): Decimal(quantity) for line, quantity in cast("Mapping[Any, Any]", found or {}).items()}


def stands(waiver: Waiver, refusal: Refusal, checkpoint: Checkpoint, revision: int) -> bool:
    """Whether this waiver lets the order's revision pass this checkpoint although the reason stands."""
    if waiver.code != refusal.code or waiver.revision != revision:
        return False
    goes_on = waiver.used and checkpoint is Checkpoint.PLAN and waiver.checkpoint in _BEGUN
    unused = not waiver.used and waiver.checkpoint is checkpoint
    return (goes_on or unused) and _far_enough(waiver, refusal)


def _far_enough(waiver: Waiver, refusal: Refusal) -> bool:
    short = short_of(refusal)
    if short is not None and (waiver.ceiling_minor is None or short > waiver.ceiling_minor):
        return False
    return all(quantity <= waiver.quantities.get(line, 0) for line, quantity in lacking(refusal).items())


def standing_in(waivers: Iterable[Waiver], refusal: Refusal, checkpoint: Checkpoint, revision: int) -> Waiver | None:
    """The waiver that lets this reason pass: one that was used before anything else, then the lowest ceiling."""
    found = [one for one in waivers if stands(one, refusal, checkpoint, revision)]
    return min(found, key=lambda one: (not one.used, one.ceiling_minor or 0, one.id), default=None)


def expiry(calendar: WorkCalendar, now: datetime, days: int) -> datetime:
    """When work ends on the workday after so many; with 0 today, which may be over."""
    today = calendar.day_of(now)
    day: date = today if days == 0 else calendar.add_workdays(today, days)
    return calendar.moment(day, calendar.hours.spans[-1][1])


def may_end_today(calendar: WorkCalendar, now: datetime) -> bool:
    """Whether work goes on today, so that something can hold until its end."""
    return calendar.is_workday(calendar.day_of(now)) and now < expiry(calendar, now, 0)
