"""What is voted on when a 特批 is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from db.models import Order, Waiver


def voted_on(order: Order, row: Waiver, lines: Mapping[str, str]) -> dict[str, Any]:
    """The facts of a waiver that a vote grants; `lines`: how much of each line it is for, where it is about goods."""
    return {
        "number": order.number,
        "revision": row.revision,
        "waiver": row.number,
        "checkpoint": row.checkpoint,
        "code": row.code,
        "reason": row.reason,
        "ceiling": row.ceiling_minor,
        "currency": order.currency,
        "expires": row.expires_at.astimezone(UTC).isoformat(),
        "lines": dict(lines),
    }
