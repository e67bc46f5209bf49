"""The append-only history: one chain a subject, each entry carrying the hash of the one before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db.models import History
from domain.history import GENESIS, canonical, chain_hash

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
    """Append one entry to the subject's chain. The caller holds the subject's lock."""
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


def broken_links(session: Session) -> Iterator[str]:
    """Each subject and sequence number where the chain does not verify."""
    subject, seq, prev_hash = "", 0, GENESIS
    for row in session.scalars(select(History).order_by(History.subject, History.seq)):
        if row.subject != subject:
            subject, seq, prev_hash = row.subject, 0, GENESIS
        seq += 1
        sound = row.seq == seq and row.prev_hash == prev_hash and row.hash == chain_hash(prev_hash, row.entry)
        if not sound:
            yield f"{row.subject}#{row.seq}"
        prev_hash = row.hash
