"""What somebody answers to a reminder in words of their own: kept, and told to those above when it is escalated."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import History, Reminded
from services import history, people
from services.house import House
from services.reminders import pausing
from services.reminders.pausing import Heard

ACTION = "reminder_answered"
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answered, when, in which words."""

    rule: str
    subject: str
    person: str
    department: str
    at: datetime
    words: str


def items_of(session: Session, owed_id: int) -> list[list[str]]:
    """Rule and subject of each that a message spoke of; none where it is of no order."""
    its = select(Reminded.rule, Reminded.subject).where(Reminded.owed_id == owed_id, ~Reminded.left_out)
    return [list(pair) for pair in session.execute(its.group_by(Reminded.rule, Reminded.subject))]


def answer(session: Session, house: House, heard: Heard, words: str, now: datetime) -> None:
    """Keep what was said to one reminder. The ladder goes on; NotFound and NotAllowed as for `pausing.require_here`."""
    ((rule, subject),) = heard.items
    order_id = pausing.require_here(session, house, heard, rule, subject)
    history.record(
        session, subject=f"order:{order_id}", action=ACTION, now=now, actor_id=heard.actor.id,
        after={"rule": rule, "subject": subject, "words": words[:LONGEST]},
    )  # fmt: skip


def of_order(session: Session, order_id: int) -> list[Answer]:
    """Everything that was answered to reminders of an order, oldest first."""
    query = select(History).where(History.subject == f"order:{order_id}", History.action == ACTION)
    found: list[Answer] = []
    for row in session.scalars(query.order_by(History.seq)):
        said = json.loads(row.entry)["after"]
        assert row.actor_id is not None, "somebody said it"
        who = people.by_id(session, row.actor_id)
        found.append(Answer(said["rule"], said["subject"], who.name, who.department, row.at, said["words"]))
    return found


def last(session: Session, order_id: int, rule: str, subject: str) -> Answer | None:
    """What was answered to this last."""
    its = [one for one in of_order(session, order_id) if (one.rule, one.subject) == (rule, subject)]
    return its[-1] if its else None
