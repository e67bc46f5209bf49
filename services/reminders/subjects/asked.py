"""What a fact is asked about, and what it answers: one thing that waits, whom it waits for, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from domain.process.reminding import DigestLine, ReminderRule
from domain.worktime import WorkCalendar
from services.house import House
from services.pace import calendar_of
from services.reminders.order_now import OrderNow

Rule = ReminderRule | DigestLine


@dataclass(frozen=True, slots=True)
class Post:
    """Whom something waits for: a person, or where none is named a department."""

    department: str
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that waits now."""

    subject: str
    at: datetime | None
    """What its rule counts from; None while that has not come."""
    who: tuple[Post, ...]
    arose: datetime | None = None
    """Where `at` is a day that is known beforehand: since when it is known. Nothing is said of before."""
    rests: bool = False
    """Nobody can do anything about it yet."""
    row: Any = None
    words: str = ""
    day: date | None = None
    amount_minor: int = 0
    of_minor: int = 0
    """What the amount is measured by."""
    count: int = 0
    whose: str = ""
    """Where it is not the order's own: whose it is. It is said once however many orders carry it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rule asks about which order."""

    session: Session
    house: House
    now: OrderNow
    rule: Rule

    @property
    def calendar(self) -> WorkCalendar:
        return calendar_of(self.session, self.house)

    def begins(self, day: date) -> datetime:
        """When work begins on a day."""
        return self.calendar.moment(day, self.calendar.hours.begin)

    @property
    def sales(self) -> Post:
        return Post(self.now.book.roles.sales, self.now.order.sales_id)

    def order(self, at: datetime | None, *who: Post, **more: Any) -> Found:
        """The order itself."""
        return Found(self.now.subject, at, who or (self.sales,), **more)
