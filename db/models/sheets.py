"""Long work as rows (jobs), and the sheets that people send to be imported."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigKey, Facts


class Job(Base):
    """Work that is too long for a unit. A second worker claims it, and its result goes out like any other message."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_queue", "id", sqlite_where=text("state IN ('new','running')"),
              postgresql_where=text("state IN ('new','running')")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    args: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="new", comment="new | running | done | dead")
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    error: Mapped[str | None]
    file_name: Mapped[str | None]
    file_body: Mapped[bytes | None] = mapped_column(
        LargeBinary, deferred=True, comment="what was made, until it is tidied"
    )


class Sheet(Base):
    """A sheet that somebody sent: read, shown as a preview, imported as a whole or not at all.

    `digest` covers everything that the preview said would change; an import that would do anything else is refused.
    """

    __tablename__ = "sheet"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(
        comment="reading | refused | faulty | preview | importing | imported | cancelled | failed"
    )
    kind: Mapped[str | None] = mapped_column(comment="customers | products | lines | opening")
    file_id: Mapped[str]
    name: Mapped[str]
    sha256: Mapped[str | None]
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"))
    table: Mapped[dict[str, Any] | None] = mapped_column(Facts, deferred=True, comment="the cells as they were read")
    digest: Mapped[str | None]
    summary: Mapped[dict[str, Any]] = mapped_column(comment="what the card says")
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
