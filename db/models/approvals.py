"""Approvals: who is asked about an order, what each answers, and who stands in for whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigKey


class Approval(Base):
    """One decision about one revision of an order. At most one of a kind is open for an order.

    `turn` counts how often it was sent back to an earlier level: seats and votes of earlier turns count no more.
    """

    __tablename__ = "approval"
    __table_args__ = (
        Index("uq_approval_open", "order_id", "kind", unique=True, sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
        UniqueConstraint("order_id", "kind", "round"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    kind: Mapped[str] = mapped_column(comment="review")
    round: Mapped[int] = mapped_column(comment="1 for the first of its kind about this order")
    revision: Mapped[int] = mapped_column(comment="of the order: votes on another one do not count")
    facts_hash: Mapped[str] = mapped_column(comment="SHA-256 of the canonical facts that are voted on")
    facts: Mapped[dict[str, Any]] = mapped_column(comment="those facts, so that a later revision can say what changed")
    state: Mapped[str]
    level: Mapped[int] = mapped_column(comment="whose turn it is, from 1")
    turn: Mapped[int] = mapped_column(default=1)
    findings: Mapped[list[Any]] = mapped_column(comment="the screening rules that fired: key and facts")
    reason: Mapped[str | None] = mapped_column(comment="why it was rejected, sent back or withdrawn")
    field: Mapped[str | None] = mapped_column(comment="of one that was sent back: what is to be completed")
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]


class ApprovalLevel(Base):
    """One level of an approval: how its seats decide."""

    __tablename__ = "approval_level"

    approval_id: Mapped[int] = mapped_column(ForeignKey("approval.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(comment="all | any | in_turn | votes")
    needed: Mapped[int | None] = mapped_column(comment="votes: how many consents carry it")


class ApprovalSeat(Base):
    """One opinion that is asked for: of a named person, or of whoever may speak for `asked_of`."""

    __tablename__ = "approval_seat"
    __table_args__ = (
        Index("ix_approval_seat_open", "approval_id", sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    approval_id: Mapped[int] = mapped_column(ForeignKey("approval.id"), index=True)
    level: Mapped[int]
    turn: Mapped[int]
    position: Mapped[int] = mapped_column(comment="order of asking within the level")
    department: Mapped[str]
    asked_of: Mapped[str] = mapped_column(comment="department, X.interface, X.head")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True, comment="this person alone")
    because: Mapped[list[Any]] = mapped_column(comment="keys of the rules that brought it")
    ask: Mapped[dict[str, Any]] = mapped_column(comment="the one question, by language")
    promises: Mapped[bool] = mapped_column(default=False, comment="gives the promised date with its consent")
    joining: Mapped[str] = mapped_column(comment="team | passed_on | before | beside | after")
    of_seat: Mapped[int | None] = mapped_column(
        ForeignKey("approval_seat.id"), comment="whom it stands in or speaks for"
    )
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="who passed it on or asked for it")
    state: Mapped[str]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class Vote(Base):
    """What somebody answered, for themselves or for whom they stand in. Never changed afterwards."""

    __tablename__ = "vote"
    __table_args__ = (
        UniqueConstraint("seat_id"),
        UniqueConstraint("approval_id", "level", "turn", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    approval_id: Mapped[int] = mapped_column(ForeignKey("approval.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("approval_seat.id"))
    level: Mapped[int]
    turn: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="代理: in whose place")
    verdict: Mapped[str] = mapped_column(comment="approve | conditional | reject | send_back")
    revision: Mapped[int]
    facts_hash: Mapped[str]
    comment: Mapped[str | None]
    condition: Mapped[str | None] = mapped_column(comment="有条件同意: what must be done")
    assessment: Mapped[dict[str, Any]] = mapped_column(
        comment="capability: technical, resources, market; risks, benefit, suggestions"
    )
    promised_on: Mapped[date | None]
    repeats: Mapped[bool] = mapped_column(default=False, comment="上一级已同意: the same person agreed a level before")
    at: Mapped[datetime]


class Assessment(Base):
    """What somebody who is asked has written beside a vote that is not given yet; the vote takes it over."""

    __tablename__ = "assessment"

    seat_id: Mapped[int] = mapped_column(ForeignKey("approval_seat.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    said: Mapped[dict[str, Any]] = mapped_column(comment="technical, resources, market; risks, benefit, suggestions")
    at: Mapped[datetime]


class Delegation(Base):
    """Who decides in whose place, from one moment to another (half open)."""

    __tablename__ = "delegation"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str | None]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(comment="taken back before its time")
    begun: Mapped[bool] = mapped_column(default=False, comment="the cards have moved to the deputy")
    over: Mapped[bool] = mapped_column(default=False, comment="the cards have moved back")
