"""What a message with reminders carries when it is sent: what still stands, where it is still that chat's to hear.

Hours may lie between owing and sending: a list waits for the afternoon, an outage is an outage. Whoever handed their
work over meanwhile is told nothing of it any more, and whoever has it now is. What is left out was not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Reminded
from domain.process.reminding import ReminderRule
from services import people
from services.house import House
from services.reminders import chasing, errands, whom
from services.reminders.errands import Errand
from services.reminders.matters import Case, Facts, facts_for


def carried(
    session: Session, house: House, chat_id: int, items: Iterable[Sequence[str]], now: datetime,
    owed_id: int | None = None,
) -> list[Facts]:  # fmt: skip
    """Of these rules and subjects what is said in this chat. What is not is noted as left out, and passed on once.

    `owed_id`: the message; None where it is only looked at. Asked again, as when the line was down, it answers anew:
    what stands by then is said after all.
    """
    found: list[Facts] = []
    passed_on: list[Errand] = []
    for rule, subject in items:
        case = chasing.still(session, house, rule, subject, now)
        noted = _noted(session, owed_id, rule, subject)
        current = [row for row in noted if case is not None and _is_of_its_standing(row, case)]
        said = case is not None and (not noted or bool(current)) and is_theirs(session, case, chat_id, now)
        if case is not None and said:
            found.append(facts_for(session, house, case, now))
        elif case is not None and current and not current[-1].left_out:
            passed_on += _passed_on(session, case, current[-1], now)
        for row in noted:
            row.left_out = not said or row not in current
    session.flush()
    errands.owe(session, house, passed_on, now)
    return found


def _noted(session: Session, owed_id: int | None, rule: str, subject: str) -> Sequence[Reminded]:
    """What this message was owed for of it, oldest first."""
    its = select(Reminded).where(Reminded.owed_id == owed_id, Reminded.rule == rule, Reminded.subject == subject)
    return session.scalars(its.order_by(Reminded.id)).all() if owed_id is not None else []


def _is_of_its_standing(noted: Reminded, case: Case) -> bool:
    """Whether it was owed for the reason as it stands now. One that ended and arose again has steps of its own."""
    return case.origin is not None and case.origin.mark == noted.anchor_at


def is_theirs(session: Session, case: Case, chat_id: int, now: datetime) -> bool:
    """Whether a rule speaks of its subject in this chat, as things are."""
    rule = case.rule
    assert isinstance(rule, ReminderRule)
    higher = (chat for one in rule.escalate for chat in whom.above(session, case, one.to, now))
    return chat_id in whom.chats(session, case, (*rule.to, *rule.then_to), now) or chat_id in higher


def _passed_on(session: Session, case: Case, noted: Reminded, now: datetime) -> list[Errand]:
    """The same step, of its own moment, for whoever has it now and has not heard of it; it waits no longer."""
    rule = case.rule
    assert isinstance(rule, ReminderRule)
    assert case.origin is not None
    if noted.escalated:
        chats = whom.above(session, case, rule.escalate[noted.step].to, now)
    else:
        in_group = not people.chat_facts(session, noted.chat_id).private
        chats = whom.chats(session, case, rule.then_to if in_group else rule.to, now)
    same = select(Reminded.chat_id).where(
        Reminded.rule == rule.key, Reminded.subject == case.subject, Reminded.step == noted.step,
        Reminded.escalated == noted.escalated, Reminded.at >= noted.at, ~Reminded.left_out,
    )  # fmt: skip
    known = set(session.scalars(same))
    return [
        Errand(
            chat, rule.about, noted.escalated, not case.pace.sleeps, True, case.origin.since, rule.key, case.subject,
            case.now.order.id, noted.step, noted.anchor_at, noted.at,
        )
        for chat in chats
        if chat not in known
    ]  # fmt: skip
