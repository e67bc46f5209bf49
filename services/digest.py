"""早报: one message a group on a workday morning, oldest matter first, only where there is something.

One row of `chase` is the company's digest; whoever locks it when it is due gathers the lines of all groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from operator import attrgetter

from sqlalchemy import and_, exists, literal_column, or_, select
from sqlalchemy.orm import Session

from db.inserting import insert_into
from db.models import Allocation, Chase, Order, Readiness, Slip
from domain.digest import digest_day, falls_on, in_digest_from, next_digest
from domain.process.reminding import DigestLine
from domain.reminders import Standing
from services import owed, slots, telling
from services.house import House
from services.matters import Case, Facts, case_of, facts_for, order_now
from services.order_facts import SLIP_OPEN
from services.owed import Klass
from services.pace import pace_of

RULE, SUBJECT = "digest", "company"

Item = list[str]
"""A line's key in the book and its subject."""


def ensure(session: Session, house: House, now: datetime) -> None:
    """The digest has its row, and so the metronome its moment."""
    if session.scalar(select(Chase.id).where(Chase.rule == RULE, Chase.subject == SUBJECT)) is not None:
        return
    first = next_digest(pace_of(session, house), house.book.calendar.digest_at, now)
    row = insert_into(session, Chase).values(rule=RULE, subject=SUBJECT, anchor_at=now, step=0, next_at=first)
    session.execute(row.on_conflict_do_nothing())  # another replica may be as quick


def tick(session: Session, house: House, now: datetime) -> int:
    """Owe the digest of today, where it is due. Returns how many groups get one.

    A morning that nobody was there for is made up for until the evening, never the day after.
    """
    query = select(Chase).where(
        Chase.rule == RULE, Chase.subject == SUBJECT, Chase.next_at.is_not(None), Chase.next_at <= now
    )
    row = session.scalar(query.with_for_update(skip_locked=True).execution_options(populate_existing=True))
    if row is None:
        return 0
    pace, moment = pace_of(session, house), house.book.calendar.digest_at
    row.next_at = next_digest(pace, moment, now)
    day = digest_day(pace, moment, now)
    return _owe(session, house, day, now) if day else 0


def _owe(session: Session, house: House, day: date, now: datetime) -> int:
    """One message a group: new matters from their first day on, then on the weekdays that the book names."""
    found: dict[int, list[tuple[datetime, Item]]] = defaultdict(list)
    for case in _stuck(session, house, now):
        assert case.origin is not None
        line, since, calendar = case.rule, case.origin.first, case.pace.calendar
        assert isinstance(line, DigestLine)
        if day < in_digest_from(line, since, calendar):
            continue
        # the first morning leaves its mark, so that one that was missed comes a day later and not a week
        fresh = slots.take(session, f"digest.{line.key}", case.subject, since.isoformat(), now)
        if fresh or falls_on(line, day, calendar):
            for chat in telling.recipients(session, case.now.book, case.now.leaf, case.now.order, line.to):
                found[chat].append((since, [line.key, case.subject]))
    owed_now = 0
    for chat, lines in found.items():
        if slots.take(session, RULE, f"chat:{chat}", day.isoformat(), now):
            items = [item for _since, item in sorted(lines)]
            owed.owe(session, "digest", chat_id=chat, now=now, klass=Klass.DIGEST, facts={"items": items})
            owed_now += 1
    return owed_now


def _stuck(session: Session, house: House, now: datetime) -> Iterator[Case]:
    for line in house.book.digest:
        for order, subject in _subjects(session, line):
            case = case_of(session, house, order_now(session, house, order, now), line, subject)
            if case.standing is Standing.STANDS and case.origin is not None:
                yield case


def _subjects(session: Session, line: DigestLine) -> Iterator[tuple[Order, str]]:
    """What a line can be about at all, so that a thousand orders that simply run are not judged each morning."""
    if line.since == "slip_sent":
        for state in SLIP_OPEN:  # a literal each: with both in one condition no partial index would do
            open_slips = select(Slip.id, Order).join(Order, Order.id == Slip.order_id)
            for slip_id, order in session.execute(
                open_slips.where(Slip.state == literal_column(f"'{state}'")).order_by(Slip.id)
            ):
                yield order, f"slip:{slip_id}"
        return
    goods = exists().where(Readiness.order_id == Order.id)
    taken_back = exists().where(Allocation.order_id == Order.id, Allocation.amount_minor < 0)
    # states as literals: with bound ones PostgreSQL's generic plan loses the partial index of live orders
    accepted, in_supply = literal_column("'accepted'"), [literal_column("'released'"), literal_column("'executing'")]
    waiting = or_(Order.state == accepted, and_(Order.state.in_(in_supply), or_(goods, taken_back)))
    for order in session.scalars(select(Order).where(waiting).order_by(Order.id)).all():
        yield order, f"order:{order.id}"


def standing_of(session: Session, house: House, items: Iterable[Sequence[str]], now: datetime) -> list[Facts]:
    """What still stands of a digest's lines at the moment of sending, oldest first."""
    lines = {line.key: line for line in house.book.digest}
    found: list[Facts] = []
    for key, subject in items:
        order = _order_of(session, subject)
        if key in lines and order is not None:
            case = case_of(session, house, order_now(session, house, order, now), lines[key], subject)
            if case.standing is Standing.STANDS:
                found.append(facts_for(session, house, case, now))
    return sorted(found, key=attrgetter("since", "order_id"))


def _order_of(session: Session, subject: str) -> Order | None:
    kind, _, number = subject.partition(":")
    if kind == "slip":
        slip = session.get(Slip, int(number))
        return session.get(Order, slip.order_id) if slip else None
    return session.get(Order, int(number))
