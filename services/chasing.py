"""Chases (催办): reminder rules of the book at work on orders and slips.

A chase is a rule at one subject with the moment to look at it again. Looking means judging from current facts:
what is due is said, what has ended is let go, and the next moment is noted. A reminder that falls into the night
is not owed and held back: its chase is looked at in the morning instead, so that nothing old stands in the queue and
what is said then is judged then.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Change, Chase, Order
from domain.process.reminding import ReminderRule
from domain.process.types import Book, Leaf
from domain.reminders import HASTENED_BY, Origin, Standing, plan
from services import digest, owed, slots, telling
from services.changes import waited
from services.house import House
from services.matters import Case, Facts, OrderNow, case_of, facts_for, order_now
from services.owed import Klass

log = logging.getLogger(__name__)

LIMIT = 100
"""So many orders in one transaction: about as long as anybody may be kept waiting by a tick."""
TOGETHER = 6
"""So many matters of one kind fit into one message with a button each."""
WAITED = "waited_for"
"""In the place of a recipient: whoever a change waits for at that moment."""
AFTER_A_FAULT = timedelta(hours=1)

OPENED_BY = {
    "accepted": frozenset({"accepted", "ready"}),
    "ready": frozenset({"accepted", "ready"}),
    "slip_sent": frozenset({"slip_sent"}),
    "change_asked": frozenset({"change_due"}),
    "held": frozenset({"hold_due"}),
}
"""The rules, by what they count from, that begin when this happens: who waits for goods waits from acceptance on."""


def begin(
    session: Session, book: Book, leaf: Leaf, order: Order, anchor: str, now: datetime, *, subject: str | None = None
) -> None:
    """Something happened that reminder rules of the leaf count from, or that may give one its reason again.

    Nothing is judged here: every chase of the order is due at once, and the next tick looks at it.
    """
    about = subject or f"order:{order.id}"
    known = {(row.rule, row.subject): row for row in session.scalars(select(Chase).where(Chase.order_id == order.id))}
    for row in known.values():
        if row.ended_at is None:
            row.next_at = now
        elif row.subject == about:
            row.anchor_at, row.step, row.ended_at, row.next_at = now, 0, None, now
    for rule in leaf.reminders:
        if rule.since in OPENED_BY[anchor] and (rule.key, about) not in known:
            session.add(Chase(rule=rule.key, subject=about, order_id=order.id, anchor_at=now, step=0, next_at=now))
    session.flush()


def next_due(session: Session) -> datetime | None:
    """When the next chase, or the digest, must be looked at; the metronome may sleep until then."""
    return session.scalar(select(func.min(Chase.next_at)).where(Chase.next_at.is_not(None)))


def still(session: Session, house: House, rule: str, subject: str, now: datetime) -> Facts | None:
    """What is true of a reminder at the moment of sending; None when there is nothing to say any more."""
    row = session.scalar(select(Chase).where(Chase.rule == rule, Chase.subject == subject))
    order = session.get(Order, row.order_id) if row is not None and row.order_id is not None else None
    if row is None or order is None:
        return None
    state = order_now(session, house, order, now)
    declared = _rule(state, rule)
    if declared is None:
        return None
    case = case_of(session, house, state, declared, subject, row.anchor_at)
    return facts_for(session, house, case, now) if case.standing is Standing.STANDS else None


def _rule(state: OrderNow, key: str) -> ReminderRule | None:
    return next((rule for rule in state.leaf.reminders if rule.key == key), None)


# ── the tick ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Errand:
    """One reminder to one chat."""

    chat_id: int
    about: str
    escalated: bool
    since: datetime
    rule: str
    subject: str
    order_id: int

    @property
    def message(self) -> tuple[int, str, bool]:
        """What may share one message."""
        return self.chat_id, self.about, self.escalated


def tick(session: Session, house: House, now: datetime, *, limit: int = LIMIT) -> int:
    """Look at everything that is due, and owe what it asks for. Returns how many messages are owed.

    Any number of replicas may tick at once. An order's chases change only under its lock: one that somebody else
    works on is left to the next tick, and one that is locked is read again before it is judged.
    """
    digest.ensure(session, house, now)
    due = select(Chase.order_id).where(Chase.next_at.is_not(None), Chase.next_at <= now, Chase.order_id.is_not(None))
    found = set(session.scalars(due.order_by(Chase.next_at, Chase.id).limit(limit)))
    orders = _claim(session, found)
    rows = _due_rows(session, [order.id for order in orders], now)
    errands: list[Errand] = []
    for order in orders:
        errands += _look_at(session, house, order, rows.get(order.id, []), now)
    return _owe(session, errands, now) + digest.tick(session, house, now)


def _claim(session: Session, order_ids: Iterable[int | None]) -> Sequence[Order]:
    """Lock the orders that nobody else works on."""
    query = select(Order).where(Order.id.in_(order_ids)).order_by(Order.id).with_for_update(skip_locked=True)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _due_rows(session: Session, order_ids: list[int], now: datetime) -> dict[int, list[Chase]]:
    query = (
        select(Chase)
        .where(Chase.order_id.in_(order_ids), Chase.next_at.is_not(None), Chase.next_at <= now)
        .order_by(Chase.order_id, Chase.id)
        .execution_options(populate_existing=True)
    )
    return {key: list(rows) for key, rows in groupby(session.scalars(query), attrgetter("order_id"))}


def _look_at(session: Session, house: House, order: Order, rows: list[Chase], now: datetime) -> list[Errand]:
    """Judge what is due of one order. A fault in one is noted and must not silence the others."""
    try:
        with session.begin_nested():
            state = order_now(session, house, order, now)
            return [errand for row in rows for errand in _pursue(session, house, state, row, now)]
    except Exception:
        log.exception("the chases of order %s cannot be judged; again in an hour", order.id)
        for row in rows:
            session.refresh(row)
            row.next_at = now + AFTER_A_FAULT
        session.flush()
        return []


def _pursue(session: Session, house: House, state: OrderNow, row: Chase, now: datetime) -> list[Errand]:
    """Look at one chase: end it, let it rest, or say what is due."""
    rule = _rule(state, row.rule)
    if rule is None:
        row.ended_at, row.next_at = now, None
        return []
    case = case_of(session, house, state, rule, row.subject, row.anchor_at)
    if case.standing is Standing.ENDED:
        row.ended_at, row.next_at = now, None
        return []
    if case.origin is None:
        row.next_at = None  # what it counts from begins it
        return []
    if case.origin.begun > row.anchor_at:
        row.anchor_at, row.step = case.origin.begun, 0  # the reason is a new one
    if case.standing is Standing.RESTS:
        row.next_at = case.pace.tomorrow(now)
        return []
    return _say(session, case, case.origin, rule, row, now)


def _say(session: Session, case: Case, origin: Origin, rule: ReminderRule, row: Chase, now: datetime) -> list[Errand]:
    """Take the slots of what is due, and say whom it goes to."""
    sooner = rule.sooner is not None and HASTENED_BY[rule.sooner.fact](case.matter)
    due = plan(rule, origin, case.pace, row.step, now, sooner=sooner)
    row.next_at = due.next_at
    begun = row.anchor_at.isoformat()
    told: dict[int, bool] = {}
    if due.step is not None:
        row.step = due.step + 1
        if slots.take(session, rule.key, row.subject, f"{begun}/{due.step}", now):
            told |= dict.fromkeys(_chats(session, case, rule.to, now), False)
    for index in due.escalations:
        if slots.take(session, f"{rule.key}.escalated", row.subject, f"{begun}/{index}", now):
            told |= dict.fromkeys(_chats(session, case, (rule.escalate[index].to,), now), True)
    return [
        Errand(chat, rule.about, escalated, origin.first, rule.key, row.subject, case.now.order.id)
        for chat, escalated in told.items()
    ]


def _chats(session: Session, case: Case, to: Iterable[str], now: datetime) -> tuple[int, ...]:
    known = telling.recipients(
        session, case.now.book, case.now.leaf, case.now.order, [one for one in to if one != WAITED], now
    )
    late = waited.chats(session, case.about, now) if WAITED in to and isinstance(case.about, Change) else ()
    return tuple(dict.fromkeys((*late, *known)))


def _owe(session: Session, errands: list[Errand], now: datetime) -> int:
    """Owe what was found, oldest first, several matters of one kind to one chat in one message."""
    count = 0
    for (chat_id, about, escalated), same in groupby(sorted(errands, key=attrgetter("message")), attrgetter("message")):
        oldest_first = sorted(same, key=attrgetter("since", "order_id"))
        for part in (oldest_first[start : start + TOGETHER] for start in range(0, len(oldest_first), TOGETHER)):
            alone = part[0] if len(part) == 1 else None
            owed.owe(
                session, f"reminder.{about}", chat_id=chat_id, now=now, klass=Klass.REMINDER,
                subject=alone.subject if alone else "", order_id=alone.order_id if alone else None,
                facts={"items": [[errand.rule, errand.subject] for errand in part], "escalated": escalated},
            )  # fmt: skip
            count += 1
    return count
