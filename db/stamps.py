"""Triggers that stamp a table whenever it changes, so that a copy of it in memory knows whether it still holds.

A stamp is never seen twice: one that is read again means the very rows that were read with it. On SQLite it is drawn
anew for every row written; what a transaction draws and rolls back never comes again. On PostgreSQL it is the number of
the transaction, which is not given out twice either; within that transaction rows may still follow under the same
stamp, so that it must keep no copy (`read` says so). Writers of one table wait for each other there, which they may:
customers and products are added now and then.
"""

# ruff: noqa: S608  the SQL is put together from this file alone

from __future__ import annotations

from sqlalchemy import Connection, text

PREFIX = "gendan_stamp"
TABLES = ("customer", "product")
_EVENTS = ("INSERT", "UPDATE", "DELETE")
_READ = {
    "sqlite": text("SELECT stamp, 0 FROM catalogue_stamp WHERE kind = :kind"),
    "postgresql": text(
        "SELECT stamp, COALESCE(stamp = pg_current_xact_id_if_assigned()::text, false)"
        " FROM catalogue_stamp WHERE kind = :kind"
    ),
}


def read(connection: Connection, table: str) -> tuple[str, bool]:
    """The table's stamp, empty while nothing was ever written, and whether it is this transaction that writes.

    Read it before the rows: what is committed in between makes a copy newer than its stamp, which does no harm.
    """
    row = connection.execute(_READ[connection.dialect.name], {"kind": table}).first()
    return (row[0], bool(row[1])) if row else ("", False)


def install(connection: Connection) -> None:
    """Make every trigger anew. The caller's transaction commits it."""
    remove(connection)
    for statement in _created(connection):
        connection.exec_driver_sql(statement)


def remove(connection: Connection) -> None:
    """Take every trigger away: for migrations, and for the tests that prove what they are for."""
    for table in TABLES:
        if connection.dialect.name == "sqlite":
            for event in _EVENTS:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {PREFIX}_{table}_{event.lower()}")
        else:
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {PREFIX}_{table}() CASCADE")


def missing(connection: Connection) -> list[str]:
    """The names of triggers that are absent or switched off."""
    if connection.dialect.name == "sqlite":
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        wanted = [f"{PREFIX}_{table}_{event.lower()}" for table in TABLES for event in _EVENTS]
    else:
        found = "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
        wanted = [f"{PREFIX}_{table}" for table in TABLES]
    standing = set(connection.scalars(text(found)))
    return [name for name in wanted if name not in standing]


def _created(connection: Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        return [
            # not OR REPLACE: whatever the outer statement does on a conflict would be done here instead
            f"CREATE TRIGGER {PREFIX}_{table}_{event.lower()} AFTER {event} ON {table} BEGIN"
            f" DELETE FROM catalogue_stamp WHERE kind = '{table}';"
            f" INSERT INTO catalogue_stamp (kind, stamp) VALUES ('{table}', lower(hex(randomblob(16)))); END"
            for table in TABLES
            for event in _EVENTS
        ]
    return [statement for table in TABLES for statement in _of_postgres(table)]


def _of_postgres(table: str) -> tuple[str, str]:
    """Once a statement; the row is written once a transaction, however many statements it has."""
    body = (
        f" BEGIN INSERT INTO catalogue_stamp AS s (kind, stamp) VALUES ('{table}', pg_current_xact_id()::text)"
        " ON CONFLICT (kind) DO UPDATE SET stamp = EXCLUDED.stamp WHERE s.stamp <> EXCLUDED.stamp; RETURN NULL; END "
    )
    return (
        f"CREATE FUNCTION {PREFIX}_{table}() RETURNS trigger LANGUAGE plpgsql AS $stamp${body}$stamp$",
        f"CREATE TRIGGER {PREFIX}_{table} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}_{table}()",
    )
