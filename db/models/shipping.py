"""From 备齐 over 发货通知 and 出库 to 签收; and 入库 for stock orders."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
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
    ship_by: Mapped[date | None]
    address: Mapped[str | None]
    contact: Mapped[str | None]
    carrier: Mapped[str | None]
    noticed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noticed_at: Mapped[datetime]
    shipped_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    shipped_at: Mapped[datetime | None]
    tracking: Mapped[str | None]
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
