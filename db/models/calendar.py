"""The company's own working days, entered above the public calendar and the book."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigKey


class CalendarDay(Base):
    """One day that is worked, or not, whatever the public calendar says; of one department, or of everybody."""

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("department", "day"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    department: Mapped[str] = mapped_column(default="", comment="empty: the whole company")
    day: Mapped[date]
    works: Mapped[bool]
    note: Mapped[str | None] = mapped_column(comment="what the day is: 春节, 调休, 盘点")
    set_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]


class CalendarYear(Base):
    """A year whose make-up days (调休) the company has entered, or found right as they are."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime]
