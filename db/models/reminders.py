"""Reminders: a chase runs while its reason stands; a slot makes each step happen once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigKey


class Chase(Base):
    """A reminder rule at work on one subject. `next_at` is empty once it has run out or ended."""

    __tablename__ = "chase"
    __table_args__ = (
        UniqueConstraint("rule", "subject"),
        Index("ix_chase_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    rule: Mapped[str]
    subject: Mapped[str] = mapped_column(comment="order:<id> | slip:<id> | draft:<id>")
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    anchor_at: Mapped[datetime]
    step: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class ReminderSlot(Base):
    """This reminder, about this subject, in this slot: at most once on any number of replicas."""

    __tablename__ = "reminder_slot"

    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
