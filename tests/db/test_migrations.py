"""Migrations: what they make is what the models say, they happen whole or not at all, and the guards stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, Integer, inspect, text
from sqlalchemy.orm import Session

from bot import migrate as migration
from db import guards
from db.engine import Database
from db.models import Base
from tests.support.databases import Databases
from tests.support.orders import add_order, open_office

NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0004", "0003", None, None


def upgrade() -> None:
    rebuild = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("allocation", recreate=rebuild) as batch:
        batch.add_column(sa.Column("note", sa.Text()))
    with op.batch_alter_table("person", recreate=rebuild) as batch:
        batch.alter_column("name", new_column_name="full_name")
    {then}
"""


@pytest.fixture
def empty_url(databases: Databases, database_kind: str) -> Iterator[str]:
    address = databases.make(database_kind, migrated=False)
    yield address
    databases.drop(address)


def release_next(folder: Path, monkeypatch: pytest.MonkeyPatch, then: str = "pass") -> None:
    """As if the next release brought another migration."""
    (folder / "0004_next.py").write_text(NEXT.format(then=then))
    configured = migration.alembic_config

    def with_next() -> Config:
        config = configured()
        config.set_main_option("version_locations", f"{migration.SCRIPTS / 'versions'}:{folder}")
        return config

    monkeypatch.setattr(migration, "alembic_config", with_next)


def described(connection: Connection) -> set[str]:
    """Every table, column, constraint and index in the database's own words."""
    if connection.dialect.name == "sqlite":
        words = connection.scalars(text("SELECT sql FROM sqlite_master WHERE type <> 'trigger' AND sql IS NOT NULL"))
        whole = [sql for sql in words if "alembic_version" not in sql]
        # a table that was rebuilt has its name in quotes; a column that was added stands on the line of the last one
        return {
            f"{sql.splitlines()[0]} {line.strip().strip(' ,')}".replace('"', "")
            for sql in whole
            for line in re.split(r"\n|, (?=[a-z_]+ [A-Z]+,? *\n)", sql)
        }
    return set(
        connection.scalars(
            text("""
        SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default)
          FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'
        UNION SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
          WHERE connamespace = 'public'::regnamespace AND conrelid <> 'alembic_version'::regclass
        UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        """)
        )
    )


def test_migrations_make_what_the_models_say(database: Database, databases: Databases, database_kind: str):
    address = databases.make(database_kind, migrated=False)
    modelled = Database(address)
    with database.engine.connect() as migrated, modelled.engine.begin() as made:
        Base.metadata.create_all(made)
        if not modelled.is_sqlite:
            made.execute(text("CREATE TABLE alembic_version ()"))
        assert described(migrated) == described(made)
        assert compare_metadata(MigrationContext.configure(migrated), Base.metadata) == []
        made.execute(text("DROP INDEX ix_chase_due"))
        assert described(migrated) != described(made)
    modelled.dispose()
    databases.drop(address)


def test_an_empty_database_becomes_current_with_its_guards(empty_url: str):
    database = Database(empty_url)
    assert not migration.is_current(database.engine)
    migration.migrate(empty_url)
    migration.migrate(empty_url)  # twice is as good as once
    assert migration.is_current(database.engine)
    with database.engine.connect() as connection:
        assert guards.missing(connection) == []
    database.dispose()


def test_two_replicas_migrate_at_once(empty_url: str):
    with ThreadPoolExecutor(2) as replicas:
        for done in [replicas.submit(migration.migrate, empty_url) for _ in range(2)]:
            done.result(timeout=60)
    database = Database(empty_url)
    assert migration.is_current(database.engine)
    database.dispose()


def test_a_migration_keeps_the_rows_and_makes_the_guards_again(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with database.transaction() as session:
        open_office(session)
        order_id = add_order(session, {"release": 1000}, paid=1000, state="released")
    release_next(tmp_path, monkeypatch)
    assert not migration.is_current(database.engine)
    migration.migrate(database.url.render_as_string(hide_password=False))
    assert migration.is_current(database.engine)
    with database.engine.connect() as connection:
        assert guards.missing(connection) == []
        assert connection.scalar(text("SELECT full_name FROM person")) == "李娜"
        assert connection.execute(text("SELECT order_id, amount_minor, note FROM allocation")).all() == [
            (order_id, 1000, None)
        ]
        assert {key["referred_table"] for key in inspect(connection).get_foreign_keys("allocation")} == {
            "receipt",
            "orders",
            "person",
        }


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_rebuilt_table_loses_its_triggers_where_nobody_makes_them_again(scratch: Session):
    connection = scratch.connection()
    with Operations(MigrationContext.configure(connection)).batch_alter_table("history", recreate="always") as batch:
        batch.add_column(Column("note", Integer()))
    assert guards.missing(connection) == [
        "gendan_guard_history_append_only_history_update",
        "gendan_guard_history_append_only_history_delete",
    ]


def test_a_migration_that_fails_leaves_everything_as_it_was(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with database.engine.connect() as connection:
        before = described(connection)
    release_next(tmp_path, monkeypatch, then="raise RuntimeError('the disk is full')")
    with pytest.raises(RuntimeError, match="the disk is full"):
        migration.migrate(database.url.render_as_string(hide_password=False))
    with database.engine.connect() as connection:
        assert described(connection) == before
        assert guards.missing(connection) == []
        assert MigrationContext.configure(connection).get_current_revision() == "0003"


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_migration_that_breaks_a_reference_is_undone(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with database.transaction() as session:
        open_office(session)
        add_order(session, {}, paid=1000)
    release_next(tmp_path, monkeypatch, then="op.execute('DELETE FROM orders')")
    with pytest.raises(RuntimeError, match="would break"):
        migration.migrate(database.url.render_as_string(hide_password=False))
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM orders")) == 1


def test_the_command_speaks_one_line(empty_url: str, capsys: pytest.CaptureFixture[str]):
    from bot.settings import load_settings

    settings = load_settings(None, database_url=empty_url)
    assert migration.run(settings) == 0
    assert capsys.readouterr() == ("the database stands at 0003\n", "")
    nowhere = load_settings(None, database_url="postgresql://gendan:wrong@127.0.0.1:1/gendan")
    assert migration.run(nowhere) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("DATABASE_URL: the migration failed: ")
    assert err.count("\n") == 1
