"""知道了, 稍后, 别再催: whoever is reminded lets a ladder rest. None of it ends what the reminder is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Chase, Order, Reminded
from domain.process.registry import FACTS
from domain.process.reminding import ReminderRule
from services import books, history, people
from services.deputies import deputies
from services.errors import AlreadyDone, NotAllowed, NotFound
from services.house import House
from services.locking import lock_order
from services.looking import reach
from services.people import ChatFacts, PersonFacts
from services.reminders import subjects
from services.reminders.order_now import order_now


class Pause(StrEnum):
    """How a chase rests."""

    ACKNOWLEDGED = "acknowledged"  # 知道了: no further step until its reason arises anew
    SNOOZED = "snoozed"  # 稍后: until a moment
    MUTED = "muted"  # 别再催: this rule, this subject; never of a gate


REASONS = ("customer", "waiting", "on_the_way", "other_first")
"""Why it may wait: the customer is at it, an answer is waited for, it is on the way, something else goes first."""


def rests(row: Chase, now: datetime) -> bool:
    """Whether nothing is said of it now. A snooze is over at its end."""
    if row.paused is None:
        return False
    return row.paused_until is None or now < row.paused_until


def wake(row: Chase) -> datetime | None:
    """A snooze is over: when it ended. None where there was none."""
    until = row.paused_until
    if row.paused != Pause.SNOOZED.value or until is None:
        return None
    forget(row)
    return until


def forget(row: Chase) -> None:
    """Its reason is a new one. What somebody muted stays so."""
    if row.paused != Pause.MUTED.value:
        row.paused = row.paused_by = row.paused_at = row.paused_until = row.pause_reason = None


def declared(session: Session, house: House, rule: str, subject: str) -> tuple[int, ReminderRule]:
    """The order that a reminder is about, and its rule as the order's book has it. NotFound where there is none."""
    found = find(session, house, rule, subject)
    if found is None:
        raise NotFound(f"chase {rule} {subject}")
    return found


def find(session: Session, house: House, rule: str, subject: str) -> tuple[int, ReminderRule] | None:
    """The same; None where there is none."""
    query = select(Order).join(Chase, Chase.order_id == Order.id)
    order = session.scalar(query.where(Chase.rule == rule, Chase.subject == subject))
    found = books.book_of(session, order, house.book).reminders.get(rule) if order is not None else None
    return (order.id, found) if order is not None and found is not None else None


def mutable(session: Session, house: House, rule: str, subject: str) -> bool:
    """Whether this may be muted: what holds a gate never is."""
    found = find(session, house, rule, subject)
    return found is not None and not FACTS[found[1].about].holds_gate


@dataclass(frozen=True, slots=True)
class Heard:
    """Who lets something rest, and in which chat they were reminded of it."""

    actor: PersonFacts
    chat: ChatFacts
    items: Sequence[Sequence[str]]
    """Rule and subject of each."""


def require_heard(session: Session, house: House, heard: Heard, now: datetime) -> Sequence[Sequence[str]]:
    """What of it is this person's to let rest.

    NotAllowed for whoever was not reminded of these: in private the person, in a group its departments.
    What waits for somebody by name is theirs, their deputy's, their manager's: no colleague in the group lets it rest.
    NotFound where there is no such reminder, or it is of an order that this person may not see.
    """
    theirs: list[Sequence[str]] = []
    waits_for: list[str] = []
    for rule, subject in heard.items:
        order_id = require_here(session, house, heard, rule, subject)
        asked = _another(session, house, heard, session.get_one(Order, order_id), rule, subject, now)
        if asked is None:
            theirs.append([rule, subject])
        else:
            waits_for.append(people.name_of(session, asked))
    if waits_for and not theirs:
        raise NotAllowed("waits_for_other", name=waits_for[0])
    return theirs


def require_here(session: Session, house: House, heard: Heard, rule: str, subject: str) -> int:
    """The order of a reminder that was said in this chat. Errors as of `require_heard`, whomever it waits for."""
    order_id = session.scalar(select(Chase.order_id).where(Chase.rule == rule, Chase.subject == subject))
    if order_id is None:
        raise NotFound(f"chase {rule} {subject}")
    reach(session, house, heard.actor, order_id)
    here = select(Reminded.id).where(
        Reminded.order_id == order_id, Reminded.rule == rule, Reminded.subject == subject,
        Reminded.chat_id == heard.chat.id, ~Reminded.left_out,
    )  # fmt: skip
    here_at_all = heard.chat.private or heard.actor.is_admin or heard.actor.department in heard.chat.departments
    if not here_at_all or session.scalar(here.limit(1)) is None:
        raise NotAllowed("not_reminded")
    return order_id


def _another(
    session: Session, house: House, heard: Heard, order: Order, rule: str, subject: str, now: datetime
) -> int | None:  # fmt: skip
    """Who in a group this waits for by name; None where whoever presses may speak for it."""
    actor = heard.actor
    if heard.chat.private or actor.is_admin:
        return None
    state = order_now(session, house, order, now)
    declared = state.leaf_rule(rule)
    found = subjects.find(session, house, state, declared, subject) if declared is not None else None
    posts = found.who if found is not None else ()
    by_name = [post.person_id for post in posts if post.person_id is not None]
    if not by_name or len(by_name) < len(posts):
        return None  # a department is waited for too
    above = actor.department == state.book.roles.management or (
        actor.is_manager and actor.department in {post.department for post in posts}
    )
    if above or actor.id in by_name or any(actor.id in deputies(session, one, now) for one in by_name):
        return None
    return by_name[0]


def acknowledge(session: Session, house: House, heard: Heard, now: datetime) -> int:
    """知道了. Returns how many rest now. AlreadyDone where all of them have ended or rest already."""
    return _pause(session, house, heard, now, Pause.ACKNOWLEDGED)


def snooze(session: Session, house: House, heard: Heard, now: datetime, until: datetime, reason: str) -> int:
    """稍后, until a moment and for one of `REASONS`."""
    if reason not in REASONS or until <= now:
        raise NotFound(f"snooze until {until} for {reason!r}")
    return _pause(session, house, heard, now, Pause.SNOOZED, until, reason)


def mute(session: Session, house: House, heard: Heard, now: datetime, reason: str) -> int:
    """别再催. NotAllowed for what holds a gate."""
    if reason not in REASONS:
        raise NotFound(f"mute for {reason!r}")
    return _pause(session, house, heard, now, Pause.MUTED, None, reason)


def _pause(
    session: Session, house: House, heard: Heard, now: datetime, how: Pause, until: datetime | None = None,
    reason: str | None = None,
) -> int:  # fmt: skip
    count, before = 0, AlreadyDone()
    for rule, subject in require_heard(session, house, heard, now):
        found = select(Chase).where(Chase.rule == rule, Chase.subject == subject)
        order_id = session.scalars(found).one().order_id
        assert order_id is not None, "only what is about an order is reminded of"
        lock_order(session, order_id)
        row = session.scalars(found.execution_options(populate_existing=True)).one()
        if row.ended_at is not None:
            continue
        if row.paused == how.value and rests(row, now) and how is not Pause.SNOOZED:
            before = AlreadyDone(people.name_of(session, row.paused_by), row.paused_at)
            continue
        if how is Pause.MUTED and not mutable(session, house, rule, subject):
            raise NotAllowed("never_muted")
        _rest(session, row, heard.actor, now, how, until, reason)
        count += 1
    if not count:
        raise before
    return count


def put_off(
    session: Session, house: House, actor: PersonFacts, order_id: int, subject: str, until: datetime, reason: str,
    now: datetime,
) -> bool:  # fmt: skip
    """先放放, said of the thing itself: whatever reminds of it waits until then. False where no rule reminds of it.

    Whether it is theirs to say so is the caller's to know.
    """
    state = order_now(session, house, lock_order(session, order_id), now)
    count = 0
    for rule in state.leaf.reminders:
        if subjects.find(session, house, state, rule, subject) is None:
            continue
        found = select(Chase).where(Chase.rule == rule.key, Chase.subject == subject)
        row = session.scalar(found.execution_options(populate_existing=True))
        if row is None:  # it was asked for just now
            row = Chase(rule=rule.key, subject=subject, order_id=order_id, anchor_at=now, step=0, resting=False)
            session.add(row)
        _rest(session, row, actor, now, Pause.SNOOZED, until, reason)
        count += 1
    return count > 0


def _rest(
    session: Session, row: Chase, actor: PersonFacts, now: datetime, how: Pause, until: datetime | None,
    reason: str | None,
) -> None:  # fmt: skip
    row.paused, row.paused_by, row.paused_at = how.value, actor.id, now
    row.paused_until, row.pause_reason, row.next_at = until, reason, until
    session.flush()
    after = {"rule": row.rule, "subject": row.subject, "until": until.isoformat() if until else None, "reason": reason}
    history.record(
        session, subject=f"order:{row.order_id}", action=f"reminder_{how.value}", now=now, actor_id=actor.id,
        after=after,
    )  # fmt: skip
