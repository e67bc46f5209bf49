"""Whether the database stands where this version needs it; asked at every start, so without Alembic's half second."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text

import db
from bot.ending import WRONG_SETTING, Ending
from db import guards, stamps
from db.engine import Database


def newest() -> str:
    """The revision of this version's last migration, read from its file's name."""
    versions = Path(db.__file__).parent / "migrations" / "versions"
    return max(path.stem.partition("_")[0] for path in versions.glob("[0-9]*_*.py"))


def prepare(database: Database, *, upgrade: bool = False) -> None:
    """Make the tables of an empty database, or with `upgrade` bring any to this version. Raises Ending.

    A database with something in it is the operator's: `python -m bot migrate` says when it changes.
    """
    with database.engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
    if upgrade or not tables:
        from bot.migrate import migrate

        migrate(database.url.render_as_string(hide_password=False))
    check(database)


def check(database: Database) -> None:
    """Raises Ending where the tables are another version's, or a guard is missing."""
    with database.engine.connect() as connection:
        known = inspect(connection).has_table("alembic_version")
        current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if known else None
        if current != newest():
            raise Ending(WRONG_SETTING, "DATABASE_URL: schema is not up to date: run python -m bot migrate")
        absent = guards.missing(connection) + stamps.missing(connection)
    if absent:
        raise Ending(
            WRONG_SETTING, f"DATABASE_URL: guards are missing ({', '.join(absent)}): run python -m bot migrate"
        )
