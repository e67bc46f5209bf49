"""Thirty deaths in the middle of work: nothing lost, nothing doubled, everybody answered, in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sender import PARALLEL
from tests.faults.storm import storm
from tests.support.nursery import Nursery

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_nothing_is_lost_and_nothing_doubled_whenever_the_process_dies(tmp_path: Path, nursery: Nursery) -> None:
    found = await storm(tmp_path, nursery, kills=30, seed=20261123)
    assert found.kills == 30
    assert found.written > 100
    assert found.good, str(found)
    # an answer is said again for each death between sending and noting it, by as many as were in flight
    assert found.extra_answers <= found.kills * PARALLEL


async def test_else_a_bot_that_confirms_first_would_be_found_out(tmp_path: Path, nursery: Nursery) -> None:
    for seed in range(20261123, 20261127):  # on a slow machine few deaths hit what was confirmed a moment before
        (tmp_path / str(seed)).mkdir()
        found = await storm(tmp_path / str(seed), nursery, kills=5, seed=seed, careless=True)
        if found.lost:
            assert not found.good
            return
    pytest.fail("nothing was ever lost")
