"""How a company comes to be known: people by invitation, groups by a code, an interface person a department.

Invitations and codes are one-time and end by themselves. Every change stands in the company's history.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import BindCode, Chat, DepartmentDuty, GroupBinding, GroupPick, Person
from db.models import Invite as InviteRow
from services import groups, history, people, telling
from services.approvals import reassigning
from services.errors import BotError, NotFound
from services.house import House, require
from services.people import PersonFacts, person_facts

INVITE_LASTS: Final = timedelta(days=7)
CODE_LASTS: Final = timedelta(days=1)
ROLES: Final = ("member", "manager")
LONGEST_NAME: Final = 40
RESERVED_IDS: Final = frozenset({1087968824, 136817688, 777000})
"""Telegram's own: anonymous group administrators, channels, its service messages. Nobody in person."""
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that are taken for one another when a code is copied by hand."""
_CODE_LENGTH: Final = 8


@dataclass(frozen=True, slots=True)
class Invite:
    """A one-time link: `token` is what `/start i<token>` carries."""

    id: int
    token: str
    name: str
    department: str
    role: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code that binds the group it is sent in."""

    code: str
    department: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Bound:
    """A group that a department is met in from now on."""

    department: str
    chat_id: int
    left: int | None
    """The group it was met in before, if that was another one."""
    made_by: int
    """Who made the code."""


class CodeRefused(BotError):
    """A code or a choice that binds nothing. `why`: unknown | used | expired | absent."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


# ── people ─────────────────────────────────────────────────────────────────────────────────


def invite(
    session: Session, house: House, actor: PersonFacts, *, name: str, department: str, role: str, now: datetime
) -> Invite:
    """Make a link that its first user joins by. For administrators. NotFound for a department the book has not."""
    require(house, actor, "company.manage")
    if department not in house.book.departments or role not in ROLES or not name.strip():
        raise NotFound(f"{department} {role}")
    row = InviteRow(
        token=secrets.token_urlsafe(16), name=" ".join(name.split())[:LONGEST_NAME], department=department, role=role,
        created_by=actor.id, created_at=now, expires_at=now + INVITE_LASTS,
    )  # fmt: skip
    session.add(row)
    session.flush()
    history.record(
        session, subject="company", action="invited", now=now, actor_id=actor.id,
        after={"invite": row.id, "name": row.name, "department": department, "role": role},
    )  # fmt: skip
    return invite_facts(row)


def invite_facts(row: InviteRow) -> Invite:
    """The facts of a row."""
    return Invite(row.id, row.token, row.name, row.department, row.role, row.expires_at)


def withdraw(session: Session, house: House, actor: PersonFacts, invite_id: int, now: datetime) -> Invite:
    """Let an invitation end now, before anybody used it. NotFound when it is used or over."""
    require(house, actor, "company.manage")
    row = session.get(InviteRow, invite_id, with_for_update=True)
    if row is None or row.used_by is not None or row.expires_at <= now:
        raise NotFound(f"invite {invite_id}")
    row.expires_at = now
    session.flush()
    history.record(
        session, subject="company", action="invite_withdrawn", now=now, actor_id=actor.id, before={"invite": row.id}
    )
    return invite_facts(row)


def join(
    session: Session,
    *,
    token: str,
    telegram_id: int,
    now: datetime,
    language: str | None = None,
    name: str | None = None,
) -> PersonFacts | None:
    """Take up an invitation. None when it is unknown, used or over.

    Who is an employee already stays what they are, and leaves the invitation to whom it was meant for. One who
    had left comes back in the department and role of the invitation.
    """
    if telegram_id in RESERVED_IDS:
        return None
    known = session.scalar(select(Person).where(Person.telegram_id == telegram_id))
    if known is not None and known.active:
        return person_facts(known)
    row = session.scalar(select(InviteRow).where(InviteRow.token == token).with_for_update())
    if row is None or row.used_by is not None or row.expires_at <= now:
        return None
    before = {"department": known.department, "role": known.role} if known is not None else None
    person = known or Person(telegram_id=telegram_id, joined_at=now)
    person.name, person.department, person.role, person.active = name or row.name, row.department, row.role, True
    person.left_at = None
    person.language = person.language or language
    session.add(person)
    session.flush()
    row.used_by, row.used_at = person.id, now
    session.flush()
    history.record(
        session, subject="company", action="joined", now=now, actor_id=person.id, for_id=row.created_by,
        before=before, after={"invite": row.id, "name": person.name, "department": person.department, "role": person.role},
    )  # fmt: skip
    return person_facts(person)


def set_interface(
    session: Session, house: House, actor: PersonFacts, department: str, person_id: int, now: datetime
) -> PersonFacts:
    """Name the interface person (接口人) of a department: one of its own people. For administrators."""
    require(house, actor, "company.manage")
    person = session.get(Person, person_id)
    if person is None or not person.active or person.department != department:
        raise NotFound(f"{person_id} is not in {department}")
    duty = session.get(DepartmentDuty, department, with_for_update=True)
    if duty is None:
        duty = DepartmentDuty(department=department)
        session.add(duty)
    before, duty.interface_id = duty.interface_id, person.id
    if duty.deputy_id == person.id:
        duty.deputy_id = None
    session.flush()
    if before != person.id:
        history.record(
            session, subject="company", action="interface_named", now=now, actor_id=actor.id, for_id=person.id,
            before={"person": before}, after={"department": department, "person": person.id},
        )  # fmt: skip
        reassigning.show_to_office(session, department, now)
    return person_facts(person)


# ── groups ─────────────────────────────────────────────────────────────────────────────────


def bind_code(session: Session, house: House, actor: PersonFacts, department: str, now: datetime) -> Code:
    """Make a code that binds the group it is sent in to a department. For administrators."""
    require(house, actor, "company.manage")
    if department not in house.book.departments:
        raise NotFound(department)
    code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
    row = BindCode(code=code, department=department, created_by=actor.id, created_at=now, expires_at=now + CODE_LASTS)
    session.add(row)
    session.flush()
    history.record(
        session, subject="company", action="code_made", now=now, actor_id=actor.id, after={"department": department}
    )
    return Code(code, department, row.expires_at)


def bind_group(
    session: Session, house: House, actor: PersonFacts, *, code: str, chat_id: int, title: str | None, now: datetime
) -> Bound:
    """Bind a group by a code; whoever holds the code may use it, since an administrator gave it away.

    Several departments may share a group. CodeRefused when the code is unknown, used or over.
    """
    row = session.get(BindCode, plain_code(code), with_for_update=True)
    if row is None or row.department not in house.book.departments:
        raise CodeRefused("unknown")
    if row.used_at is not None:
        raise CodeRefused("used")
    if row.expires_at <= now:
        raise CodeRefused("expired")
    people.note_chat(session, chat_id=chat_id, private=False, title=title, language=None, now=now)
    row.used_at, row.used_chat = now, chat_id
    return _bound(session, actor, row.department, chat_id, made_by=row.created_by, now=now)


def _bound(
    session: Session, actor: PersonFacts, department: str, chat_id: int, *, made_by: int, now: datetime
) -> Bound:
    before = _bind(session, department, chat_id, made_by, now)
    groups.stay(session, chat_id)
    if before is not None and before != chat_id:
        groups.follow(session, old=before, new=chat_id, now=now)
        _leave_if_bare(session, before, now)
    history.record(
        session, subject="company", action="group_bound", now=now, actor_id=actor.id, for_id=made_by,
        before={"chat": before}, after={"department": department, "chat": chat_id},
    )  # fmt: skip
    return Bound(department, chat_id, before if before != chat_id else None, made_by)


def _bind(session: Session, department: str, chat_id: int, made_by: int, now: datetime) -> int | None:
    """The group that the department was met in before."""
    binding = session.get(GroupBinding, department, with_for_update=True)
    before = binding.chat_id if binding else None
    if binding is None:
        binding = GroupBinding(department=department)
        session.add(binding)
    binding.chat_id, binding.bound_by, binding.bound_at = chat_id, made_by, now
    session.flush()
    return before


def _leave_if_bare(session: Session, chat_id: int, now: datetime) -> None:
    """A group that no department is met in any more is left, unless another is bound to it soon."""
    if not groups.is_bound(session, chat_id):
        groups.plan_to_leave(session, chat_id, at=now + groups.GRACE, now=now)


def unbind(session: Session, house: House, actor: PersonFacts, department: str, now: datetime) -> int:
    """A department is met in no group any more; its cards go to a person. Its group. For administrators.

    NotFound where it is bound to none.
    """
    require(house, actor, "company.manage")
    binding = session.get(GroupBinding, department, with_for_update=True)
    if binding is None:
        raise NotFound(f"group of {department}")
    chat_id = binding.chat_id
    session.delete(binding)
    session.flush()
    desk = telling.desk_of(session, department)
    if desk is not None:
        groups.follow(session, old=chat_id, new=desk, now=now)
    _leave_if_bare(session, chat_id, now)
    history.record(
        session, subject="company", action="group_unbound", now=now, actor_id=actor.id,
        before={"chat": chat_id}, after={"department": department},
    )  # fmt: skip
    return chat_id


def offer_groups(session: Session, house: House, actor: PersonFacts, department: str, now: datetime) -> int:
    """Let an administrator choose a department's group from the list of their own; the id of what is asked."""
    require(house, actor, "company.manage")
    if department not in house.book.departments:
        raise NotFound(department)
    row = GroupPick(department=department, created_by=actor.id, created_at=now, expires_at=now + CODE_LASTS)
    session.add(row)
    session.flush()
    return row.id


def pick_group(
    session: Session, house: House, actor: PersonFacts, *, pick: int, chat_id: int, title: str | None, now: datetime
) -> Bound:
    """Bind the group that was chosen. It must be what this administrator was asked, once, and the bot must be in it.

    CodeRefused: unknown | used | expired, or absent where the bot is not in the group.
    """
    require(house, actor, "company.manage")
    row = session.get(GroupPick, pick, with_for_update=True)
    if row is None or row.created_by != actor.id or row.department not in house.book.departments or chat_id >= 0:
        raise CodeRefused("unknown")
    if row.used_at is not None:
        raise CodeRefused("used")
    if row.expires_at <= now:
        raise CodeRefused("expired")
    chat = session.get(Chat, chat_id)
    if chat is None or not chat.reachable:
        raise CodeRefused("absent")
    chat.title = title or chat.title
    row.used_at, row.used_chat = now, chat_id
    return _bound(session, actor, row.department, chat_id, made_by=actor.id, now=now)


def plain_code(typed: str) -> str:
    """A code as it is stored, however it was typed."""
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())


def title_of(session: Session, chat_id: int) -> str:
    """What a group calls itself."""
    chat = session.get(Chat, chat_id)
    return (chat.title if chat else None) or str(chat_id)
