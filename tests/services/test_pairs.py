"""Every pair of a dozen commands on one order at the same moment: it ends as one of the two orders of events would, whoever
came too late is told so, and what must always be true is true.

`python -m bench hunt --only pairs` plays more commands, and more rounds of each pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.support.pair_ground import COMMANDS, DOZEN, pairs_of
from tests.support.pair_racing import ALL, BREACHES, Known, PairRace, Round
from tests.support.racing import ENOUGH, GUARD, LOCK, VERSION, up_to

ROUNDS, FEW = 2, 4
KNOWN: Known = {}
"""What either order of events comes to is asked once in a run."""
AGAINST = [("bounce", "ship")]


@pytest.fixture
def race(
    database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[Callable[..., PairRace]]:
    """Begins a race with the protection that is named."""
    begun: list[PairRace] = []
    caplog.set_level("WARNING")

    def begin(*protection: str, known: Known | None = None) -> PairRace:
        begun.append(PairRace(database_url, monkeypatch, protection, known))
        return begun[-1]

    yield begin
    for each in begun:
        each.close()


def breaches(rounds: list[Round]) -> list[str]:
    """What must not be, whoever was told what."""
    return [one.fault for one in rounds if one.fault and one.fault.startswith(BREACHES)]


def test_every_pair_ends_as_one_of_the_two_orders_of_events(race: Callable[..., PairRace]):
    rounds = list(race(*ALL, known=KNOWN).rounds(pairs_of(DOZEN), ROUNDS))
    assert not [(*one.pair, one.seed, one.fault) for one in rounds if one.fault]
    assert len(rounds) == ROUNDS * len(pairs_of(DOZEN))
    through = {name for one in rounds for name, came in zip(one.pair, one.came, strict=True) if came}
    assert through == set(DOZEN) <= COMMANDS.keys(), "each is possible somewhere"


def test_with_nothing_in_the_way_a_pair_breaks_what_must_be_true(race: Callable[..., PairRace]):
    """The control of the others: what they assert is false here."""
    rounds = up_to(race().rounds(AGAINST, ENOUGH), lambda one: bool(breaches([one])))
    assert "I1.ship" in " ".join(breaches(rounds))


@pytest.mark.parametrize("protection", [LOCK, VERSION, GUARD])
def test_each_protection_alone_keeps_that_pair_right(race: Callable[..., PairRace], protection: str):
    rounds = list(race(protection).rounds(AGAINST, FEW))
    assert breaches(rounds) == []
