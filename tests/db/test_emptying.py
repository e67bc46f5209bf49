"""A copy of the template that a test has used is either as a fresh one or thrown away."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from db import guards
from db.base import Base
from tests.support.databases import POSTGRESQL, Databases
from tests.support.trade import Trade

EVERY_ROW = " UNION ALL ".join(f"SELECT '{name}', COUNT(*) FROM {name}" for name in Base.metadata.tables)
OF_COPY = text("SELECT oid FROM pg_database WHERE datname = current_database()")


def use(databases: Databases, *changes: str, guarded: bool = True) -> tuple[int, int, list[tuple[object, ...]]]:
    """Which database it was, under which number an order stands there, and which rows there were before."""
    address = databases.make(POSTGRESQL)
    database = databases.opened(address)
    try:
        with database.transaction() as session:
            rows = sorted(map(tuple, session.execute(text(EVERY_ROW))))
            trade = Trade.opened(session)
            order = trade.file("prepaid.shipment")
            trade.pay(order, 1000)
            for change in changes:
                session.execute(text(change))
            if not guarded:
                guards.remove(session.connection())
            return session.scalars(OF_COPY).one(), order, rows
    finally:
        databases.drop(address)


def test_a_used_one_is_used_again_as_if_it_were_fresh(databases: Databases):
    first, again = use(databases), use(databases)
    assert first == again
    assert {count for _table, count in first[2]} == {0}


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE slip DISABLE TRIGGER ALL",
        "ALTER TABLE person ALTER name DROP NOT NULL",
        "ALTER TABLE vote ADD CONSTRAINT a_new_one CHECK (id > 0)",
        "CREATE SCHEMA beside",
        "CREATE TABLE one_more (id INTEGER)",
        "DROP INDEX ix_orders_linked_to_id",
        "UPDATE alembic_version SET version_num = 'other'",
    ],
)
def test_one_that_is_made_otherwise_is_not(databases: Databases, change: str):
    first, again = use(databases, change), use(databases)
    assert first[0] != again[0]
    assert first[1:] == again[1:]


def test_nor_is_one_without_its_guards(databases: Databases):
    first, again = use(databases, guarded=False), use(databases)
    assert first[0] != again[0]
    assert first[1:] == again[1:]
