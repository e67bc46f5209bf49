"""Every pair of commands on one order at the same moment: whoever loses is told, and what comes of it is what one of the
two orders of events comes to.

Both sides read, wait until the other has read too, and only then write; where one has to wait for the other's lock, the
other waits in vain, and not for long. As much of the protection as a test wants is left on.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import groupby
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from db import guards
from db.engine import Database
from services import history, invariants, locking
from services.errors import BotError
from tests.support.databases import careless
from tests.support.pair_ground import COMMANDS, Ground, lay, stand_for
from tests.support.racing import CHAIN, GUARD, LOCK, VERSION, unlocked
from tests.support.resetting import Kept
from tests.support.trade import Trade

PATIENCE, NO_PATIENCE = 0.5, 0.003
ALL = frozenset({LOCK, VERSION, CHAIN, GUARD})
HOLD = (
    "I1.ship",
    "I1.part",
    "I1.release",
    "I1.plan",
    "I7",
    "I8",
    "I8.waiver",
    "I8.changes",
    "I10",
    "I11",
    "I11.balance",
)
"""What must be true after each round."""

HOLD_WITHOUT_HISTORY = HOLD[:4]
BROKEN, UNREACHABLE, UNTOLD = "BROKEN", "IN NEITHER ORDER", "NOT TOLD"
BREACHES = (BROKEN, UNREACHABLE)

Pair = tuple[str, str]
Came = tuple[bool, bool]
"""Who came through."""
Known = dict[Pair, dict[Came, "list[State]"]]
"""Where each pair may end, by who came through. It is the same on both kinds of database."""
State = tuple[tuple[str, ...], ...]
"""Where orders, money, batches, tasks, changes and waivers stand, and what the histories tell, in any order."""

_OF = "JOIN orders o ON o.id = x.order_id"
_STANDS = (
    "SELECT 'order', number, state, revision, CASE WHEN on_hold THEN 1 ELSE 0 END, total_minor FROM orders",
    f"SELECT 'money', o.number, COUNT(*), SUM(x.amount_minor) FROM allocation x {_OF} GROUP BY o.number",
    "SELECT 'receipt', kind, COUNT(*), SUM(amount_minor) FROM receipt GROUP BY kind",
    f"SELECT 'slip', o.number, x.state FROM slip x {_OF}",
    f"SELECT 'batch', o.number, x.batch, x.state, x.revision, x.value_minor FROM shipment x {_OF}",
    f"SELECT 'goods', o.number, x.batch, SUM(l.quantity) FROM shipment x JOIN shipment_line l ON l.shipment_id = x.id {_OF}"
    " GROUP BY o.number, x.batch",
    f"SELECT 'task', o.number, x.kind, x.state FROM task x {_OF}",
    f"SELECT 'change', o.number, x.number, x.kind, x.state, x.to_revision FROM change x {_OF}",
    f"SELECT 'waiver', o.number, x.number, x.state, x.checkpoint FROM waiver x {_OF}",
    f"SELECT 'approval', o.number, x.kind, x.state, COUNT(*) FROM approval x {_OF} GROUP BY o.number, x.kind, x.state",
    "SELECT 'told', o.number, x.action, COUNT(*) FROM history x"
    " JOIN orders o ON x.subject = 'order:' || CAST(o.id AS VARCHAR) GROUP BY o.number, x.action",
)


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round. A fault is told in capitals."""

    pair: Pair
    seed: int
    fault: str | None
    came: Came

    @property
    def ending(self) -> str:
        return ("neither", "one", "both")[sum(self.came)]


class PairRace:
    """One database with two threads, and as much of the protection as is wanted."""

    def __init__(
        self, url: str, patch: pytest.MonkeyPatch, protection: Iterable[str] = ALL, known: Known | None = None
    ) -> None:
        self._known: Known = {} if known is None else known
        protection = set(protection)
        self.database = careless(Database(url, immediate=LOCK in protection))
        self._hands = ThreadPoolExecutor(2)
        self._both = Barrier(2)
        self._patience = NO_PATIENCE if LOCK in protection else PATIENCE
        self._asked = HOLD if CHAIN in protection else HOLD_WITHOUT_HISTORY
        with self.database.transaction() as session:
            self._trade = Trade.opened(session)
        _switch_off(self.database, protection, patch)
        self._company = Kept(self.database, "company")

    def rounds(self, pairs: Iterable[Pair], rounds: int, seed: int = 1) -> Iterator[Round]:
        """So many of each pair; those that begin on the same order come one after the other."""
        by_stand = sorted(pairs, key=lambda pair: repr(stand_for(*pair)))
        for stand, alike in groupby(by_stand, key=lambda pair: stand_for(*pair)):
            self._company.put_back()
            with self.database.transaction() as session:
                ground = lay(session, replace(self._trade), stand)
            kept = Kept(self.database, "stand")
            for pair in alike:
                possible = self._known.get(pair) or self._possible(ground, pair, kept)
                self._known[pair] = possible
                for own in range(seed, seed + rounds):
                    kept.put_back()
                    yield self._round(ground, pair, own, possible)

    def _possible(self, ground: Ground, pair: Pair, kept: Kept) -> dict[Came, list[State]]:
        """Where it may end, by who came through: one after the other, one alone, or neither."""
        found: dict[Came, list[State]] = {}
        for first in (0, 1):
            kept.put_back()
            came = [False, False]
            found.setdefault((False, False), []).append(self._state())
            for place in (first, 1 - first):
                came[place] = self._attempt(ground, pair, place, alone=True) is None
                found.setdefault((came[0], came[1]), []).append(self._state())
        return found

    def _round(self, ground: Ground, pair: Pair, seed: int, possible: dict[Came, list[State]]) -> Round:
        order = (0, 1) if seed % 2 else (1, 0)
        pause = random.Random(seed)
        started = {}
        for place in order:
            started[place] = self._hands.submit(self._attempt, ground, pair, place)
            time.sleep(pause.choice((0, 0.001, 0.003)))  # who comes first varies, and by how much
        errors = [started[place].result(timeout=30) for place in (0, 1)]
        self._both.reset()
        return Round(pair, seed, self._fault(errors, possible), (errors[0] is None, errors[1] is None))

    def _attempt(self, ground: Ground, pair: Pair, place: int, *, alone: bool = False) -> Exception | None:
        """What one side was told; None where it came through."""
        try:
            with self.database.transaction() as session:
                if not alone:
                    event.listen(session, "before_flush", self._wait_for_the_other)
                COMMANDS[pair[place]].act(
                    ground, replace(ground.trade, session=session), int(place and pair[0] == pair[1])
                )
        except (BotError, DBAPIError, StaleDataError) as error:
            return error
        return None

    def _wait_for_the_other(self, session: Session, *_: object) -> None:
        if session.dirty or session.new:
            with suppress(BrokenBarrierError):
                self._both.wait(timeout=self._patience)

    def _fault(self, errors: Sequence[Exception | None], possible: dict[Came, list[State]]) -> str | None:
        broken = self._breaches()
        if broken:
            return f"{BROKEN}: {broken}"
        state = self._state()
        if state not in possible.get((errors[0] is None, errors[1] is None), []):
            return f"{UNREACHABLE}: {_unlike(state, possible)} {errors}"
        untold = [error for error in errors if error is not None and not isinstance(error, BotError)]
        return f"{UNTOLD}: {untold}" if untold else None

    def _breaches(self) -> list[str]:
        with self.database.transaction() as session:
            found = invariants.check(session, self._trade.now + timedelta(minutes=10), self._asked)
        return [f"{one.name} {one.what}" for one in found]

    def _state(self) -> State:
        with self.database.transaction() as session:
            return tuple(sorted(tuple(map(_plain, row)) for asked in _STANDS for row in session.execute(text(asked))))

    def close(self) -> None:
        self._hands.shutdown()
        self.database.dispose()


def _plain(value: object) -> str:
    """Alike from both kinds of database."""
    return f"{Decimal(value).normalize():f}" if isinstance(value, bool | int | float | Decimal) else str(value)


def _unlike(state: State, possible: dict[Came, list[State]]) -> str:
    """The nearest of what was possible, and how it differs."""
    every = [one for states in possible.values() for one in states]
    nearest = min(every, key=lambda one: len(set(one) ^ set(state)))
    return f"is {sorted(set(state) - set(nearest))}, could be {sorted(set(nearest) - set(state))}"


def _switch_off(database: Database, protection: set[str], patch: pytest.MonkeyPatch) -> None:
    if GUARD not in protection:
        with database.transaction() as session:
            guards.remove(session.connection())
    off: dict[str, tuple[object, object]] = {}
    if LOCK not in protection:
        off["lock_order"] = locking.lock_order, unlocked
    if VERSION not in protection:
        # where nothing else of the order changes, its version does not move then
        off["touch"] = locking.touch, lambda _order, _now: None
    for module in [module for name, module in sys.modules.items() if name.startswith("services.")]:
        for name, (built, instead) in off.items():
            if getattr(module, name, None) is built:
                patch.setattr(module, name, instead)
    if CHAIN not in protection:
        patch.setattr(history, "record", lambda *_args, **_facts: None)
