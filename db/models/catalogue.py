"""Customers and products."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import PRICE, QUANTITY, Base, BigKey


class Customer(Base):
    """Who buys. Without an owner it is 公共: every salesperson may find it."""

    __tablename__ = "customer"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    pinyin: Mapped[str] = mapped_column(default="")
    initials: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    contact: Mapped[str | None]
    phone: Mapped[str | None]
    address: Mapped[str | None]
    default_leaf: Mapped[str | None]
    uscc: Mapped[str | None] = mapped_column(unique=True, comment="统一社会信用代码: one legal entity, one customer")
    billing: Mapped[dict[str, Any] | None] = mapped_column(
        comment="开票资料: title, tax_no, bank, account, address, phone"
    )
    usual: Mapped[dict[str, Any] | None] = mapped_column(comment="answers of the next order, by field of the book")
    usual_at: Mapped[datetime | None] = mapped_column(
        comment="when contact, address or usual answers were last written; newer than the last order they win over it"
    )
    credit_minor: Mapped[int | None] = mapped_column(BigInteger, comment="信用额度; None: nobody granted credit")
    credit_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    credit_at: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class CustomerPlace(Base):
    """Another place that a customer has goods sent to, beside the one in its own row."""

    __tablename__ = "customer_place"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    address: Mapped[str]
    contact: Mapped[str | None]
    phone: Mapped[str | None]


class CatalogueStamp(Base):
    """Says whether names have changed: triggers write it with every change of a customer or product (`db.stamps`)."""

    __tablename__ = "catalogue_stamp"

    kind: Mapped[str] = mapped_column(primary_key=True, comment="customer | product")
    stamp: Mapped[str]


class Product(Base):
    """What is sold. `supply` (供货方式) decides who is told on release."""

    __tablename__ = "product"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    pinyin: Mapped[str] = mapped_column(default="")
    initials: Mapped[str] = mapped_column(default="")
    unit: Mapped[str]
    whole_units: Mapped[bool] = mapped_column(default=True, comment="no half pieces")
    supply: Mapped[str] = mapped_column(comment="stock | make | buy")
    list_price: Mapped[Decimal | None] = mapped_column(PRICE)
    floor_price: Mapped[Decimal | None] = mapped_column(PRICE, comment="底价: below it somebody judges")
    lead_days: Mapped[int] = mapped_column(default=7, comment="working days")
    drawing: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    packs: Mapped[list[ProductPack]] = relationship(lazy="selectin")


class ProductPack(Base):
    """A packing of a product: 1 箱 = 12 台."""

    __tablename__ = "product_pack"

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    factor: Mapped[Decimal] = mapped_column(QUANTITY)
