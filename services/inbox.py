"""The inbox: raw updates in, one at a time out, each done at most once.

Times here are the machine's, not the company's: an update waits for its next attempt in real seconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import Table, bindparam, exists, func, literal_column, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.base import UtcTime
from db.inserting import insert_into
from db.models import Inbox

MAX_ATTEMPTS: Final = 5
_BACKOFF = (timedelta(seconds=0.2), timedelta(seconds=0.5), timedelta(seconds=1), timedelta(seconds=2))
"""Short, since the sender's next words wait behind it; a database that is away costs no attempt."""
_WIDEST = 2**63
# A literal, not a parameter: with a parameter both databases may give up the partial index.
_NEW = literal_column("'new'")
_table = cast(Table, Inbox.__table__)
_CLEAN = {code: "\ufffd" for code in (0, *range(0xD800, 0xE000))}


@dataclass(frozen=True, slots=True)
class Unit:
    """One update to be carried out, in the transaction that holds it."""

    id: int
    update_id: int
    raw: str
    attempts: int
    received_at: datetime

    def update(self) -> Any:
        """The update as Telegram sent it, without characters that no database can hold."""
        parsed = json.loads(self.raw)
        return _cleaned(parsed) if "\\u0000" in self.raw or "\\ud" in self.raw else parsed


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(_CLEAN)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, list) else value


def ingest(session: Session, *, bot_id: int, updates: Iterable[Any], now: datetime) -> None:
    """Store raw updates; one that is there already is left as it is.

    Something without a number of its own is no update: it is passed over, since nothing could ever confirm it.
    """
    rows = [
        {
            "bot_id": bot_id,
            "update_id": number,
            "received_at": now,
            # ASCII: half a character, which JSON allows and UTF-8 does not, must not stop the whole batch
            "raw": json.dumps(given),
            "lane": lane_of(given),
            "state": "new",
            "attempts": 0,
        }
        for given in updates
        if (number := number_of(given)) is not None
    ]
    if rows:
        # uniqueness decides, never order: after a week idle Telegram picks the next id at random
        new = insert_into(session, _table).on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
        session.execute(new, rows)


def number_of(given: Any) -> int | None:
    """The update's own number; None for what is no update."""
    number = given.get("update_id") if isinstance(given, Mapping) else None
    return number if _is_id(number) else None


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -_WIDEST < value < _WIDEST


def lane_of(given: Mapping[str, Any]) -> int:
    """The sender's id, or the chat's for messages nobody sent. Never fails: the update may be malformed."""
    for kind, body in given.items():
        if kind == "update_id" or not isinstance(body, Mapping):
            continue
        for holder in (body.get("from"), body.get("chat")):
            if isinstance(holder, Mapping) and _is_id(holder.get("id")):
                return int(holder["id"])
    return 0


# Statements of the hot step are built once: building one costs ten times as much as running it.
_NOW = bindparam("now", type_=UtcTime())
_earlier = aliased(Inbox)
_NEXT = (
    select(Inbox.id, Inbox.update_id, Inbox.raw, Inbox.attempts, Inbox.received_at)
    .where(
        Inbox.state == _NEW,
        or_(Inbox.not_before.is_(None), Inbox.not_before <= _NOW),
        ~exists().where(_earlier.state == _NEW, _earlier.lane == Inbox.lane, _earlier.id < Inbox.id),
    )
    .order_by(Inbox.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_RETRY = select(func.min(Inbox.not_before)).where(Inbox.state == _NEW, Inbox.not_before > _NOW)
_DONE = update(_table).where(Inbox.id == bindparam("unit")).values(state="done", done_at=_NOW)
_WAITING = select(func.count()).where(Inbox.state == _NEW)


def next_unit(session: Session, now: datetime) -> Unit | None:
    """The oldest update whose lane is free, locked until this transaction ends."""
    row = session.execute(_NEXT, {"now": now}).first()
    return None if row is None else Unit(*row)


def next_retry(session: Session, now: datetime) -> datetime | None:
    """When the next update that waits for another attempt may have it."""
    return session.scalar(_RETRY, {"now": now})


def waiting(session: Session) -> int:
    """How many updates have yet to take effect."""
    return session.scalar(_WAITING) or 0


def done(session: Session, unit_id: int, now: datetime) -> None:
    """The unit took effect; said in the same transaction as the effect."""
    session.execute(_DONE, {"unit": unit_id, "now": now})


def begun(session: Session, unit_id: int, now: datetime) -> bool:
    """Note that a unit which another process left behind is tried again, before it can end this one too.

    False when it has ended so many that it is dead now.
    """
    row = session.get_one(Inbox, unit_id, with_for_update=True)
    row.attempts += 1
    if row.attempts <= MAX_ATTEMPTS:
        return True
    row.state, row.done_at = "dead", now
    row.error = row.error or "the process ended each time it was tried"
    return False


def failed(session: Session, unit_id: int, error: str, now: datetime) -> bool:
    """Note a failed attempt, in a transaction of its own. True when the row is dead now."""
    row = session.get_one(Inbox, unit_id, with_for_update=True)
    if row.state != "new":  # the commit arrived, only its confirmation did not
        return False
    row.attempts += 1
    row.error = error[:2000]
    if row.attempts >= MAX_ATTEMPTS:
        row.state, row.done_at = "dead", now
        return True
    row.not_before = now + _BACKOFF[row.attempts - 1]
    return False


def forget_before(session: Session, moment: datetime) -> None:
    """Drop what the lanes no longer need: raw text of updates done before `moment`."""
    session.execute(update(Inbox).where(Inbox.state == "done", Inbox.done_at < moment, Inbox.raw != "").values(raw=""))
