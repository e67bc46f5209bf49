"""Plan tasks: what a department does for an order once it is released."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigKey


class Task(Base):
    """One task with one owner. Purchase and production tasks stand behind the plan checkpoint."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("order_id", "kind", "department"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    kind: Mapped[str] = mapped_column(comment="purchase | production | picking …, from the book")
    department: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(comment="doing | done | stopped")
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
