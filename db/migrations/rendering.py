"""How our column types are written into a migration: as what the database stores.

A migration is never changed again, our types may be; so it names neither them nor anything else of ours.
"""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import BigInteger, DateTime, Text

from db.base import Facts, Scaled, UtcTime

STORED = {UtcTime: DateTime, Scaled: BigInteger, Facts: Text}


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Alembic's hook; False leaves the spelling to it."""
    stored = STORED.get(type(item)) if kind == "type" else None
    return f"sa.{stored.__name__}()" if stored else False
