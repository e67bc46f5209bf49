"""The proof of the history: every chain from its first entry to its head, and every anchor against the chains."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import History, Order, Person
from services import anchors, history
from services.errors import NotFound


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not verify: the entry or the anchor, and why."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at, and what is wrong with it: of each chain its first broken entry."""

    subjects: int
    entries: int
    anchors: int
    faults: tuple[Fault, ...]


def verify(session: Session, posted: Mapping[date, str] | None = None) -> Proof:
    """Verify all chains and anchors; `posted` are the hashes that administrators kept, by day."""
    wanted, faults, count = _anchored(session, posted or {})
    subjects: dict[str, bool] = {}
    entries = 0
    for link in history.links(session):
        entries += 1
        whole = subjects.setdefault(link.subject, True)
        known = wanted.pop((link.subject, link.seq), None)
        changed = (
            f"it is not the entry that the anchor of {known[1]} knows" if known and known[0] != link.hash else None
        )
        if whole and (wrong := link.wrong or changed):
            subjects[link.subject] = False
            faults.append(Fault(f"{link.subject}#{link.seq}", wrong))
    gone: dict[str, Fault] = {}
    for (subject, seq), (_hash, day) in sorted(wanted.items()):
        if subjects.get(subject, True):
            gone.setdefault(subject, Fault(f"{subject}#{seq}", f"it is gone; the anchor of {day} knows it"))
    return Proof(len(subjects), entries, count, (*faults, *gone.values()))


_Wanted = dict[tuple[str, int], tuple[str, date]]


def _anchored(session: Session, posted: Mapping[date, str]) -> tuple[_Wanted, list[Fault], int]:
    """The entries that the anchors name, what is wrong with the anchors themselves, and how many there are."""
    wanted: _Wanted = {}
    faults: list[Fault] = []
    stored: dict[date, str] = {}
    for anchor, heads, sound in anchors.kept(session):
        stored[anchor.day] = anchor.hash
        if not sound:
            faults.append(Fault(f"anchor {anchor.day}", "its hash is not that of the heads"))
        for subject, (seq, digest) in heads.items():
            wanted[subject, seq] = (digest, anchor.day)
    for day, digest in sorted(posted.items()):
        if day not in stored:
            faults.append(Fault(f"anchor {day}", "it was posted and is gone"))
        elif stored[day] != digest:
            faults.append(Fault(f"anchor {day}", "it is not the one that was posted"))
    return wanted, faults, len(stored)


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of an order's history for reading: who, for whom, what, and what changed."""

    at: datetime
    who: str
    for_whom: str | None
    action: str
    changes: tuple[str, ...]


def story(session: Session, number: str) -> Iterator[Told]:
    """An order's history, oldest first. Raises NotFound."""
    order_id = session.scalar(select(Order.id).where(Order.number == number.strip().upper()))
    if order_id is None:
        raise NotFound(number)
    names: dict[int | None, str] = {row.id: row.name for row in session.execute(select(Person.id, Person.name))}
    rows = session.scalars(select(History).where(History.subject == f"order:{order_id}").order_by(History.seq))
    for row in rows:
        told = json.loads(row.entry)
        who = names.get(row.actor_id, "the bot")
        changes = tuple(_changes(told.get("before") or {}, told.get("after") or {}))
        yield Told(row.at, who, names.get(row.for_id), row.action, changes)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    for key in dict.fromkeys((*before, *after)):
        if key in before and key in after:
            if before[key] != after[key]:
                yield f"{key}: {_plain(before[key])} → {_plain(after[key])}"
        elif key in after:
            yield f"{key}: {_plain(after[key])}"
        else:
            yield f"{key}: {_plain(before[key])} → none"


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
