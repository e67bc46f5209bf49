"""The daily anchor: where all chains of the history stand, kept here and posted out of this database's reach.

Whoever deletes the last entries of a chain leaves one that verifies; the anchor still knows where it ended.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from db.models import Anchor, History, Person
from domain.history import Head, canonical, heads_hash
from services import owed, slots
from services.house import House
from services.owed import Klass
from services.pace import calendar_of

KIND = "anchor"


def next_due(session: Session, house: House) -> datetime | None:
    """When the next anchor is to be taken: at the hour of the digest, on a day after there was something to anchor."""
    last = _last(session)
    since = last.last_id if last else 0
    first = session.scalar(select(History.at).where(History.id > since).order_by(History.id).limit(1))
    if first is None:
        return None
    day = (last.day if last else house.today(first)) + timedelta(days=1)
    return calendar_of(session, house).moment(day, house.book.calendar.digest_at)


def tick(session: Session, house: House, now: datetime, admins: Iterable[int] = ()) -> Anchor | None:
    """Take the day's anchor where it is due, and owe it to the administrators. None where it is not."""
    due = next_due(session, house)
    if due is None or due > now:
        return None
    day = house.today(now)
    if not slots.take(session, KIND, "company", day.isoformat(), now):
        return None
    anchor = _taken(session, day, now)
    session.add(anchor)
    session.flush()
    known = session.scalars(select(Person.telegram_id).where(Person.is_admin, Person.active))
    for chat_id in dict.fromkeys((*admins, *known)):
        owed.owe(
            session, KIND, chat_id=chat_id, now=now, klass=Klass.NOTICE, subject=day.isoformat(),
            facts={"entries": anchor.entries, "hash": anchor.hash},
        )  # fmt: skip
    return anchor


def _taken(session: Session, day: date, now: datetime) -> Anchor:
    last = _last(session)
    since = last.last_id if last else 0
    if session.get_bind().dialect.name != "sqlite":
        # an entry that is written but not committed would be behind the anchor and yet not in it
        session.execute(text("LOCK TABLE history IN SHARE MODE"))
    ends = select(func.max(History.id)).group_by(History.subject)
    columns = (History.id, History.subject, History.seq, History.hash)
    rows = session.execute(select(*columns).where(History.id.in_(ends))).all()
    heads: dict[str, Head] = {row.subject: (row.seq, row.hash) for row in rows}
    grown = {row.subject: [row.seq, row.hash] for row in rows if row.id > since}
    return Anchor(
        day=day, at=now, heads=canonical(grown), entries=sum(seq for seq, _hash in heads.values()),
        last_id=max(row.id for row in rows), hash=heads_hash(heads),
    )  # fmt: skip


def kept(session: Session) -> Iterator[tuple[Anchor, dict[str, Head], bool]]:
    """Every anchor in order, the heads that it names, and whether its hash is that of all heads up to it."""
    heads: dict[str, Head] = {}
    for anchor in session.scalars(select(Anchor).order_by(Anchor.day)):
        try:
            grown = {str(key): (int(seq), str(digest)) for key, (seq, digest) in json.loads(anchor.heads).items()}
        except (ValueError, TypeError, AttributeError):
            grown = {}
        heads |= grown
        sound = anchor.hash == heads_hash(heads) and anchor.entries == sum(seq for seq, _hash in heads.values())
        yield anchor, grown, sound


def _last(session: Session) -> Anchor | None:
    return session.scalar(select(Anchor).order_by(Anchor.day.desc()).limit(1))
