"""What is due is found by the partial index, whatever has ended meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.engine import Database
from tests.support.databases import Databases
from tests.support.many_orders import Asked, asked_by_a_tick, fill, look_over, plan_of

INDEX = "ix_chase_due"


@pytest.fixture
def years(databases: Databases, database_url: str) -> Iterator[Database]:
    """3,000 orders, of which 40 are due for a look."""
    database = Database(database_url)
    fill(database, 3000, 40)
    yield database
    database.dispose()


def by_the_index(database: Database) -> list[Asked]:
    """What a tick asks of the chases and finds by the partial index."""
    asked = asked_by_a_tick(database)
    assert asked
    with database.engine.connect() as connection:
        return [one for one in asked if INDEX in plan_of(connection, one)]


def reads_every_chase(plan: str) -> bool:
    """The table from end to end; or all of it by another index, which is no better."""
    from_end_to_end = "SCAN chase" in plan or "Seq Scan on chase" in plan or "(order_id>?)" in plan
    return from_end_to_end and INDEX not in plan


def test_a_tick_finds_what_is_due_by_the_partial_index(years: Database) -> None:
    found = [" ".join(one.statement.split()) for one in by_the_index(years)]
    assert any("chase.next_at <= " in statement for statement in found), "the due query"
    assert any("min(chase.next_at)" in statement for statement in found), "what the metronome sleeps by"


def test_nothing_that_a_tick_asks_reads_every_chase(years: Database) -> None:
    with years.engine.connect() as connection:
        plans = [plan_of(connection, one) for one in asked_by_a_tick(years)]
    assert [plan for plan in plans if reads_every_chase(plan)] == []


def test_without_the_index_it_would(years: Database) -> None:
    """The negative control of both."""
    with years.transaction() as session:
        session.connection().exec_driver_sql(f"DROP INDEX {INDEX}")
    look_over(years)
    assert by_the_index(years) == []
    with years.engine.connect() as connection:
        plans = [plan_of(connection, one) for one in asked_by_a_tick(years)]
    assert any(reads_every_chase(plan) for plan in plans)
