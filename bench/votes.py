"""Races of votes, played on a fresh database: `faults(rounds, seed, database_url)`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.vote_racing import CONTESTS, VoteRace, is_fault


def endings(rounds: int, seed: int, database_url: str) -> Iterator[tuple[str, int, str]]:
    """Every contest in turn: its name, a round's seed, and how the round ended."""
    with pytest.MonkeyPatch.context() as patch:
        race = VoteRace(database_url, patch)
        try:
            for contest in CONTESTS:
                for own, ending in race.endings(contest, rounds, seed):
                    yield contest, own, ending
        finally:
            race.close()


def faults(rounds: int, seed: int, database_url: str) -> list[str]:
    """The rounds that ended as none may."""
    return [
        f"{contest}, seed {own}: {ending}"
        for contest, own, ending in endings(rounds, seed, database_url)
        if is_fault(ending)
    ]
