"""The append-only history, and the revisions of the process book that orders were filed under."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigKey


class History(Base):
    """One entry of one subject's chain. Each carries the hash of the one before."""

    __tablename__ = "history"
    __table_args__ = (UniqueConstraint("subject", "seq"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    subject: Mapped[str] = mapped_column(comment="order:<id> | company")
    seq: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str]
    entry: Mapped[str] = mapped_column(comment="canonical JSON that the hash covers")
    prev_hash: Mapped[str]
    hash: Mapped[str]


class Anchor(Base):
    """Where all chains stood on a day; its hash was posted to the administrators, out of this database's reach."""

    __tablename__ = "anchor"

    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    heads: Mapped[str] = mapped_column(
        comment="JSON: subject to [seq, hash] of the chains that grew since the last one"
    )
    entries: Mapped[int] = mapped_column(BigInteger, comment="entries of all chains")
    last_id: Mapped[int] = mapped_column(BigInteger, comment="the last history row that it covers")
    hash: Mapped[str] = mapped_column(comment="over the heads of all chains")


class BookRevision(Base):
    """A process book as it was when orders were filed under it."""

    __tablename__ = "book_revision"

    revision: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]
    loaded_at: Mapped[datetime]
