"""The way in (inbox) and the way out (owed messages, cards, buttons, prompts)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigKey


class Inbox(Base):
    """A raw update, stored before Telegram is told that it was received."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        Index("ix_inbox_lane", "lane", "id", sqlite_where=text("state = 'new'"),
              postgresql_where=text("state = 'new'")),
        Index("ix_inbox_queue", "id", sqlite_where=text("state = 'new'"),
              postgresql_where=text("state = 'new'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    update_id: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime]
    raw: Mapped[str]
    lane: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(default="new", comment="new | done | dead")
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    error: Mapped[str | None]
    done_at: Mapped[datetime | None]


class Card(Base):
    """A message kept up to date in one chat: desired state. Only its newest edition is ever sent."""

    __tablename__ = "card"
    __table_args__ = (UniqueConstraint("kind", "subject", "chat_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    chat_id: Mapped[int] = mapped_column(BigInteger)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    facts: Mapped[dict[str, Any]]
    wanted: Mapped[int] = mapped_column(default=1, comment="edition that should stand in the chat")
    shown: Mapped[int] = mapped_column(default=0, comment="edition that stands there")
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    stale_message_id: Mapped[int | None] = mapped_column(BigInteger, comment="to be deleted after a repost")
    buried: Mapped[int] = mapped_column(default=0, comment="messages that came below it")
    with_photo: Mapped[bool] = mapped_column(default=False)
    closed: Mapped[bool] = mapped_column(default=False, comment="terminal: has no buttons any more")
    said: Mapped[str | None] = mapped_column(comment="digest of what stands there, where the same is not sent twice")
    pinned_id: Mapped[int | None] = mapped_column(BigInteger, comment="message that is pinned, or must not be")


class Owed(Base):
    """A message that must be said: facts, not text. With `card_id` it says: bring that card up to date."""

    __tablename__ = "owed"
    __table_args__ = (
        Index("ix_owed_queue", "chat_id", "klass", "id", "state", "not_before", "lease_until",
              sqlite_where=text("state IN ('pending','sending')"),
              postgresql_where=text("state IN ('pending','sending')")),
        Index("uq_owed_card_pending", "card_id", unique=True,
              sqlite_where=text("state = 'pending' AND card_id IS NOT NULL"),
              postgresql_where=text("state = 'pending' AND card_id IS NOT NULL")),
        UniqueConstraint("dedupe"),
        Index("ix_owed_message", "chat_id", "message_id"),
        Index("ix_owed_rang", "chat_id", "rang_at", "klass",
              sqlite_where=text("rang_at IS NOT NULL"), postgresql_where=text("rang_at IS NOT NULL")),
        Index("ix_owed_nags", "chat_id", "created_at",
              sqlite_where=text("klass >= 3"), postgresql_where=text("klass >= 3")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    chat_id: Mapped[int] = mapped_column(BigInteger)
    klass: Mapped[int] = mapped_column(comment="0 answer, 1 card, 2 notice, 3 reminder, 4 digest")
    facts: Mapped[dict[str, Any]]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id"))
    dedupe: Mapped[str | None]
    reply_to: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(default="pending", comment="pending | sending | sent | void | dead")
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    rang_at: Mapped[datetime | None] = mapped_column(
        comment="sent, and a phone made a sound; empty: it arrived silently"
    )
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str | None]


class Button(Base):
    """The buttons of one message edition: what each index of its nonce does, and whether it was used."""

    __tablename__ = "button"

    nonce: Mapped[str] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id"), index=True)
    owed_id: Mapped[int | None] = mapped_column(ForeignKey("owed.id"), index=True)
    edition: Mapped[int] = mapped_column(default=0)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    revision: Mapped[int | None] = mapped_column(comment="the order's revision that was shown")
    acts: Mapped[list[Any]]
    used: Mapped[list[Any]] = mapped_column(comment="[index, person, moment] of effects already done")
    created_at: Mapped[datetime]


class Prompt(Base):
    """The bot waits for words or a file: the next text in private, a reply to `message_id` in a group."""

    __tablename__ = "prompt"
    __table_args__ = (
        Index("ix_prompt_open", "chat_id", sqlite_where=text("closed_at IS NULL"),
              postgresql_where=text("closed_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    act: Mapped[str]
    args: Mapped[dict[str, Any]]
    owed_id: Mapped[int | None] = mapped_column(ForeignKey("owed.id"), index=True)
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Heartbeat(Base):
    """When a part of the process was last seen alive; the start measures the gap of an outage with it."""

    __tablename__ = "heartbeat"

    part: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
