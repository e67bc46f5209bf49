"""Fresh databases of both kinds: each a copy of one that was migrated once.

A name is used again as soon as its database was thrown away, and with it the engine: that one has compiled the
statements already, which costs a test more than asking them.
"""

from __future__ import annotations

import heapq
import shutil
from itertools import count
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url

from bot.migrate import migrate
from db.engine import Database
from tests.support.postgres import Postgres

SQLITE = "sqlite"
POSTGRESQL = "postgresql"
TEMPLATE = "gendan_template"


class Databases:
    """Makes databases for one run. PostgreSQL starts when the first test asks for one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._free: list[int] = []
        self._opened: dict[str, Database] = {}
        self._sqlite_template: Path | None = None
        self._postgres: Postgres | None = None
        self._shared: dict[str, Database] = {}

    def make(self, kind: str, *, migrated: bool = True) -> str:
        """The address, with its password, of a new database that nobody else uses."""
        name = f"gendan_{heapq.heappop(self._free) if self._free else next(self._numbers)}"
        if kind == SQLITE:
            return self._make_sqlite(name, migrated)
        template = TEMPLATE if migrated and self._server() else None
        return _address(self._server().create(name, template))

    def opened(self, address: str) -> Database:
        """What is opened at this address, for whoever takes what it finds; what listens to its engine must leave it."""
        if address not in self._opened:
            self._opened[address] = careless(Database(address))
        return self._opened[address]

    def drop(self, address: str) -> None:
        """Throw a database away; whoever still uses it is cut off."""
        url = make_url(address)
        assert url.database is not None
        if address in self._opened:
            self._opened[address].dispose()
        if url.get_backend_name() == SQLITE:
            for file in Path(url.database).parent.glob(f"{Path(url.database).name}*"):
                file.unlink()
        else:
            self._server().drop(url.database)
        heapq.heappush(self._free, int(url.database.rpartition("_")[2].partition(".")[0]))

    def shared(self, kind: str) -> Database:
        """One database for all tests that roll back whatever they do."""
        if kind not in self._shared:
            self._shared[kind] = self.opened(self.make(kind))
        return self._shared[kind]

    def close(self) -> None:
        for database in self._opened.values():
            database.dispose()
        if self._postgres is not None:
            self._postgres.stop()

    def _make_sqlite(self, name: str, migrated: bool) -> str:
        path = self._folder / f"{name}.db"
        if migrated:
            if self._sqlite_template is None:
                template = self._folder / f"{TEMPLATE}.db"
                migrate(f"sqlite:///{template}")
                self._sqlite_template = template
            shutil.copyfile(self._sqlite_template, path)
        return f"sqlite:///{path}"

    def _server(self) -> Postgres:
        if self._postgres is None:
            self._postgres = Postgres()
            migrate(_address(self._postgres.create(TEMPLATE)))
        return self._postgres


def careless(database: Database) -> Database:
    """Let SQLite answer before the disk has it, as the suite's PostgreSQL does. Not for tests of durability."""
    if database.is_sqlite:

        @event.listens_for(database.engine, "connect")
        def hurry(connection: object, _record: object) -> None:
            connection.execute("PRAGMA synchronous=OFF")  # type: ignore[attr-defined]

    return database


def _address(url: URL) -> str:
    return url.render_as_string(hide_password=False)
