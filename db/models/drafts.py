"""Drafts: answers given so far to a form. They survive restarts because they are rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigKey


class Draft(Base):
    """One form being filled by one person in one chat."""

    __tablename__ = "draft"
    __table_args__ = (
        Index("ix_draft_open", "person_id", sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    form: Mapped[str] = mapped_column(comment="order | customer | product | invite …")
    leaf: Mapped[str | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(default="open", comment="open | submitted | discarded")
    step: Mapped[str | None]
    answers: Mapped[dict[str, Any]]
    row_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": row_version}
