"""Finding a colleague by what somebody wrote: the very name, a part of it, its pinyin, a slip of the finger."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Person
from services import finding
from services.people import PersonFacts, person_facts

MOST = 6


def named(session: Session, words: str, but: Collection[int] = ()) -> list[PersonFacts]:
    """Who may be meant, the likeliest first; one alone where the words are that name. Without `but`."""
    known = [
        row for row in session.scalars(select(Person).where(Person.active).order_by(Person.id)) if row.id not in but
    ]
    exact = [row for row in known if finding.plain(row.name) == finding.plain(words)]
    if exact:
        return [person_facts(row) for row in exact]
    by_id = {row.id: row for row in known}
    names = finding.Names((row.id, row.name, "", *finding.search_keys(row.name)) for row in known)
    return [person_facts(by_id[match.candidate.id]) for match in finding.rank(words, names, limit=MOST)]


def others(session: Session, but: Collection[int]) -> list[PersonFacts]:
    """Everybody else who works here."""
    return [
        person_facts(row)
        for row in session.scalars(select(Person).where(Person.active).order_by(Person.department, Person.id))
        if row.id not in but
    ]
