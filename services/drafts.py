"""Drafts: forms being filled. A draft is a row, so a restart finds it where it was left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Attachment, Card, Draft
from services.errors import NotFound, Stale
from services.money import Evidence
from services.people import PersonFacts

MOST_OPEN = 5


def begin(
    session: Session, actor: PersonFacts, *, form: str, chat_id: int, now: datetime, leaf: str | None = None,
    answers: Mapping[str, Any] | None = None, step: str | None = None,
) -> Draft:  # fmt: skip
    """Open a draft. The sixth open one of a form pushes the oldest out: nobody fills six orders at once."""
    open_ones = list(open_of(session, actor.id, form))
    for old in open_ones[MOST_OPEN - 1 :]:
        old.state = "discarded"
    draft = Draft(
        form=form, leaf=leaf, person_id=actor.id, chat_id=chat_id, answers=dict(answers or {}), step=step,
        state="open", created_at=now, updated_at=now,
    )  # fmt: skip
    session.add(draft)
    session.flush()
    return draft


def open_of(session: Session, person_id: int, form: str | None = None) -> list[Draft]:
    """A person's open drafts, the latest touched first."""
    query = select(Draft).where(Draft.person_id == person_id, Draft.state == "open")
    if form is not None:
        query = query.where(Draft.form == form)
    return list(session.scalars(query.order_by(Draft.updated_at.desc(), Draft.id.desc())))


def mine(session: Session, actor: PersonFacts, draft_id: int) -> Draft:
    """The person's own open draft. NotFound for anybody else's, Stale when it was filed or thrown away."""
    draft = session.get(Draft, draft_id, with_for_update=True)
    if draft is None or draft.person_id != actor.id:
        raise NotFound(f"draft {draft_id}")
    if draft.state != "open":
        raise Stale(f"draft {draft_id} is {draft.state}")
    return draft


def get(session: Session, draft_id: int) -> Draft | None:
    """The draft with this id, open or not."""
    return session.get(Draft, draft_id)


def answer(draft: Draft, now: datetime, **values: Any) -> None:
    """Note answers; a value of None takes an answer back."""
    merged = {**draft.answers, **values}
    draft.answers = {key: value for key, value in merged.items() if value is not None}
    draft.updated_at = now


def go(draft: Draft, step: str | None, now: datetime) -> None:
    """Stand at a step; None is the summary."""
    draft.step, draft.updated_at = step, now


def discard(draft: Draft, now: datetime) -> None:
    """Throw a draft away; the row stays for the history."""
    draft.state, draft.updated_at = "discarded", now


def submitted(draft: Draft, now: datetime) -> None:
    """The form was carried out; nothing of it can be pressed again."""
    draft.state, draft.updated_at = "submitted", now


def attach(session: Session, draft: Draft, actor: PersonFacts, file: Evidence, name: str | None, now: datetime) -> int:
    """Keep a file with the draft; how many different ones there are now."""
    known = session.scalars(select(Attachment).where(Attachment.draft_id == draft.id)).all()
    if not any(one.file_unique_id == file.file_unique_id for one in known):
        session.add(
            Attachment(
                draft_id=draft.id,
                purpose="basis",
                kind=file.kind,
                file_id=file.file_id,
                file_unique_id=file.file_unique_id,
                name=name,
                sent_by=actor.id,
                at=now,
            )
        )
        session.flush()
        return len(known) + 1
    return len(known)


def card_buried(session: Session, card_id: int) -> int:
    """How many messages came below a card since it was posted."""
    return session.get_one(Card, card_id).buried
