"""People, the chats they are met in, and how both come to be known."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigKey


class Person(Base):
    """An employee. Telegram's own service accounts can never be one."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("telegram_id NOT IN (1087968824, 136817688, 777000)", name="human"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    name: Mapped[str]
    department: Mapped[str] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(default="member", comment="member | manager")
    is_admin: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None] = mapped_column(comment="when an administrator let them go")


class Invite(Base):
    """A one-time link that makes its first user an employee."""

    __tablename__ = "invite"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    department: Mapped[str]
    role: Mapped[str]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    used_at: Mapped[datetime | None]


class Chat(Base):
    """A Telegram chat the bot speaks in. `not_before` holds Telegram's retry-after across restarts."""

    __tablename__ = "chat"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(comment="private | group")
    title: Mapped[str | None]
    language: Mapped[str | None]
    reachable: Mapped[bool] = mapped_column(default=True)
    not_before: Mapped[datetime | None]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="the colleague who took the bot in")
    leave_at: Mapped[datetime | None] = mapped_column(comment="the bot goes then, unless a department is bound to it")


class GroupBinding(Base):
    """Which group a department is met in. Several departments may share one group."""

    __tablename__ = "group_binding"

    department: Mapped[str] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"), index=True)
    bound_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    bound_at: Mapped[datetime]


class BindCode(Base):
    """A one-time code that binds the group it is sent in to a department."""

    __tablename__ = "bind_code"

    code: Mapped[str] = mapped_column(primary_key=True)
    department: Mapped[str]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_chat: Mapped[int | None] = mapped_column(BigInteger)


class GroupPick(Base):
    """An administrator was offered the list of their own groups, to choose a department's from; used once.

    Its id is the `request_id` that comes back with the choice.
    """

    __tablename__ = "group_pick"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    department: Mapped[str]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_chat: Mapped[int | None] = mapped_column(BigInteger)


class DepartmentDuty(Base):
    """The interface person (接口人) of a department, and who acts while they cannot (代理接口人)."""

    __tablename__ = "department_duty"

    department: Mapped[str] = mapped_column(primary_key=True)
    interface_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
