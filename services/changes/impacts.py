"""影响说明: before anybody decides, the departments that have begun say what a change means for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Change, ChangeImpact, Order
from domain.changes import OPEN_CHANGES, ChangeKind, ChangeState, Difference, asked_impacts
from domain.process.changing import Impact, ImpactChoice
from domain.rights import may_for
from services import history, owed, people, supply, telling
from services.changes import deciding, policy
from services.changes.ending import locked, require_open
from services.errors import AlreadyDone, NotAllowed, NotFound
from services.house import House, who
from services.locking import touch
from services.people import PersonFacts

CARD = "change_impact"
"""The kind of the card on which a department answers; its subject is `impact:<id>`."""
LONGEST = 300
DAY_PLACE = "%(day)s"
"""Where a question names the day that is wanted."""


def departments(
    session: Session, house: House, order: Order, found: Sequence[Difference] | None = None
) -> tuple[str, ...]:  # fmt: skip
    """Who says what it means: nobody while nothing of the order is planned, and nobody whose work it does not touch.

    `found`: what differs; None where the whole order is cancelled, which touches all of them.
    """
    tasks, rules = supply.tasks_of(session, order.id), policy.policy_of(session, house, order)
    if not tasks:
        return ()
    if found is None:
        return tuple(impact.department for impact in rules.impacts)
    return asked_impacts(rules, found, {task.department for task in tasks if task.state != supply.STOPPED})


def ask(
    session: Session, house: House, order: Order, change: Change, asked: Sequence[str], now: datetime
) -> None:  # fmt: skip
    """Each department gets a card with its questions."""
    for department in asked:
        row = ChangeImpact(change_id=change.id, department=department, answers={}, asked_at=now)
        session.add(row)
        session.flush()
        chat = telling.desk_of(session, department)
        if chat is not None:
            owed.show_card(session, CARD, subject=f"impact:{row.id}", chat_id=chat, now=now, order_id=order.id)


def of_change(session: Session, change_id: int) -> Sequence[ChangeImpact]:
    """The statements of a change, in the order of asking."""
    rows = select(ChangeImpact).where(ChangeImpact.change_id == change_id).order_by(ChangeImpact.id)
    return session.scalars(rows).all()


def get(session: Session, impact_id: int) -> ChangeImpact:
    """The statement with this id."""
    row = session.get(ChangeImpact, impact_id)
    if row is None:
        raise NotFound(f"impact {impact_id}")
    return row


def questions(session: Session, house: House, order: Order, department: str) -> Impact:
    """What the book asks this department. Of an order that is to be cancelled nobody asks for a day."""
    for impact in policy.policy_of(session, house, order).impacts:
        if impact.department == department:
            return _without_day(impact) if _to_be_cancelled(session, order.id) else impact
    raise NotFound(f"impact questions of {department}")


def _to_be_cancelled(session: Session, order_id: int) -> bool:
    query = select(Change.id).where(
        Change.order_id == order_id, Change.kind == ChangeKind.CANCEL.value,
        Change.state.in_([state.value for state in OPEN_CHANGES]),
    )  # fmt: skip
    return session.scalar(query.limit(1)) is not None


def _without_day(impact: Impact) -> Impact:
    left = tuple(one for one in impact.questions if DAY_PLACE not in one.ask.zh)
    return replace(impact, questions=left or impact.questions)


def asked(session: Session, house: House, impact_id: int) -> Impact:
    """The questions of a statement."""
    row = get(session, impact_id)
    order = session.get_one(Order, session.get_one(Change, row.change_id).order_id)
    return questions(session, house, order, row.department)


def answer(
    session: Session, house: House, actor: PersonFacts, impact_id: int, question: str, choice: str, now: datetime, *,
    beside: str | None = None,
) -> ChangeImpact:  # fmt: skip
    """One answer; it may be given anew until all have answered. After the last one the change is put to the vote.

    `beside`: the day or the words that the answer asks for.
    """
    order, change, row = answerable(session, actor, impact_id)
    impact = questions(session, house, order, row.department)
    said = _said(impact, question, choice, beside)
    row.answers = {**row.answers, question: said}
    touch(order, now)
    session.flush()
    if all(one.key in row.answers for one in impact.questions):
        _whole(session, house, order, change, row, actor, now)
    owed.refresh_cards(session, order_id=order.id, now=now)
    return row


def answerable(session: Session, actor: PersonFacts, impact_id: int) -> tuple[Order, Change, ChangeImpact]:
    """A statement that this person may go on with now, the order locked.

    Raises:
        NotAllowed: another department is asked.
        AlreadyDone: it is whole, or the change is decided; with who and when.
    """
    order, change = locked(session, get(session, impact_id).change_id)
    row = session.get_one(ChangeImpact, impact_id, populate_existing=True)
    if not may_for(row.department, who(actor)):
        raise NotAllowed("not_your_department", department=row.department)
    require_open(session, change)
    if change.state != ChangeState.ASKING.value or row.answered_at is not None:
        raise AlreadyDone(people.name_of(session, row.answered_by) or None, row.answered_at)
    return order, change, row


def _said(impact: Impact, question: str, choice: str, beside: str | None) -> dict[str, Any]:
    asked = next((one for one in impact.questions if one.key == question), None)
    chosen: ImpactChoice | None = next((one for one in asked.choices if one.key == choice), None) if asked else None
    if chosen is None:
        raise NotFound(f"answer {choice} to {question}")
    if chosen.then is None:
        return {"choice": choice}
    if not (beside or "").strip():
        raise NotAllowed("answer_incomplete")
    words = str(beside).strip()
    return {
        "choice": choice,
        "beside": date.fromisoformat(words).isoformat() if chosen.then == "date" else words[:LONGEST],
    }


def _whole(
    session: Session, house: House, order: Order, change: Change, row: ChangeImpact, actor: PersonFacts, now: datetime
) -> None:
    row.answered_by, row.answered_at = actor.id, now
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="change_impact", now=now, actor_id=actor.id,
        after={"change": change.number, "department": row.department, "answers": row.answers},
    )  # fmt: skip
    if all(one.answered_at is not None for one in of_change(session, change.id)):
        deciding.decide(session, house, order, change, actor, now)


def promised(answers: Mapping[str, Any]) -> date | None:
    """The day that a statement names instead of the wanted one."""
    days = [date.fromisoformat(one["beside"]) for one in answers.values() if _is_day(one.get("beside"))]
    return max(days, default=None)


def _is_day(beside: Any) -> bool:
    try:
        date.fromisoformat(str(beside))
    except ValueError:
        return False
    return True
