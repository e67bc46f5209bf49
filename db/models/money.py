"""Money: what somebody says was paid (slip), what arrived (receipt), what it pays for (allocation)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigKey


class Slip(Base):
    """水单: a claim of payment. It opens nothing; finance confirms it, or does not find it."""

    __tablename__ = "slip"
    __table_args__ = (
        Index("ix_slip_waiting", "id", sqlite_where=text("state = 'waiting'"),
              postgresql_where=text("state = 'waiting'")),
        Index("ix_slip_held", "due_on", sqlite_where=text("state = 'held'"),
              postgresql_where=text("state = 'held'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    state: Mapped[str] = mapped_column(comment="waiting | held | confirmed | not_found | withdrawn")
    claimed_minor: Mapped[int | None] = mapped_column(BigInteger)
    payer: Mapped[str | None]
    method: Mapped[str | None] = mapped_column(comment="how it was paid, a key of the book; None: by transfer")
    due_on: Mapped[date | None] = mapped_column(comment="held: the day when the note (票据) is paid")
    file_kind: Mapped[str | None] = mapped_column(comment="photo | document")
    file_id: Mapped[str | None]
    file_unique_id: Mapped[str | None] = mapped_column(index=True)
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("sheet.id"), index=True, comment="期初: it came by a sheet")
    sent_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]


class Receipt(Base):
    """Money that finance saw on the account. Refunds and bounces are receipts with a minus sign.

    What its allocations leave of the amount is the customer's 预收余额: a payment may leave some, a `move` has no amount
    of its own and only shifts money between orders, or between an order and the balance.
    """

    __tablename__ = "receipt"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(comment="payment | refund | bounce | correction | move | write_off")
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    payer: Mapped[str | None]
    method: Mapped[str] = mapped_column(default="transfer")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    arrived_on: Mapped[date]
    evidence: Mapped[str | None]
    reason: Mapped[str | None]
    slip_id: Mapped[int | None] = mapped_column(ForeignKey("slip.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("receipt.id"))
    confirmed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime]


class Allocation(Base):
    """The part of a receipt that pays one order. Gates read the sum of these.

    `after_gate` says that whoever wrote a negative row knew that goods had already been released
    or shipped on this money; the database refuses a row that does not know (see `db.guards`).
    """

    __tablename__ = "allocation"
    __table_args__ = (UniqueConstraint("receipt_id", "order_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    after_gate: Mapped[bool] = mapped_column(default=False)
    allocated_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
