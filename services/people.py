"""Who somebody is, and which chat is whose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.orm import Session

from db.models import Chat, DepartmentDuty, GroupBinding, Person
from services import groups, history, owed


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """An employee as the rules see one."""

    id: int
    telegram_id: int
    name: str
    department: str
    role: str
    is_admin: bool
    language: str | None

    @property
    def is_manager(self) -> bool:
        return self.role == "manager"


@dataclass(frozen=True, slots=True)
class ChatFacts:
    """A chat and the departments that are met there."""

    id: int
    private: bool
    language: str | None
    departments: tuple[str, ...]


def person_facts(person: Person) -> PersonFacts:
    """The facts of a row."""
    return PersonFacts(
        person.id, person.telegram_id, person.name, person.department, person.role, person.is_admin, person.language
    )


# Asked in every step: built once, read as columns.
_ID = bindparam("id", type_=BigInteger())
_BY_TELEGRAM_ID = select(
    Person.id, Person.telegram_id, Person.name, Person.department, Person.role, Person.is_admin, Person.language
).where(Person.telegram_id == _ID, Person.active)
_MET = select(_ID.label("id")).subquery("met")
_CHAT = (
    select(Chat.kind, Chat.language, Person.language, Person.department, Person.active)
    .select_from(_MET)
    .outerjoin(Chat, Chat.id == _MET.c.id)
    .outerjoin(Person, Person.telegram_id == _MET.c.id)
)


_NAME = select(Person.name).where(Person.id == _ID)


def by_telegram_id(session: Session, telegram_id: int) -> PersonFacts | None:
    """The active employee with this Telegram id; None for everybody else."""
    row = session.execute(_BY_TELEGRAM_ID, {"id": telegram_id}).first()
    return PersonFacts(*row) if row else None


def telegram_ids(session: Session) -> set[int]:
    """Everybody who ever was an employee."""
    return set(session.scalars(select(Person.telegram_id)))


def by_id(session: Session, person_id: int) -> PersonFacts:
    """The employee with this id, active or not."""
    return person_facts(session.get_one(Person, person_id))


def present(session: Session, person_id: int) -> PersonFacts | None:
    """The employee with this id; None for one who has left."""
    row = session.get_one(Person, person_id)
    return person_facts(row) if row.active else None


def held(session: Session, person_id: int) -> PersonFacts | None:
    """An employee as they are at this moment, held so until the transaction ends: nobody is moved or removed meanwhile.

    None for one who has left.
    """
    query = select(Person).where(Person.id == person_id, Person.active).with_for_update(read=True)
    person = session.scalar(query.execution_options(populate_existing=True))
    return person_facts(person) if person else None


def ensure_admin(
    session: Session, *, telegram_id: int, name: str, now: datetime, department: str = "management"
) -> PersonFacts:
    """A person named in ADMIN_IDS is an employee, by default of the management, from the first message on."""
    person = session.scalar(select(Person).where(Person.telegram_id == telegram_id))
    if person is None:
        person = Person(
            telegram_id=telegram_id, name=name, department=department, role="manager", is_admin=True, joined_at=now
        )
        session.add(person)
    person.is_admin = person.active = True
    session.flush()
    _note_admin(session, person, "admin_named", now)
    return person_facts(person)


def end_admin(session: Session, telegram_id: int, now: datetime) -> PersonFacts:
    """Whom ADMIN_IDS names no more is an employee like any other."""
    person = session.scalars(select(Person).where(Person.telegram_id == telegram_id)).one()
    person.is_admin = False
    session.flush()
    _note_admin(session, person, "admin_ended", now)
    return person_facts(person)


def _note_admin(session: Session, person: Person, action: str, now: datetime) -> None:
    """Nobody did it: it follows from the settings."""
    history.record(
        session, subject="company", action=action, now=now, actor_id=None, for_id=person.id,
        after={"name": person.name, "department": person.department, "role": person.role},
    )  # fmt: skip


def note_chat(
    session: Session, *, chat_id: int, private: bool, title: str | None, language: str | None, now: datetime
) -> ChatFacts:
    """Remember a chat, and say which departments are met in it. One that was lost and speaks gets its cards again."""
    chat = session.get(Chat, chat_id)
    if chat is None:
        chat = Chat(id=chat_id, kind="private" if private else "group", title=title, language=language)
        session.add(chat)
        session.flush()
        if not private:  # nobody saw how the bot came in
            groups.plan_to_leave(session, chat_id, at=now + groups.GRACE, now=now)
    elif not chat.reachable or (title and chat.title != title):
        lost, chat.reachable, chat.title = not chat.reachable, True, title or chat.title
        if lost:
            owed.revive(session, chat_id, now=now)
    return chat_facts(session, chat_id)


def chat_facts(session: Session, chat_id: int) -> ChatFacts:
    """What is known of a chat. A person is met alone under their own id, also before they wrote anything.

    No department is met in a group that is bound to none, nor with somebody who has left.
    """
    kind, spoken, own, department, active = session.execute(_CHAT, {"id": chat_id}).one()
    if kind == "private" or (kind is None and chat_id > 0):
        return ChatFacts(chat_id, True, own or spoken, (department,) if active else ())
    bound = session.scalars(select(GroupBinding.department).where(GroupBinding.chat_id == chat_id)).all()
    return ChatFacts(chat_id, False, spoken, tuple(bound))


def private_chat(session: Session, person_id: int) -> int:
    """The chat in which a person is met alone: Telegram gives both the same id."""
    return session.get_one(Person, person_id).telegram_id


def group_of(session: Session, department: str) -> int | None:
    """The group in which a department is met; None while none is bound."""
    return session.scalar(select(GroupBinding.chat_id).where(GroupBinding.department == department))


def interface_of(session: Session, department: str) -> PersonFacts | None:
    """The interface person (接口人) of a department."""
    person = session.scalar(
        select(Person)
        .join(DepartmentDuty, DepartmentDuty.interface_id == Person.id)
        .where(DepartmentDuty.department == department, Person.active)
    )
    return person_facts(person) if person else None


def deputy_of(session: Session, department: str) -> PersonFacts | None:
    """Who acts for the interface person (代理接口人)."""
    person = session.scalar(
        select(Person)
        .join(DepartmentDuty, DepartmentDuty.deputy_id == Person.id)
        .where(DepartmentDuty.department == department, Person.active)
    )
    return person_facts(person) if person else None


def name_of(session: Session, person_id: int | None) -> str:
    """A person's name, or nothing for nobody."""
    return "" if person_id is None else session.execute(_NAME, {"id": person_id}).scalar_one()


def set_language(session: Session, actor: PersonFacts, chat: ChatFacts, language: str) -> None:
    """The person's language in private; in a group the group's."""
    if chat.private:
        session.get_one(Person, actor.id).language = language
    session.get_one(Chat, chat.id).language = language
