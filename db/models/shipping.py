"""From 备齐 over 发货通知 and 出库 to 签收; and 入库 for stock orders."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import QUANTITY, Base, BigKey


class Readiness(Base):
    """备齐: so much of a line stands packed in the warehouse."""

    __tablename__ = "readiness"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"))
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    reported_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Shipment(Base):
    """One batch: noticed (发货通知), shipped (出库), signed (签收)."""

    __tablename__ = "shipment"
    __table_args__ = (UniqueConstraint("order_id", "batch"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    batch: Mapped[int]
    state: Mapped[str] = mapped_column(comment="noticed | shipped | signed | cancelled")
    revision: Mapped[int] = mapped_column(default=1, comment="of the order, under which it was noticed, then shipped")
    value_minor: Mapped[int] = mapped_column(BigInteger, default=0, comment="what its goods cost the customer")
    ship_by: Mapped[date | None]
    address: Mapped[str | None]
    contact: Mapped[str | None]
    carrier: Mapped[str | None]
    noticed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noticed_at: Mapped[datetime]
    shipped_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    shipped_at: Mapped[datetime | None]
    tracking: Mapped[str | None]
    freight: Mapped[str | None]
    invoiced_on: Mapped[date | None] = mapped_column(comment="账期 that begins with the invoice begins here")
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]
    lines: Mapped[list[ShipmentLine]] = relationship(lazy="selectin")


class ShipmentLine(Base):
    """How much of an order line goes with a batch."""

    __tablename__ = "shipment_line"

    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)


class StockIn(Base):
    """入库: so much of a stock order's line was put on the shelf."""

    __tablename__ = "stock_in"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"))
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    done_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Inspection(Base):
    """成品检验: quality looked at so much of a line, and lets it go or does not."""

    __tablename__ = "inspection"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"))
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    result: Mapped[str] = mapped_column(comment="passed | failed")
    words: Mapped[str | None]
    inspected_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class AfterSale(Base):
    """What follows a shipment: goods come back (退货) or a part of the price is let off (折让); a document of its own.

    补货 is an order of its own that names the one it makes good (`Order.linked_to_id`).
    """

    __tablename__ = "after_sale"
    __table_args__ = (UniqueConstraint("order_id", "number"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    number: Mapped[int] = mapped_column(comment="1 for the first of its order")
    kind: Mapped[str] = mapped_column(comment="return | allowance")
    state: Mapped[str] = mapped_column(comment="asked | agreed | refused | done | withdrawn")
    quantities: Mapped[dict[str, Any]] = mapped_column(comment="return: by line id; once it is done what came back")
    amount_minor: Mapped[int] = mapped_column(BigInteger, comment="by how much less the customer owes")
    reason: Mapped[str]
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    words: Mapped[str | None] = mapped_column(comment="why it was refused")
    done_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime | None]
