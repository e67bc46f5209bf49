"""A batch leaves while its money is taken back: two threads on one database, with as much protection as is wanted.

Both sides read, wait until the other has read too, and only then write; where one has to wait for the other's
lock, the other waits in vain, and not for long.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.book_file import default_book_bytes, read_book
from db import guards
from db.engine import Database
from db.models import Allocation, Order, Person, Shipment
from services import allocating, books, history, invariants, life, money, money_back, shipping
from services.errors import BotError
from services.house import House
from services.people import by_id
from tests.support.databases import careless
from tests.support.orders import NOW, add_noticed_order

PATIENCE, NO_PATIENCE = 0.5, 0.005
DUE = 1_740_000

T = TypeVar("T")
LATER = NOW + timedelta(hours=1)
HOUSE = House(read_book(None), ZoneInfo("Asia/Shanghai"))
SALES, FINANCE, WAREHOUSE = 1, 2, 3

LOCK, VERSION, CHAIN, GUARD = "lock", "version", "chain", "guard"
UNPAID = "SHIPPED UNPAID"
WELL = frozenset({"shipped, then refunded knowing it", "refunded"})
"""How a round may end where anything protects it."""
ENOUGH = 60
"""A control goes on until it finds the fault, so that no bad luck fails it; after so many rounds there is none to find."""


def up_to(rounds: Iterable[T], wanted: Callable[[T], bool]) -> list[T]:
    """They go on until one ends as is wanted, which is the last then."""
    gone: list[T] = []
    for one in rounds:
        gone.append(one)
        if wanted(one):
            break
    return gone


class Race:
    """One database with two threads, and as much of the protection as a test leaves on."""

    def __init__(self, url: str, protection: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.database = careless(Database(url, immediate=LOCK in protection))
        self._hands = ThreadPoolExecutor(2)
        self._both = Barrier(2)
        self._patience = NO_PATIENCE if LOCK in protection else PATIENCE
        with self.database.transaction() as session:
            books.keep(session, HOUSE.book, default_book_bytes(), NOW)
            for number, name, department in (
                (SALES, "张敏", "sales"), (FINANCE, "李娜", "finance"), (WAREHOUSE, "赵强", "warehouse"),
            ):  # fmt: skip
                session.add(Person(id=number, telegram_id=number, name=name, department=department, joined_at=NOW))
        self._switch_off(protection, monkeypatch)

    def _switch_off(self, protection: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
        if GUARD not in protection:
            with self.database.transaction() as session:
                guards.remove(session.connection())
        if LOCK not in protection:
            for module in (money, money_back, shipping):
                monkeypatch.setattr(module, "lock_order", unlocked)
        if VERSION not in protection:
            # nothing of the order changes then, so its version does not move
            for module in (money, allocating, shipping, life):
                monkeypatch.setattr(module, "touch", lambda _order, _now: None)
        if CHAIN not in protection:
            monkeypatch.setattr(history, "record", lambda *_args, **_facts: None)

    def run(self, rounds: int, seed: int = 0) -> Counter[str]:
        """How many rounds ended how."""
        return Counter(ending for _seed, ending in self.endings(rounds, seed))

    def until(self, wanted: str) -> list[str]:
        """How rounds ended, up to the first that ended like this."""
        return up_to((ending for seed in range(ENOUGH) for _seed, ending in self.endings(1, seed)), wanted.__eq__)

    def endings(self, rounds: int, seed: int) -> Iterator[tuple[int, str]]:
        """Each round's own seed, and how it ended."""
        with self.database.transaction() as session:
            orders = [
                add_noticed_order(session, HOUSE.book.revision, due=DUE, sales_id=SALES, finance_id=FINANCE)
                for _ in range(rounds)
            ]
        for own, order_id in enumerate(orders, start=seed):
            yield own, self._round(order_id, own)

    def _round(self, order_id: int, seed: int) -> str:
        sides = [self._ship, self._refund] if seed % 2 else [self._refund, self._ship]
        pause = random.Random(seed)
        started = []
        for side in sides:
            started.append(self._hands.submit(self._attempt, side, order_id))
            time.sleep(pause.uniform(0, 0.002))  # who comes first varies, and by how much
        for attempt in started:
            attempt.result(timeout=30)
        self._both.reset()
        return self._ending(order_id)

    def _attempt(self, side: Callable[[Session, int], object], order_id: int) -> None:
        # whoever loses is told so; a worker would undo the unit and try it again
        with suppress(BotError, DBAPIError, StaleDataError), self.database.transaction() as session:
            event.listen(session, "before_flush", self._wait_for_the_other)
            side(session, order_id)

    def _wait_for_the_other(self, session: Session, *_: object) -> None:
        if any(isinstance(row, (Shipment, Allocation)) for row in (*session.dirty, *session.new)):
            with suppress(BrokenBarrierError):
                self._both.wait(timeout=self._patience)

    def _ship(self, session: Session, order_id: int) -> None:
        shipping.ship(session, HOUSE, by_id(session, WAREHOUSE), order_id, LATER)

    def _refund(self, session: Session, order_id: int) -> None:
        paid = session.scalars(select(Allocation.receipt_id).where(Allocation.order_id == order_id)).one()
        money_back.reverse(session, HOUSE, by_id(session, FINANCE), paid, LATER, kind="refund")

    def _ending(self, order_id: int) -> str:
        with self.database.transaction() as session:
            left = session.scalars(select(Shipment.state).where(Shipment.order_id == order_id)).one() == "shipped"
            taken = session.scalars(
                select(Allocation).where(Allocation.order_id == order_id, Allocation.amount_minor < 0)
            ).one_or_none()
        if left and taken is not None:
            return "shipped, then refunded knowing it" if taken.after_gate else UNPAID
        return "shipped" if left else "refunded" if taken else "neither"

    def breaches(self, *names: str) -> list[str]:
        """What the database itself says of these invariants."""
        with self.database.transaction() as session:
            return [breach.name for breach in invariants.check(session, LATER, names)]

    def close(self) -> None:
        self._hands.shutdown()
        self.database.dispose()


def unlocked(session: Session, order_id: int) -> Order:
    """The order as `lock_order` gives it, but without the lock."""
    return session.get_one(Order, order_id)
