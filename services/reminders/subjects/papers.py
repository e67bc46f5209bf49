"""Papers: what an order rests on, and waivers that run out."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from db.models import Waiver
from domain.process.fields import FieldKind
from services.reminders.subjects.asked import Asked, Found, Post


def basis_spoken(asked: Asked) -> Iterator[Found]:
    """The order says that it rests on somebody's word; a paper that is sent later is another answer."""
    now = asked.now
    field = now.leaf.field_of_kind(FieldKind.ATTACHMENT)
    answer = now.order.fields.get(field.key) if field is not None else None
    if isinstance(answer, dict) and not answer.get("files") and answer.get("choice") is not None:
        yield asked.order(now.order.accepted_at)


def waiver_unused(asked: Asked) -> Iterator[Found]:
    query = select(Waiver).where(Waiver.order_id == asked.now.order.id, Waiver.state == "granted")
    for row in asked.session.scalars(query.order_by(Waiver.id)):
        if row.expires_at > asked.now.at and asked.now.order.ended_at is None:
            who = (Post(asked.now.book.roles.sales, row.asked_by),)
            yield Found(f"waiver:{row.id}", row.expires_at, who, arose=row.decided_at, row=row)
