"""Chases (催办): reminder rules of the book at work on orders and slips."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from db.models import Order
from domain.process.types import Book, Leaf
from domain.worktime import Hours, WorkCalendar


def calendar_of(book: Book, zone: ZoneInfo, department: str | None = None) -> WorkCalendar:
    """The working calendar of the company, or of one department of it."""
    spans = book.hours_of(department) if department else book.calendar.hours
    overrides = {day: False for day in book.calendar.days_off} | {day: True for day in book.calendar.work_days}
    return WorkCalendar(zone=zone, hours=Hours(tuple((s.start, s.end) for s in spans)), overrides=overrides)


def begin(
    session: Session, book: Book, leaf: Leaf, order: Order, anchor: str, now: datetime, *, subject: str | None = None
) -> None:
    """Something happened that reminder rules of the leaf count from."""
