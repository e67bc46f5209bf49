"""``python -m bot run``: the bot with its token, until a signal."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.book_file import DEFAULT_SOURCE, read_book_bytes
from bot.company import Company
from bot.ending import DRAINED, WRONG_SETTING, Ending
from bot.metronome import Tick
from bot.schema import prepare
from bot.service import Service
from bot.settings import Settings
from db.engine import Database
from domain.process.faults import BookFaults
from domain.process.loader import load_book
from domain.process.types import Book
from handlers.turn import House
from locales import forgive
from services import anchors, calendar_days, waiting_lists
from services.approvals import delegating
from services.reminders import chasing, drafts_left
from services.reports import weekly_report
from services.risks import checking
from services.waivers import ending

log = structlog.get_logger(__name__)


def run(settings: Settings) -> int:
    """Run until told to end. 0 when drained, 2 for a wrong setting, 3 when another process runs it already."""
    token, admins = settings.token, settings.admins
    try:
        company = load_company(settings, admins=frozenset(admins))
        database = open_database(settings.database_url.get_secret_value())
    except BookFaults as faults:
        print(faults, file=sys.stderr)
        return WRONG_SETTING
    except Ending as ending:
        print(ending.text, file=sys.stderr)
        return ending.code
    forgive()
    proxy = settings.proxy_url.get_secret_value() if settings.proxy_url else None
    service = Service(company, database, token=token, api_url=settings.telegram_api_url, proxy=proxy)
    try:
        return serve(service)
    finally:
        database.dispose()


def load_company(settings: Settings, *, admins: frozenset[int]) -> Company:
    """The book, checked, and what the bot can do. Raises BookFaults."""
    from handlers.routes import ALL

    book, body = read_company_book(settings.process_file)
    return Company(book=book, book_text=body, zone=settings.zone, routes=ALL, admins=admins, ticks=ticks_of)


def read_company_book(process_file: Path | None) -> tuple[Book, bytes]:
    body = read_book_bytes(process_file)
    if process_file is None:
        return load_book(body, source=DEFAULT_SOURCE, complete=True), body
    return load_book(body, source=str(process_file)), body


def ticks_of(house: House) -> list[Tick]:
    """What is asked every few seconds."""
    return [
        Tick(lambda session, now: chasing.tick(session, house, now), chasing.next_due),
        Tick(lambda session, now: drafts_left.tick(session, house, now)),
        Tick(
            lambda session, now: anchors.tick(session, house, now, house.admin_ids),
            lambda session: anchors.next_due(session, house),
        ),
        Tick(delegating.tick, delegating.next_due),
        Tick(lambda session, now: ending.tick(session, house, now), ending.next_due),
        Tick(lambda session, now: calendar_days.tick(session, house, now)),
        Tick(lambda session, now: checking.tick(session, house, now)),
        Tick(lambda session, now: weekly_report.tick(session, house, now)),
        Tick(lambda session, now: waiting_lists.tick(session, house, now), soon=True),
    ]


def _already_ending() -> None:
    log.info("already ending")


def open_database(url: str, *, upgrade: bool = False) -> Database:
    """A database that this version can work with. Raises Ending."""
    try:
        database = Database(url)
        prepare(database, upgrade=upgrade)
    except (ArgumentError, ValueError) as error:
        raise Ending(WRONG_SETTING, f"DATABASE_URL: cannot be read: {type(error).__name__}") from None
    except DBAPIError as error:
        reason = str(error.orig or error).strip().partition("\n")[0]
        raise Ending(WRONG_SETTING, f"DATABASE_URL: the database cannot be used: {reason}") from None
    return database


def serve(service: Service) -> int:
    """Run a service until a signal or until it cannot go on; the exit code."""
    return asyncio.run(until_told(service))


async def until_told(service: Service, ready: Callable[[], None] = lambda: None) -> int:
    """`serve` on a loop that is there already; `ready` is called once every part is up."""
    told = asyncio.Event()
    listen_for_signals(asyncio.get_running_loop(), told.set)
    began = datetime.now(UTC)
    starting, waiting = asyncio.create_task(service.start()), asyncio.create_task(told.wait())
    try:
        await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if not starting.done():
            return DRAINED
        starting.result()
        ready()
        await asyncio.wait({waiting, service.ended}, return_when=asyncio.FIRST_COMPLETED)
        return DRAINED if not service.ended.done() else _report(service.ended.result())
    except Ending as ending:
        return _report(ending)
    finally:
        starting.cancel()
        waiting.cancel()
        await asyncio.gather(starting, waiting, return_exceptions=True)
        await service.stop()
        log.info("the bot has ended", ran_for=str(datetime.now(UTC) - began))


def _report(ending: Ending) -> int:
    print(ending.text, file=sys.stderr)
    return ending.code


def listen_for_signals(loop: asyncio.AbstractEventLoop, tell: Callable[[], None]) -> None:
    """The first SIGTERM or SIGINT ends the process in order; others are heard and change nothing.

    Plain handlers rather than the loop's own: those are taken away when the loop closes, and a second signal
    would then kill a process that has only its exit left.
    """
    heard: list[int] = []

    def handle(number: int, _frame: object) -> None:
        heard.append(number)
        with suppress(RuntimeError):  # the loop has closed; nothing is left to be told
            loop.call_soon_threadsafe(tell if len(heard) == 1 else _already_ending)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle)
