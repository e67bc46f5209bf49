"""Two people decide on one order at the same moment: each vote counts once, what is carried is carried once.

The order's lock, its row version, the database's guard and the chain of the history stand in the way; with all of them
off the same rounds lose a consent.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.support.racing import CHAIN, GUARD, LOCK, VERSION
from tests.support.voting_race import LOST, WELL, VotingRace

ROUNDS = int(os.environ.get("GENDAN_RACE_ROUNDS", "20"))
GAMES = 4


@pytest.fixture
def race(
    database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[Callable[..., VotingRace]]:
    begun: list[VotingRace] = []
    caplog.set_level("WARNING", "sqlalchemy.engine")

    def begin(*protection: str) -> VotingRace:
        begun.append(VotingRace(database_url, monkeypatch, frozenset(protection)))
        return begun[-1]

    yield begin
    for each in begun:
        each.close()


def test_whoever_comes_first_every_round_ends_well(race: Callable[..., VotingRace]):
    begun = race(LOCK, VERSION, CHAIN, GUARD)
    endings = Counter(ending for _seed, ending in begun.endings(ROUNDS * GAMES, 0))
    assert {ending.partition(": ")[2] for ending in endings} == {WELL}
    assert set(endings.values()) == {ROUNDS}
    assert begun.breaches() == []


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_with_nothing_in_the_way_a_consent_is_lost(race: Callable[..., VotingRace]):
    """The control of the test above. SQLite has one writer at a time, whatever is switched off."""
    begun = race()
    begun.games = (begun.games[1],)
    assert LOST in {ending.partition(": ")[2] for _seed, ending in begun.endings(12, 0)}
