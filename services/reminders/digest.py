"""早报: one message a group on a workday morning, oldest matter first, only where there is something.

One row of `chase` is the company's digest; whoever locks it when it is due gathers the lines of all groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.inserting import insert_into
from db.models import Chase, GroupBinding, Order
from domain.digest import digest_day, falls_on, in_digest_from, next_digest
from domain.process.registry import FACTS
from domain.process.reminding import DigestLine
from domain.reminders import Standing
from services import credit, owed, quiet_hours, slots
from services.house import House
from services.owed import Klass
from services.pace import pace_of
from services.reminders import watching, whom
from services.reminders.matters import Case, Facts, case_of, facts_for
from services.reminders.order_now import order_now

RULE, SUBJECT = "digest", "company"

Item = list[str]
"""A line's key in the book and its subject."""


def key_of(line: DigestLine) -> str:
    """The rule under which the matters of a line are kept."""
    return f"{RULE}.{line.key}"


def note(row: Chase, case: Case, now: datetime) -> None:
    """Whether a matter may be a line from now on; the morning judges it again."""
    if case.standing is Standing.ENDED or case.origin is None:
        row.ended_at = row.ended_at or now
    else:
        row.ended_at, row.anchor_at = None, case.origin.mark


def ensure(session: Session, house: House, now: datetime) -> None:
    """The digest has its row, and so the metronome its moment."""
    if session.scalar(select(Chase.id).where(Chase.rule == RULE, Chase.subject == SUBJECT)) is not None:
        return
    first = next_digest(pace_of(session, house), house.book.calendar.digest_at, now)
    row = insert_into(session, Chase).values(rule=RULE, subject=SUBJECT, anchor_at=now, step=0, next_at=first)
    session.execute(row.on_conflict_do_nothing())  # another replica may be as quick


def reschedule(session: Session, house: House, now: datetime) -> None:
    """Other days are worked from now on: the next morning is another one. One that is due already stays so."""
    query = select(Chase).where(Chase.rule == RULE, Chase.subject == SUBJECT, Chase.next_at > now).with_for_update()
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is not None:
        row.next_at = next_digest(pace_of(session, house), house.book.calendar.digest_at, now)


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
    for case in _standing(session, house, now):
        assert case.origin is not None
        line, since, calendar = case.rule, case.origin.since, case.pace.calendar
        assert isinstance(line, DigestLine)
        if day < in_digest_from(line, since, calendar):
            continue
        # the first morning leaves its mark, so that one that was missed comes a day later and not a week
        whose = case.found.whose if case.found is not None else ""
        said_once = (whose, "") if whose else (case.subject, since.isoformat())
        fresh = slots.take(session, key_of(line), *said_once, now)
        if fresh or falls_on(line, day, calendar):
            for chat in whom.chats(session, case, line.to, now):
                found[chat].append((since, [line.key, case.subject]))
    for chat in _quiet_until_now(session, house, now):
        found.setdefault(chat, [])
    owed_now = 0
    for chat, lines in found.items():
        if slots.take(session, RULE, f"chat:{chat}", day.isoformat(), now):
            items = [item for _since, item in sorted(lines)]
            owed.owe(session, "digest", chat_id=chat, now=now, klass=Klass.DIGEST, facts={"items": items})
            owed_now += 1
    return owed_now


def _quiet_until_now(session: Session, house: House, now: datetime) -> Iterator[int]:
    """The groups in which something arrived without a sound since the evening before."""
    for chat in session.scalars(select(GroupBinding.chat_id).distinct().order_by(GroupBinding.chat_id)):
        span = quiet_hours.last_quiet(session, house, chat, now)
        if span is not None and quiet_hours.happened(session, house, chat, *span):
            yield chat


def _standing(session: Session, house: House, now: datetime) -> Iterator[Case]:
    over: list[Chase] = []
    for line in house.book.digest:
        only = _speaking(session, house, line, now) if FACTS[line.about].of_customer else None
        for row, order in _kept(session, line, only):
            case = case_of(session, house, order_now(session, house, order, now), line, row.subject)
            if case.standing is Standing.ENDED or case.origin is None:
                over.append(row)
            elif case.standing is Standing.STANDS:
                yield case
    _let_go(session, over, now)


def _let_go(session: Session, rows: Sequence[Chase], now: datetime) -> None:
    """They are looked at no more each morning. Of an order that somebody else works on that is left for another day."""
    query = select(Order.id).where(Order.id.in_({row.order_id for row in rows})).order_by(Order.id)
    free = set(session.scalars(query.with_for_update(skip_locked=True, key_share=True)))
    for row in rows:
        if row.order_id in free:
            row.ended_at = now


def _speaking(session: Session, house: House, line: DigestLine, now: datetime) -> list[int]:
    """Of each customer that the line is about now one order, the newest, speaks for all: whichever of them changed.

    Whoever has fallen back is said anew when it comes to that again. An order that no line was kept of when it was
    released is looked at in a moment, and speaks the morning after.
    """
    assert line.share is not None, "the book names it for every fact of this kind"
    newest = {customer: use.orders[-1] for customer, use in credit.reaching(session, house, line.share)}
    slots.keep(session, key_of(line), [f"customer:{customer}" for customer in newest])
    known = {order.id for _row, order in _kept(session, line, newest.values())}
    for order_id in sorted(set(newest.values()) - known):
        watching.stir(session, f"order:{order_id}", now)
    return sorted(known)


def _kept(session: Session, line: DigestLine, only: Collection[int] | None = None) -> list[tuple[Chase, Order]]:
    """What a line was about when something last happened to its order, so that the rest are not judged each morning."""
    query = select(Chase, Order).join(Order, Order.id == Chase.order_id)
    query = query.where(Chase.rule == key_of(line), Chase.ended_at.is_(None)).order_by(Chase.id)
    if only is not None:
        query = query.where(Chase.order_id.in_(only))
    return [(row, order) for row, order in session.execute(query)]


def standing_of(session: Session, house: House, items: Iterable[Sequence[str]], now: datetime) -> list[Facts]:
    """What still stands of a digest's lines at the moment of sending, oldest first."""
    lines = {line.key: line for line in house.book.digest}
    found: list[Facts] = []
    for key, subject in items:
        order = _order_of(session, lines[key], subject) if key in lines else None
        if order is not None:
            case = case_of(session, house, order_now(session, house, order, now), lines[key], subject)
            if case.standing is Standing.STANDS:
                found.append(facts_for(session, house, case, now))
    return sorted(found, key=attrgetter("since", "order_id"))


def _order_of(session: Session, line: DigestLine, subject: str) -> Order | None:
    query = select(Order).join(Chase, Chase.order_id == Order.id)
    return session.scalar(query.where(Chase.rule == key_of(line), Chase.subject == subject))
