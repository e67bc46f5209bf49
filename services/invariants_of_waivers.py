"""I8 of waivers (特批): granted by a vote, used once and in time, for the very order. Asked through `services.invariants`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Approval, History, Order, Shipment, Vote, Waiver
from domain.approvals import ApprovalState, Decision
from domain.waivers import WaiverState

_GOES_WITH: dict[WaiverState, frozenset[ApprovalState]] = {
    WaiverState.ASKED: frozenset({ApprovalState.OPEN}),
    WaiverState.GRANTED: frozenset({ApprovalState.APPROVED}),
    WaiverState.USED: frozenset({ApprovalState.APPROVED}),
    WaiverState.REFUSED: frozenset({ApprovalState.REJECTED}),
    WaiverState.WITHDRAWN: frozenset({ApprovalState.WITHDRAWN}),
    WaiverState.SUPERSEDED: frozenset({ApprovalState.SUPERSEDED, ApprovalState.APPROVED}),
}
"""What became of the approval that decides it; one that was granted may still be superseded."""


def waivers(session: Session, _now: datetime) -> Iterator[str]:
    """Each goes with its approval; what was used was granted before, used in time, once, and for its own order."""
    rows = session.execute(
        select(Waiver, Order.number, Approval, Shipment)
        .join(Order, Order.id == Waiver.order_id)
        .outerjoin(Approval, Approval.id == Waiver.approval_id)
        .outerjoin(Shipment, Shipment.id == Waiver.shipment_id)
        .order_by(Waiver.id)
    ).all()
    voters = _voters(session)
    on_batch: Counter[tuple[int, str]] = Counter()
    for row, number, approval, shipment in rows:
        wrong = [*_asked(row, approval, voters), *_used(row, approval, shipment)]
        if row.shipment_id is not None:
            on_batch[row.shipment_id, row.code] += 1
            if on_batch[row.shipment_id, row.code] == 2:
                wrong.append("its batch left on another one for the same reason")
        yield from (f"waiver {row.number} of {number}: {what}" for what in wrong)
    yield from _orphans(session)
    for name, count in sorted(_told(session).items()):
        if count > 1:
            yield f"{name} was used {count} times, its history says"


def _asked(row: Waiver, approval: Approval | None, voters: dict[int, set[int]]) -> Iterator[str]:
    if approval is None:
        yield "nobody was asked about it"
        return
    if (approval.kind, approval.order_id, approval.revision) != (Decision.WAIVER.value, row.order_id, row.revision):
        yield "what was voted on is another matter"
    if ApprovalState(approval.state) not in _GOES_WITH[WaiverState(row.state)]:
        yield f"it is {row.state}, its approval {approval.state}"
    if approval.state == ApprovalState.APPROVED.value and row.decided_by not in voters.get(approval.id, set()):
        yield "whoever is said to have granted it has not voted"


def _used(row: Waiver, approval: Approval | None, shipment: Shipment | None) -> Iterator[str]:
    if row.state != WaiverState.USED.value:
        if row.used_at is not None or row.shipment_id is not None:
            yield f"it is {row.state}, and was used"
        return
    if row.used_at is None or row.used_by is None:
        yield "nobody is said to have used it"
        return
    if row.used_at >= row.expires_at:
        yield "it was used after its end"
    if row.decided_at is None or row.used_at < row.decided_at or (approval and row.used_at < approval.opened_at):
        yield "it was used before it was granted"
    if (row.checkpoint == "ship") != (shipment is not None):
        yield "it names no batch" if shipment is None else "it names a batch, and is for none"
    elif shipment is not None and (shipment.order_id, shipment.shipped_at) != (row.order_id, row.used_at):
        yield "the batch that it names did not leave on it"


def _orphans(session: Session) -> Iterator[str]:
    """Granted by vote, and there is nothing that was granted."""
    known = select(Waiver.approval_id).where(Waiver.approval_id.is_not(None))
    query = select(Approval.id).where(Approval.kind == Decision.WAIVER.value, Approval.id.not_in(known))
    yield from (f"approval {number} decides on no waiver" for number in session.scalars(query.order_by(Approval.id)))


def _voters(session: Session) -> dict[int, set[int]]:
    rows = session.execute(
        select(Vote.approval_id, Vote.person_id)
        .join(Approval, Approval.id == Vote.approval_id)
        .where(Approval.kind == Decision.WAIVER.value)
    )
    found: dict[int, set[int]] = {}
    for approval_id, person_id in rows:
        found.setdefault(approval_id, set()).add(person_id)
    return found


def _told(session: Session) -> Counter[str]:
    """How often the history says that each was used."""
    rows = session.execute(select(History.subject, History.entry).where(History.action == "waiver_used"))
    return Counter(f"waiver {json.loads(row.entry)['after']['waiver']} of {row.subject}" for row in rows)
