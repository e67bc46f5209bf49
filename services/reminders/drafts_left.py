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
from db.models import Chase, Draft, Owed, Person
from domain.drafts import Said, next_morning, next_said
from domain.ladders import Pace
from domain.process.reminding import DraftRule
from services import drafts, owed, telling
from services.house import House
from services.owed import REMINDER, UNSAID, Klass
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

    draft: Draft
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
        .where(Draft.state == _OPEN, Draft.form.in_(FORMS), Person.active, Chase.next_at.is_(None))
    )
    for new in session.execute(query).all():
        calendar = pace_of(session, house, new.department).calendar
        _said, moment = next_said(rule, calendar, Said.NOTHING, new.updated_at, now)
        row = insert_into(session, Chase).values(
            rule=RULE, subject=f"draft:{new.id}", anchor_at=new.updated_at, step=Said.NOTHING, next_at=moment
        )
        # one that the book had left alone for a while, or whose person was away, has its row; so has another replica's
        again = {"next_at": moment, "ended_at": None}
        session.execute(row.on_conflict_do_update(index_elements=["rule", "subject"], set_=again))


def _lying(session: Session, house: House, rule: DraftRule, row: Chase, now: datetime) -> _Lying | None:
    """What a row is about; None where that has ended, and so has the row."""
    draft = session.get(Draft, int(row.subject.partition(":")[2]), populate_existing=True)
    if draft is not None and draft.state == "open":
        person = session.get_one(Person, draft.person_id)
        if person.active:
            return _Lying(row, draft, person, rule, pace_of(session, house, person.department), now)
    row.ended_at, row.next_at = now, None
    return None


def _look_at(session: Session, lying: _Lying) -> bool:
    """Whether its person is told of it now; else when to look again, or the draft is cleared."""
    row, touched = lying.row, lying.draft.updated_at
    word = _word_of(session, lying)
    if word is not None and word.state in UNSAID:
        row.step -= 1  # nobody heard it: it is said anew
    elif word is not None and word.sent_at is None:
        row.next_at = lying.tomorrow  # it is on its way
        return False
    promised = row.step == Said.CLEARING and row.anchor_at == touched
    if row.step == Said.CLEARING and not promised:
        row.step = Said.LEFT  # somebody went on with it
    said, moment = next_said(lying.rule, lying.pace.calendar, Said(row.step), touched, lying.now)
    if promised:
        heard_at = word.sent_at if word is not None and word.sent_at is not None else row.anchor_at
        moment = next_morning(lying.rule, lying.pace.calendar, heard_at)
    at = lying.pace.awake(max(moment, lying.now))
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
    row.next_at = lying.tomorrow  # to see that it was heard
    return True


def _word_of(session: Session, lying: _Lying) -> Owed | None:
    """The message by which the last word of a draft was owed; None where none was."""
    if lying.row.step == Said.NOTHING:
        return None
    its = select(Owed).where(Owed.kind == KIND, Owed.chat_id == lying.person.telegram_id)
    its = its.where(Owed.klass >= REMINDER, Owed.created_at >= lying.row.anchor_at).order_by(Owed.id.desc())
    return next((one for one in session.scalars(its) if _speaks_of(one, lying)), None)


def _speaks_of(word: Owed, lying: _Lying) -> bool:
    """Of this draft as it lay then, and of what was said last."""
    clearing = lying.row.step == Said.CLEARING
    return any(
        draft_id == lying.draft.id
        and touched == lying.row.anchor_at.isoformat()
        and (clears_at is not None) == clearing
        for draft_id, touched, clears_at in word.facts["items"]
    )


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
    owed.owe(session, KIND, chat_id=chat, now=oldest_first[0].now, klass=Klass.REMINDER, facts={"items": items})


def _clears_at(lying: _Lying) -> str | None:
    at = lying.row.next_at
    return at.isoformat() if at is not None and lying.row.step == Said.CLEARING else None


def still(session: Session, chat_id: int, items: Iterable[Sequence[Any]]) -> list[Left]:
    """Those that lie as they lay when this was owed, for their own person alone."""
    found: list[Left] = []
    for draft_id, touched, clears_at in items:
        draft = session.get(Draft, int(draft_id))
        if draft is None or session.get_one(Person, draft.person_id).telegram_id != chat_id:
            continue
        if draft.state == "open" and draft.updated_at == datetime.fromisoformat(touched):
            found.append(Left(draft, datetime.fromisoformat(clears_at) if clears_at else None))
    return found
