"""Who hears what was changed: whoever asked and whose order it is, and the departments that it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Change, Order
from domain.changes import ChangeKind, ChangeState, concerns, differences
from domain.process.changing import Concern
from services import books, owed, supply, telling
from services.changes import policy
from services.house import House

DELIVERY = frozenset({"place", "receiver", "phone", "carrier", "freight"})


def tell_applied(session: Session, house: House, order: Order, change: Change, now: datetime) -> None:
    """One message a chat: what is different from now on; it was overtaken, for whoever asked."""
    kind = f"change.{change.state}"
    for chat in dict.fromkeys(_chats(session, house, order, change)):
        owed.owe(
            session, kind, chat_id=chat, now=now, subject=f"change:{change.id}", order_id=order.id,
            dedupe=f"{kind}:{change.id}:{chat}",
        )  # fmt: skip


def _chats(session: Session, house: House, order: Order, change: Change) -> Iterator[int]:
    for person in (change.asked_by, order.sales_id, order.owner_id or order.sales_id):
        chat = telling.met_at(session, person)
        if chat is not None:
            yield chat
    if change.state == ChangeState.OVERTAKEN.value:
        return
    for department in departments(session, house, order, change):
        desk = telling.desk_of(session, department)
        if desk is not None:
            yield desk


def departments(session: Session, house: House, order: Order, change: Change) -> tuple[str, ...]:
    """Whom it concerns. Before anything was begun those who make and carry have heard nothing that could be changed."""
    rules = policy.policy_of(session, house, order)
    touched = set(Concern) if change.kind != ChangeKind.EDIT.value else {
        concern
        for one in differences(change.before, change.after)
        for concern in concerns(rules, one, DELIVERY)
    }  # fmt: skip
    begun = order.released_at is not None or bool(supply.tasks_of(session, order.id))
    book = books.book_of(session, order, house.book)
    heard = {book.roles.money, book.roles.keeper, book.roles.sales}
    found = (department for concern in Concern if concern in touched for department in rules.concerns.get(concern, ()))
    return tuple(dict.fromkeys(one for one in found if begun or one in heard))
