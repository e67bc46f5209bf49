"""The append-only history: one chain a subject, each entry carrying the hash of the one before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db.models import History
from domain.history import GENESIS, canonical, chain_hash
from services.reminders import watching

# Built once: building a statement costs ten times as much as running it.
_LAST = (
    select(History.seq, History.hash)
    .where(History.subject == bindparam("subject"))
    .order_by(History.seq.desc())
    .limit(1)
)


def record(
    session: Session,
    *,
    subject: str,
    action: str,
    now: datetime,
    actor_id: int | None,
    for_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Append one entry to the subject's chain, and let reminders look at it. The caller holds the subject's lock."""
    last = session.execute(_LAST, {"subject": subject}).first()
    seq, prev_hash = (last.seq + 1, last.hash) if last else (1, GENESIS)
    entry = canonical(
        {
            "subject": subject,
            "seq": seq,
            "at": now.isoformat(),
            "who": actor_id,
            "for": for_id,
            "action": action,
            "before": before,
            "after": after,
        }
    )
    session.add(
        History(
            subject=subject,
            seq=seq,
            at=now,
            actor_id=actor_id,
            for_id=for_id,
            action=action,
            entry=entry,
            prev_hash=prev_hash,
            hash=chain_hash(prev_hash, entry),
        )
    )
    session.flush()
    watching.stir(session, subject, now)


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it stands, and what is wrong with it."""

    subject: str
    seq: int
    hash: str
    wrong: str | None


def links(session: Session) -> Iterator[Link]:
    """Every entry of every chain in order, each judged: its place, its hash, and the columns beside it."""
    subject, seq, prev_hash = "", 0, GENESIS
    columns = (History.subject, History.seq, History.at, History.actor_id, History.for_id, History.action)
    query = select(*columns, History.entry, History.prev_hash, History.hash).order_by(History.subject, History.seq)
    for row in session.execute(query.execution_options(yield_per=1000)):
        if row.subject != subject:
            subject, seq, prev_hash = row.subject, 0, GENESIS
        seq += 1
        yield Link(row.subject, row.seq, row.hash, _wrong(row, seq, prev_hash))
        prev_hash = row.hash


def broken_links(session: Session) -> Iterator[str]:
    """Each subject and sequence number where the chain does not verify."""
    return (f"{link.subject}#{link.seq}" for link in links(session) if link.wrong)


def _wrong(row: Any, seq: int, prev_hash: str) -> str | None:
    if row.seq != seq:
        return f"entry {seq} is missing" if row.seq > seq else "its number was taken before"
    if row.prev_hash != prev_hash:
        return "it does not follow the entry before"
    if row.hash != chain_hash(prev_hash, row.entry):
        return "its hash is not that of its text"
    return _unlike_its_text(row)


def _unlike_its_text(row: Any) -> str | None:
    """The first column that says another thing than the text that the hash covers."""
    try:
        told = json.loads(row.entry)
        beside = {
            "subject": row.subject, "seq": row.seq, "at": row.at, "who": row.actor_id, "for": row.for_id,
            "action": row.action,
        }  # fmt: skip
        told["at"] = datetime.fromisoformat(told["at"])
        return next((f"its column for {key!r} was changed" for key in beside if told[key] != beside[key]), None)
    except (ValueError, KeyError, TypeError):
        return "its text cannot be read"
