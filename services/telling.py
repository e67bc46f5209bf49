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
from services.deputies import deputies
from services.owed import Klass

BY_CARD = {Moment.RELEASED: "supply", Moment.SHIPPING_NOTICE: "goods"}
"""At these moments a department gets a card to work on, not a message to read."""


def desk_of(session: Session, department: str) -> int | None:
    """Where a department is met: its group, or else its interface person, its deputy, its head, an administrator.

    Whoever the bot may not write to is passed over; where it may write to nobody, nobody hears of it but by an alarm.
    """
    group = people.group_of(session, department)
    if group is not None and is_reachable(session, group):
        return group
    named = (people.interface_of(session, department), people.deputy_of(session, department))
    head = head_of(session, department)
    private = [*(one.telegram_id for one in named if one is not None), *([head.telegram_id] if head else [])]
    return _first_reached(session, private)


def met_at(session: Session, person_id: int, now: datetime | None = None) -> int | None:
    """Where somebody is met: in private, or for one who has left where their department is.

    Who blocked the bot is not met: whoever stands in for them is. `now` tells who their deputies are.
    """
    person = session.get_one(Person, person_id)
    if not person.active:
        return desk_of(session, person.department)
    if is_reachable(session, person.telegram_id):
        return person.telegram_id
    return stand_in(session, person, now)


def stand_in(session: Session, person: Person, now: datetime | None) -> int | None:
    """Who hears of it in the place of somebody the bot may not write to: a deputy, the head, an administrator."""
    standing_in = deputies(session, person.id, now) if now is not None else []
    head = head_of(session, person.department)
    colleagues = [session.get_one(Person, one) for one in standing_in] + ([head] if head else [])
    return _first_reached(session, [one.telegram_id for one in colleagues if one.active]) or person.telegram_id


def is_reachable(session: Session, chat_id: int) -> bool:
    """Whether the bot may write there, as far as it knows."""
    chat = session.get(Chat, chat_id)
    return chat is None or chat.reachable


def _first_reached(session: Session, chats: Iterable[int]) -> int | None:
    """The first of these private chats that the bot may write to, or an administrator's, or the first of all."""
    known = [*chats, *admin_chats(session)]
    return next((chat for chat in known if is_reachable(session, chat)), known[0] if known else None)


def head_of(session: Session, department: str) -> Person | None:
    """The manager (负责人) of a department."""
    return session.scalar(
        select(Person)
        .where(Person.department == department, Person.role == "manager", Person.active)
        .order_by(Person.id)
    )


def interface_met(session: Session, department: str, now: datetime | None) -> int | None:
    """Where whoever speaks for a department is met; without such a person where the department is."""
    interface = people.interface_of(session, department)
    return met_at(session, interface.id, now) if interface else desk_of(session, department)


def head_met(session: Session, department: str, now: datetime | None) -> int | None:
    """Where the manager of a department is met; without one an administrator."""
    head = head_of(session, department)
    return met_at(session, head.id, now) if head else admin_chat(session)


def admin_chats(session: Session) -> list[int]:
    """The private chats of the administrators: the last ones to turn to."""
    return list(session.scalars(select(Person.telegram_id).where(Person.is_admin, Person.active).order_by(Person.id)))


def admin_chat(session: Session) -> int | None:
    """That of the first one."""
    return next(iter(admin_chats(session)), None)


def recipients(
    session: Session, book: Book, leaf: Leaf, order: Order, to: Iterable[str], now: datetime | None = None
) -> tuple[int, ...]:
    """The chats that the book's names of recipients stand for, each once."""
    chats: dict[int, None] = {}
    for name in to:
        chat = _recipient(session, leaf, order, name, now)
        if chat is not None:
            chats[chat] = None
    return tuple(chats)


def _recipient(session: Session, leaf: Leaf, order: Order, name: str, now: datetime | None) -> int | None:
    department, _, office = name.partition(".")
    if name == "sales_person":
        return met_at(session, order.sales_id, now)
    if name == "keeper":
        return met_at(session, order.owner_id or order.sales_id, now)
    if name == "managing":
        return desk_of(session, leaf.managing_department)
    if office == "interface":
        return interface_met(session, department, now)
    if office == "head":
        return head_met(session, department, now)
    return desk_of(session, department)


def tell(session: Session, book: Book, leaf: Leaf, order: Order, moment: Moment, now: datetime, **facts: Any) -> None:
    """Tell everybody whom the book names for this moment; then bring every card of the order up to date."""
    supplies = {line.supply for line in order.lines}
    told: dict[tuple[int, str | None], None] = {}
    for notice in leaf.notices:
        if notice.moment is not moment or (notice.supply is not None and notice.supply.value not in supplies):
            continue
        for name in notice.to:
            for chat in recipients(session, book, leaf, order, (name,), now):
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
