"""Inserts that can say what happens where the row is there already, in the words of the database in use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

Insert = postgresql.Insert | sqlite.Insert

INSERTS: Mapping[str, Callable[[Any], Insert]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""By the name of the dialect, for statements that are built once."""


def insert_into(session: Session, table: Any) -> Insert:
    """The beginning of an insert into a table, or a model's; `on_conflict_…` can follow on both databases."""
    return INSERTS[session.get_bind().dialect.name](table)
