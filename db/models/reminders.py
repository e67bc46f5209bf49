"""Reminders: a chase runs while its reason stands; a slot makes each step happen once; what was said is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigKey


class Chase(Base):
    """A reminder rule at work on one subject. `next_at` is empty once it has run out or ended."""

    __tablename__ = "chase"
    __table_args__ = (
        UniqueConstraint("rule", "subject"),
        Index("ix_chase_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
        Index("ix_chase_open", "rule", sqlite_where=text("ended_at IS NULL"),
              postgresql_where=text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    rule: Mapped[str]
    subject: Mapped[str] = mapped_column(comment="order:<id> | slip:<id> | draft:<id>")
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    anchor_at: Mapped[datetime]
    step: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    resting: Mapped[bool] = mapped_column(
        default=False, server_default=false(), comment="when it was looked at last it was somebody else's turn"
    )
    paused: Mapped[str | None] = mapped_column(comment="acknowledged 知道了 | snoozed 稍后 | muted 别再催")
    paused_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    paused_at: Mapped[datetime | None]
    paused_until: Mapped[datetime | None] = mapped_column(comment="snoozed: its end")
    pause_reason: Mapped[str | None] = mapped_column(comment="snoozed, muted: a key of the reasons that are offered")


class ReminderSlot(Base):
    """This reminder, about this subject, in this slot: at most once on any number of replicas."""

    __tablename__ = "reminder_slot"

    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Reminded(Base):
    """That somebody was reminded: of what, at which step, where. `owed_id` is the message that carried it."""

    __tablename__ = "reminded"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    rule: Mapped[str]
    subject: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    step: Mapped[int] = mapped_column(comment="from 0; of an escalation its place in the rule")
    escalated: Mapped[bool] = mapped_column(default=False)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    anchor_at: Mapped[datetime] = mapped_column(
        comment="what its chase counted from: which standing of the reason it was"
    )
    owed_id: Mapped[int] = mapped_column(ForeignKey("owed.id"), index=True)
    left_out: Mapped[bool] = mapped_column(
        default=False, server_default=false(),
        comment="the message went without it: it was settled by then, or was not this chat's any more",
    )  # fmt: skip
