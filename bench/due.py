"""`python -m bench due`: what it costs to learn which reminders are due, with a hundred times as many orders that have ended.

Two databases of each kind, with 10,000 and 1,000,000 orders and the same 500 due. What the metronome and a tick ask of
the chases is taken from a real tick and asked again by turns, the larger beside the smaller; the figure is the ratio
of the medians. What it costs to judge what was found is printed beside it: it is the same work on both.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from sqlalchemy.orm import Session

from db.engine import Database
from services.reminders import chasing
from tests.support.databases import POSTGRESQL, SQLITE, Databases
from tests.support.many_orders import NOW, Asked, asked_by_a_tick, fill, medians, plan_of
from tests.support.reminding import HOUSE

TARGET = 1.5
DUE = 500
INDEX = "ix_chase_due"


def run(arguments: Sequence[str]) -> int:
    """Measure, print, and say with the exit code whether the target was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench due", description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, nargs=2, default=(10_000, 1_000_000), metavar=("FEW", "MANY"))
    parser.add_argument("--rounds", type=int, default=400, help="times that each is asked, by turns")
    parser.add_argument("--ticks", type=int, default=5, help="whole ticks on each")
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), action="append", help="both if it is not said")
    given = parser.parse_args(arguments)
    missed = False
    with tempfile.TemporaryDirectory(prefix="gendan-due-") as folder:
        databases = Databases(Path(folder))
        try:
            for kind in given.database or (SQLITE, POSTGRESQL):
                missed |= not _measured(databases, kind, tuple(given.orders), given.rounds, given.ticks)
        finally:
            databases.close()
    return 1 if missed else 0


def _measured(databases: Databases, kind: str, orders: tuple[int, ...], rounds: int, ticks: int) -> bool:
    """Fill, ask, print; whether the target is met on one kind of database."""
    filled: list[Database] = []
    for count in orders:
        began = time.perf_counter()
        database = databases.opened(databases.make(kind))
        fill(database, count, DUE)
        filled.append(database)
        print(f"{kind}: {count:,} orders, {DUE} due, filled in {time.perf_counter() - began:.0f} s", flush=True)
    try:
        asked = [asked_by_a_tick(database) for database in filled]
        with ExitStack() as open_ones:
            connections = [open_ones.enter_context(database.engine.connect()) for database in filled]
            found = [[one for one in each if INDEX in plan_of(connections[1], one)] for each in asked]
            query = medians(list(zip(connections, found, strict=True)), rounds)
            whole = medians(list(zip(connections, asked, strict=True)), rounds)
            plans = [plan_of(connections[1], one) for one in asked[1]]
        took = [_tick(database, ticks) for database in filled]
    finally:
        for database in filled:
            databases.drop(database.url.render_as_string(hide_password=False))
    _tell_plans(kind, asked[1], plans)
    print(f"{kind}: a whole tick of {chasing.LIMIT} orders: {took[0] * 1e3:.0f} ms and {took[1] * 1e3:.0f} ms")
    met = [bool(found[1]), _met(kind, "the due query", query), _met(kind, "all that is asked of the chases", whole)]
    return all(met)


def _tick(database: Database, ticks: int) -> float:
    """The median of whole ticks, each undone."""
    took: list[float] = []
    for _ in range(ticks):
        with Session(database.engine) as session:
            began = time.perf_counter()
            chasing.tick(session, HOUSE, NOW)
            took.append(time.perf_counter() - began)
            session.rollback()
    return median(took)


def _tell_plans(kind: str, asked: Sequence[Asked], plans: Sequence[str]) -> None:
    for one, plan in zip(asked, plans, strict=True):
        said, how = " ".join(one.statement.split()), " ".join(plan.split())
        print(f"{kind}: …{said[said.index(' WHERE ') :][:70]}… {'by the partial index' if INDEX in plan else how[:90]}")


def _met(kind: str, what: str, times: Sequence[float]) -> bool:
    few, many = times
    met = many / few < TARGET
    print(
        f"{kind}: {what}: {few * 1e3:.3f} ms and {many * 1e3:.3f} ms, ratio {many / few:.2f}"
        f" (target < {TARGET}): {'met' if met else 'MISSED'}"
    )
    return met
