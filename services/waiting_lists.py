"""待审批: the list of what waits that stands pinned in each group, one card a group, edited in place.

Nothing that changes what waits says so here: the list is desired state. `tick` reads what waits for all groups at
once, and owes the list of those where it is not what they were last told. So no way in can forget it, a change of
which nobody writes (a delegation begins) counts as well, and a list that says the same costs no message.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.inserting import insert_into
from db.models import Card, Chat, Customer, GroupBinding, Order, Slip
from domain.process.words import Words
from domain.rights import Who, sees_all_customers
from services import books, groups, owed, telling, waiting
from services.house import House
from services.looking import may_look
from services.owed import Klass
from services.people import PersonFacts
from services.waiting import Kind, Waiting

KIND: Final = groups.LIST
SUBJECT: Final = "group"
"""One a group; which group is said by the chat, that a supergroup changes."""
PAUSE: Final = timedelta(seconds=15)
"""So long a list is left alone after it was owed: what happens meanwhile becomes one edit."""
NOT_PINNED: Final = "waiting.not_pinned"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what waits, for which order, and in the words of the order's own book who is asked."""

    waiting: Waiting
    number: str
    customer: str
    """Empty for an order of our own, and where the reader may not know; `type` says what it is then."""
    type: Words
    department: Words
    signoff: Words | None
    amount_minor: int | None
    """What a slip claims."""
    currency: str


@dataclass(frozen=True, slots=True)
class _Group:
    language: str | None
    departments: frozenset[str]


# ── when ───────────────────────────────────────────────────────────────────────────────────


def tick(session: Session, house: House, now: datetime) -> int:
    """Owe every list that is not what it was last told to say. Returns how many."""
    bound = _bound(session)
    stand = _standing(session)
    everybody = frozenset[str]().union(*(group.departments for group in bound.values()))
    everything = waiting.of_departments(session, house, everybody, now) if bound else ()
    count = 0
    for chat_id, group in sorted(bound.items()):
        own = [one for one in everything if one.department in group.departments]
        count += _bring(session, chat_id, group, stand.get(chat_id), own, now)
    for chat_id, told in sorted(stand.items()):
        if chat_id not in bound and not told.get("ended"):
            count += _end(session, chat_id, now)
    return count


def _standing(session: Session) -> dict[int, dict[str, Any]]:
    """What each list was last told to say, by group."""
    rows = session.execute(select(Card.chat_id, Card.facts).where(Card.kind == KIND))
    return {chat_id: facts for chat_id, facts in rows}


def _bound(session: Session) -> dict[int, _Group]:
    """The groups that departments are met in and that can be written to."""
    rows = session.execute(
        select(Chat.id, Chat.language, GroupBinding.department)
        .join(GroupBinding, GroupBinding.chat_id == Chat.id)
        .where(Chat.reachable)
    )
    found: dict[int, _Group] = {}
    for chat_id, language, department in rows:
        known = found.get(chat_id)
        departments = (known.departments if known else frozenset()) | {department}
        found[chat_id] = _Group(language, departments)
    return found


def _bring(
    session: Session, chat_id: int, group: _Group, told: dict[str, Any] | None, own: Collection[Waiting], now: datetime
) -> bool:
    """A list begins with the first thing that waits; from then on it stands, also when nothing does."""
    digest = _digest(group, own)
    if (told is None and not own) or (told is not None and told.get("digest") == digest):
        return False
    last = told.get("at") if told else None
    if last is not None and timedelta() <= now - datetime.fromisoformat(last) < PAUSE:
        return False
    _make(session, chat_id)
    owed.show_card(
        session, KIND, subject=SUBJECT, chat_id=chat_id, now=now, klass=Klass.DIGEST,
        facts={"digest": digest, "at": now.isoformat()}, repost=bool(told and told.get("ended")),
    )  # fmt: skip
    return True


def _make(session: Session, chat_id: int) -> None:
    """The card is there; another replica may be as quick."""
    row = insert_into(session, Card).values(
        kind=KIND, subject=SUBJECT, chat_id=chat_id, facts={}, wanted=0, shown=0, buried=0, with_photo=False,
        closed=False,
    )  # fmt: skip
    session.execute(row.on_conflict_do_nothing())


def _end(session: Session, chat_id: int, now: datetime) -> bool:
    """No department is met there any more: the list says so and is let go, where the bot can still speak."""
    chat = session.get(Chat, chat_id)
    if chat is None or not chat.reachable:
        return False
    owed.show_card(session, KIND, subject=SUBJECT, chat_id=chat_id, now=now, klass=Klass.DIGEST, facts={"ended": True})
    return True


def _digest(group: _Group, own: Iterable[Waiting]) -> str:
    """All that the list of a group says, in short."""
    said = [[one.subject, one.department, one.since.isoformat(), one.person, one.deputy] for one in own]
    told = json.dumps([group.language, sorted(group.departments), said], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


# ── what ───────────────────────────────────────────────────────────────────────────────────


def of_group(
    session: Session, house: House, departments: Collection[str], now: datetime, *, at_most: int,
    reader: PersonFacts | None = None,
) -> tuple[int, tuple[Entry, ...]]:  # fmt: skip
    """How many things wait for these departments, and the oldest of them, as `reader` or all of them may see it."""
    found = waiting.of_departments(session, house, departments, now)
    openly = all(sees_all_customers(house.book, Who(department)) for department in departments)
    return len(found), tuple(_entry(session, house, one, reader, openly) for one in found[:at_most])


def _customer(session: Session, house: House, order: Order, reader: PersonFacts | None, openly: bool) -> str:
    """Whose order it is. Salespeople who read along in their group are told of no colleague's customer."""
    if order.customer_id is None:
        return ""
    customer = session.get_one(Customer, order.customer_id)
    seen = openly or customer.owner_id is None if reader is None else may_look(session, house, reader, order)
    return customer.name if seen else ""


def _entry(session: Session, house: House, one: Waiting, reader: PersonFacts | None, openly: bool) -> Entry:
    assert one.order_id is not None
    order = session.get_one(Order, one.order_id)
    book = books.book_of(session, order, house.book)
    leaf = book.leaves[order.leaf]
    customer = _customer(session, house, order, reader, openly)
    slip = session.get_one(Slip, one.subject_id) if one.kind is Kind.SLIP else None
    known = book if one.department in book.departments else house.book
    return Entry(
        one, order.number, customer, leaf.short, known.departments[one.department].name, _signoff(leaf, one),
        slip.claimed_minor if slip else None, order.currency,
    )  # fmt: skip


def _signoff(leaf: Any, one: Waiting) -> Words | None:
    """What a 放行 is called by the book."""
    if one.kind is not Kind.SIGNOFF:
        return None
    rules = (rule for rules in leaf.gates.values() for rule in rules if rule.rule == "signoff")
    words = next((rule.params.get("words") for rule in rules if rule.params["name"] == one.words), None)
    return words if isinstance(words, Words) else None


def stands_at(session: Session, chat_id: int) -> int | None:
    """The message in which the list of a group stands; None where there is none."""
    query = select(Card).where(Card.kind == KIND, Card.subject == SUBJECT, Card.chat_id == chat_id)
    card = session.scalar(query)
    return None if card is None or card.facts.get("ended") else card.message_id


# ── pinned ─────────────────────────────────────────────────────────────────────────────────


def not_pinned(session: Session, chat_id: int, now: datetime) -> None:
    """Telegram does not let the bot pin there: an administrator hears once what to do."""
    admin = telling.admin_chat(session)
    if admin is not None:
        title = session.scalar(select(Chat.title).where(Chat.id == chat_id)) or ""
        owed.owe(
            session, NOT_PINNED, chat_id=admin, now=now, facts={"chat": chat_id, "title": title},
            dedupe=f"{NOT_PINNED}:{chat_id}",
        )  # fmt: skip


def may_pin_now(session: Session, chat_id: int, now: datetime) -> None:
    """The bot became an administrator of a group: its list is pinned, if it was not."""
    query = select(Card).where(Card.kind == KIND, Card.chat_id == chat_id, Card.message_id.is_not(None))
    card = session.scalar(query.with_for_update())
    if card is not None and not card.facts.get("ended"):
        card.pinned_id = None
        session.flush()
        owed.refresh_card(session, card.id, now=now)
