"""The lead: only one process polls and sends. Correctness does not rest on it, Telegram's patience does."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Protocol

import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from db.engine import Database

log = structlog.get_logger(__name__)


class Lead(Protocol):
    """Held by one process at a time, and free again when that process dies. Its methods block for a moment."""

    def acquire(self) -> bool: ...

    def held(self) -> bool: ...

    def release(self) -> None: ...


class FileLead:
    """For SQLite: a lock on a file beside the database, which the system takes back from the dead."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def held(self) -> bool:
        return self._descriptor is not None

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class AdvisoryLead:
    """For PostgreSQL: a session's advisory lock, on a connection of its own. Gone with the connection."""

    def __init__(self, database: Database, key: int) -> None:
        self._engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._key = key
        self._connection: Connection | None = None

    def acquire(self) -> bool:
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            asked = text("SELECT pg_try_advisory_lock(:key)")
            return bool(self._connection.execute(asked, {"key": self._key}).scalar())
        except SQLAlchemyError as error:
            log.warning("the lead cannot be asked for", error=str(error))
            self._drop()
            return False

    def held(self) -> bool:
        """Whether the connection, and the lock with it, is still there."""
        if self._connection is None:
            return False
        try:
            self._connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            self._drop()
            return False
        return True

    def release(self) -> None:
        self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()  # closed, not given back to the pool: the lock must go
            connection.close()


def lead_of(database: Database, bot_id: int) -> Lead | None:
    """The lead for this database and bot; None for a database that nobody else can see."""
    if not database.is_sqlite:
        return AdvisoryLead(database, bot_id)
    name = database.url.database
    return FileLead(Path(f"{name}.lock")) if name and name != ":memory:" else None
