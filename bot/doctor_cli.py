"""`python -m bot doctor`: is everything as it must be? One line for each thing looked at.

`ok` is well, `warn` works but somebody should look, `FAULT` is wrong.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.book_file import read_book
from bot.logs import without_secrets
from bot.schema import newest
from bot.settings import Settings
from db import guards, stamps
from db.engine import Database
from domain.process.faults import BookFaults
from domain.process.types import Book
from services import groups, invariants
from services.house import House
from services.pace import calendar_of

GOOD, WRONG, WRONG_USAGE = 0, 1, 2
OK, WARN, FAULT = "ok", "warn", "FAULT"
_AHEAD = timedelta(days=60)
"""Dates are promised so far ahead."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    level: str
    what: str

    def __str__(self) -> str:
        return f"{self.level:5} {self.what}"


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """What may stand behind `doctor`."""


def run(settings: Settings, now: datetime | None = None) -> int:
    """0 where nothing is wrong, 1 where something is, 2 where a setting keeps it from looking."""
    moment, worst = now or datetime.now(UTC), GOOD
    for finding in look(settings, moment):
        print(finding)
        worst = max(worst, WRONG if finding.level == FAULT else GOOD)
        if finding.level == FAULT and finding.what.startswith(("DATABASE_URL", "PROCESS_FILE")):
            return WRONG_USAGE
    return worst


def look(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Everything, one after the other; what cannot be looked at any more after a fault is left out."""
    yield from _settings(settings)
    try:
        book = read_book(settings.process_file)
    except BookFaults as faults:
        yield Finding(FAULT, f"PROCESS_FILE: the book is wrong: {str(faults).splitlines()[0]}")
        return
    yield Finding(OK, f"the process book is good: {len(book.leaves)} leaves, {len(book.departments)} departments")
    try:
        database = Database(settings.database_url.get_secret_value())
    except (ArgumentError, ValueError) as error:
        yield Finding(FAULT, f"DATABASE_URL: cannot be read: {type(error).__name__}")
        return
    try:
        yield from _database(database, House(book, settings.zone), now)
    except DBAPIError as error:
        reason = str(error.orig or error).strip().partition("\n")[0]
        yield Finding(FAULT, f"DATABASE_URL: the database cannot be used: {without_secrets(reason)}")
    finally:
        database.dispose()


def _settings(settings: Settings) -> Iterator[Finding]:
    for name, value in (("BOT_TOKEN", settings.bot_token), ("ADMIN_IDS", settings.admin_ids)):
        yield Finding(OK, f"{name} is set") if value else Finding(WARN, f"{name} is missing: the bot cannot run")


def _calendar(session: Any, house: House, now: datetime) -> Iterator[Finding]:
    today = house.today(now)
    years = {today.year, (today + _AHEAD).year}
    missing = calendar_of(session, house).years_without_makeup_days(years)
    for year in missing:
        yield Finding(WARN, f"the make-up workdays of {year} are unknown; weekends in it are a guess")
    if not missing:
        yield Finding(OK, f"the working calendar knows {' and '.join(map(str, sorted(years)))}")


def _database(database: Database, house: House, now: datetime) -> Iterator[Finding]:
    with database.engine.connect() as connection:
        known = inspect(connection).has_table("alembic_version")
        stands = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if known else None
        if stands != newest():
            yield Finding(FAULT, "DATABASE_URL: the schema is not up to date: run python -m bot migrate")
            return
        yield Finding(OK, f"the database stands at {stands}")
        absent = guards.missing(connection) + stamps.missing(connection)
    yield from (Finding(FAULT, f"guard {name} is missing: run python -m bot migrate") for name in absent)
    if not absent:
        yield Finding(OK, "every guard stands in the database")
    with database.transaction() as session:
        yield from _calendar(session, house, now)
        yield from _company(session, house.book)
        breaches = invariants.check(session, now)
    for name, invariant in invariants.INVARIANTS.items():
        found = [breach for breach in breaches if breach.name == name]
        yield from (Finding(FAULT, f"{name}: {breach.what}; {invariant.meaning}") for breach in found)
        if not found:
            yield Finding(OK, f"{name}: {invariant.meaning}")


def _company(session: Any, book: Book) -> Iterator[Finding]:
    bound, led = groups.covered(session)
    for key in book.departments:
        lacks = [word for word, has in (("group", key in bound), ("interface person", key in led)) if not has]
        if lacks:
            yield Finding(WARN, f"department {key} has no {' and no '.join(lacks)}")
    if book.departments.keys() <= bound & led:
        yield Finding(OK, "every department has a group and an interface person")
