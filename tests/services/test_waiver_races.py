"""A 特批 that two people use, or that is granted while the order changes, at the same moment: each round ends well."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from db import guards
from db.engine import Database
from db.models import Order, Shipment, Waiver
from services import history, invariants, life, shipping
from services.approvals import voting
from services.errors import BotError
from services.locking import lock_order, touch
from services.waivers import ending, standing
from tests.support.databases import careless
from tests.support.office import HOUSE
from tests.support.racing import ENOUGH, unlocked
from tests.support.waiving import Gate

ROUNDS = 4
Side = Callable[[Session], object]


def at_once(database: Database, *sides: Side, patience: float) -> list[bool]:
    """Both read, wait for the other, and write; which of them came through."""
    both = Barrier(2)

    def wait(session: Session, *_: object) -> None:
        if any(isinstance(row, Waiver | Order | Shipment) for row in session.dirty):
            with suppress(BrokenBarrierError):
                both.wait(timeout=patience)

    def attempt(side: Side) -> bool:
        try:
            with database.transaction() as session:
                event.listen(session, "before_flush", wait)
                side(session)
        except (BotError, DBAPIError, StaleDataError):
            return False
        return True

    with ThreadPoolExecutor(2) as hands:
        return list(hands.map(attempt, sides))


def ships(gate: Gate, order_id: int) -> Side:
    actor = gate.person("赵强")
    return lambda session: shipping.ship(session, HOUSE, actor, order_id, gate.now)


def breaches(database: Database, gate: Gate) -> list[str]:
    with database.transaction() as session:
        found = invariants.check(session, gate.now, ["I1.ship", "I8.waiver", "I10"])
    return [f"{one.name} {one.what}" for one in found]


def test_two_presses_use_a_waiver_once(database_url: str):
    database = careless(Database(database_url, immediate=True))
    with database.transaction() as session:
        gate = Gate(session)
    for _round in range(ROUNDS):
        with database.transaction() as session:
            gate.session = session
            order = gate.order()
            gate.granted(order)
            side = ships(gate, order.id)
        assert sorted(at_once(database, side, side, patience=0.01)) == [False, True]
    assert not breaches(database, gate)
    database.dispose()


def test_granted_while_the_order_changes_it_is_worth_nothing_for_the_new_revision(database_url: str):
    database = careless(Database(database_url, immediate=True))
    with database.transaction() as session:
        gate = Gate(session)
        boss, sales = gate.person("陈总"), gate.person("张敏")
    for _round in range(ROUNDS):
        with database.transaction() as session:
            gate.session = session
            waiver = gate.ask(gate.order())
            order_id, waiver_id, seat_id = waiver.order_id, waiver.id, gate.seat(waiver).id

        def changes(session: Session, order_id: int = order_id) -> None:
            order = lock_order(session, order_id)
            ending.supersede(session, HOUSE, order, sales, gate.now)
            order.revision += 1
            touch(order, gate.now)

        def grants(session: Session, seat_id: int = seat_id) -> None:
            voting.vote(session, HOUSE, boss, seat_id, voting.Ballot(voting.Verdict.APPROVE), gate.now)

        assert at_once(database, changes, grants, patience=0.01)[0], "the change is never lost"
        with database.transaction() as session:
            assert session.get_one(Waiver, waiver_id).state == "superseded"
    assert not breaches(database, gate)
    database.dispose()


def test_without_the_lock_and_all_that_stands_behind_it_one_waiver_is_used_twice(
    database_url: str, monkeypatch: pytest.MonkeyPatch
):
    database = careless(Database(database_url, immediate=False))
    with database.transaction() as session:
        gate = Gate(session)
        guards.remove(session.connection())
    monkeypatch.setattr(shipping, "lock_order", unlocked)
    for module in (shipping, life):
        monkeypatch.setattr(module, "touch", lambda _order, _now: None)
    monkeypatch.setattr(history, "record", lambda *_args, **_facts: None)
    used: list[int] = []
    monkeypatch.setattr(standing, "use_up", lambda _s, _o, needed, *_a, **_h: used.extend(one.id for one in needed))
    for _round in range(ENOUGH):
        with database.transaction() as session:
            gate.session = session
            order = gate.order()
            order.lines[0].quantity *= 2  # so that its state does not move with the batch
            gate.granted(order)
            side = ships(gate, order.id)
        at_once(database, side, side, patience=0.5)
        if len(used) > len(set(used)):
            break
    assert len(used) > len(set(used))
    database.dispose()
