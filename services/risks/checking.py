"""定期评估: once a week each department's interface person goes through a checklist; what they find is a risk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.inserting import insert_into
from db.models import Person, RiskCheck
from domain.process.assessing import Assessment
from domain.process.words import Words
from domain.weekly import moment_after
from services import history, owed, people, slots, telling, weekly
from services.errors import AlreadyDone, NotAllowed, NotFound
from services.house import House, require
from services.pace import calendar_of
from services.people import PersonFacts
from services.risks import opening

ASK, AGAIN = "weekly.assessment", "weekly.assessment_again"
FINE, RISK = "fine", "risk"


def tick(session: Session, house: House, now: datetime) -> int:
    """Ask the departments, or those once more that have not answered, where it is time. Returns how many cards."""
    assessment = house.book.assessment
    asked = weekly.due(session, house, ASK, assessment.ask if assessment else None, now)
    if assessment is None:
        weekly.due(session, house, AGAIN, None, now)
        return 0
    count = 0
    if asked is not None:
        count += sum(_ask(session, department, asked, now) for department in assessment.departments)
    return count + _follow_up(session, house, assessment, now)


def _follow_up(session: Session, house: House, assessment: Assessment, now: datetime) -> int:
    """The second asking counts from the first: days off may have moved that, and an outage put it off."""
    last = session.execute(select(RiskCheck.day, RiskCheck.asked_at).order_by(RiskCheck.id.desc()).limit(1)).first()
    coming: datetime | None = None
    if last is not None:
        coming = moment_after(calendar_of(session, house), assessment.again, last.day, house.today(last.asked_at))
    due = weekly.has_come(session, house, AGAIN, coming if coming is not None and coming > now else None, now)
    return _ask_again(session, last.day, due, now) if last is not None and due is not None else 0


def _ask(session: Session, department: str, day: date, now: datetime) -> bool:
    """One card; none for a department without people, and none twice."""
    staffed = session.scalar(select(Person.id).where(Person.department == department, Person.active).limit(1))
    chat = telling.interface_met(session, department, now)
    if staffed is None or chat is None or not slots.take(session, ASK, f"department:{department}", str(day), now):
        return False
    new = insert_into(session, RiskCheck).values(department=department, day=day, asked_at=now, answers={})
    number = session.execute(new.on_conflict_do_nothing().returning(RiskCheck.id)).scalar()
    if number is None:
        return False
    for before in session.scalars(select(RiskCheck.id).where(RiskCheck.department == department, RiskCheck.id != number,
                                                             RiskCheck.answered_at.is_(None))):  # fmt: skip
        owed.refresh_subject(session, "check", f"check:{before}", now=now)
    owed.show_card(session, "check", subject=f"check:{number}", chat_id=chat, now=now)
    return True


def _ask_again(session: Session, asked: date, day: date, now: datetime) -> int:
    """The card comes once more to whoever has not ticked everything of what was asked last."""
    query = select(RiskCheck).where(RiskCheck.answered_at.is_(None), RiskCheck.day == asked)
    count = 0
    for check in session.scalars(query.order_by(RiskCheck.id)):
        chat = telling.interface_met(session, check.department, now)
        if chat is None or not slots.take(session, AGAIN, f"check:{check.id}", str(day), now):
            continue
        owed.show_card(
            session, "check", subject=f"check:{check.id}", chat_id=chat, now=now, klass=owed.Klass.REMINDER,
            facts={"again": True}, repost=True,
        )  # fmt: skip
        count += 1
    return count


# ── ticking ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CheckView:
    """A checklist as its card shows it."""

    id: int
    department: str
    department_name: Words
    day: date
    assessment: Assessment
    answers: dict[str, str]
    left: tuple[str, ...]
    """Items that are not ticked, in the order of the book."""
    is_over: bool
    """A later one has taken its place."""
    answered_by: str
    answered_at: datetime | None


def seen(session: Session, house: House, check_id: int) -> CheckView:
    """NotFound where there is no such list, or the book has none any more."""
    check, assessment = session.get(RiskCheck, check_id), house.book.assessment
    if check is None or assessment is None or check.department not in house.book.departments:
        raise NotFound(f"check {check_id}")
    later = select(RiskCheck.id).where(RiskCheck.department == check.department, RiskCheck.day > check.day).limit(1)
    return CheckView(
        check.id, check.department, house.book.departments[check.department].name, check.day, assessment,
        dict(check.answers), tuple(key for key in assessment.items if key not in check.answers),
        session.scalar(later) is not None, people.name_of(session, check.answered_by), check.answered_at,
    )  # fmt: skip


def tickable(session: Session, house: House, actor: PersonFacts, check_id: int) -> RiskCheck:
    """The list, locked, where this person may tick it. AlreadyDone says who did."""
    require(house, actor, "risk.check")
    query = select(RiskCheck).where(RiskCheck.id == check_id).with_for_update()
    check = session.scalar(query.execution_options(populate_existing=True))
    if check is None:
        raise NotFound(f"check {check_id}")
    if actor.department not in (check.department, house.book.roles.management) and not actor.is_admin:
        raise NotAllowed("not_your_department", department=check.department)
    if check.answered_at is not None:
        raise AlreadyDone(people.name_of(session, check.answered_by) or None, check.answered_at)
    if seen(session, house, check_id).is_over:
        raise NotAllowed("check_over")
    return check


def fine(session: Session, house: House, actor: PersonFacts, check_id: int, item: str, now: datetime) -> None:
    """没事. AlreadyDone where it was ticked before."""
    check = tickable(session, house, actor, check_id)
    if item in check.answers:
        raise AlreadyDone()
    _tick(session, house, actor, check, item, FINE, now)


def found(
    session: Session, house: House, actor: PersonFacts, check_id: int, item: str, words: str, now: datetime
) -> int:
    """有风险: it is in the register, of the department. Its id."""
    check = tickable(session, house, actor, check_id)
    known = house.book.assessment.items.get(item) if house.book.assessment else None
    if known is None:
        raise NotFound(f"item {item}")
    said = f"{known.name.zh} {words}" if words.strip() else ""
    risk = opening.open_for_department(session, house, actor, check.department, said, now)
    _tick(session, house, actor, check, item, RISK, now)
    return risk.id


def _tick(
    session: Session, house: House, actor: PersonFacts, check: RiskCheck, item: str, answer: str, now: datetime
) -> None:
    check.answers = {**check.answers, item: answer}
    if house.book.assessment is not None and house.book.assessment.items.keys() <= check.answers.keys():
        check.answered_by, check.answered_at = actor.id, now
        session.flush()
        history.record(
            session, subject="company", action="risks_assessed", now=now, actor_id=actor.id,
            after={"department": check.department, "day": check.day.isoformat(), "answers": check.answers},
        )  # fmt: skip
    session.flush()
    owed.refresh_subject(session, "check", f"check:{check.id}", now=now)


def unanswered(session: Session, house: House, since: datetime) -> list[tuple[str, int, int]]:
    """Departments that were asked since then and have not ticked everything: how many items, and of how many.

    In the order of the book; of several lists of a department the newest.
    """
    query = select(RiskCheck.department, RiskCheck.answers).where(
        RiskCheck.asked_at >= since, RiskCheck.answered_at.is_(None)
    )
    open_now = {department: answers for department, answers in session.execute(query.order_by(RiskCheck.id))}
    items = house.book.assessment.items.keys() if house.book.assessment else set[str]()
    return [
        (key, len(items & open_now[key].keys()), len(items)) for key in house.book.departments if key in open_now
    ]  # fmt: skip
