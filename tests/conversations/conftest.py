"""The sample company with its phones and groups, on a database of either kind."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from db.engine import Database
from tests.support.world import World, a_sample_world


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    async with a_sample_world(database) as made:
        yield made
