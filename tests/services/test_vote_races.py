"""Votes at the same moment: what counts, counts once, for what was shown, and whoever loses is told.

Each protection that a race rests on is switched off once, and then the same race finds a fault.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from tests.support.racing import ENOUGH, up_to
from tests.support.vote_racing import (
    ALL,
    CHAIN,
    CONTESTS,
    GUARD,
    LOCK,
    OWN,
    REVISION,
    RIGHT,
    UNIQUE,
    VERSION,
    VoteRace,
    is_fault,
)

ROUNDS = int(os.environ.get("GENDAN_RACE_ROUNDS", "16"))
FEW = 4
EITHER_FIRST = {"change", "again", "removed"}
"""Races that end well in two ways, by who comes first."""


@pytest.fixture
def race(
    database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[Callable[..., VoteRace]]:
    """Begins a race without the protection that is named."""
    begun: list[VoteRace] = []
    caplog.set_level("WARNING", "sqlalchemy.engine")

    def begin(*off: str) -> VoteRace:
        begun.append(VoteRace(database_url, monkeypatch, ALL - set(off)))
        return begun[-1]

    yield begin
    for each in begun:
        each.close()


@pytest.mark.parametrize("contest", CONTESTS)
def test_as_it_is_built_every_round_ends_well(race: Callable[..., VoteRace], contest: str):
    endings = race().run(contest, ROUNDS)
    assert not [ending for ending in endings if is_fault(ending)], endings
    assert endings.total() == ROUNDS
    assert len(endings) == 1 + (contest in EITHER_FIRST), endings


def test_the_unique_vote_alone_lets_one_count(race: Callable[..., VoteRace]):
    endings = race(LOCK, VERSION, CHAIN, GUARD).run("seat", FEW)
    assert not [ending for ending in endings if "VOTES" in ending], endings


@pytest.mark.parametrize(
    ("contest", "off", "found"),
    [
        ("seat", {LOCK}, {"NOT TOLD WHO"}),
        ("seat", {LOCK, VERSION, CHAIN, GUARD, UNIQUE}, {"2 VOTES ON ONE SEAT"}),
        ("change", {REVISION, GUARD}, {"COUNTED ON ANOTHER REVISION"}),
        ("removed", {RIGHT}, {"VOTED AFTER THE RIGHT WAS GONE"}),
        # the order's version is left, or PostgreSQL sees that each waits for the other's seat: one falls, untold
        ("quorum", {LOCK, VERSION, CHAIN, GUARD}, {"CARRIED TWICE", "NOT TOLD"}),
        ("own", {OWN, GUARD}, {"DECIDED ON THEIR OWN ORDER"}),
    ],
)
def test_without_it_the_race_finds_a_fault(race: Callable[..., VoteRace], contest: str, off: set[str], found: set[str]):
    """The controls of the tests above: what they assert is false here."""
    rounds = race(*off).endings(contest, ENOUGH)
    endings = up_to((ending for _seed, ending in rounds), found.__contains__)
    assert found & set(endings), endings
