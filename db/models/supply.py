"""Tasks: what a department does for an order once it is released, and the conditions of a review."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigKey


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
    position: Mapped[int] = mapped_column(default=0, comment="conditions of one department are numbered")
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(comment="doing | done | stopped; of a condition kept | open | met | dropped")
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    words: Mapped[str | None] = mapped_column(comment="of a condition: what must be done")
    blocks: Mapped[str | None] = mapped_column(comment="of a condition: the checkpoint that waits for it")
    vote_id: Mapped[int | None] = mapped_column(ForeignKey("vote.id"))
