"""What rules of reminding can be about: everything of an order that waits, whom it waits for, and since when.

One function a fact of the book. It lists what stands now; a subject that is not listed any more has ended. So what a
reminder is about is found the same way when it begins, when it is planned, and at the moment of sending.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from db.models import AfterSale, Approval, ApprovalSeat, Change, Shipment, Slip, Task, Waiver
from domain.after_sale import Step
from domain.approvals import Decision
from domain.changes import OPEN_CHANGES, ChangeKind, ChangeState
from domain.gates import judge
from domain.life import ENDED, IN_SUPPLY, State
from domain.process.fields import FieldKind
from domain.process.registry import FACTS
from domain.process.reminding import DigestLine, ReminderRule
from domain.process.types import Book
from domain.receivables import due_on, unpaid
from domain.reminders import closed_again, moment_of
from domain.worktime import WorkCalendar
from services import credit, people, supply
from services.approvals import seats
from services.changes import stated
from services.house import House
from services.order_facts import CONDITION, SLIP_OPEN, note_runs
from services.pace import calendar_of
from services.reminders.order_now import OrderNow, closed_again_at

Rule = ReminderRule | DigestLine


@dataclass(frozen=True, slots=True)
class Post:
    """Whom something waits for: a person, or where none is named a department."""

    department: str
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that waits now."""

    subject: str
    at: datetime | None
    """What its rule counts from; None while that has not come."""
    who: tuple[Post, ...]
    arose: datetime | None = None
    """Where `at` is a day that is known beforehand: since when it is known. Nothing is said of before."""
    rests: bool = False
    """Nobody can do anything about it yet."""
    row: Any = None
    words: str = ""
    day: date | None = None
    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rule asks about which order."""

    session: Session
    house: House
    now: OrderNow
    rule: Rule

    @property
    def calendar(self) -> WorkCalendar:
        return calendar_of(self.session, self.house)

    def begins(self, day: date) -> datetime:
        """When work begins on a day."""
        return self.calendar.moment(day, self.calendar.hours.begin)

    @property
    def sales(self) -> Post:
        return Post(self.now.book.roles.sales, self.now.order.sales_id)

    def order(self, at: datetime | None, *who: Post, **more: Any) -> Found:
        """The order itself."""
        return Found(self.now.subject, at, who or (self.sales,), **more)


def look(session: Session, house: House, now: OrderNow, rule: Rule) -> tuple[Found, ...]:
    """Everything of an order that a rule is about now."""
    return tuple(FOUND[rule.about](Asked(session, house, now, rule)))


def find(session: Session, house: House, now: OrderNow, rule: Rule, subject: str) -> Found | None:
    """One of them; None where it waits no more."""
    return next((one for one in look(session, house, now, rule) if one.subject == subject), None)


# ── money ──────────────────────────────────────────────────────────────────────────────────


def _payment(asked: Asked) -> Iterator[Found]:
    order = asked.now.order
    # nobody plans goods for an order that is not released
    yield asked.order({"accepted": order.accepted_at, "ready": order.released_at}[asked.rule.since])


def _credit(asked: Asked) -> Iterator[Found]:
    """The oldest batch on credit that is not paid."""
    if asked.now.leaf.credit_rule is None:
        return
    account = credit.account_of(asked.session, asked.house, asked.now.order)
    late = [
        (due, missing) for batch, missing in unpaid(account) if (due := due_on(account.terms, batch)) is not None
    ] if account else []  # fmt: skip
    if late:
        day, _missing = min(late)
        amount = sum(missing for _due, missing in late)
        yield asked.order(asked.begins(day), arose=asked.now.order.released_at, day=day, amount_minor=amount)


def _slips(asked: Asked) -> Iterator[Found]:
    query = select(Slip).where(Slip.order_id == asked.now.order.id, Slip.state.in_(SLIP_OPEN)).order_by(Slip.id)
    for slip in asked.session.scalars(query):
        paid_on = slip.due_on if slip.state == "held" else None
        at = max(slip.sent_at, asked.begins(paid_on)) if paid_on else slip.sent_at
        runs = note_runs(slip, asked.now.facts.today)
        yield Found(f"slip:{slip.id}", at, (Post(asked.now.book.roles.money),), rests=runs, row=slip)


def _gate(asked: Asked) -> Iterator[Found]:
    order = asked.now.order
    if order.accepted_at is not None:
        yield asked.order(order.accepted_at, Post(asked.now.leaf.managing_department))


def _closed_again(asked: Asked) -> Iterator[Found]:
    """Money that was there and has gone, or a dearer change that nobody paid for."""
    now = asked.now
    checkpoint, reasons = closed_again(now.book, now.leaf, now.state, now.facts)
    if not reasons:
        return
    required = next((term.required_minor for term in now.facts.terms if term.checkpoint is checkpoint), 0)
    fell = closed_again_at(asked.session, now.order.id, required)
    changed = _changed(asked)
    at = max((moment for moment in (fell, changed[-1].closed_at if changed else None) if moment), default=None)
    if at is not None:
        yield asked.order(at, Post(now.leaf.managing_department))


# ── opinions, changes, holds ───────────────────────────────────────────────────────────────

_OPEN = literal_column("'open'")
_JUDGED = (Decision.REVIEW.value, Decision.WAIVER.value)
"""Changes have a time of their own."""


def _seats(asked: Asked) -> Iterator[Found]:
    query = (
        select(ApprovalSeat)
        .join(Approval, Approval.id == ApprovalSeat.approval_id)
        .where(Approval.order_id == asked.now.order.id, Approval.state == _OPEN, Approval.kind.in_(_JUDGED))
        .where(ApprovalSeat.state == _OPEN)
        .order_by(ApprovalSeat.id)
    )
    for seat in asked.session.scalars(query):
        yield Found(f"seat:{seat.id}", seat.opened_at, (_post_of(asked.session, seat),), row=seat)


def _post_of(session: Session, seat: ApprovalSeat) -> Post:
    """Whom a seat waits for: the one person who can answer, or the department."""
    return Post(seat.asked_of.partition(".")[0], seats.in_person(session, seat))


def _open_changes(asked: Asked) -> list[Change]:
    states = [state.value for state in OPEN_CHANGES]
    query = select(Change).where(Change.order_id == asked.now.order.id, Change.state.in_(states))
    return list(asked.session.scalars(query.order_by(Change.id)))


def _changes(asked: Asked) -> Iterator[Found]:
    for change in _open_changes(asked):
        told = [Post(one.department) for one in stated.of_order(asked.session, change.order_id)]
        votes = select(ApprovalSeat).where(ApprovalSeat.approval_id == change.approval_id, ApprovalSeat.state == _OPEN)
        voting = [_post_of(asked.session, seat) for seat in asked.session.scalars(votes.order_by(ApprovalSeat.id))]
        yield Found(f"change:{change.id}", change.due_at, (*told, *voting) or (asked.sales,), row=change)


def _impacts(asked: Asked) -> Iterator[Found]:
    for row in stated.of_order(asked.session, asked.now.order.id):
        yield Found(f"impact:{row.id}", row.asked_at, (Post(row.department),), row=row)


def _changed(asked: Asked) -> list[Change]:
    """The changes that were carried out, oldest first."""
    query = select(Change).where(
        Change.order_id == asked.now.order.id, Change.state == ChangeState.APPLIED.value,
        Change.kind == ChangeKind.EDIT.value,
    )  # fmt: skip
    return list(asked.session.scalars(query.order_by(Change.closed_at, Change.id)))


def _changed_at_work(asked: Asked) -> Iterator[Found]:
    """Told to whoever was at work on the order when it was changed, until that work is done."""
    if asked.now.state not in IN_SUPPLY:
        return
    doing = [task for task in _tasks_of(asked) if task.state == "doing" and task.kind != CONDITION]
    for change in _changed(asked):
        assert change.closed_at is not None
        begun = tuple(Post(task.department, task.owner_id) for task in doing if task.created_at < change.closed_at)
        if begun:
            yield Found(f"change:{change.id}", change.closed_at, begun, row=change)


def _often_changed(asked: Asked) -> Iterator[Found]:
    """So many changes within the time that the rule names, of an order that is not through yet."""
    rule = asked.rule
    if not isinstance(rule, ReminderRule) or rule.within is None or asked.now.state in _OVER:
        return
    done = [change.closed_at for change in _changed(asked) if change.closed_at is not None]
    for first, last in zip(done, done[rule.least - 1 :], strict=False):
        if last <= moment_of(rule.within, first, asked.calendar):
            yield asked.order(last, Post(asked.now.leaf.managing_department), amount_minor=len(done))
            return


def _hold(asked: Asked) -> Iterator[Found]:
    if asked.now.order.on_hold:
        yield asked.order(hold_due(asked.session, asked.house, asked.now.book, asked.now.order.held_at))


def hold_due(session: Session, house: House, book: Book, held_at: datetime | None) -> datetime | None:
    """By when somebody says what becomes of an order that was held then; None where its book sets no time."""
    wait = book.change.hold_within if book.change is not None else None
    return moment_of(wait, held_at, calendar_of(session, house)) if wait and held_at else None


# ── work and goods ─────────────────────────────────────────────────────────────────────────

_OVER = ENDED | {State.SHIPPED}


def _tasks_of(asked: Asked) -> list[Task]:
    return list(asked.session.scalars(select(Task).where(Task.order_id == asked.now.order.id).order_by(Task.id)))


def _conditions(asked: Asked) -> Iterator[Found]:
    if asked.now.order.ended_at is not None:
        return
    for task in _tasks_of(asked):
        if task.kind == CONDITION and task.state == "open":
            at = asked.begins(task.due_on) if task.due_on else task.created_at
            who = (Post(task.department, task.owner_id),)
            arose = task.created_at if task.due_on else None
            yield Found(f"task:{task.id}", at, who, arose=arose, words=task.words or "", day=task.due_on)


def _tasks(asked: Asked) -> Iterator[Found]:
    """What a release asked for and is not done, taken or not."""
    now = asked.now
    if now.state not in IN_SUPPLY:
        return
    known = {task.kind: task for task in _tasks_of(asked)}
    for wanted in supply.tasks_due(now.book, now.leaf, now.order):
        task, day = known.get(wanted.kind.value), supply.due_on(asked.session, asked.house, now.order, wanted)
        if day is None or (task is not None and task.state != "doing"):
            continue
        who = (Post(wanted.department, task.owner_id if task else None),)
        subject = f"task:{now.order.id}.{wanted.kind.value}"
        yield Found(
            subject, asked.begins(day), who, arose=now.order.released_at, rests=now.order.on_hold,
            words=wanted.kind.value, day=day,
        )  # fmt: skip


def _delivery(asked: Asked) -> Iterator[Found]:
    now = asked.now
    day = now.order.promised_on
    if now.state not in IN_SUPPLY or day is None or all(line.shipped >= line.quantity for line in now.facts.lines):
        return
    working = tuple(one.who[0] for one in _tasks(asked))
    who = working or (Post(now.book.roles.goods),)
    yield asked.order(asked.begins(day), *who, arose=now.order.released_at, rests=now.order.on_hold, day=day)


def _batches(asked: Asked, state: str) -> list[Shipment]:
    query = select(Shipment).where(Shipment.order_id == asked.now.order.id, Shipment.state == state)
    return list(asked.session.scalars(query.order_by(Shipment.id)))


def _notices(asked: Asked) -> Iterator[Found]:
    """Notices that may be loaded: while the gate is closed it is somebody else's turn."""
    now = asked.now
    closed = bool(judge(now.book, now.leaf, now.leaf.ends_at.checkpoint, now.facts))
    for batch in _batches(asked, "noticed"):
        who = (Post(asked.now.book.roles.goods),)
        yield Found(f"shipment:{batch.id}", batch.noticed_at, who, rests=closed, row=batch, day=batch.ship_by)


def _unsigned(asked: Asked) -> Iterator[Found]:
    for batch in _batches(asked, "shipped"):
        owner = asked.now.order.owner_id or asked.now.order.sales_id
        post = Post(people.by_id(asked.session, owner).department, owner)
        yield Found(f"shipment:{batch.id}", batch.shipped_at, (post,), row=batch)


def _basis(asked: Asked) -> Iterator[Found]:
    """The order says that it rests on somebody's word; a paper that is sent later is another answer."""
    now = asked.now
    field = now.leaf.field_of_kind(FieldKind.ATTACHMENT)
    answer = now.order.fields.get(field.key) if field is not None else None
    if isinstance(answer, dict) and not answer.get("files") and answer.get("choice") is not None:
        yield asked.order(now.order.accepted_at)


def _waivers(asked: Asked) -> Iterator[Found]:
    query = select(Waiver).where(Waiver.order_id == asked.now.order.id, Waiver.state == "granted")
    for row in asked.session.scalars(query.order_by(Waiver.id)):
        if row.expires_at > asked.now.at and asked.now.order.ended_at is None:
            who = (Post(asked.now.book.roles.sales, row.asked_by),)
            yield Found(f"waiver:{row.id}", row.expires_at, who, arose=row.decided_at, row=row)


def _after_sales(asked: Asked) -> Iterator[Found]:
    states = (Step.ASKED.value, Step.AGREED.value)
    query = select(AfterSale).where(AfterSale.order_id == asked.now.order.id, AfterSale.state.in_(states))
    for row in asked.session.scalars(query.order_by(AfterSale.id)):
        decided = row.state == Step.AGREED.value
        roles = asked.now.book.roles
        who = Post(roles.goods if decided else roles.money)
        yield Found(f"after_sale:{row.id}", row.decided_at if decided else row.asked_at, (who,), row=row)


FOUND: dict[str, Callable[[Asked], Iterator[Found]]] = {
    "payment_short": _payment,
    "credit_unpaid": _credit,
    "slip_unconfirmed": _slips,
    "gate_stuck": _gate,
    "gate_closed_again": _closed_again,
    "seat_open": _seats,
    "change_open": _changes,
    "impact_open": _impacts,
    "changed_at_work": _changed_at_work,
    "changes_frequent": _often_changed,
    "on_hold": _hold,
    "condition_open": _conditions,
    "task_open": _tasks,
    "delivery_open": _delivery,
    "notice_open": _notices,
    "unsigned": _unsigned,
    "basis_spoken": _basis,
    "waiver_unused": _waivers,
    "after_sale_open": _after_sales,
}

if FOUND.keys() != FACTS.keys():  # a table is checked when it is built
    raise ValueError(f"facts of the book that nobody finds, or the other way round: {FOUND.keys() ^ FACTS.keys()}")
