"""The company as the process book has it: departments, the parts that they play, and working time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from domain.process.names import MoneyView
from domain.process.words import Words


@dataclass(frozen=True, slots=True)
class Span:
    """Hours of one day, company time, `start` < `end`; quiet hours may run over midnight."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Alternate:
    """Big and small weeks (大小周): a day of the weekend that is worked every other week, as on `worked_on`."""

    weekday: int
    """Monday is 0; outside the working week."""
    worked_on: date


@dataclass(frozen=True, slots=True)
class Department:
    """A department (部门), what it answers for (职责范围) and what it may see of money."""

    key: str
    name: Words
    money: MoneyView
    duty: Words
    hours: tuple[Span, ...] = ()
    """Own working hours; empty where the company's hold (ask `Book.hours_of`)."""
    week: frozenset[int] = frozenset()
    """Own working weekdays; empty where the company's hold, and then so does its `alternate` (ask `Book.week_of`)."""
    alternate: Alternate | None = None


@dataclass(frozen=True, slots=True)
class Roles:
    """Which department plays the parts that the program needs; values are department keys."""

    sales: str
    money: str
    """Confirms receipts, and is told of slips."""
    goods: str
    """Reports goods ready, ships them, takes them into stock."""
    keeper: str
    """Whose interface person keeps an order (跟单) after acceptance."""
    management: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The company's working time, besides the public holidays of the mainland with 调休."""

    week: frozenset[int]
    """Working weekdays, Monday is 0."""
    hours: tuple[Span, ...]
    quiet: Span
    digest_at: time
    days_off: frozenset[date]
    work_days: frozenset[date]
    alternate: Alternate | None = None
    gather_at: time | None = None
    """When a person gets what else there is to remind of on a day, in one list; None: each by itself."""
