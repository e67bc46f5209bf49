"""A database that is put back to where it stood, as often as is wanted: for rounds that all begin alike."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Table, text

from db.base import Base
from db.engine import Database


class Kept:
    """What stood in a database at one moment, under a name; PostgreSQL keeps it in a schema beside."""

    def __init__(self, database: Database, name: str) -> None:
        self._database, self._name = database, name
        self._tables = [table for table in Base.metadata.sorted_tables if table.name != "alembic_version"]
        if database.is_sqlite:
            self._file = Path(f"{database.url.database}.{name}")
            _copied(str(database.url.database), str(self._file))
            return
        with database.engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {name} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {name}"))
            for table in self._tables:
                connection.execute(text(f"CREATE TABLE {name}.{table.name} AS TABLE public.{table.name}"))
            self._since = connection.scalar(text("SELECT txid_current()"))

    def put_back(self) -> None:
        """Nothing that happened since has happened. What is guarded is not asked."""
        if self._database.is_sqlite:
            _copied(str(self._file), str(self._database.url.database))
            return
        restored = ";".join(self._restored(table) for table in self._tables)
        with self._database.engine.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL session_replication_role = replica;{restored}")

    def _restored(self, table: Table) -> str:
        """Only what was written since: a row that stayed is left where it is."""
        same = " AND ".join(f"t.{column.name} = k.{column.name}" for column in table.primary_key)
        return (
            f"DELETE FROM public.{table.name} WHERE xmin::text::bigint >= {self._since};"
            f"INSERT INTO public.{table.name} SELECT * FROM {self._name}.{table.name} k"
            f" WHERE NOT EXISTS (SELECT 1 FROM public.{table.name} t WHERE {same})"
        )


def _copied(source: str, target: str) -> None:
    with sqlite3.connect(source) as one, sqlite3.connect(target) as other:
        one.backup(other)
    one.close()
    other.close()
