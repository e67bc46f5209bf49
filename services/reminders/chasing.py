"""Chases (催办): reminder rules of the book at work on orders, and on whatever of an order waits.

A chase is a rule at one subject with the moment to look at it again. Looking means judging from current facts: what is
due is said, what has ended is let go, and the next moment is noted. Whatever happens to an order stirs its watch, and
then everything is looked at that its rules can be about: chases begin, and begin again, from facts alone.

A reminder that falls into the night is not owed and held back: its chase is looked at in the morning instead, so that
nothing old stands in the queue and what is said then is judged then.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from db.models import Chase, Order
from domain.ladders import Origin, plan, risk_at
from domain.process.names import Level
from domain.process.reminding import ReminderRule
from domain.reminders import HASTENED_BY, Standing
from services import slots
from services.house import House
from services.reminders import digest, errands, pausing, subjects, watching, whom
from services.reminders.errands import Errand
from services.reminders.matters import Case, case_about, case_of
from services.reminders.order_now import OrderNow, order_now
from services.reminders.subjects import Found, Rule
from services.risks import closing, opening

log = logging.getLogger(__name__)

LIMIT = 100
"""So many orders in one transaction: about as long as anybody may be kept waiting by a tick."""
AFTER_A_FAULT, AFTER_THE_WORLD = timedelta(hours=1), timedelta(minutes=1)
"""When an order is looked at again that could not be judged: by a fault of ours, or of the database just then."""


def next_due(session: Session) -> datetime | None:
    """When the next chase, or the digest, must be looked at; the metronome may sleep until then."""
    return session.scalar(select(func.min(Chase.next_at)).where(Chase.next_at.is_not(None)))


def still(session: Session, house: House, rule: str, subject: str, now: datetime) -> Case | None:
    """What a reminder is about at the moment of sending; None when there is nothing to say any more."""
    row = session.scalar(select(Chase).where(Chase.rule == rule, Chase.subject == subject))
    order = session.get(Order, row.order_id) if row is not None and row.order_id is not None else None
    if row is None or order is None or pausing.rests(row, now):
        return None
    state = order_now(session, house, order, now)
    declared = state.leaf_rule(rule)
    if declared is None:
        return None
    case = case_of(session, house, state, declared, subject, row.anchor_at)
    return case if case.standing is Standing.STANDS else None


# ── the tick ───────────────────────────────────────────────────────────────────────────────


def tick(session: Session, house: House, now: datetime, *, limit: int = LIMIT) -> int:
    """Look at everything that is due, and owe what it asks for. Returns how many messages are owed.

    Any number of replicas may tick at once. An order's chases change only under its lock: one that somebody else
    works on is left to the next tick, and one that is locked is read again before it is judged.
    """
    digest.ensure(session, house, now)
    due = select(Chase.order_id).where(Chase.next_at.is_not(None), Chase.next_at <= now, Chase.order_id.is_not(None))
    orders = _claim(session, set(session.scalars(due.order_by(Chase.next_at, Chase.id).limit(limit))))
    rows = _rows_of(session, [order.id for order in orders])
    found: list[Errand] = []
    for order in orders:
        found += _look_at(session, house, order, rows.get(order.id, []), now)
    return errands.owe(session, house, found, now) + digest.tick(session, house, now)


def _claim(session: Session, order_ids: Iterable[int | None]) -> Sequence[Order]:
    """Lock the orders that nobody else works on, as `lock_order` does: rows that name them may be written beside it."""
    query = select(Order).where(Order.id.in_(order_ids)).order_by(Order.id)
    query = query.with_for_update(skip_locked=True, key_share=True)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _rows_of(session: Session, order_ids: list[int]) -> dict[int, list[Chase]]:
    query = (
        select(Chase)
        .where(Chase.order_id.in_(order_ids))
        .order_by(Chase.order_id, Chase.id)
        .execution_options(populate_existing=True)
    )
    return {key: list(rows) for key, rows in groupby(session.scalars(query), attrgetter("order_id"))}


def _look_at(session: Session, house: House, order: Order, rows: list[Chase], now: datetime) -> list[Errand]:
    """Judge what is due of one order. A fault in one is noted and must not silence the others."""
    due = [row for row in rows if row.next_at is not None and row.next_at <= now]
    try:
        with session.begin_nested():
            state = order_now(session, house, order, now)
            if any(row.rule == watching.RULE for row in due):
                found = list(_look_anew(session, house, state, rows, now))
            else:
                found = [errand for row in due for errand in _look_again(session, house, state, row, now)]
            session.flush()
            watching.rest(session, order.id)
            return found
    except Exception as fault:
        again = AFTER_THE_WORLD if isinstance(fault, OperationalError) else AFTER_A_FAULT
        log.exception("the chases of order %s cannot be judged; again in %s", order.id, again)
        for row in due:
            session.refresh(row)
            row.next_at = now + again
        session.flush()
        return []


def _look_anew(session: Session, house: House, state: OrderNow, rows: list[Chase], now: datetime) -> Iterator[Errand]:
    """Something happened to the order: everything that its rules are about now, and what they were about."""
    known = {(row.rule, row.subject): row for row in rows}
    standing: dict[str, dict[str, Found]] = {}
    rules = {
        rule.key if isinstance(rule, ReminderRule) else digest.key_of(rule): rule
        for rule in (*state.leaf.reminders, *house.book.digest)
    }
    with session.no_autoflush:  # all that begins goes in by one statement
        for key, rule in rules.items():
            standing[key] = {one.subject: one for one in subjects.look(session, house, state, rule)}
            for subject, found in standing[key].items():
                if (key, subject) not in known:
                    known[key, subject] = _begun(session, house, state, rule, key, found, now)
    session.flush()
    for key, rule in rules.items():
        for row in [row for row in known.values() if row.rule == key]:
            found = standing[key].get(row.subject)
            if found is None and row.ended_at is not None:
                continue
            if isinstance(rule, ReminderRule):
                yield from _pursue(session, house, state, row, found, now, anew=True)
            else:
                digest.note(row, case_about(session, house, state, rule, row.subject, found), now)


def _begun(
    session: Session, house: House, state: OrderNow, rule: Rule, key: str, found: Found, now: datetime
) -> Chase:  # fmt: skip
    mark = _mark(case_about(session, house, state, rule, found.subject, found))
    row = Chase(
        rule=key, subject=found.subject, order_id=state.order.id, anchor_at=mark or now, step=0, resting=False
    )  # fmt: skip
    session.add(row)
    return row


def _mark(case: Case) -> datetime | None:
    return case.origin.mark if case.origin is not None else None


def _look_again(session: Session, house: House, state: OrderNow, row: Chase, now: datetime) -> list[Errand]:
    """The time has come of one chase; nothing happened to its order since everything was looked at."""
    rule = state.leaf_rule(row.rule)
    found = subjects.find(session, house, state, rule, row.subject) if rule is not None else None
    return _pursue(session, house, state, row, found, now)


def _pursue(
    session: Session, house: House, state: OrderNow, row: Chase, found: Found | None, now: datetime, *,
    anew: bool = False,
) -> list[Errand]:  # fmt: skip
    """Look at one chase: end it, let it rest, or say what is due.

    `found`: what it is about; None where that waits no more. `anew`: something has just happened to its order.
    """
    rule = state.leaf_rule(row.rule)
    if rule is None:
        row.ended_at, row.next_at = now, None
        closing.pass_over(session, rule=row.rule, subject=row.subject, now=now)
        return []
    case = case_about(session, house, state, rule, row.subject, found, row.anchor_at)
    if case.standing is Standing.ENDED:
        row.ended_at, row.next_at = row.ended_at or now, None
        if rule.risk is not None:
            closing.pass_over(session, rule=rule.key, subject=row.subject, now=now)
        return []
    if row.ended_at is not None:
        _begin_again(session, row, max(row.ended_at, _mark(case) or row.ended_at))
        case = case_about(session, house, state, rule, row.subject, found, row.anchor_at)
    if case.origin is None:
        row.next_at = None  # what it counts from begins it
        return []
    if case.origin.mark != row.anchor_at and (case.origin.fixed or case.origin.mark > row.anchor_at):
        _begin_again(session, row, case.origin.mark)  # the reason is a new one
    if case.standing is Standing.RESTS:
        row.resting, row.next_at = True, case.pace.tomorrow(now)
        return []
    if row.resting and anew and (row.next_at is None or row.next_at > now):
        # whoever heard a moment ago that it is their turn again is left in peace until the morning
        row.next_at = row.next_at or case.pace.tomorrow(now)
        return []
    row.resting = False
    becomes = _risk(session, case, case.origin, rule, row, now)
    said = [] if pausing.rests(row, now) else _say(session, case, case.origin, rule, row, now)
    looks = (row.paused_until if pausing.rests(row, now) else row.next_at, becomes)
    row.next_at = min((moment for moment in looks if moment is not None), default=None)
    return said


def _risk(
    session: Session, case: Case, origin: Origin, rule: ReminderRule, row: Chase, now: datetime
) -> datetime | None:
    """What has stood for so long is in the register, acknowledged or not. When it will be, where that is yet to come."""
    becomes = risk_at(rule, origin, case.pace)
    if rule.risk is None or becomes is None or becomes > now or case.found is None:
        return becomes
    post = case.found.who[0]
    opening.arise(
        session, case.now.order, rule=rule.key, subject=row.subject, level=rule.risk.level.value,
        department=post.department, owner_id=whom.holder(session, post),
        anew=slots.take(session, f"{rule.key}.risk", row.subject, f"{row.anchor_at.isoformat()}/", now), now=now,
    )  # fmt: skip
    return None


def _begin_again(session: Session, row: Chase, mark: datetime) -> None:
    """Its reason has arisen anew: the steps begin, and whoever had acknowledged it hears of it again.

    A day that is the same as before has its slots taken by what was said then; they are free again.
    """
    for kind in (row.rule, f"{row.rule}.escalated", f"{row.rule}.risk"):
        slots.free(session, kind, row.subject, mark.isoformat())
    row.anchor_at, row.step, row.ended_at, row.resting = mark, 0, None, False
    pausing.forget(row)


def _say(session: Session, case: Case, origin: Origin, rule: ReminderRule, row: Chase, now: datetime) -> list[Errand]:
    """Take the slots of what is due, and say whom it goes to."""
    awake = case.pace.awake(now)
    if row.paused is not None and awake > now:  # 稍后 was over while nobody looked
        row.next_at = awake
        return []
    sooner = rule.sooner is not None and HASTENED_BY[rule.sooner.fact](case.matter)
    due = plan(rule, origin, case.pace, row.step, now, sooner=sooner)
    row.next_at = due.next_at
    begun = row.anchor_at.isoformat()
    told: dict[int, tuple[bool, int]] = {}
    woken = pausing.wake(row)
    if due.step is not None:
        row.step = due.step + 1
        if slots.take(session, rule.key, row.subject, f"{begun}/{due.step}", now):
            to = rule.then_to if due.step else rule.to
            told |= dict.fromkeys(whom.chats(session, case, to, now), (False, due.step))
    if woken is not None and not told:
        # 稍后 has come, and no further step with it; put off before the first, it is the first
        row.step = max(row.step, 1)
        fresh = slots.take(session, f"{rule.key}.again", row.subject, woken.isoformat(), now)
        told |= dict.fromkeys(whom.chats(session, case, rule.to, now) if fresh else (), (False, row.step - 1))
    for index in due.escalations:
        if slots.take(session, f"{rule.key}.escalated", row.subject, f"{begun}/{index}", now):
            told |= dict.fromkeys(whom.above(session, case, rule.escalate[index].to, now), (True, index))
    breaks = not case.pace.sleeps
    # 稍后 named the moment, and whoever pressed it was promised that one
    hurries = breaks or sooner or woken is not None or (rule.risk is not None and rule.risk.level is Level.HIGH)
    return [
        Errand(
            chat, rule.about, escalated, breaks, hurries, origin.since, rule.key, row.subject, case.now.order.id, step,
            row.anchor_at,
        )
        for chat, (escalated, step) in told.items()
    ]  # fmt: skip
