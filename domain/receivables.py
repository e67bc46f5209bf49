"""Receivables (应收) of orders on credit: what a customer owes, when each batch is due, what is overdue.

Amounts are minor units of the book's currency, days are the company's.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Start(StrEnum):
    """Where the days of credit (账期) begin."""

    SHIPPED = "shipped"  # 发货
    SIGNED = "signed"  # 签收
    INVOICED = "invoiced"  # 开票
    MONTH_END = "month_end"  # 月结


@dataclass(frozen=True, slots=True)
class Terms:
    """When goods that left are to be paid."""

    start: Start
    days: int


@dataclass(frozen=True, slots=True)
class Left:
    """A batch that left, and what the customer owes for it."""

    value_minor: int
    shipped_on: date
    signed_on: date | None = None
    invoiced_on: date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What one order on credit comes to."""

    total_minor: int
    paid_minor: int
    """Confirmed money, net, and what was let off (退货、折让)."""
    terms: Terms
    left: tuple[Left, ...] = ()
    """Oldest first."""
    ended: bool = False
    """Nothing more leaves: only what has left is owed."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """逾期: what should have been paid before today, and for how many days the oldest part of it."""

    amount_minor: int = 0
    days: int = 0


def due_on(terms: Terms, batch: Left) -> date | None:
    """The day until which a batch is to be paid; None while its days of credit have not begun.

    月结 counts from the end of the month in which the goods were signed for; from that in which they left while nobody
    has signed, so that a receipt that nobody notes puts no payment off.
    """
    begins = {
        Start.SHIPPED: batch.shipped_on,
        Start.SIGNED: batch.signed_on,
        Start.INVOICED: batch.invoiced_on,
        Start.MONTH_END: _month_end(batch.signed_on or batch.shipped_on),
    }[terms.start]
    return begins + timedelta(days=terms.days) if begins is not None else None


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def owed_minor(account: Account) -> int:
    """What is still to be paid for an order: of one under way all of it, never less than nothing."""
    whole = sum(batch.value_minor for batch in account.left) if account.ended else account.total_minor
    return max(whole - account.paid_minor, 0)


def unpaid(account: Account) -> Iterator[tuple[Left, int]]:
    """The batches that are not paid in full, each with what is missing. Money pays the oldest first."""
    money = account.paid_minor
    for batch in account.left:
        missing = batch.value_minor - max(money, 0)
        money -= batch.value_minor
        if missing > 0:
            yield batch, missing


def overdue(accounts: Iterable[Account], today: date) -> Overdue:
    """What is due before today and not paid, over all orders of a customer."""
    late = [
        (missing, (today - due).days)
        for account in accounts
        for batch, missing in unpaid(account)
        if (due := due_on(account.terms, batch)) is not None and due < today
    ]
    return Overdue(sum(missing for missing, _days in late), max((days for _missing, days in late), default=0))
