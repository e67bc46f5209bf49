"""Requests against an order that stands: to let it pass a closed gate (特批), to change it (变更)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigKey


class Waiver(Base):
    """特批: somebody whom the book names lets an order pass one checkpoint once, although a condition is not met.

    Asked and decided by an approval of its own. It holds for the revision that it was asked for, up to its ceiling,
    until it expires; whoever passes on it uses it up.
    """

    __tablename__ = "waiver"
    __table_args__ = (
        Index("uq_waiver_asked", "order_id", "checkpoint", "code", unique=True, sqlite_where=text("state = 'asked'"),
              postgresql_where=text("state = 'asked'")),
        UniqueConstraint("order_id", "number"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    number: Mapped[int] = mapped_column(comment="1 for the first of its order")
    revision: Mapped[int]
    checkpoint: Mapped[str]
    code: Mapped[str] = mapped_column(comment="the reason of the gate that it stands for")
    reason: Mapped[str]
    ceiling_minor: Mapped[int | None] = mapped_column(BigInteger, comment="so much may be missing, or over the credit")
    expires_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(comment="asked | granted | refused | withdrawn | superseded | used")
    approval_id: Mapped[int | None] = mapped_column(ForeignKey("approval.id"), unique=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    used_at: Mapped[datetime | None]
    shipment_id: Mapped[int | None] = mapped_column(
        ForeignKey("shipment.id"), index=True, comment="at the ship checkpoint: the batch that left on it"
    )


class Change(Base):
    """变更: what is to be different about an order, why, and what became of it. The order is untouched until it is applied.

    At most one of an order is open.
    """

    __tablename__ = "change"
    __table_args__ = (
        Index("uq_change_open", "order_id", unique=True, sqlite_where=text("state IN ('asking','deciding')"),
              postgresql_where=text("state IN ('asking','deciding')")),
        UniqueConstraint("order_id", "number"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    number: Mapped[int] = mapped_column(comment="1 for the first of its order")
    kind: Mapped[str] = mapped_column(comment="edit | cancel")
    weight: Mapped[str] = mapped_column(comment="told 告知类 | light 轻 | heavy 重")
    state: Mapped[str] = mapped_column(
        comment="asking: impact statements are collected | deciding | applied | rejected | withdrawn | overtaken"
    )
    factor: Mapped[str]
    factor_kind: Mapped[str | None]
    reason: Mapped[str]
    countermeasure: Mapped[str | None] = mapped_column(comment="应对措施")
    contingency: Mapped[str | None] = mapped_column(comment="预案")
    before: Mapped[dict[str, Any]] = mapped_column(comment="what the order said when it was asked")
    after: Mapped[dict[str, Any]] = mapped_column(comment="what it is to say")
    base_revision: Mapped[int]
    to_revision: Mapped[int | None]
    delta_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), unique=True)
    approval_id: Mapped[int | None] = mapped_column(ForeignKey("approval.id"), unique=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(comment="by when it should be decided")
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closing: Mapped[str | None] = mapped_column(comment="why it was rejected or withdrawn")


class ChangeImpact(Base):
    """影响说明: what a department says a change means for it, before anybody votes."""

    __tablename__ = "change_impact"
    __table_args__ = (UniqueConstraint("change_id", "department"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("change.id"))
    department: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(
        comment="by question of the book; what is not answered is not there"
    )
    asked_at: Mapped[datetime]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
