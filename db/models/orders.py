"""Orders, their lines, and the payment terms that were agreed with them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import PRICE, QUANTITY, SHARE, Base, BigKey

ENDED = "('closed','rejected','withdrawn','cancelled')"


class Order(Base):
    """One order. `row_version` counts every write, `revision` what people agreed on (V1, V2 …)."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_live", "state", sqlite_where=text(f"state NOT IN {ENDED}"),
              postgresql_where=text(f"state NOT IN {ENDED}")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    leaf: Mapped[str]
    book_revision: Mapped[str] = mapped_column(ForeignKey("book_revision.revision"))
    state: Mapped[str]
    on_hold: Mapped[bool] = mapped_column(default=False)
    hold_reason: Mapped[str | None]
    held_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    held_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    sales_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    filed_by: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="跟单")
    currency: Mapped[str]
    total_minor: Mapped[int] = mapped_column(BigInteger)
    requested_on: Mapped[date | None]
    promised_on: Mapped[date | None]
    promised_days_after_payment: Mapped[int | None]
    fields: Mapped[dict[str, Any]] = mapped_column(comment="the leaf's other answers")
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), unique=True)
    copied_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("orders.id"), comment="再来一单: the order it repeats"
    )
    linked_to_id: Mapped[int | None] = mapped_column(
        ForeignKey("orders.id"), index=True, comment="补货: the order that it makes good"
    )
    linked_because: Mapped[str | None] = mapped_column(comment="补货: why, in somebody's words")
    original_number: Mapped[str | None] = mapped_column(unique=True, comment="期初: what it was called before")
    filed_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    released_revision: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    touched_at: Mapped[datetime] = mapped_column(
        comment="every change of the order or its parts sets it, and so bumps row_version"
    )
    lines: Mapped[list[OrderLine]] = relationship(
        lazy="selectin", order_by="OrderLine.position", cascade="all, delete-orphan"
    )
    agreed_terms: Mapped[list[PaymentTerm]] = relationship(
        lazy="selectin", order_by="PaymentTerm.revision, PaymentTerm.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def terms(self) -> list[PaymentTerm]:
        """The payment terms of the present revision; those of earlier ones stay for what passed under them."""
        return [term for term in self.agreed_terms if term.revision == (self.revision or 1)]

    @terms.setter
    def terms(self, terms: list[PaymentTerm]) -> None:
        others = [term for term in self.agreed_terms if term.revision != (self.revision or 1)]
        for term in terms:
            term.revision = self.revision or 1
        self.agreed_terms = [*others, *terms]


class OrderLine(Base):
    """One product of an order, as it was named and priced when it was agreed."""

    __tablename__ = "order_line"
    __table_args__ = (UniqueConstraint("order_id", "position"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    position: Mapped[int]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    product_code: Mapped[str]
    product_name: Mapped[str]
    unit: Mapped[str]
    supply: Mapped[str]
    drawing: Mapped[str | None]
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    unit_price: Mapped[Decimal | None] = mapped_column(PRICE)
    list_price: Mapped[Decimal | None] = mapped_column(PRICE, comment="what the list said when it was agreed")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    ended: Mapped[bool] = mapped_column(default=False, comment="结束该行: nothing more of it; never deleted")


class PaymentTerm(Base):
    """A payment condition of one revision of an order: this much confirmed before that checkpoint opens.

    `required_minor` is the share of the current total, kept beside the share so that the
    database's own guard can judge without knowing the book.
    """

    __tablename__ = "payment_term"
    __table_args__ = (UniqueConstraint("order_id", "revision", "position"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    revision: Mapped[int] = mapped_column(default=1)
    position: Mapped[int]
    checkpoint: Mapped[str]
    share: Mapped[Decimal | None] = mapped_column(SHARE)
    total_minor: Mapped[int] = mapped_column(BigInteger, default=0, comment="of the order in this revision")
    required_minor: Mapped[int] = mapped_column(BigInteger, comment="cumulative: all money due before this checkpoint")
    in_proportion: Mapped[bool] = mapped_column(
        default=False, comment="按已收比例发货: each batch asks for its own part of it"
    )


class Signoff(Base):
    """A department's named 放行 of one revision of an order."""

    __tablename__ = "signoff"
    __table_args__ = (UniqueConstraint("order_id", "name", "revision"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    name: Mapped[str]
    revision: Mapped[int]
    department: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class NumberOfDay(Base):
    """The last number given out for a prefix on a day; gapless because it is taken in the filing transaction."""

    __tablename__ = "number_of_day"

    prefix: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]


class Attachment(Base):
    """A file kept by Telegram's id. `unsorted`: whoever sent it has not said yet what it is."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    purpose: Mapped[str] = mapped_column(
        comment="basis | drawing | photo | other | unsorted | delivery | signed | slip:…"
    )
    kind: Mapped[str] = mapped_column(comment="photo | document")
    file_id: Mapped[str]
    file_unique_id: Mapped[str]
    name: Mapped[str | None]
    sent_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
