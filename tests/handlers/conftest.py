"""An office to try the desk in. What is said does not hang on the kind of database; services have both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.engine import Database
from tests.support.databases import SQLITE, Databases, careless
from tests.support.desk import Phone, StrictOffice
from tests.support.matrix import Company
from tests.support.matrix_company import company
from tests.support.office import Office


@pytest.fixture(scope="session")
def staged(databases: Databases) -> Iterator[Company]:
    """A company with something in every state; nothing is left of what is tried in it."""
    address = databases.make(SQLITE)
    database = careless(Database(address))
    made = company(database)
    yield made
    made.close()
    database.dispose()


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    address = databases.make(SQLITE)
    database = databases.opened(address)
    yield Office(database)
    databases.drop(address)


@pytest.fixture
def phone(databases: Databases) -> Iterator[Phone]:
    """张敏's telephone, in an office whose Telegram is strict."""
    address = databases.make(SQLITE)
    database = databases.opened(address)
    yield Phone(StrictOffice(database))
    databases.drop(address)
