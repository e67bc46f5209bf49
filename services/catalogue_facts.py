"""Customers and products as forms and cards need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from db.models import Customer, Product
from domain.understanding import Billing


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """A customer as forms and cards need it. Nobody's, `owner_id` None, means 公共: every salesperson may find it."""

    id: int
    code: str
    name: str
    contact: str | None
    phone: str | None
    address: str | None
    default_leaf: str | None
    owner_id: int | None = None
    uscc: str | None = None
    billing: Billing | None = None
    usual: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Answers of the customer's next order, by field of the book: price_basis, tax_rate, invoice."""
    pinyin: str = ""
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Another place that goods are sent to. `id` is None until it is kept."""

    address: str
    contact: str | None = None
    phone: str | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """A product as forms need it. `packs` is (name, how many of the unit)."""

    id: int
    code: str
    name: str
    unit: str
    whole_units: bool
    supply: str
    list_price: Decimal | None
    lead_days: int
    packs: tuple[tuple[str, Decimal], ...]


def customer_facts(row: Customer) -> CustomerFacts:
    """The facts of a row."""
    return CustomerFacts(
        row.id, row.code, row.name, row.contact, row.phone, row.address, row.default_leaf, row.owner_id, row.uscc,
        Billing(**row.billing) if row.billing else None, row.usual or {}, row.pinyin, row.initials,
    )  # fmt: skip


def product_facts(row: Product) -> ProductFacts:
    """The facts of a row."""
    packs = tuple((pack.name, pack.factor) for pack in row.packs)
    return ProductFacts(
        row.id, row.code, row.name, row.unit, row.whole_units, row.supply, row.list_price, row.lead_days, packs
    )
