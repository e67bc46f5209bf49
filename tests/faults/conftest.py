"""One nursery for all: what it forks has imported everything already."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.migrate import migrate
from tests.support.nursery import Nursery


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def nursery(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nursery]:
    async with Nursery(tmp_path_factory.mktemp("nursery")) as running:
        yield running


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database to be copied."""
    path = tmp_path_factory.mktemp("template") / "t.db"
    migrate(f"sqlite:///{path}")
    return path
