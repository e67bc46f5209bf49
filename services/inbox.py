"""The inbox: raw updates in, one at a time out, each done at most once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, aliased

from db.models import Inbox

MAX_ATTEMPTS = 5
_BACKOFF = (timedelta(seconds=1), timedelta(seconds=3), timedelta(seconds=10), timedelta(seconds=30))


def ingest(session: Session, *, bot_id: int, updates: Iterable[Mapping[str, Any]], now: datetime) -> int:
    """Store raw updates; one that is there already is left as it is. Returns how many were new."""
    rows = [
        {
            "bot_id": bot_id,
            "update_id": int(update["update_id"]),
            "received_at": now,
            "raw": json.dumps(update, ensure_ascii=False),
            "lane": lane_of(update),
            "state": "new",
            "attempts": 0,
        }
        for update in updates
    ]
    if not rows:
        return 0
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else pg_insert
    # uniqueness decides, never order: after a week idle Telegram picks the next id at random
    statement = insert(Inbox).on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
    result = session.execute(statement, rows)
    return max(result.rowcount, 0)  # type: ignore[attr-defined]


def lane_of(update: Mapping[str, Any]) -> int:
    """The sender's id, or the chat's for messages nobody sent. Never fails: the update may be malformed."""
    for kind, body in update.items():
        if kind == "update_id" or not isinstance(body, Mapping):
            continue
        for holder in (body.get("from"), body.get("chat"), (body.get("message") or {}) if "message" in body else None):
            if isinstance(holder, Mapping) and isinstance(holder.get("id"), int):
                return int(holder["id"])
    return 0


def next_unit(session: Session, now: datetime) -> Inbox | None:
    """The oldest update whose lane is free, locked until this transaction ends."""
    earlier = aliased(Inbox)
    waits = exists().where(earlier.state == "new", earlier.lane == Inbox.lane, earlier.id < Inbox.id)
    query = (
        select(Inbox)
        .where(Inbox.state == "new", or_(Inbox.not_before.is_(None), Inbox.not_before <= now), ~waits)
        .order_by(Inbox.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.scalars(query).first()


def done(row: Inbox, now: datetime) -> None:
    """The unit took effect; said in the same transaction as the effect."""
    row.state, row.done_at = "done", now


def failed(session: Session, row_id: int, error: str, now: datetime) -> bool:
    """Note a failed attempt, in a transaction of its own. True when the row is dead now."""
    row = session.get_one(Inbox, row_id)
    row.attempts += 1
    row.error = error[:2000]
    if row.attempts >= MAX_ATTEMPTS:
        row.state, row.done_at = "dead", now
        return True
    row.not_before = now + _BACKOFF[row.attempts - 1]
    return False


def forget_before(session: Session, moment: datetime) -> None:
    """Drop what the lanes no longer need: raw text of updates done before `moment`."""
    session.execute(
        update(Inbox).where(Inbox.state == "done", Inbox.done_at < moment, Inbox.raw != "").values(raw="")
    )
