"""The sample company of the demo: who is there, and what was done before the page opens."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from db.models import Chat, GroupBinding, Person

ADMINS: Final = (1001,)

SCENE: Final[dict[str, Any]] = {
    "bot": {"username": "gendan_bot", "first_name": "跟单"},
    "now": "2026-11-23T02:05:00+00:00",  # a Monday, 10:05 in Shanghai
    "users": [
        {"id": 1001, "name": "张敏", "username": "zhangmin", "language_code": "zh-hans", "started": True},
        {"id": 1002, "name": "李娜", "username": "lina", "language_code": "zh-hans", "started": True},
        {"id": 1003, "name": "赵强", "username": "zhaoqiang", "language_code": "zh-hans", "started": True},
    ],
    "groups": [
        {"id": -1001000000501, "title": "财务群", "members": [1001, 1002], "admins": [1002]},
        {"id": -1001000000502, "title": "仓储物流群", "members": [1001, 1003], "admins": [1003]},
    ],
}
_DEPARTMENTS: Final = {1001: "sales", 1002: "finance", 1003: "warehouse"}
_GROUPS: Final = {-1001000000501: "finance", -1001000000502: "warehouse"}


def load(session: Session, now: datetime) -> None:
    """Move the company in: its people, and its groups bound to departments."""
    first: Person | None = None
    for user in SCENE["users"]:
        person = Person(
            telegram_id=user["id"], name=user["name"], department=_DEPARTMENTS[user["id"]], joined_at=now,
            role="manager", is_admin=user["id"] in ADMINS,
        )  # fmt: skip
        session.add(person)
        first = first or person
    session.flush()
    assert first is not None
    for group in SCENE["groups"]:
        session.add(Chat(id=group["id"], kind="group", title=group["title"]))
        session.flush()
        session.add(
            GroupBinding(department=_GROUPS[group["id"]], chat_id=group["id"], bound_by=first.id, bound_at=now)
        )
    session.flush()
