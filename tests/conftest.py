"""What every test may ask for: a database of either kind, fresh and migrated."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings
from sqlalchemy.orm import Session

from bot.logs import configure_logs
from db.engine import Database
from tests.support import secrets
from tests.support.databases import POSTGRESQL, SQLITE, Databases

# The suite tries the same examples every time, so that it says the same of the same code; to look for new ones:
# GENDAN_HUNT=1 make test ARGS=tests/domain
settings.register_profile("suite", derandomize=True)
settings.register_profile("hunt", max_examples=1000, deadline=None)
settings.load_profile("hunt" if os.environ.get("GENDAN_HUNT") else "suite")


LONGEST = (
    "tests/services/test_year.py",
    "tests/services/test_pairs.py",
    "tests/services/test_trading.py",
    "tests/handlers/test_speakers.py",
    "tests/project/test_bench.py",
    "tests/conversations/",
)
"""What takes seconds a test."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: at the end of a run one worker would else wait for the other."""
    items.sort(
        key=lambda item: next((n for n, name in enumerate(LONGEST) if item.nodeid.startswith(name)), len(LONGEST))
    )


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    """Logs go to pytest. Unconfigured, structlog draws tracebacks with all variables, for seconds each."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.render_to_log_kwargs],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def pytest_configure(config: pytest.Config) -> None:
    # as in the running bot: every record is clean before anybody sees it, and tracebacks are plain
    nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open as long as the run
    configure_logs("DEBUG", stream=nowhere)
    for handler in logging.getLogger().handlers:
        handler.setLevel("WARNING")  # pytest's own have the lower ones too; making lines of them for nobody takes time
    config.pluginmanager.register(secrets, "gendan-secrets")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is there when the tests begin stays until the end: no collection of garbage need ever look at it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Makes as many databases as a test wants. Most want one: `database`."""
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture(params=[SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.postgres)])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Runs the test on both kinds of database."""
    return request.param


@pytest.fixture
def database_url(databases: Databases, database_kind: str) -> Iterator[str]:
    """The address of a fresh, migrated database, for a process of its own or for `database`."""
    address = databases.make(database_kind)
    yield address
    databases.drop(address)


@pytest.fixture
def database(databases: Databases, database_url: str) -> Database:
    """A fresh, migrated database on both kinds."""
    return databases.opened(database_url)


@pytest.fixture
def scratch(databases: Databases, database_kind: str) -> Iterator[Session]:
    """A session on a database of either kind that is rolled back at the end: cheap, where nothing is committed."""
    with Session(databases.shared(database_kind).engine, expire_on_commit=False) as session:
        yield session
        session.rollback()
