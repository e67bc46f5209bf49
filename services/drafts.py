"""Drafts: forms being filled. A draft is a row, so a restart finds it where it was left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from db.models import Attachment, Draft
from domain.attachments import SORTS, Purpose
from services.errors import NotAllowed, NotFound, Stale
from services.money import Evidence
from services.people import PersonFacts

MOST_OPEN = 20
# Asked in every step: built once, and cheaper than `Session.get`.
_BY_ID = select(Draft).where(Draft.id == bindparam("id"))
_LOCKED = _BY_ID.with_for_update()


def begin(
    session: Session, actor: PersonFacts, *, form: str, chat_id: int, now: datetime, leaf: str | None = None,
    answers: Mapping[str, Any] | None = None, step: str | None = None,
) -> Draft:  # fmt: skip
    """Open a draft. The oldest of very many gives way to it: nobody fills twenty orders at once."""
    for old in open_of(session, actor.id, form)[MOST_OPEN - 1 :]:
        discard(old, now)
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


def blank(session: Session, actor: PersonFacts, form: str) -> Draft | None:
    """An open draft of the form in which nothing was answered yet: beginning another would leave it lying about."""
    return next((one for one in open_of(session, actor.id, form) if not one.answers), None)


def mine(session: Session, actor: PersonFacts, draft_id: int) -> Draft:
    """The person's own open draft. NotAllowed for anybody else's, Stale when it was filed or thrown away."""
    draft = session.scalars(_LOCKED, {"id": draft_id}).first()
    if draft is None:
        raise NotFound(f"draft {draft_id}")
    if draft.person_id != actor.id:
        raise NotAllowed("not_your_draft")
    if draft.state != "open":
        raise Stale(f"draft {draft_id} is {draft.state}")
    return draft


def get(session: Session, draft_id: int) -> Draft | None:
    """The draft with this id, open or not."""
    return session.scalars(_BY_ID, {"id": draft_id}).first()


def has_answers(draft: Draft) -> bool:
    """Whether anything was answered, also beforehand; other notes of the form itself begin with an underscore."""
    return any(not key.startswith("_") or key == "_given" for key in draft.answers)


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


def _files_of(draft: Draft) -> ColumnElement[bool]:
    """The files of a draft, and those of the order that it completes."""
    own = Attachment.draft_id == draft.id
    completes = draft.answers.get("_completes")
    if completes is None:
        return own
    return or_(own, and_(Attachment.order_id == int(completes["order"]), Attachment.purpose.in_(SORTS)))


def attach(
    session: Session, draft: Draft, actor: PersonFacts, file: Evidence, name: str | None, now: datetime, *,
    purpose: Purpose, named: bool = False,
) -> tuple[Purpose, dict[str, int]]:  # fmt: skip
    """Keep a file with the draft: what it is kept as, and how many different ones there are now of each purpose.

    One that is there stays what it is, but where its sender has `named` it now.
    """
    known = list(session.scalars(select(Attachment).where(_files_of(draft))))
    same = next((one for one in known if one.file_unique_id == file.file_unique_id), None)
    if same is None:
        same = Attachment(
            draft_id=draft.id, purpose=purpose.value, kind=file.kind, file_id=file.file_id,
            file_unique_id=file.file_unique_id, name=name, sent_by=actor.id, at=now,
        )  # fmt: skip
        known.append(same)
        session.add(same)
    elif named:
        same.purpose = purpose.value
    session.flush()
    return Purpose(same.purpose), dict(Counter(one.purpose for one in known))
