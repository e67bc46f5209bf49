"""A database that the first release filled: everything in it is kept, what is new is filled in, and work goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, inspect, select, text
from sqlalchemy.orm import Session

from bot import migrate as migration
from db import guards
from db.engine import Database
from db.models import Base
from services import invariants
from tests.support.databases import Databases
from tests.support.trade import Trade

FIRST = "0001"
FILLED = {
    "payment_term": ("revision", "total_minor", "in_proportion"),
    "shipment": ("revision", "value_minor"),
    "task": ("revision",),
    "order_line": ("ended",),
    "orders": ("released_revision",),
    "receipt": ("customer_id",),
}
"""What the migration has to find out about rows that stand."""


@pytest.fixture
def old_url(databases: Databases, database_kind: str) -> Iterator[str]:
    """An empty database as the first release made one."""
    address = databases.make(database_kind, migrated=False)
    database = Database(address)
    with database.engine.connect() as connection, connection.begin():
        config = migration.alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, FIRST)
    database.dispose()
    yield address
    databases.drop(address)


def business(session: Session) -> Trade:
    """What the first release could do: orders that wait, are made, have half left, are paid and taken back."""
    trade = Trade.opened(session)
    trade.file("prepaid.release")
    shipped = trade.file("prepaid.shipment")
    trade.pay(shipped, 1_740_000)
    trade.ready(shipped, 100)
    trade.notice(shipped)
    trade.ship(shipped)
    made = trade.file("prepaid.deposit", code="M200")
    trade.pay(made, 522_000)
    trade.take(made)
    back = trade.file("prepaid.release")
    trade.pay(back, 1_740_000)
    trade.bounce(back)
    return trade


def copied(source: Connection, target: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row, as far as the old tables have room for it; what the new columns said, by table."""
    old, new = MetaData(), MetaData()
    old.reflect(target)
    new.reflect(source)
    told: dict[str, list[tuple[object, ...]]] = {}
    for name in (table.name for table in Base.metadata.sorted_tables):
        table = new.tables[name]
        if name not in old.tables:
            assert source.execute(select(table)).first() is None, f"{name} is new, and nothing of the old is in it"
            continue
        kept = [table.c[column.name] for column in old.tables[name].columns]
        rows = source.execute(select(*kept).order_by(kept[0])).mappings().all()
        if rows:
            target.execute(old.tables[name].insert(), [dict(row) for row in rows])
        if name in FILLED:
            told[name] = new_columns(source, name)
    return told


def new_columns(connection: Connection, table: str) -> list[tuple[object, ...]]:
    names = ", ".join(("id", *FILLED[table]))
    return [tuple(row) for row in connection.exec_driver_sql(f'SELECT {names} FROM "{table}" ORDER BY id')]


def test_what_the_first_release_kept_is_kept_and_goes_on(
    old_url: str, database: Database, database_kind: str, monkeypatch: pytest.MonkeyPatch
):
    with database.transaction() as session:
        trade = business(session)
    old = Database(old_url)
    with database.engine.connect() as source, old.engine.connect() as target, target.begin():
        if old.is_sqlite:
            target.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        else:
            target.execute(text("SET CONSTRAINTS ALL DEFERRED"))
        told = copied(source, target)
        if not old.is_sqlite:
            _go_on_counting(target)
    migration.migrate(old_url)
    with old.engine.connect() as connection:
        assert guards.missing(connection) == []
        assert {table: new_columns(connection, table) for table in FILLED} == told
    with old.transaction() as session:
        assert invariants.check(session, datetime.now(UTC)) == []
        again = Trade(session, ids=trade.ids, products=trade.products, customer=trade.customer, now=trade.now)
        orders = [order for (order,) in session.execute(text("SELECT id FROM orders ORDER BY id"))]
        again.ready(orders[1])
        again.notice(orders[1])
        again.ship(orders[1])
        again.change(orders[0], quantity=200)
        again.all_agree(orders[0])
        assert again.order(orders[0]).total_minor == 1_160_000
        assert [term.revision for term in again.order(orders[0]).agreed_terms] == [1, 2]
        assert invariants.check(session, datetime.now(UTC)) == []
    old.dispose()


def _go_on_counting(connection: Connection) -> None:
    """Rows that were copied with their ids leave PostgreSQL's counters behind."""
    there = set(inspect(connection).get_table_names())
    for table in (table for table in Base.metadata.sorted_tables if table.name in there):
        key = next(iter(table.primary_key.columns), None)
        if key is not None and key.name == "id":
            connection.exec_driver_sql(
                f'SELECT setval(s, GREATEST((SELECT MAX(id) FROM "{table.name}"), 1))'
                f" FROM pg_get_serial_sequence('\"{table.name}\"', 'id') s WHERE s IS NOT NULL"
            )
