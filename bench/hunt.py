"""`python -m bench hunt [--only NAME] [--rounds N] [--days N]`: play a race again and again, and look for one that ends wrong.

The suite plays a tenth. Each round has a seed of its own, and one that ended wrong is printed with it; what comes
first in a round is decided by its seed, how long each side takes is not.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from db.engine import Database
from services import telling
from tests.support.databases import POSTGRESQL, SQLITE, Databases
from tests.support.pair_ground import COMMANDS, DOZEN, pairs_of
from tests.support.pair_racing import PairRace
from tests.support.racing import CHAIN, GUARD, LOCK, VERSION, WELL, Race
from tests.support.trading_play import Company
from tests.support.trading_sequences import told
from tests.support.vote_racing import CONTESTS, VoteRace, is_fault
from tests.support.year_play import played

AT_ONCE = 50
"""Rounds that are played on one database."""
YEAR = "year"
DAYS_ON_SQLITE = 5


@dataclass(frozen=True, slots=True)
class Round:
    """How one round ended, and whether it may end so."""

    seed: int
    ending: str
    well: bool


@dataclass(frozen=True, slots=True)
class Hunt:
    """A race to be played on a fresh database: its rounds, from a seed on."""

    meaning: str
    play: Callable[[str, int, int], Iterator[Round]]


def ships(url: str, rounds: int, seed: int) -> Iterator[Round]:
    """A batch leaves while its money is taken back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(telling, "tell", lambda *_args, **_facts: None)
        race = Race(url, {LOCK, VERSION, CHAIN, GUARD}, patch)
        try:
            for own, ending in race.endings(rounds, seed):
                yield Round(own, ending, ending in WELL)
            names = ("I1.ship", "I1.plan", "I1.release", "I4", "I10", "I15")
            yield from (Round(seed, f"broken: {name}", False) for name in race.breaches(*names))
        finally:
            race.close()


def votes(url: str, rounds: int, seed: int) -> Iterator[Round]:
    """Two people want something of one order's review at the same moment: each contest in turn."""
    with pytest.MonkeyPatch.context() as patch:
        race = VoteRace(url, patch)
        try:
            for contest in CONTESTS:
                for own, ending in race.endings(contest, rounds, seed):
                    yield Round(own, f"{contest}: {ending}", not is_fault(ending))
            yield from (Round(seed, f"broken: {what}", False) for what in race.breaches())
        finally:
            race.close()


def sequences(url: str, rounds: int, seed: int) -> Iterator[Round]:
    """Forty commands on orders of one customer, beside a model of the book; the same on every run."""
    with Session(Database(url).engine, expire_on_commit=False) as session:
        company = Company.opened(session)
        for own in range(seed, seed + rounds):
            fault = told(company, own)
            yield Round(own, "as the book says" if fault is None else fault, fault is None)
        session.rollback()
        session.get_bind().engine.dispose()


def pairs(url: str, rounds: int, seed: int) -> Iterator[Round]:
    """Every pair of the dozen commands on one order at the same moment."""
    yield from _pairs(url, rounds, seed, pairs_of(DOZEN))


def other_pairs(url: str, rounds: int, seed: int) -> Iterator[Round]:
    """The pairs of every further command, which the suite does not play."""
    played = set(pairs_of(DOZEN))
    yield from _pairs(url, rounds, seed, [pair for pair in pairs_of(COMMANDS) if not {pair, pair[::-1]} & played])


def _pairs(url: str, rounds: int, seed: int, wanted: Sequence[tuple[str, str]]) -> Iterator[Round]:
    with pytest.MonkeyPatch.context() as patch:
        race = PairRace(url, patch)
        try:
            for one in race.rounds(wanted, rounds, seed):
                name = " and ".join(one.pair)
                yield Round(one.seed, f"{name}: {one.fault}" if one.fault else one.ending, one.fault is None)
        finally:
            race.close()


HUNTS: dict[str, Hunt] = {
    "sequences": Hunt("the program does not what the book says", sequences),
    "ships": Hunt("a batch leaves while its money is taken back", ships),
    "votes": Hunt("two people want something of one order's review at the same moment", votes),
    "pairs": Hunt("every pair of the dozen commands on one order at the same moment", pairs),
    "other-pairs": Hunt("every pair with one of the further commands", other_pairs),
}
"""By name."""


def run(arguments: Sequence[str]) -> int:
    """Play, print, and say with the exit code whether any round ended wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench hunt", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--only", choices=sorted([*HUNTS, YEAR]), action="append", help="this race alone; may be given again"
    )
    parser.add_argument("--rounds", type=int, default=100, help="rounds of each race on each database")
    parser.add_argument("--sequences", type=int, help="so many sequences of commands, on SQLite, and nothing else")
    parser.add_argument("--seed", type=int, default=1, help="the first round's; the others follow it")
    parser.add_argument("--days", type=int, default=400, help="of the year that three replicas remind through")
    parser.add_argument("--orders", type=int, default=200, help="in that year")
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), action="append", help="both if it is not said")
    given = parser.parse_args(arguments)
    if given.sequences is not None:
        given.only, given.rounds, given.database = ["sequences"], given.sequences, given.database or [SQLITE]
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        databases = Databases(Path(folder))
        try:
            for name in given.only or HUNTS:
                for kind in given.database or (SQLITE, POSTGRESQL):
                    if name == YEAR:
                        days = given.days if kind == POSTGRESQL else min(given.days, DAYS_ON_SQLITE)
                        found += _year(kind, databases, days, given.orders, given.seed)
                        continue
                    found += _hunted(name, kind, databases, given.rounds, given.seed)
        finally:
            databases.close()
    return 1 if found else 0


def _year(kind: str, databases: Databases, days: int, orders: int, seed: int) -> int:
    """Remind through so many days, beside what the book says is owed; how much of it was wrong.

    Only where it is asked for by name: it is one long round.
    """
    began = time.monotonic()
    # a few days get the orders of a busy week, or there would be nothing to remind of
    year = played(
        databases.make(kind), days=days, orders=max(8, orders * days // 400), seed=seed,
        replicas=3 if kind == POSTGRESQL else 1,
    )  # fmt: skip
    for one in year.wrong:
        print(f"  seed {seed}: {one}", flush=True)
    print(f"{YEAR} on {kind}: {year}, {time.monotonic() - began:.0f} s", flush=True)
    return len(year.wrong)


def _hunted(name: str, kind: str, databases: Databases, rounds: int, seed: int) -> int:
    """Play one race on one kind of database; how many rounds ended wrong.

    A fresh database every so often: what the rounds leave behind would make each one slower than the one before.
    """
    endings, wrong = Counter[str](), 0
    began = time.monotonic()
    for first in range(0, rounds, AT_ONCE):
        url = databases.make(kind)
        for one in HUNTS[name].play(url, min(AT_ONCE, rounds - first), seed + first):
            endings[one.ending] += 1
            if not one.well:
                wrong += 1
                print(f"  seed {one.seed}: {one.ending}", flush=True)
        databases.drop(url)
        played = min(first + AT_ONCE, rounds)
        print(
            f"{name} on {kind}: {played} of {rounds} rounds, {wrong} wrong, {time.monotonic() - began:.0f} s",
            flush=True,
        )
    print(f"{name} on {kind}: {', '.join(f'{count} {ending}' for ending, count in endings.most_common())}")
    return wrong
