"""特批 that end without being used: the order was changed, or their time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select
from sqlalchemy.orm import Session

from db.models import Approval, Order, ReminderSlot, Waiver
from domain.approvals import ApprovalState
from domain.life import IN_SUPPLY, State
from domain.waivers import WaiverState
from services import history, owed, people, slots
from services.approvals import voting
from services.house import House
from services.locking import touch
from services.people import PersonFacts
from services.waivers import deciding

EXPIRED: Final = "waiver.expired"
LIMIT: Final = 100
"""So many in one transaction."""
_ASKED, _GRANTED = WaiverState.ASKED.value, WaiverState.GRANTED.value
_GOING_ON = frozenset({State.ACCEPTED, *IN_SUPPLY})


def supersede(session: Session, house: House, order: Order, actor: PersonFacts, now: datetime) -> None:
    """The locked order gets another revision: what was asked or granted for the old one is worth nothing any more."""
    rows = session.scalars(_of_order(order.id, (_ASKED, _GRANTED)))
    for row in rows.all():
        if row.state == _ASKED:
            _close(session, house, order, row, actor, now)
            continue
        row.state = WaiverState.SUPERSEDED.value
        touch(order, now)
        session.flush()
        history.record(
            session, subject=f"order:{order.id}", action="waiver_superseded", now=now, actor_id=actor.id,
            for_id=row.asked_by, after={"waiver": row.number, "revision": row.revision},
        )  # fmt: skip
        deciding.tell(session, house, order, row, "waiver.superseded", now, also=row.decided_by)


def _of_order(order_id: int, states: Sequence[str]) -> Select[Waiver]:
    query = select(Waiver).where(Waiver.order_id == order_id, Waiver.state.in_(states)).order_by(Waiver.id)
    return query.execution_options(populate_existing=True)


def _close(session: Session, house: House, order: Order, row: Waiver, actor: PersonFacts, now: datetime) -> None:
    assert row.approval_id is not None, "asked by an approval"
    approval = session.get_one(Approval, row.approval_id, populate_existing=True)
    voting.close(session, house, order, approval, ApprovalState.SUPERSEDED, actor, now)


# ── the tick ───────────────────────────────────────────────────────────────────────────────


def _untold() -> ColumnElement[bool]:
    """Nobody has looked at its end yet. That it is over is judged by the clock, and never stored."""
    subject = literal("waiver:").concat(cast(Waiver.id, String))
    told = select(literal(1)).where(ReminderSlot.kind == EXPIRED, ReminderSlot.subject == subject)
    return ~told.exists()


def next_due(session: Session) -> datetime | None:
    """When the next one ends; the metronome may sleep until then."""
    return session.scalar(select(func.min(Waiver.expires_at)).where(Waiver.state.in_((_ASKED, _GRANTED)), _untold()))


def tick(session: Session, house: House, now: datetime) -> int:
    """Whose time is over: cards turn, whoever asked and whoever granted it hear that nobody used it. Returns how many.

    An order that somebody else works on is left to the next tick.
    """
    due = select(Waiver.id, Waiver.order_id).where(
        Waiver.state.in_((_ASKED, _GRANTED)), Waiver.expires_at <= now, _untold()
    )
    found = session.execute(due.order_by(Waiver.expires_at, Waiver.id).limit(LIMIT)).all()
    claimed = select(Order).where(Order.id.in_({row.order_id for row in found})).order_by(Order.id)
    orders = session.scalars(
        claimed.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    ).all()  # fmt: skip
    known = {order.id: order for order in orders}
    return sum(
        _over(session, house, known[row.order_id], row.id, now) for row in found if row.order_id in known
    )  # fmt: skip


def _over(session: Session, house: House, order: Order, waiver_id: int, now: datetime) -> bool:
    row = session.get_one(Waiver, waiver_id, populate_existing=True)
    if row.state not in (_ASKED, _GRANTED) or not slots.take(session, EXPIRED, f"waiver:{row.id}", "over", now):
        return False
    if row.state == _ASKED:
        _close(session, house, order, row, people.by_id(session, row.asked_by), now)
    elif State(order.state) in _GOING_ON:
        deciding.tell(session, house, order, row, EXPIRED, now, also=row.decided_by)
    owed.refresh_cards(session, order_id=order.id, now=now)
    return True
