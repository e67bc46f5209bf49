"""``python -m bot demo``: the bot and an embedded Bot API server in one process, with a sample company on a page.

The database is a temporary file, or what DATABASE_URL names in the environment; `.env` is not asked, since it
names the company's own.
"""

from __future__ import annotations

import asyncio
import errno
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bot import sample, sample_review
from bot.clock import Clock
from bot.company import Company
from bot.ending import WRONG_SETTING, Ending
from bot.run import load_company, open_database, until_told
from bot.service import Service
from bot.settings import Settings
from bot.windows import Windows
from db.engine import Database
from domain.process.faults import BookFaults
from sandbox.room import OnClock, Stops
from sandbox.server import SandboxServer
from services import books, owed, people
from services.house import House

FIRST_PORT: Final = 8090
_PORTS_TRIED: Final = 20


def run(settings: Settings, *, port: int | None = None) -> int:
    """Run until told to end; 2 for a wrong setting or a port that is taken."""
    with tempfile.TemporaryDirectory(prefix="gendan-demo-", ignore_cleanup_errors=True) as folder:
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{Path(folder) / 'demo.db'}"
        try:
            company = load_company(settings, admins=frozenset(sample.ADMINS))
            database = open_database(url, upgrade=True)
        except BookFaults as faults:
            print(faults, file=sys.stderr)
            return WRONG_SETTING
        except Ending as ending:
            print(ending.text, file=sys.stderr)
            return ending.code
        try:
            return asyncio.run(_demo(company, database, port))
        except OSError as taken:
            print(f"--port: {port} cannot be used: {os.strerror(taken.errno or 0)}", file=sys.stderr)
            return WRONG_SETTING
        finally:
            database.dispose()


async def _demo(company: Company, database: Database, port: int | None) -> int:
    service: Service | None = None
    one_move = asyncio.Lock()  # how far it is to the page's clock is asked when the move before is done

    async def move(now: datetime, _delta: timedelta) -> None:
        async with one_move:
            if service is not None:
                await follow(now, service.clock, service.advance)

    async def next_due() -> datetime | None:
        return await service.next_due() if service is not None else None

    server = await _serve_page(move, next_due, port)
    try:
        clock = Clock(server.room.clock.now())
        try:
            _move_in(database, company, clock.now())
        except Ending as ending:
            print(ending.text, file=sys.stderr)
            return ending.code
        service = Service(
            company, database, token=server.token, api_url=server.origin, clock=clock,
            windows=Windows(server.room.clock.monotonic),  # the page's own: a skipped hour is one for both
        )  # fmt: skip
        return await until_told(service, ready=lambda: print(f"{server.origin}/", flush=True))
    finally:
        await server.stop()


async def follow(page: datetime, clock: Clock, advance: Callable[[timedelta], Awaitable[datetime]]) -> None:
    """Bring the bot to where the page's clock is, which may also have been moved before there was a bot."""
    await advance(max(page - clock.now(), timedelta()))


async def _serve_page(move: OnClock, next_due: Stops, port: int | None) -> SandboxServer:
    """The page on the port that was asked for, or on the first free one."""
    tried = [port] if port is not None else [*range(FIRST_PORT, FIRST_PORT + _PORTS_TRIED), 0]
    while True:
        server = SandboxServer(sample.SCENE, port=tried.pop(0), on_clock=move, stops=next_due)
        try:
            return await server.start()
        except OSError as error:
            await server.stop()
            if error.errno != errno.EADDRINUSE or not tried:
                raise


def _move_in(database: Database, company: Company, now: datetime) -> None:
    """Load the sample company into an empty database; one with other people in it is not touched."""
    house = House(company.book, company.zone)
    with database.transaction() as session:
        present = people.telegram_ids(session)
        strangers = present - {person["id"] for person in sample.SCENE["users"]}
        if strangers:
            raise Ending(WRONG_SETTING, "DATABASE_URL: is a company's own; the demo wants an empty database")
        if not present:
            sample.load(session, house, now)
            books.keep(session, company.book, company.book_text, now)
            sample_review.begin(session, house, now)
            _greet(session, now)


def _greet(session: Any, now: datetime) -> None:
    """Everybody finds their start page: a newcomer sees at once where to press."""
    for telegram_id in sorted(people.telegram_ids(session)):
        person = people.by_telegram_id(session, telegram_id)
        if person is not None:
            owed.owe(session, "home", chat_id=telegram_id, now=now, subject=f"person:{person.id}")
