"""Goods leave while their money is taken back, at the same moment: never both without one knowing of the other.

Three things stand in the way, and each is proved alone, with the others switched off: the order's lock, the
order's row version, and the database's own guard. With all of them off the same rounds ship unpaid orders, so
the rounds do race. (The chain of the history takes each place once and so stops some races too, by accident of
timing; it is off in every test but the last.)

`GENDAN_RACE_ROUNDS` asks for more rounds than `make test` has time for, `python -m bench hunt --only ships` for many.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator

import pytest

from db import guards
from services import telling
from tests.support.racing import CHAIN, GUARD, LOCK, UNPAID, VERSION, WELL, Race

ROUNDS = int(os.environ.get("GENDAN_RACE_ROUNDS", "60"))
FEW = 12


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
    assert endings.keys() == WELL
    assert begun.breaches("I1.ship", "I1.plan") == []


def test_the_guard_alone_keeps_unpaid_goods_in(race: Callable[..., Race]):
    endings = race(GUARD).run(ROUNDS)
    assert endings[UNPAID] == endings["neither"] == 0
    assert endings.total() == ROUNDS


def test_the_row_version_alone_keeps_unpaid_goods_in(race: Callable[..., Race]):
    endings = race(VERSION).run(FEW)
    assert endings[UNPAID] == endings["neither"] == 0


def test_with_nothing_in_the_way_unpaid_goods_leave(race: Callable[..., Race]):
    """The control of all the tests above: what they assert is false here."""
    begun = race()
    assert UNPAID in begun.until(UNPAID)
    assert begun.breaches("I1.ship") == ["I1.ship"]


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_guard_that_does_not_lock_the_order_lets_unpaid_goods_leave(
    race: Callable[..., Race], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(guards, "GUARDS", tuple(dataclasses.replace(guard, order=None) for guard in guards.GUARDS))
    begun = race(GUARD)
    with begun.database.transaction() as session:
        guards.install(session.connection())
    assert UNPAID in begun.until(UNPAID)


def test_as_it_is_built_every_round_ends_well(race: Callable[..., Race]):
    begun = race(LOCK, VERSION, CHAIN, GUARD)
    endings = begun.run(FEW)
    assert endings.keys() <= WELL
    assert begun.breaches("I1.ship", "I1.plan", "I1.release", "I4", "I10", "I15") == []
