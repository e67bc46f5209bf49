"""When the process was last alive, part by part; in the machine's time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Heartbeat


def beat(session: Session, parts: Mapping[str, datetime]) -> None:
    """These parts were alive then. A replica that is behind does not turn the clock back."""
    for part, at in parts.items():
        row = session.get(Heartbeat, part)
        if row is None:
            session.add(Heartbeat(part=part, at=at))
        else:
            row.at = max(row.at, at)


def last(session: Session, part: str) -> datetime | None:
    """When this part was last alive; None when it never was."""
    row = session.get(Heartbeat, part)
    return row.at if row else None
