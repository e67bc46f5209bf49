"""The sample company with its phones and groups, on a database of either kind."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest

from db.engine import Database
from services import invariants
from tests.support.world import World, a_sample_world


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    async with a_sample_world(database) as made:
        yield made


@pytest.fixture(autouse=True)
def sound(database: Database) -> Iterator[None]:
    """However a story went, what must be true of the database is true when it has been told."""
    yield
    with database.transaction() as session:
        assert invariants.check(session, datetime.now(UTC)) == []
