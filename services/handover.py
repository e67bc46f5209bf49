"""Handing over (交接): what was somebody's goes to who acts for them, when they leave or move; the past keeps its names.

What can be somebody's is one table, `THINGS`: a feature that gives people something adds a row. Rows that say who did
something are never touched; whoever had an order, a customer or a task until now stands in the history.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import ApprovalSeat, Customer, Delegation, DepartmentDuty, Draft, Order, Person, Prompt, Task
from domain.life import ENDED
from domain.process.types import Book
from domain.rights import Who, may
from services import history, owed, people, telling
from services.approvals import reassigning
from services.approvals.conditions import KEPT
from services.house import House
from services.locking import lock_order, touch
from services.people import PersonFacts, person_facts

ORDER_FORM: Final = "order"
_OVER: Final = [state.value for state in ENDED]


@dataclass(frozen=True, slots=True)
class Handing:
    """One handing over: whose things, to whom, on whose word."""

    session: Session
    house: House
    giver: Person
    heir: PersonFacts | None
    actor_id: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be somebody's."""

    key: str
    theirs: Callable[[Session, int], Sequence[Any]]
    """The rows that are a person's."""
    give: Callable[[Handing, Any], None]
    """One of them goes to the heir; to nobody where there is none."""
    kept: Callable[[Book, Who], bool] = lambda _book, _who: False
    """Whether it stays theirs when they move to this department."""


@dataclass(frozen=True, slots=True)
class Handover:
    """What would go to whom: counts by the key of the thing, in the table's order."""

    heir: PersonFacts | None
    counts: tuple[tuple[str, int], ...]


def heir_of(session: Session, person: Person) -> PersonFacts | None:
    """Who takes over from somebody: the department's deputy, its interface person, its head, an administrator."""
    duty = session.get(DepartmentDuty, person.department)
    found = [session.get(Person, one) for one in (duty.deputy_id, duty.interface_id) if one] if duty else []
    heads = select(Person).where(Person.department == person.department, Person.role == "manager")
    admins = select(Person).where(Person.is_admin)
    for query in (heads, admins):
        found += session.scalars(query.where(Person.active).order_by(Person.id))
    return next((person_facts(one) for one in found if one is not None and one.active and one.id != person.id), None)


def preview(session: Session, house: House, person: Person, to: Who | None = None) -> Handover:
    """What would go to whom if somebody left, or moved to another department."""
    counts = [(thing.key, len(thing.theirs(session, person.id))) for thing in THINGS if not _stays(house, thing, to)]
    return Handover(heir_of(session, person), tuple((key, count) for key, count in counts if count))


def hand_over(
    session: Session, house: House, person: Person, *, actor_id: int, now: datetime, to: Who | None = None
) -> Handover:
    """Carry it out, each thing with a line in its history; the heir hears of it."""
    done = preview(session, house, person, to)
    handing = Handing(session, house, person, done.heir, actor_id, now)
    for thing in THINGS:
        if not _stays(house, thing, to):
            for row in thing.theirs(session, person.id):
                thing.give(handing, row)
    session.flush()
    if done.heir is not None and done.counts:
        owed.owe(
            session, "company.handed", chat_id=done.heir.telegram_id, now=now, subject=f"person:{person.id}",
            facts={"counts": [list(one) for one in done.counts]},
        )  # fmt: skip
    return done


def _stays(house: House, thing: Thing, to: Who | None) -> bool:
    return to is not None and thing.kept(house.book, to)


# ── orders and tasks ───────────────────────────────────────────────────────────────────────


def _followed(session: Session, person_id: int) -> Sequence[Order]:
    return _live(session, Order.owner_id == person_id)


def _sold(session: Session, person_id: int) -> Sequence[Order]:
    return _live(session, Order.sales_id == person_id)


def _live(session: Session, whose: Any) -> Sequence[Order]:
    query = select(Order).where(whose, Order.state.not_in(_OVER)).order_by(Order.id)
    return [lock_order(session, one.id) for one in session.scalars(query)]


def _give_followed(handing: Handing, order: Order) -> None:
    order.owner_id = handing.heir.id if handing.heir else None
    _note_order(handing, order, "owner")


def _give_sold(handing: Handing, order: Order) -> None:
    """An order is always somebody's: where nobody takes it over it keeps the name."""
    if handing.heir is not None:
        order.sales_id = handing.heir.id
        _note_order(handing, order, "sales")
        reassigning.ask_where_nobody_can(
            handing.session, handing.house, handing.actor_id, handing.now, order=order, but=handing.giver.id
        )


def _note_order(handing: Handing, order: Order, what: str, **more: Any) -> None:
    touch(order, handing.now)
    handing.session.flush()
    heir = handing.heir.id if handing.heir else None
    history.record(
        handing.session, subject=f"order:{order.id}", action="handed_over", now=handing.now, actor_id=handing.actor_id,
        for_id=handing.giver.id, before={what: handing.giver.id, **more}, after={what: heir, **more},
    )  # fmt: skip
    owed.refresh_cards(handing.session, order_id=order.id, now=handing.now)


def _doing(session: Session, person_id: int) -> Sequence[Task]:
    return session.scalars(
        select(Task).where(Task.owner_id == person_id, Task.state.in_(("doing", "open", KEPT))).order_by(Task.id)
    ).all()


def _give_task(handing: Handing, task: Task) -> None:
    order = lock_order(handing.session, task.order_id)
    if handing.heir is not None:
        task.owner_id = handing.heir.id
        _note_order(handing, order, "task_owner", kind=task.kind)


def _give_seat(handing: Handing, seat: ApprovalSeat) -> None:
    """Whoever stands in by name is asked, who need not be the heir: a head's decision goes to no colleague."""
    reassigning.ask_stand_in(handing.session, handing.house, seat.id, handing.giver.id, handing.actor_id, handing.now)


def _delegations(session: Session, person_id: int) -> Sequence[Delegation]:
    mine = or_(Delegation.from_id == person_id, Delegation.to_id == person_id)
    query = select(Delegation).where(mine, Delegation.over.is_(False), Delegation.ended_at.is_(None))
    return session.scalars(query.order_by(Delegation.id).with_for_update()).all()


def _end_delegation(handing: Handing, row: Delegation) -> None:
    """Nobody stands in for, or is stood in for by, somebody who has gone."""
    row.ended_at = handing.now
    handing.session.flush()
    history.record(
        handing.session, subject="company", action="delegation_ended", now=handing.now, actor_id=handing.actor_id,
        for_id=row.from_id, before={"delegation": row.id, "to": row.to_id},
    )  # fmt: skip


# ── customers, drafts, duties, questions ───────────────────────────────────────────────────


def _customers(session: Session, person_id: int) -> Sequence[Customer]:
    return session.scalars(select(Customer).where(Customer.owner_id == person_id).order_by(Customer.id)).all()


def _give_customer(handing: Handing, customer: Customer) -> None:
    """Without an heir it becomes 公共."""
    customer.owner_id = handing.heir.id if handing.heir else None
    history.record(
        handing.session, subject="company", action="customer_handed_over", now=handing.now, actor_id=handing.actor_id,
        for_id=handing.giver.id, before={"customer": customer.id, "owner": handing.giver.id},
        after={"customer": customer.id, "owner": customer.owner_id},
    )  # fmt: skip


def _drafts(session: Session, person_id: int) -> Sequence[Draft]:
    query = select(Draft).where(Draft.person_id == person_id, Draft.state == "open", Draft.form == ORDER_FORM)
    return session.scalars(query.order_by(Draft.id).with_for_update()).all()


def _give_draft(handing: Handing, draft: Draft) -> None:
    if handing.heir is None:
        draft.state = "discarded"
    else:
        draft.person_id, draft.chat_id = handing.heir.id, handing.heir.telegram_id
    draft.updated_at = handing.now


def _forms(session: Session, person_id: int) -> Sequence[Draft]:
    query = select(Draft).where(Draft.person_id == person_id, Draft.state == "open", Draft.form != ORDER_FORM)
    return session.scalars(query.order_by(Draft.id).with_for_update()).all()


def _drop_form(handing: Handing, draft: Draft) -> None:
    """Half an invitation or a customer's name is begun anew."""
    draft.state, draft.updated_at = "discarded", handing.now


def _duties(session: Session, person_id: int) -> Sequence[DepartmentDuty]:
    query = select(DepartmentDuty).where(
        or_(DepartmentDuty.interface_id == person_id, DepartmentDuty.deputy_id == person_id)
    )
    return session.scalars(query.order_by(DepartmentDuty.department)).all()


def _give_duty(handing: Handing, duty: DepartmentDuty) -> None:
    """Only one of its own people stands for a department: where none takes over, it has nobody, and is warned about."""
    before = {"interface": duty.interface_id, "deputy": duty.deputy_id}
    heir = handing.heir.id if handing.heir is not None and handing.heir.department == duty.department else None
    if duty.interface_id == handing.giver.id:
        duty.interface_id = heir
    if duty.deputy_id in (handing.giver.id, duty.interface_id):
        duty.deputy_id = None
    history.record(
        handing.session, subject="company", action="duty_handed_over", now=handing.now, actor_id=handing.actor_id,
        for_id=handing.giver.id, before={"department": duty.department, **before},
        after={"department": duty.department, "interface": duty.interface_id, "deputy": duty.deputy_id},
    )  # fmt: skip


def _prompts(session: Session, person_id: int) -> Sequence[Prompt]:
    query = select(Prompt).where(Prompt.person_id == person_id, Prompt.closed_at.is_(None))
    return session.scalars(query.order_by(Prompt.id)).all()


def _give_prompt(handing: Handing, prompt: Prompt) -> None:
    """A question in a group is asked of the heir; one in private ends with who was asked."""
    if prompt.chat_id < 0 and handing.heir is not None:
        prompt.person_id = handing.heir.id
    else:
        prompt.closed_at = handing.now


def _files(book: Book, who: Who) -> bool:
    return may(book, who, "order.file")


THINGS: list[Thing] = [
    Thing(
        "followed",
        _followed,
        _give_followed,
        kept=lambda book, who: may(book, who, "order.keeper") or _files(book, who),
    ),
    Thing("sold", _sold, _give_sold, kept=_files),
    Thing("tasks", _doing, _give_task),
    Thing("seats", reassigning.left_by, _give_seat),
    Thing("delegations", _delegations, _end_delegation),
    Thing("customers", _customers, _give_customer, kept=lambda book, who: who.department == book.roles.sales),
    Thing("drafts", _drafts, _give_draft, kept=_files),
    Thing("forms", _forms, _drop_form),
    Thing("duties", _duties, _give_duty),
    Thing("prompts", _prompts, _give_prompt),
]
"""What can be somebody's, in the order in which it is handed over. A duty goes last but for questions: it names heirs."""


# ── leaving a group ────────────────────────────────────────────────────────────────────────


def left_group(session: Session, *, chat_id: int, telegram_id: int, now: datetime) -> None:
    """Somebody is in their department's group no more: administrators are asked what becomes of what is theirs.

    Telegram may say it twice; the card is one.
    """
    person = session.scalar(select(Person).where(Person.telegram_id == telegram_id, Person.active))
    if person is None or people.group_of(session, person.department) != chat_id:
        return
    subject = f"person:{person.id}"
    for admin in administrators(session):
        if admin.id != person.id:
            owed.show_card(
                session, "company.left_group", subject=subject, chat_id=admin.telegram_id, now=now,
                facts={"chat": chat_id},
            )  # fmt: skip
    interface = people.interface_of(session, person.department) or _head(session, person)
    if interface is not None and interface.id != person.id and not interface.is_admin:
        owed.owe(
            session, "company.left_news", chat_id=interface.telegram_id, now=now, subject=subject,
            facts={"chat": chat_id}, dedupe=f"left:{chat_id}:{person.id}:{now.date()}",
        )  # fmt: skip


def _head(session: Session, person: Person) -> PersonFacts | None:
    head = telling.head_of(session, person.department)
    return person_facts(head) if head else None


def administrators(session: Session) -> tuple[PersonFacts, ...]:
    """Everybody whom the settings name, as far as they have written."""
    rows = session.scalars(select(Person).where(Person.is_admin, Person.active).order_by(Person.id))
    return tuple(person_facts(row) for row in rows)
