"""Who is told of what: the book's notices, turned into cards and owed messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Chat, Order, Person
from domain.process.names import Moment
from domain.process.types import Book, Leaf
from services import owed, people
from services.owed import Klass

BY_CARD = {Moment.RELEASED: "supply", Moment.SHIPPING_NOTICE: "goods"}
"""At these moments a department gets a card to work on, not a message to read."""


def desk_of(session: Session, department: str) -> int | None:
    """Where a department is met: its group, or else its interface person, its deputy, its head, an administrator."""
    group = people.group_of(session, department)
    if group is not None:
        chat = session.get(Chat, group)
        if chat is None or chat.reachable:
            return group
    interface = people.interface_of(session, department) or people.deputy_of(session, department)
    if interface is not None:
        return interface.telegram_id
    head = head_of(session, department)
    return head.telegram_id if head else admin_chat(session)


def met_at(session: Session, person_id: int) -> int | None:
    """Where somebody is met: in private, or for one who has left where their department is."""
    person = session.get_one(Person, person_id)
    return person.telegram_id if person.active else desk_of(session, person.department)


def head_of(session: Session, department: str) -> Person | None:
    """The manager (负责人) of a department."""
    return session.scalar(
        select(Person)
        .where(Person.department == department, Person.role == "manager", Person.active)
        .order_by(Person.id)
    )


def admin_chat(session: Session) -> int | None:
    """The private chat of the first administrator: the last one to turn to."""
    return session.scalar(select(Person.telegram_id).where(Person.is_admin, Person.active).order_by(Person.id))


def recipients(session: Session, book: Book, leaf: Leaf, order: Order, to: Iterable[str]) -> tuple[int, ...]:
    """The chats that the book's names of recipients stand for, each once."""
    chats: dict[int, None] = {}
    for name in to:
        chat = _recipient(session, leaf, order, name)
        if chat is not None:
            chats[chat] = None
    return tuple(chats)


def _recipient(session: Session, leaf: Leaf, order: Order, name: str) -> int | None:
    department, _, office = name.partition(".")
    if name == "sales_person":
        return met_at(session, order.sales_id)
    if name == "keeper":
        return met_at(session, order.owner_id or order.sales_id)
    if name == "managing":
        return desk_of(session, leaf.managing_department)
    if office == "interface":
        interface = people.interface_of(session, department)
        return interface.telegram_id if interface else desk_of(session, department)
    if office == "head":
        head = head_of(session, department)
        return head.telegram_id if head else admin_chat(session)
    return desk_of(session, department)


def tell(session: Session, book: Book, leaf: Leaf, order: Order, moment: Moment, now: datetime, **facts: Any) -> None:
    """Tell everybody whom the book names for this moment; then bring every card of the order up to date."""
    supplies = {line.supply for line in order.lines}
    told: dict[tuple[int, str | None], None] = {}
    for notice in leaf.notices:
        if notice.moment is not moment or (notice.supply is not None and notice.supply.value not in supplies):
            continue
        for name in notice.to:
            for chat in recipients(session, book, leaf, order, (name,)):
                told.setdefault((chat, _card_kind(book, leaf, moment, name)))
    for chat, card in told:
        _tell_one(session, order, moment, chat, card, now, facts)
    owed.refresh_cards(session, order_id=order.id, now=now)


def _repost_judged(session: Session, order: Order, chat: int, now: datetime) -> None:
    """An order that was judged is taken on while nobody looks at its card: it comes to the salesperson anew."""
    if order.filed_at < now:
        owed.show_card(
            session, "order", subject=f"order:{order.id}", chat_id=chat, now=now, order_id=order.id, repost=True
        )


def _card_kind(book: Book, leaf: Leaf, moment: Moment, name: str) -> str | None:
    """Which card a recipient works on at this moment; departments that share a chat still have one each."""
    if moment not in BY_CARD:
        return None
    department = leaf.managing_department if name == "managing" else name.partition(".")[0]
    return "goods" if department == book.roles.goods else BY_CARD[moment]


def _tell_one(
    session: Session, order: Order, moment: Moment, chat: int, card: str | None, now: datetime, facts: dict[str, Any]
) -> None:
    subject = f"order:{order.id}"
    if card is not None:
        owed.show_card(
            session, card, subject=subject, chat_id=chat, now=now, order_id=order.id, klass=Klass.CARD, repost=True
        )
        return
    if moment is Moment.ACCEPTED and chat == people.private_chat(session, order.sales_id):
        _repost_judged(session, order, chat, now)
        return  # the salesperson's order card says it
    owed.owe(session, f"notice.{moment.value}", chat_id=chat, now=now, subject=subject, order_id=order.id, facts=facts)
