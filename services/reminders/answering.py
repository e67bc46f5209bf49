"""What somebody answers to a reminder in words of their own: kept, and told to those above when it is escalated."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Chase, History, Order, Reminded
from services import history, people
from services.errors import AlreadyDone
from services.house import House
from services.reminders import pausing, subjects
from services.reminders.order_now import order_now
from services.reminders.pausing import Heard

ACTION = "reminder_answered"
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a message reminded of."""

    items: list[list[str]]
    """Rule and subject of each."""
    orders: frozenset[int]
    about: frozenset[str]
    escalated: bool
    """Any of it came as to somebody above."""
    goes_up: bool
    """Some of it goes to those above, if it lasts."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answered, when, in which words."""

    rule: str
    subject: str
    person: str
    department: str
    """Theirs then."""
    at: datetime
    words: str


def spoken_of(session: Session, house: House, owed_id: int) -> Spoken | None:
    """What a message spoke of, as far as it is in the book still; None where nothing of it is."""
    its = select(Reminded).where(Reminded.owed_id == owed_id, ~Reminded.left_out).order_by(Reminded.id)
    rows = session.scalars(its).all()
    pairs = dict.fromkeys((row.rule, row.subject) for row in rows)
    found = {pair: one for pair in pairs if (one := pausing.find(session, house, *pair)) is not None}
    if not found:
        return None
    return Spoken(
        [list(pair) for pair in found],
        frozenset(order for order, _rule in found.values()),
        frozenset(rule.about for _order, rule in found.values()),
        any(row.escalated for row in rows),
        any(rule.escalate for _order, rule in found.values()),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Of whom something is asked as things are."""

    order_id: int
    about: str
    departments: frozenset[str]
    """None where it waits no more."""


def asked_of(session: Session, house: House, rule: str, subject: str, now: datetime) -> Asked:
    """Whom a reminder waits for now. NotFound where there is none."""
    order_id, declared = pausing.declared(session, house, rule, subject)
    found = subjects.find(
        session, house, order_now(session, house, session.get_one(Order, order_id), now), declared, subject
    )
    return Asked(order_id, declared.about, frozenset(post.department for post in found.who) if found else frozenset())


def answer(session: Session, house: House, heard: Heard, words: str, now: datetime) -> None:
    """Keep what was said to one reminder; the ladder goes on.

    NotFound and NotAllowed as for `pausing.require_here`; AlreadyDone where what it was about is over.
    """
    ((rule, subject),) = heard.items
    order_id = pausing.require_here(session, house, heard, rule, subject)
    row = session.scalars(select(Chase).where(Chase.rule == rule, Chase.subject == subject)).one()
    if row.ended_at is not None:
        raise AlreadyDone()
    history.record(
        session, subject=f"order:{order_id}", action=ACTION, now=now, actor_id=heard.actor.id,
        after={
            "rule": rule, "subject": subject, "anchor": row.anchor_at.isoformat(), "department": heard.actor.department,
            "words": words if len(words) <= LONGEST else words[:LONGEST] + "…",
        },
    )  # fmt: skip


def of_order(session: Session, order_id: int) -> list[Answer]:
    """Everything that was answered to reminders of an order, oldest first."""
    return [found for found, _anchor in _kept(session, order_id)]


def last(session: Session, order_id: int, rule: str, subject: str) -> Answer | None:
    """What was answered to this last, as its reason stands now."""
    stands = session.scalar(select(Chase.anchor_at).where(Chase.rule == rule, Chase.subject == subject))
    its = [
        one for one, anchor in _kept(session, order_id)
        if (one.rule, one.subject) == (rule, subject) and stands is not None and anchor == stands.isoformat()
    ]  # fmt: skip
    return its[-1] if its else None


def _kept(session: Session, order_id: int) -> list[tuple[Answer, str]]:
    """With what its chase counted from then."""
    query = select(History).where(History.subject == f"order:{order_id}", History.action == ACTION)
    found: list[tuple[Answer, str]] = []
    for row in session.scalars(query.order_by(History.seq)):
        said = json.loads(row.entry)["after"]
        assert row.actor_id is not None, "somebody said it"
        who = people.name_of(session, row.actor_id)
        one = Answer(said["rule"], said["subject"], who, said["department"], row.at, said["words"])
        found.append((one, said["anchor"]))
    return found
