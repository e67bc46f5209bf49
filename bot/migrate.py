"""``python -m bot migrate``: bring the database to this version's tables. Running it again does nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ArgumentError, DBAPIError

import db
from bot.logs import without_secrets
from bot.settings import Settings, SettingsFault
from db.engine import Database

SCRIPTS: Final = Path(db.__file__).parent / "migrations"
ONE_AT_A_TIME: Final = 0x67656E64616E  # "gendan": the advisory lock of migrations on PostgreSQL


def run(settings: Settings) -> int:
    """Migrate the configured database; 1 where that fails, with one line that says why.

    Raises SettingsFault where the address of the database cannot be read.
    """
    try:
        migrate(settings.database_url.get_secret_value())
    except (ArgumentError, ValueError) as error:
        raise SettingsFault(f"DATABASE_URL: {without_secrets(str(error))}") from None
    except DBAPIError as error:
        reason = str(error.orig or error).strip().partition("\n")[0]
        print(f"DATABASE_URL: the migration failed: {without_secrets(reason)}", file=sys.stderr)
        return 1
    print(f"the database stands at {newest()}")
    return 0


def migrate(url: str) -> None:
    """Bring a database to the newest revision, and make its guards anew.

    It happens in one transaction, and alone: a process that dies half-way leaves what was there before, and
    a second replica waits for the first.
    """
    database = Database(url)
    try:
        with database.engine.connect() as connection:
            if database.is_sqlite:
                # Rebuilding a table drops the old one, which must not count as deleting its rows. The pragma
                # does nothing inside a transaction, and the connection's first statement begins one.
                _pragma(connection, "foreign_keys=OFF")
            with connection.begin():
                _upgrade(connection, database.is_sqlite)
            if database.is_sqlite:
                _pragma(connection, "foreign_keys=ON")
    finally:
        database.dispose()


def is_current(engine: Engine) -> bool:
    """Whether the database stands at this version's revision. Its guards are asked by `db.guards.missing`."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest()


def newest() -> str:
    """The revision that this version needs."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert head is not None
    return head


def alembic_config() -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _upgrade(connection: Connection, is_sqlite: bool) -> None:
    if not is_sqlite:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if is_sqlite:
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"the migration would break {len(broken)} references, first {tuple(broken[0])}")


def _pragma(connection: Connection, setting: str) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA {setting}")
