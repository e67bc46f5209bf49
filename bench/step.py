"""`python -m bench step`: what one durable intake step costs in process CPU, all threads.

Subject: an update is parsed and stored in the inbox, a worker carries it out in one transaction with all it owes,
the sender claims and renders the card, hands it to Telegram and notes that it stands there. One order by the guided
way is eleven such steps, the last of which files it with its history. Reference: PTB's `process_update` with a no-op
handler that makes one reply, and the least transaction by the raw driver. Both talk to the same stub of Telegram below
PTB's `Bot`, both get the same updates, in rounds that take turns; the figure is the ratio of the medians.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from sqlalchemy.engine import make_url

from bench.step_reference import RawPostgresql, RawSqlite, Reference
from bench.step_subject import ORDER, Subject
from bot.migrate import migrate
from db.engine import Database
from tests.support.postgres import Postgres

AIMS = {"sqlite": 2.0, "postgresql": 3.5}
"""Where we mean to be; no target yet."""
TARGETS: dict[str, float] = {}
WARM_UP = 2


def run(arguments: Sequence[str]) -> int:
    """Measure on each database, print, and say with the exit code whether a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench step", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15, help="rounds of each, taking turns")
    parser.add_argument("--orders", type=int, default=3, help="orders in a round, eleven steps each")
    parser.add_argument("--database", choices=sorted(AIMS), action="append", help="only this kind")
    given = parser.parse_args(arguments)
    missed = 0
    for kind in given.database or ("sqlite", "postgresql"):
        with databases(kind) as (address, raw):
            missed += report(kind, *asyncio.run(measure(address, raw, given.rounds, given.orders)))
    return 1 if missed else 0


@contextmanager
def databases(kind: str) -> Iterator[tuple[str, RawSqlite | RawPostgresql]]:
    """A migrated database for the bot, as durable as in use, and another one for the raw driver."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            address = f"sqlite:///{folder}/bot.db"
            migrate(address)
            yield address, RawSqlite(Path(folder) / "raw.db")
        return
    server = Postgres(durable=True)
    try:
        address = server.create("bot").render_as_string(hide_password=False)
        migrate(address)
        other = server.create("raw").set(drivername="postgresql").render_as_string(hide_password=False)
        yield address, RawPostgresql(other)
    finally:
        server.stop()


async def measure(
    address: str, raw: RawSqlite | RawPostgresql, rounds: int, orders: int
) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of a step in each round: reference, subject, and of the subject the step that files an order."""
    reference, subject = Reference(raw), Subject(Database(make_url(address).render_as_string(hide_password=False)))
    await reference.start()
    await subject.start()
    figures: tuple[list[float], list[float], list[float]] = ([], [], [])
    try:
        for turn in range(WARM_UP + rounds):
            filed = [await subject.order() for _ in range(orders)]
            steps = [step for one in filed for step in one]
            costs = (
                [await reference.step(update) for update, _cost in steps],
                [cost for _update, cost in steps],
                [one[-1][1] for one in filed],
            )
            if turn >= WARM_UP:
                for figure, cost in zip(figures, costs, strict=True):
                    figure.append(1000 * sum(cost) / len(cost))
        faults = list(subject.faults((WARM_UP + rounds) * orders))
        if faults:
            raise SystemExit(f"bench: {'; '.join(faults)}")
    finally:
        await subject.stop()
        await reference.stop()
    return figures


def report(kind: str, reference: list[float], subject: list[float], filing: list[float]) -> bool:
    """Print the figures; whether the target is missed."""
    ratio = median(subject) / median(reference)
    ratios = sorted(s / r for s, r in zip(subject, reference, strict=True))
    target = TARGETS.get(kind)
    print(f"step on {kind}: {len(subject)} rounds, median process CPU of a step, {len(ORDER)} steps an order")
    print(f"  reference  {median(reference):7.2f} ms  PTB no-op with one reply, raw transaction")
    print(f"  subject    {median(subject):7.2f} ms  one durable intake step")
    print(f"             {median(filing):7.2f} ms  of these the step that files the order")
    print(f"  ratio      {ratio:7.2f}     rounds {ratios[0]:.2f} to {ratios[-1]:.2f}; aim {AIMS[kind]}, "
          + (f"target {target}" if target else "no target yet"))  # fmt: skip
    return target is not None and ratio > target
