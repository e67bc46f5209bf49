"""The database connection: one URL, one way to begin a transaction on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

BUSY_MS = 5000


class Database:
    """One database and its sessions.

    SQLite begins every transaction with ``BEGIN IMMEDIATE``: SQLAlchemy's default would read
    before it locks, and let a shipment and a refund both pass. PostgreSQL runs READ COMMITTED and
    relies on the order row being locked first. Errors and logs name statements, never the values in them.
    """

    def __init__(self, url: str, *, pool_size: int = 8, immediate: bool = True) -> None:
        self.url = make_url(url)
        if self.url.drivername in ("postgresql", "postgres"):
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite(self, immediate) if self.is_sqlite else _postgres(self, pool_size)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose transaction commits at the end of the block, or rolls back as a whole."""
        with self._sessions() as session, session.begin():
            yield session

    def dispose(self) -> None:
        self.engine.dispose()


def _sqlite(database: Database, immediate: bool) -> Engine:
    engine = create_engine(database.url, hide_parameters=True, connect_args={"timeout": BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        if immediate:
            connection.isolation_level = None  # the driver must not begin on its own
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    if immediate:

        @event.listens_for(engine, "begin")
        def begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgres(database: Database, pool_size: int) -> Engine:
    return create_engine(
        database.url, hide_parameters=True, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True
    )
