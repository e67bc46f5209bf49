"""Order numbers have no gaps and no doubles, however many file at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, BrokenBarrierError

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.engine import Database
from db.models import NumberOfDay
from services.numbering import take_number
from tests.support.databases import careless

DAY = date(2026, 11, 23)
WRITERS, EACH = 6, 10

Take = Callable[[Session, str, date], int]


class GaveUp(Exception):
    """The filing failed after its number was taken."""


def filed(database: Database, take: Take) -> list[int]:
    """The numbers of all orders filed by several at once; every third filing fails at its end."""
    numbers: list[int] = []

    def file(turn: int) -> None:
        try:
            with database.transaction() as session:
                number = take(session, "XS", DAY)
                if turn % 3 == 2:
                    raise GaveUp
            numbers.append(number)
        except (GaveUp, DBAPIError):
            pass

    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(file, range(WRITERS * EACH)))
    return sorted(numbers)


def test_numbers_have_no_gap_and_no_double(database: Database):
    assert filed(database, take_number) == list(range(1, WRITERS * EACH * 2 // 3 + 1))


def test_every_prefix_and_day_counts_for_itself(scratch: Session):
    tomorrow = date(2026, 11, 24)
    wanted = [("XS", DAY), ("XS", DAY), ("YP", DAY), ("XS", tomorrow), ("XS", DAY)]
    assert [take_number(scratch, prefix, day) for prefix, day in wanted] == [1, 2, 1, 1, 3]


def test_reading_before_writing_would_show(database_url: str):
    """The control: a number that is read first and written after is given out twice."""
    database = careless(Database(database_url, immediate=False))
    with database.transaction() as session:
        session.add(NumberOfDay(prefix="XS", day=DAY, last=0))
    both = Barrier(2)

    def read_first(session: Session, prefix: str, day: date) -> int:
        last = session.scalars(select(NumberOfDay.last)).one() + 1
        try:
            both.wait(timeout=0.2)
        except BrokenBarrierError:
            both.reset()
        session.execute(update(NumberOfDay).values(last=last))
        return last

    numbers = filed(database, read_first)
    assert len(set(numbers)) < len(numbers)
    database.dispose()
