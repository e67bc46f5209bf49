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
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median

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
            missed += report(kind, asyncio.run(measure(address, raw, given.rounds, given.orders)))
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


@dataclass
class Figures:
    """Milliseconds of a step, one figure a round."""

    reference: list[float] = field(default_factory=list[float])
    subject: list[float] = field(default_factory=list[float])
    answering: list[float] = field(default_factory=list[float])
    """Of the subject: the steps that answer a question."""
    filing: list[float] = field(default_factory=list[float])
    """Of the subject: the step that files the order."""

    def add(self, reference: list[float], orders: list[list[float]]) -> None:
        """Note a round: seconds of every step of the reference, and of every order's steps."""
        answers, filings = [cost for order in orders for cost in order[:-1]], [order[-1] for order in orders]
        rounds = (
            (self.reference, reference),
            (self.subject, answers + filings),
            (self.answering, answers),
            (self.filing, filings),
        )
        for figures, costs in rounds:
            figures.append(1000 * mean(costs))


async def measure(address: str, raw: RawSqlite | RawPostgresql, rounds: int, orders: int) -> Figures:
    """Let both take turns, and throw away what was measured while caches filled."""
    reference, subject = Reference(raw), Subject(Database(address))
    await reference.start()
    await subject.start()
    figures = Figures()
    try:
        for turn in range(WARM_UP + rounds):
            filed = [await subject.order() for _ in range(orders)]
            others = [await reference.step(update) for steps in filed for update, _cost in steps]
            if turn >= WARM_UP:
                figures.add(others, [[cost for _update, cost in steps] for steps in filed])
        faults = list(subject.faults((WARM_UP + rounds) * orders))
    finally:
        await subject.stop()
        await reference.stop()
    if faults:
        raise SystemExit(f"bench: {'; '.join(faults)}")
    return figures


def report(kind: str, figures: Figures) -> bool:
    """Print the figures; whether the target is missed."""
    reference, subject = median(figures.reference), median(figures.subject)
    ratio = subject / reference
    spread = sorted(s / r for s, r in zip(figures.subject, figures.reference, strict=True))
    target = TARGETS.get(kind)
    held = f"target {target}" if target else "no target yet"
    print(f"step on {kind}: process CPU, medians of {len(figures.subject)} rounds")
    print(f"  reference {reference:8.2f} ms         PTB no-op with one reply, raw transaction")
    print(f"  subject   {subject:8.2f} ms  {ratio:5.2f}  one durable step of {len(ORDER)} that make an order")
    for figure, what in (
        (figures.answering, "a step that answers a question"),
        (figures.filing, "the step that files the order"),
    ):
        print(f"            {median(figure):8.2f} ms  {median(figure) / reference:5.2f}  {what}")
    print(f"  ratio     {ratio:8.2f}            rounds {spread[0]:.2f} to {spread[-1]:.2f}; aim {AIMS[kind]}, {held}")
    return target is not None and ratio > target
