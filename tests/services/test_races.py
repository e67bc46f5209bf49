"""Goods leave while their money is taken back, at the same moment: never both without one knowing of the other.

Three things stand in the way, and each is proved alone, with the others switched off: the order's lock, the
order's row version, and the database's own guard. With all of them off the same rounds ship unpaid orders, so
the rounds do race. (The chain of the history takes each place once and so stops some races too, by accident of
timing; it is off in every test but the last.)

Both sides read, wait until the other has read too, and only then write; where one has to wait for the other's
lock, the other waits in vain, and not for long. `GENDAN_RACE_ROUNDS` asks for more rounds than `make test` has
time for.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError
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
from services import books, history, invariants, life, money, shipping, telling
from services.errors import BotError
from services.house import House
from services.people import by_id
from tests.support.databases import careless
from tests.support.orders import NOW, add_noticed_order

ROUNDS = int(os.environ.get("GENDAN_RACE_ROUNDS", "100"))
CONTROL_ROUNDS = 12
PATIENCE, NO_PATIENCE = 0.5, 0.005
DUE = 1_740_000

LATER = NOW + timedelta(hours=1)
HOUSE = House(read_book(None), ZoneInfo("Asia/Shanghai"))
SALES, FINANCE, WAREHOUSE = 1, 2, 3

LOCK, VERSION, CHAIN, GUARD = "lock", "version", "chain", "guard"


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
            for module in (money, shipping):
                monkeypatch.setattr(module, "lock_order", unlocked)
        if VERSION not in protection:
            # nothing of the order changes then, so its version does not move
            for module in (money, shipping, life):
                monkeypatch.setattr(module, "touch", lambda _order, _now: None)
        if CHAIN not in protection:
            monkeypatch.setattr(history, "record", lambda *_args, **_facts: None)

    def run(self, rounds: int) -> Counter[str]:
        """How many rounds ended how."""
        with self.database.transaction() as session:
            orders = [
                add_noticed_order(session, HOUSE.book.revision, due=DUE, sales_id=SALES, finance_id=FINANCE)
                for _ in range(rounds)
            ]
        return Counter(self._round(order_id, turn) for turn, order_id in enumerate(orders))

    def _round(self, order_id: int, turn: int) -> str:
        sides = [self._ship, self._refund] if turn % 2 else [self._refund, self._ship]
        started = []
        for side in sides:
            started.append(self._hands.submit(self._attempt, side, order_id))
            time.sleep(0.001 * (turn % 3))  # who comes first varies, and by how much
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
        money.reverse(session, HOUSE, by_id(session, FINANCE), paid, LATER, kind="refund")

    def _ending(self, order_id: int) -> str:
        with self.database.transaction() as session:
            left = session.scalars(select(Shipment.state).where(Shipment.order_id == order_id)).one() == "shipped"
            taken = session.scalars(
                select(Allocation).where(Allocation.order_id == order_id, Allocation.amount_minor < 0)
            ).one_or_none()
        if left and taken is not None:
            return "shipped, then refunded knowing it" if taken.after_gate else "SHIPPED UNPAID"
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


@pytest.fixture
def race(
    database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[Callable[..., Race]]:
    """Begins a race with the protection that is named. Who is told of it, and each statement's log, is left out."""
    begun: list[Race] = []
    caplog.set_level("WARNING", "sqlalchemy.engine")
    monkeypatch.setattr(telling, "tell", lambda *_args, **_facts: None)

    def begin(*protection: str) -> Race:
        begun.append(Race(database_url, set(protection), monkeypatch))
        return begun[-1]

    yield begin
    for each in begun:
        each.close()


def test_the_lock_alone_keeps_unpaid_goods_in(race: Callable[..., Race]):
    begun = race(LOCK)
    endings = begun.run(ROUNDS)
    # each side came first in some rounds, and whoever came second knew
    assert endings.keys() == {"shipped, then refunded knowing it", "refunded"}
    assert begun.breaches("I1.ship", "I1.plan") == []


def test_the_guard_alone_keeps_unpaid_goods_in(race: Callable[..., Race]):
    endings = race(GUARD).run(ROUNDS)
    assert endings["SHIPPED UNPAID"] == endings["neither"] == 0
    assert endings.total() == ROUNDS


def test_the_row_version_alone_keeps_unpaid_goods_in(race: Callable[..., Race]):
    endings = race(VERSION).run(CONTROL_ROUNDS)
    assert endings["SHIPPED UNPAID"] == endings["neither"] == 0


def test_with_nothing_in_the_way_unpaid_goods_leave(race: Callable[..., Race]):
    """The control of all the tests above: what they assert is false here."""
    begun = race()
    unpaid = begun.run(CONTROL_ROUNDS)["SHIPPED UNPAID"]
    assert unpaid > 0
    assert begun.breaches("I1.ship") == ["I1.ship"] * unpaid


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_guard_that_does_not_lock_the_order_lets_unpaid_goods_leave(
    race: Callable[..., Race], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(guards, "GUARDS", tuple(dataclasses.replace(guard, order=None) for guard in guards.GUARDS))
    begun = race(GUARD)
    with begun.database.transaction() as session:
        guards.install(session.connection())
    assert begun.run(CONTROL_ROUNDS)["SHIPPED UNPAID"] > 0


def test_as_it_is_built_every_round_ends_well(race: Callable[..., Race]):
    begun = race(LOCK, VERSION, CHAIN, GUARD)
    endings = begun.run(CONTROL_ROUNDS)
    assert endings.keys() <= {"shipped, then refunded knowing it", "refunded"}
    assert begun.breaches("I1.ship", "I1.plan", "I1.release", "I4", "I10", "I15") == []
