"""Who is reminded: the names of the book turned into chats, by what waits and for whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from domain.process.reminding import ReminderRule
from services import deputies, people, telling
from services.reminders.matters import Case
from services.reminders.subjects import Post


def chats(session: Session, case: Case, to: Iterable[str], now: datetime) -> tuple[int, ...]:
    """The chats that recipients of a rule stand for, each once."""
    found: dict[int, None] = {}
    for name in to:
        if name in WAITED_FOR:
            posts = case.found.who if case.found is not None else ()
            found |= dict.fromkeys(chat for post in posts for chat in WAITED_FOR[name](session, post, now))
        else:
            order, book, leaf = case.now.order, case.now.book, case.now.leaf
            found |= dict.fromkeys(telling.recipients(session, book, leaf, order, (name,), now))
    return tuple(found)


def above(session: Session, case: Case, to: str, now: datetime) -> tuple[int, ...]:
    """The chats that an escalation stands for: nobody's who was asked in person.

    Who is their own head has the management above them.
    """
    assert isinstance(case.rule, ReminderRule)
    asked = {chat for chat in chats(session, case, case.rule.to, now) if people.chat_facts(session, chat).private}
    found = tuple(chat for chat in chats(session, case, (to,), now) if chat not in asked)
    if found or not to.endswith(".head"):
        return found
    management = telling.desk_of(session, case.now.book.roles.management)
    return (management,) if management is not None and management not in asked else ()


def holder(session: Session, post: Post) -> int | None:
    """The person that something waits for: who is named, or who speaks for the department."""
    if post.person_id is not None:
        return post.person_id
    interface = people.interface_of(session, post.department)
    return interface.id if interface is not None else None


def _in_private(session: Session, post: Post, now: datetime) -> Iterator[int]:
    if post.person_id is not None:
        chat = telling.met_at(session, post.person_id, now)
    else:
        chat = telling.interface_met(session, post.department, now)
    if chat is not None:
        yield chat


def _in_the_group(session: Session, post: Post, _now: datetime) -> Iterator[int]:
    chat = telling.desk_of(session, post.department)
    if chat is not None:
        yield chat


def _deputies(session: Session, post: Post, now: datetime) -> Iterator[int]:
    """Who stands in for them now, or where nobody does their department."""
    person = holder(session, post)
    standing_in = deputies.deputies(session, person, now) if person is not None else []
    if not standing_in:
        yield from _in_the_group(session, post, now)
    for one in standing_in:
        chat = telling.met_at(session, one, now)
        if chat is not None:
            yield chat


def _head(session: Session, post: Post, now: datetime) -> Iterator[int]:
    chat = telling.head_met(session, post.department, now)
    if chat is not None:
        yield chat


WAITED_FOR: dict[str, Callable[[Session, Post, datetime], Iterator[int]]] = {
    "waited_for": _in_private,
    "waited_for.group": _in_the_group,
    "waited_for.deputy": _deputies,
    "waited_for.head": _head,
}
