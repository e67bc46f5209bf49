"""The risk register (风险登记), and what departments answer when risks are assessed (定期评估)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigKey


class Risk(Base):
    """A risk that a rule of the book or a person opened. It is closed with a reason, never deleted.

    At most one of a rule at a subject is open.
    """

    __tablename__ = "risk"
    __table_args__ = (
        Index("uq_risk_open", "rule", "subject", unique=True, sqlite_where=text("state = 'open' AND rule <> ''"),
              postgresql_where=text("state = 'open' AND rule <> ''")),
        Index("ix_risk_standing", "opened_at", sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    rule: Mapped[str] = mapped_column(default="", comment="key of the reminder rule that opened it; empty: by hand")
    subject: Mapped[str] = mapped_column(comment="order:<id> | slip:<id> | customer:<id> | department:<key> …")
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    level: Mapped[str] = mapped_column(comment="low 低 | mid 中 | high 高")
    words: Mapped[str | None] = mapped_column(comment="by hand: what is feared")
    department: Mapped[str] = mapped_column(comment="whose it is")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="责任人")
    countermeasure: Mapped[str | None] = mapped_column(comment="应对措施")
    contingency: Mapped[str | None] = mapped_column(comment="预案")
    state: Mapped[str] = mapped_column(default="open", comment="open | closed")
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="empty: a rule")
    opened_at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="empty: its reason has gone")
    closed_at: Mapped[datetime | None]
    closing: Mapped[str | None] = mapped_column(comment="solved 已解决 | accepted 已接受 | false_alarm 误报")
    closing_words: Mapped[str | None]


class RiskCheck(Base):
    """定期评估: the checklist that a department's interface person was asked to tick in one week."""

    __tablename__ = "risk_check"
    __table_args__ = (UniqueConstraint("department", "day"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    department: Mapped[str]
    day: Mapped[date] = mapped_column(comment="the day on which it was asked")
    asked_at: Mapped[datetime]
    answers: Mapped[dict[str, Any]] = mapped_column(comment="by item: fine | risk")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(comment="when the last item was ticked")
