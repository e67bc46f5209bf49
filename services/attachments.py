"""Files of an order: kept by Telegram's id, sorted by what they are, seen by whom they concern."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Attachment, Order
from domain.attachments import MOST_FILES, SORTS, Purpose, seen_with
from domain.life import ENDED, State
from domain.process.names import MoneyView
from services import basis, books, history, owed, people
from services.basis import Asked
from services.errors import NotAllowed, NotFound
from services.house import House, require
from services.locking import lock_order, touch
from services.looking import may_look
from services.money import Evidence
from services.people import PersonFacts

KEPT = (*SORTS, Purpose.UNSORTED)
"""Purposes of files that people send for an order, apart from slips and papers of a shipment."""


@dataclass(frozen=True, slots=True)
class FileView:
    """One file as it is shown."""

    id: int
    purpose: Purpose
    kind: str
    file_id: str
    name: str | None
    sent_by: str
    at: datetime


def keep(
    session: Session, house: House, actor: PersonFacts, order_id: int, file: Evidence, now: datetime, *,
    purpose: Purpose, name: str | None = None, paper: str | None = None,
) -> bool:  # fmt: skip
    """Keep a file of an order; False where the same was kept before. `paper`: which basis it is.

    NotAllowed where the order has too many, or the person may not say what it rests on.
    """
    order = _order(session, house, actor, order_id)
    known = session.scalars(
        select(Attachment).where(
            Attachment.order_id == order.id, Attachment.purpose.in_(KEPT),
            Attachment.file_unique_id == file.file_unique_id,
        ).limit(1)
    ).first()  # fmt: skip
    if known is not None and (known.purpose != Purpose.UNSORTED or purpose is Purpose.UNSORTED):
        return False
    if known is None:
        _room(session, order)
        known = Attachment(
            order_id=order.id, kind=file.kind, file_id=file.file_id, file_unique_id=file.file_unique_id, name=name,
            sent_by=actor.id, at=now, purpose=Purpose.UNSORTED.value,
        )  # fmt: skip
        session.add(known)
    _put(session, house, actor, order, [known], purpose, paper, now, action="file_added")
    return True


def sort(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime, *, purpose: Purpose,
    paper: str | None = None,
) -> int:  # fmt: skip
    """Say what the person's unsorted files of an order are; how many there were."""
    order = _order(session, house, actor, order_id)
    rows = session.scalars(_unsorted(order.id, actor.id)).all()
    if rows:
        _put(session, house, actor, order, rows, purpose, paper, now, action="file_sorted")
    return len(rows)


def take_out(session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime) -> list[Evidence]:
    """The person's unsorted files of an order, which are no files of it from now on: they are slips."""
    order = _order(session, house, actor, order_id)
    rows = session.scalars(_unsorted(order.id, actor.id)).all()
    files = [Evidence(row.kind, row.file_id, row.file_unique_id) for row in rows]
    for row in rows:
        session.delete(row)
    if rows:
        session.flush()
        touch(order, now)
        history.record(
            session, subject=f"order:{order.id}", action="file_sorted", now=now, actor_id=actor.id,
            after={"purpose": "slip", "files": [file.file_unique_id for file in files]},
        )  # fmt: skip
        owed.refresh_cards(session, order_id=order.id, now=now)
    return files


def unsorted(session: Session, order_id: int, person_id: int) -> int:
    """How many files of the order wait for this person to say what they are."""
    return session.scalar(select(func.count()).select_from(_unsorted(order_id, person_id).subquery())) or 0


def _unsorted(order_id: int, person_id: int) -> Any:
    return select(Attachment).where(
        Attachment.order_id == order_id, Attachment.purpose == Purpose.UNSORTED.value, Attachment.sent_by == person_id
    )


def _order(session: Session, house: House, actor: PersonFacts, order_id: int) -> Order:
    order = lock_order(session, order_id)
    if not may_look(session, house, actor, order):
        raise NotFound(f"order {order_id}")
    return order


def _room(session: Session, order: Order) -> None:
    query = select(func.count()).where(Attachment.order_id == order.id)
    if (session.scalar(query) or 0) >= MOST_FILES:
        raise NotAllowed("too_many_files", most=MOST_FILES)


def _put(
    session: Session, house: House, actor: PersonFacts, order: Order, rows: Iterable[Attachment], purpose: Purpose,
    paper: str | None, now: datetime, *, action: str,
) -> None:  # fmt: skip
    """A basis counts at the release gate where the type asks for paper, and may open it."""
    found = list(rows)
    if purpose is Purpose.BASIS:
        require(house, actor, "basis.add")
    for row in found:
        row.purpose = purpose.value
    session.flush()
    touch(order, now)
    history.record(
        session, subject=f"order:{order.id}", action=action, now=now, actor_id=actor.id,
        after={"purpose": purpose.value, "files": [row.file_unique_id for row in found]},
    )  # fmt: skip
    asked = asked_of(session, house, order)
    if purpose is Purpose.BASIS and asked is not None:
        basis.count_in(session, house, actor, order, asked, now, paper=paper)
    owed.refresh_cards(session, order_id=order.id, now=now)


def asked_of(session: Session, house: House, order: Order) -> Asked | None:
    """Which paper the order's release still asks about; None where it asks for none, or is over."""
    return None if State(order.state) in ENDED else basis.asked_of(books.leaf_of(session, order, house.book))


# ── seeing them ────────────────────────────────────────────────────────────────────────────


def seen(session: Session, order_id: int, money: MoneyView) -> list[FileView]:
    """The files that somebody with this sight of money may see, by purpose, then as they came."""
    purposes = seen_with(money)
    rows: Sequence[Attachment] = session.scalars(
        select(Attachment).where(Attachment.order_id == order_id, Attachment.purpose.in_(purposes))
        .order_by(Attachment.id)
    ).all()  # fmt: skip
    found = [
        FileView(
            row.id, Purpose(row.purpose), row.kind, row.file_id, row.name, people.name_of(session, row.sent_by), row.at
        )
        for row in rows
    ]
    return sorted(found, key=lambda file: purposes.index(file.purpose))


def count_seen(session: Session, order_id: int, money: MoneyView) -> int:
    """How many those are."""
    query = select(func.count()).where(Attachment.order_id == order_id, Attachment.purpose.in_(seen_with(money)))
    return session.scalar(query) or 0


def count_of(session: Session, order_id: int, purpose: Purpose) -> int:
    """How many files of this purpose an order has."""
    query = select(func.count()).where(Attachment.order_id == order_id, Attachment.purpose == purpose.value)
    return session.scalar(query) or 0
