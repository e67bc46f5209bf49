"""Goods under way: noticed and not loaded, left and not signed for, coming back."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from db.models import AfterSale, Shipment
from domain.after_sale import Step
from domain.gates import judge
from services import people
from services.reminders.subjects.asked import Asked, Found, Post


def _batches(asked: Asked, state: str) -> list[Shipment]:
    query = select(Shipment).where(Shipment.order_id == asked.now.order.id, Shipment.state == state)
    return list(asked.session.scalars(query.order_by(Shipment.id)))


def notice_open(asked: Asked) -> Iterator[Found]:
    """Notices that may be loaded: while the gate is closed it is somebody else's turn."""
    now = asked.now
    closed = bool(judge(now.book, now.leaf, now.leaf.ends_at.checkpoint, now.facts))
    for batch in _batches(asked, "noticed"):
        who = (Post(asked.now.book.roles.goods),)
        yield Found(f"shipment:{batch.id}", batch.noticed_at, who, rests=closed, row=batch, day=batch.ship_by)


def unsigned(asked: Asked) -> Iterator[Found]:
    for batch in _batches(asked, "shipped"):
        owner = asked.now.order.owner_id or asked.now.order.sales_id
        post = Post(people.by_id(asked.session, owner).department, owner)
        yield Found(f"shipment:{batch.id}", batch.shipped_at, (post,), row=batch)


def after_sale_open(asked: Asked) -> Iterator[Found]:
    states = (Step.ASKED.value, Step.AGREED.value)
    query = select(AfterSale).where(AfterSale.order_id == asked.now.order.id, AfterSale.state.in_(states))
    for row in asked.session.scalars(query.order_by(AfterSale.id)):
        decided = row.state == Step.AGREED.value
        roles = asked.now.book.roles
        who = Post(roles.goods if decided else roles.money)
        yield Found(f"after_sale:{row.id}", row.decided_at if decided else row.asked_at, (who,), row=row)
