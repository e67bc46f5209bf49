"""草稿: whoever left a form half filled is told once on the next workday, and once more before the draft is cleared.

A draft has no order, so it has a row of `chase` of its own that no history stirs. The row knows when to look again;
looking judges from the draft itself, which is why filling it need not tell anybody: one that was touched since is put
off. Handed in, thrown away or touched between owing and sending, nothing is said of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, and_, cast, literal, literal_column, select, update
from sqlalchemy.orm import Session

from db.inserting import insert_into
from db.models import Chase, Draft, Person
from domain.drafts import Said, next_morning, next_said
from domain.ladders import Pace
from domain.process.reminding import DraftRule
from services import drafts, owed, telling
from services.house import House
from services.owed import Klass
from services.pace import pace_of

RULE, KIND = "draft", "reminder.drafts"
FORMS = ("order", "change", "make_good")
"""What is filed by these nobody files for them; a customer or a product that was not entered is missed soon enough."""
LIMIT = 200
_OPEN = literal_column("'open'")
_SUBJECT = literal("draft:") + cast(Draft.id, Text)


@dataclass(frozen=True, slots=True)
class Left:
    """A draft that lies open; `clears_at` where it was said that it will be cleared then."""

    draft: Any
    clears_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Lying:
    """One draft that is looked at."""

    row: Chase
    draft: Draft
    person: Person
    rule: DraftRule
    pace: Pace
    now: datetime

    @property
    def tomorrow(self) -> datetime:
        return next_morning(self.rule, self.pace.calendar, self.now)


def tick(session: Session, house: House, now: datetime) -> int:
    """Say what is due of drafts that lie open, and clear those of which it was said. Returns how many were told."""
    rule = house.book.drafts
    if rule is None:
        session.execute(update(Chase).where(Chase.rule == RULE, Chase.next_at.is_not(None)).values(next_at=None))
        return 0
    _watch(session, house, rule, now)
    due = select(Chase).where(Chase.rule == RULE, Chase.next_at.is_not(None), Chase.next_at <= now)
    due = due.order_by(Chase.next_at, Chase.id).limit(LIMIT).with_for_update(skip_locked=True)
    said: dict[int, list[_Lying]] = defaultdict(list)
    for row in session.scalars(due.execution_options(populate_existing=True)).all():
        lying = _lying(session, house, rule, row, now)
        if lying is not None and _look_at(session, lying):
            said[lying.person.telegram_id].append(lying)
    for chat, told in said.items():
        _owe(session, chat, told)
    return len(said)


def _watch(session: Session, house: House, rule: DraftRule, now: datetime) -> None:
    """Every open draft has its row."""
    query = (
        select(Draft.id, Draft.updated_at, Person.department)
        .join(Person, Person.id == Draft.person_id)
        .outerjoin(Chase, and_(Chase.rule == RULE, Chase.subject == _SUBJECT))
        .where(Draft.state == _OPEN, Draft.form.in_(FORMS), Chase.id.is_(None))
    )
    for new in session.execute(query).all():
        calendar = pace_of(session, house, new.department).calendar
        _said, moment = next_said(rule, calendar, Said.NOTHING, new.updated_at, now)
        row = insert_into(session, Chase).values(
            rule=RULE, subject=f"draft:{new.id}", anchor_at=new.updated_at, step=Said.NOTHING, next_at=moment
        )
        session.execute(row.on_conflict_do_nothing())  # another replica may be as quick


def _lying(session: Session, house: House, rule: DraftRule, row: Chase, now: datetime) -> _Lying | None:
    """What a row is about; None where that has ended, and so has the row."""
    draft = session.get(Draft, int(row.subject.partition(":")[2]), populate_existing=True)
    person = session.get_one(Person, draft.person_id) if draft is not None else None
    if draft is None or person is None or draft.state != "open" or not person.active:
        row.ended_at, row.next_at = now, None
        return None
    return _Lying(row, draft, person, rule, pace_of(session, house, person.department), now)


def _look_at(session: Session, lying: _Lying) -> bool:
    """Whether its person is told of it now; else when to look again, or the draft is cleared."""
    row, touched = lying.row, lying.draft.updated_at
    promised = row.step == Said.CLEARING and row.anchor_at == touched
    if row.step == Said.CLEARING and not promised:
        row.step = Said.LEFT  # somebody went on with it
    said, moment = next_said(lying.rule, lying.pace.calendar, Said(row.step), touched, lying.now)
    at = lying.pace.awake(lying.now) if promised else lying.pace.awake(max(moment, lying.now))
    if at > lying.now:
        row.next_at = at
        return False
    if promised or (said is Said.CLEARING and _is_blank(lying.draft)):
        _clear(session, lying)
        return False
    if not _worth_a_word(session, lying):
        row.next_at = lying.tomorrow
        return False
    row.step, row.anchor_at = said, touched
    following = lying.tomorrow
    if said is Said.LEFT:
        _clearing, following = next_said(lying.rule, lying.pace.calendar, said, touched, lying.now)
    row.next_at = max(following, lying.tomorrow)
    return True


def _is_blank(draft: Draft) -> bool:
    """Nothing would be lost with it. Why an order is to be changed is asked with what is wanted in hand."""
    return draft.form != "change" and not drafts.has_answers(draft)


def _worth_a_word(session: Session, lying: _Lying) -> bool:
    """There is something in it that is asked for nowhere else, and its person can be told."""
    if _is_blank(lying.draft) or not telling.is_reachable(session, lying.person.telegram_id):
        return False
    asked_why = drafts.open_of(session, lying.person.id, "change")
    return all(one.answers.get("_draft") != lying.draft.id for one in asked_why)


def _clear(session: Session, lying: _Lying) -> None:
    """Throw it away, unless somebody has it in hand at this moment."""
    query = select(Draft).where(Draft.id == lying.draft.id, Draft.updated_at == lying.draft.updated_at)
    draft = session.scalar(query.with_for_update(skip_locked=True).execution_options(populate_existing=True))
    if draft is None or draft.state != "open":
        lying.row.next_at = lying.tomorrow
        return
    drafts.discard(draft, lying.now)
    lying.row.ended_at, lying.row.next_at = lying.now, None


def _owe(session: Session, chat: int, told: Sequence[_Lying]) -> None:
    """One message a person, the longest untouched first."""
    oldest_first = sorted(told, key=lambda one: (one.draft.updated_at, one.draft.id))
    items = [[one.draft.id, one.draft.updated_at.isoformat(), _clears_at(one)] for one in oldest_first]
    first = oldest_first[0]
    owed.owe(
        session, KIND, chat_id=chat, now=first.now, klass=Klass.REMINDER, facts={"items": items},
        dedupe=f"{KIND}:{first.draft.id}:{first.row.step}:{first.draft.updated_at.isoformat()}",
    )  # fmt: skip


def _clears_at(lying: _Lying) -> str | None:
    at = lying.row.next_at
    return at.isoformat() if at is not None and lying.row.step == Said.CLEARING else None


def still(session: Session, chat_id: int, items: Iterable[Sequence[Any]]) -> list[Left]:
    """Those that lie as they lay when this was owed, for their own person alone."""
    found: list[Left] = []
    for draft_id, touched, clears_at in items:
        draft = session.get(Draft, int(draft_id))
        person = session.get_one(Person, draft.person_id) if draft is not None else None
        if draft is None or person is None or person.telegram_id != chat_id:
            continue
        if draft.state == "open" and draft.updated_at == datetime.fromisoformat(touched):
            found.append(Left(draft, datetime.fromisoformat(clears_at) if clears_at else None))
    return found
