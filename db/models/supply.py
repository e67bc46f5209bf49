"""Tasks: what a department does for an order once it is released, and the conditions of a review."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import QUANTITY, Base, BigKey


class Task(Base):
    """One task with one owner. Purchase and production tasks stand behind the plan checkpoint.

    A condition (评审条件) is a task too: while it is open it blocks the checkpoint that it names.
    """

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("order_id", "kind", "department", "position"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    kind: Mapped[str] = mapped_column(comment="purchase | production | picking …, from the book; condition")
    department: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1, comment="of the order, under which it was begun")
    position: Mapped[int] = mapped_column(default=0, comment="conditions of one department are numbered")
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(comment="doing | done | stopped; of a condition kept | open | met | dropped")
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    words: Mapped[str | None] = mapped_column(comment="of a condition: what must be done")
    blocks: Mapped[str | None] = mapped_column(comment="of a condition: the checkpoint that waits for it")
    vote_id: Mapped[int | None] = mapped_column(ForeignKey("vote.id"))


class TaskReport(Base):
    """Whoever owns a task says how much of a line is made or bought: a change does not go below it."""

    __tablename__ = "task_report"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    reported_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
