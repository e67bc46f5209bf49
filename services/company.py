"""The company as its administrators see it: departments, their people and groups, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from db.models import Chat, Customer, DepartmentDuty, GroupBinding, Person, Product
from db.models import Invite as InviteRow
from domain.process.types import Book
from services import history
from services.errors import NotFound
from services.house import House, require
from services.joining import Invite, invite_facts
from services.people import PersonFacts, person_facts


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A bound group; `reachable` is False once the bot was thrown out of it."""

    chat_id: int
    title: str
    reachable: bool
    language: str | None = None


@dataclass(frozen=True, slots=True)
class DepartmentFacts:
    """A department of the book and who stands for it. Without a group cards go to a person."""

    key: str
    people: tuple[PersonFacts, ...]
    interface: PersonFacts | None
    deputy: PersonFacts | None
    group: GroupFacts | None
    needed: bool
    """Orders of the products that there are do not go through without it."""
    works: bool
    """Some orders bring it tasks or ask it for approvals."""
    meets: bool
    """Its work comes as cards to a group."""

    @property
    def without_group(self) -> bool:
        return self.meets and (self.group is None or not self.group.reachable) and (self.needed or bool(self.people))

    @property
    def without_interface(self) -> bool:
        return self.interface is None and (self.needed or bool(self.people))


Want = Literal["people", "group", "interface", "product", "customer"]


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a new company has to do yet."""

    want: Want
    department: str | None = None


def departments(session: Session, house: House) -> tuple[DepartmentFacts, ...]:
    """Every department of the book, in its order."""
    staff = [person_facts(row) for row in session.scalars(select(Person).where(Person.active).order_by(Person.id))]
    duties = session.execute(select(DepartmentDuty.department, DepartmentDuty.interface_id, DepartmentDuty.deputy_id))
    named = {key: (interface, deputy) for key, interface, deputy in duties}
    bound = session.execute(select(GroupBinding.department, Chat).join(Chat, Chat.id == GroupBinding.chat_id))
    groups = {
        key: GroupFacts(chat.id, chat.title or str(chat.id), chat.reachable, chat.language) for key, chat in bound
    }
    supplies = frozenset(session.scalars(select(Product.supply).where(Product.active).distinct()))
    needed, working, meeting = _needed(house.book, supplies), _working(house.book), _meeting(house.book)
    return tuple(
        DepartmentFacts(
            key=key,
            people=(own := tuple(person for person in staff if person.department == key)),
            interface=_one_of(own, named.get(key, (None, None))[0]),
            deputy=_one_of(own, named.get(key, (None, None))[1]),
            group=groups.get(key),
            needed=key in needed,
            works=key in working,
            meets=key in meeting,
        )
        for key in house.book.departments
    )


def _one_of(own: tuple[PersonFacts, ...], person_id: int | None) -> PersonFacts | None:
    """Somebody of the department; who has left it stands for it no more."""
    return next((person for person in own if person.id == person_id), None)


def without_interface(session: Session, house: House) -> tuple[str, ...]:
    """Departments that have people or are needed, and nobody who stands for them."""
    return tuple(one.key for one in departments(session, house) if one.without_interface)


def met_in(session: Session, house: House, chat_id: int) -> tuple[str, ...]:
    """The departments that are met in a group, in the book's order."""
    return tuple(one.key for one in departments(session, house) if one.group and one.group.chat_id == chat_id)


def set_group_language(
    session: Session, house: House, actor: PersonFacts, department: str, language: str, now: datetime
) -> None:
    """The language of a department's group, set from afar. For administrators."""
    require(house, actor, "company.manage")
    binding = session.get(GroupBinding, department)
    if binding is None:
        raise NotFound(f"group of {department}")
    chat = session.get_one(Chat, binding.chat_id)
    before, chat.language = chat.language, language
    session.flush()
    history.record(
        session, subject="company", action="group_language", now=now, actor_id=actor.id,
        before={"chat": chat.id, "language": before}, after={"chat": chat.id, "language": language},
    )  # fmt: skip


def department(session: Session, house: House, key: str) -> DepartmentFacts:
    """One department. NotFound for one that the book has not."""
    if key not in house.book.departments:
        raise NotFound(key)
    return next(one for one in departments(session, house) if one.key == key)


def _needed(book: Book, supplies: frozenset[str]) -> frozenset[str]:
    """Departments without which every order comes to a stop, or every one for products of these supplies."""
    tasks = [task for leaf in book.leaves.values() for task in leaf.supply_tasks]
    supply = {task.department for task in tasks if task.supply.value in supplies}
    return frozenset({book.roles.sales, book.roles.money, book.roles.goods} | supply)


def _working(book: Book) -> frozenset[str]:
    """Departments that some orders need; while one has nobody, an administrator gets its cards."""
    leaves = book.leaves.values()
    tasks = {task.department for leaf in leaves for task in leaf.supply_tasks}
    gates = [rule for leaf in leaves for rules in leaf.gates.values() for rule in rules]
    return frozenset(tasks | {rule.department for rule in gates if rule.rule == "signoff"})


def _meeting(book: Book) -> frozenset[str]:
    """Departments that get cards and notices as a department; sales and the management are met in private."""
    told = {name for leaf in book.leaves.values() for notice in leaf.notices for name in notice.to}
    apart = {book.roles.sales, book.roles.management, book.roles.keeper}
    return frozenset(({book.roles.money, book.roles.goods} | _working(book) | told) & book.departments.keys()) - apart


def open_invites(session: Session, now: datetime) -> tuple[Invite, ...]:
    """Invitations that nobody has taken up yet, the latest first."""
    query = select(InviteRow).where(InviteRow.used_by.is_(None), InviteRow.expires_at > now)
    return tuple(invite_facts(row) for row in session.scalars(query.order_by(InviteRow.id.desc())))


InviteState = Literal["open", "used", "over"]


def invitation(session: Session, invite_id: int, now: datetime) -> tuple[Invite, InviteState]:
    """One invitation and how it stands."""
    row = session.get_one(InviteRow, invite_id)
    state: InviteState = "used" if row.used_by is not None else "over" if row.expires_at <= now else "open"
    return invite_facts(row), state


def taken_up(session: Session, person_id: int) -> tuple[int, int] | None:
    """The invitation by which a person came last, and who made it; None for an administrator from the settings."""
    query = select(InviteRow.id, InviteRow.created_by).where(InviteRow.used_by == person_id)
    row = session.execute(query.order_by(InviteRow.id.desc()).limit(1)).first()
    return (row[0], row[1]) if row else None


def missing(session: Session, house: House) -> tuple[Missing, ...]:
    """What a new company still has to do, in the order in which it is best done.

    People and their department's group first: nobody is told of an order before they are there.
    """
    known = departments(session, house)
    found = [Missing("people", one.key) for one in known if one.needed and not one.people]
    found += [Missing("group", one.key) for one in known if one.without_group]
    found += [Missing("interface", one.key) for one in known if one.people and one.without_interface]
    if not session.scalar(select(exists().where(Product.active))):
        found.append(Missing("product"))
    if not session.scalar(select(exists().where(Customer.active))):
        found.append(Missing("customer"))
    return tuple(found)
