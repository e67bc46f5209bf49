"""The names of customers and products as this process has them in memory, right at every look: see ADR 0009."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from db import stamps
from db.models import Customer, Product
from services.finding import Names


@dataclass(frozen=True, slots=True)
class Copy:
    """All active rows under one stamp. `beside` is by id: a customer's owner, a product's way of supply."""

    stamp: str = ""
    names: Names = field(default_factory=lambda: Names(()))
    beside: Mapping[int, Any] = field(default_factory=dict[int, Any])


_ROWS = {
    table.__tablename__: select(table.id, table.name, table.code, table.pinyin, table.initials, beside)
    .where(table.active).order_by(table.id)
    for table, beside in ((Customer, Customer.owner_id), (Product, Product.supply))
}  # fmt: skip
_kept: WeakKeyDictionary[Engine, dict[str, Copy]] = WeakKeyDictionary()


def customers(session: Session) -> Copy:
    """Every active customer, whoever may see it: the caller asks `beside` for the owner."""
    return _copy(session, "customer")


def products(session: Session) -> Copy:
    """Every active product."""
    return _copy(session, "product")


def _copy(session: Session, table: str) -> Copy:
    """What is kept, where its stamp is still the table's; otherwise all rows anew.

    A thread that replaces another's copy does no harm: both are right under their stamps.
    """
    session.flush()
    connection = session.connection()
    stamp, writing = stamps.read(connection, table)
    kept = _kept.setdefault(connection.engine, {})
    known = kept.get(table)
    if known is not None and known.stamp == stamp and not writing:
        return known
    rows: list[Any] = [tuple(row) for row in connection.execute(_ROWS[table])]
    fresh = Copy(stamp, Names(row[:5] for row in rows), {row[0]: row[5] for row in rows})
    if stamp and not writing:
        kept[table] = fresh
    return fresh
