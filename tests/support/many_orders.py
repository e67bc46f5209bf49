"""A desk with years of orders behind it, filled in bulk: most have ended, some run, so many are due for a look."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session

from bot.book_file import default_book_bytes
from db.engine import Database
from services import books
from services.reminders import chasing
from tests.support.reminding import HOUSE, MONDAY

NOW = MONDAY
ALIVE_SHARE = 0.02
"""Of the orders of some years, those that are still under way: their reminders come up later."""
_DAY = timedelta(days=1)
_PARTS = 100_000

_NUMBERS = {
    True: "WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last) ",
    False: "WITH n(i) AS (SELECT generate_series(CAST(:first AS bigint), CAST(:last AS bigint))) ",
}
"""The numbers from `first` to `last`, on SQLite or not."""
_ORDERS = """
INSERT INTO orders (id, number, leaf, book_revision, state, on_hold, row_version, revision, sales_id, filed_by, currency,
                    total_minor, fields, filed_at, accepted_at, ended_at, touched_at)
{numbers}
SELECT i, 'XS' || i, 'prepaid.release', :book, CASE WHEN i > :closed THEN 'accepted' ELSE 'cancelled' END, false, 1, 1, 1,
       1, 'CNY', 1740000, '{{}}', {long_ago}, {long_ago}, CASE WHEN i > :closed THEN NULL ELSE {long_ago} END, {long_ago}
FROM n
"""
_CHASES = """
INSERT INTO chase (id, rule, subject, order_id, anchor_at, step, next_at, ended_at)
{numbers}
SELECT i, 'pay_before_release', 'order:' || i, i, {long_ago}, 1,
       CASE WHEN i > :alive THEN {due} WHEN i > :closed THEN {later} END,
       CASE WHEN i > :closed THEN NULL ELSE {long_ago} END
FROM n
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement that a tick asked, as the driver got it."""

    statement: str
    parameters: Any


def fill(database: Database, orders: int, due: int) -> None:
    """So many orders with a chase each, `due` of them due at NOW; the planner has looked at them."""
    alive = orders - due
    closed = alive - int(orders * ALIVE_SHARE)
    with database.transaction() as session:
        books.keep(session, HOUSE.book, default_book_bytes(), NOW)
        session.execute(
            text("INSERT INTO person (id, telegram_id, name, department, role, is_admin, active, joined_at)"
                 f" VALUES (1, 11, '张敏', 'sales', 'member', false, true, {_moment(database, NOW)})")
        )  # fmt: skip
    moments = {
        "long_ago": _moment(database, NOW - 200 * _DAY),
        "due": _moment(database, NOW - timedelta(minutes=5)),
        "later": _moment(database, NOW + 2 * _DAY),
    }
    given = {"closed": closed, "alive": alive}
    for first in range(1, orders + 1, _PARTS):
        span = {"first": first, "last": min(first + _PARTS - 1, orders)}
        with database.transaction() as session:
            for table in (_ORDERS, _CHASES):
                told = text(table.format(numbers=_NUMBERS[database.is_sqlite], **moments))
                names = told.compile().params.keys()
                every = {**given, **span, "book": HOUSE.book.revision}
                session.execute(told, {name: every[name] for name in names})
    look_over(database)


def look_over(database: Database) -> None:
    """Let the planner know what is there."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE")


def _moment(database: Database, moment: datetime) -> str:
    """As each kind of database keeps it."""
    said = f"'{moment:%Y-%m-%d %H:%M:%S.%f}'"
    return said if database.is_sqlite else f"CAST({said} AS timestamp)"


# ── what a tick asks ───────────────────────────────────────────────────────────────────────


def asked_by_a_tick(database: Database, limit: int = chasing.LIMIT) -> list[Asked]:
    """What the metronome and one tick ask to learn what is due, each statement once; nothing of it is kept."""
    with Session(database.engine) as session, _listening(database) as heard:
        chasing.tick(session, HOUSE, NOW - 400 * _DAY, limit=limit)  # nothing is due: what is left is the asking
        chasing.next_due(session)
        chasing.tick(session, HOUSE, NOW, limit=limit)
        session.rollback()
    once: dict[str, Asked] = {}
    for one in heard:
        once[one.statement] = one  # the last: that of the tick which found something
    return list(once.values())


@contextmanager
def _listening(database: Database) -> Iterator[list[Asked]]:
    heard: list[Asked] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT") and "FROM chase" in statement and "next_at" in statement.partition("FROM")[2]:
            heard.append(Asked(statement, parameters))

    event.listen(database.engine, "before_cursor_execute", listen)
    try:
        yield heard
    finally:
        event.remove(database.engine, "before_cursor_execute", listen)


def plan_of(connection: Connection, asked: Asked) -> str:
    """How the database would find it."""
    how = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    return "\n".join(str(row) for row in connection.exec_driver_sql(how + asked.statement, asked.parameters))


def seconds_of(connection: Connection, asked: Sequence[Asked]) -> float:
    """How long it takes to ask all of it once."""
    began = time.perf_counter()
    for one in asked:
        connection.exec_driver_sql(one.statement, one.parameters).fetchall()
    return time.perf_counter() - began


def medians(connections: Sequence[tuple[Connection, Sequence[Asked]]], rounds: int) -> list[float]:
    """The median of each, all by turns in the same run."""
    took: list[list[float]] = [[] for _ in connections]
    for _ in range(rounds):
        for times, (connection, asked) in zip(took, connections, strict=True):
            times.append(seconds_of(connection, asked))
    return [median(times) for times in took]
