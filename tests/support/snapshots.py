"""What the same steps made of the same database before: a copy of that instead of the steps once more.

Most tests begin with the same people and the same order. SQLite only: there a database is one file.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TypeVar

from db.engine import Database

T = TypeVar("T")
_kept: dict[tuple[Hashable, ...], tuple[bytes, object]] = {}


def after(database: Database, steps: Callable[[], T], *known: Hashable) -> T:
    """What `steps` give, and the database as they leave it.

    They may rest on what stands in the database and on what is `known`, and on nothing else.
    """
    if not database.is_sqlite:
        return steps()
    key = (hashlib.sha256(_content(database)).digest(), *known)
    if key in _kept:
        content, left = _kept[key]
        _file(database).write_bytes(content)
    else:
        left = steps()
        _kept[key] = _content(database), copy.deepcopy(left)
        return left
    return copy.deepcopy(left)  # type: ignore[return-value]


def _content(database: Database) -> bytes:
    """All of it is in the one file once nobody is connected."""
    database.dispose()
    return _file(database).read_bytes()


def _file(database: Database) -> Path:
    assert database.url.database is not None
    return Path(database.url.database)
