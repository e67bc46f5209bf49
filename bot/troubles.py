"""Which database errors pass by themselves, and trying again where they do."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

T = TypeVar("T")

TRIES: Final = 5
_CONFLICTS: Final = ("40001", "40P01", "23505")  # serialization failure, deadlock, two who insert the same
_PASSING: Final = ("08", "53", "57P")  # connection, resources, shutting down
_SQLITE_PASSING: Final = (
    "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN",
)  # fmt: skip


def is_conflict(error: BaseException) -> bool:
    """Two transactions were in each other's way: the loser tries again at once."""
    if isinstance(error, StaleDataError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    return _sqlstate(error).startswith(_CONFLICTS)


def is_passing(error: BaseException) -> bool:
    """The database cannot be reached or written to; the unit is not to blame."""
    if not isinstance(error, DBAPIError) or isinstance(error, IntegrityError):
        return False
    name = getattr(error.orig, "sqlite_errorname", None) or ""
    return error.connection_invalidated or _sqlstate(error).startswith(_PASSING) or name.startswith(_SQLITE_PASSING)


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def persistently(transaction: Callable[[], T]) -> T:
    """Run a whole transaction, again while it loses against others, five times at most."""
    for tries in range(1, TRIES):
        try:
            return transaction()
        except Exception as error:
            if not is_conflict(error):
                raise
        time.sleep(random.uniform(0.0, 0.01 * 2**tries))  # noqa: S311 - to part two who collide
    return transaction()
