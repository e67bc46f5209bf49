"""Who is there when the sandbox starts: the bot, people, groups. Built in code or read from JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

_T = TypeVar("_T")
FIRST_USER_ID = 1001
FIRST_GROUP_NUMBER = 501


@dataclass(frozen=True)
class SceneBot:
    """Our bot. ``privacy`` is BotFather's group privacy mode; ``bot_to_bot`` lets other bots' replies through."""

    username: str = "gendan_bot"
    first_name: str = "Gendan"
    id: int = 7000000001
    privacy: bool = True
    inline: bool = True
    bot_to_bot: bool = False


@dataclass(frozen=True)
class SceneUser:
    """A person, or another bot."""

    name: str
    username: str | None = None
    language_code: str | None = "zh-hans"
    id: int | None = None
    is_bot: bool = False
    started: bool = False
    phone: str | None = None


@dataclass(frozen=True)
class SceneGroup:
    """A group with people in it; ``bot`` says what our bot is there."""

    title: str
    members: tuple[str | int, ...] = ()
    admins: tuple[str | int, ...] = ()
    type: Literal["group", "supergroup"] = "supergroup"
    bot: Literal["member", "administrator", "none"] = "member"
    id: int | None = None
    username: str | None = None


@dataclass(frozen=True)
class Scene:
    """Everything at the start; ``now`` = the sandbox clock's first moment (real time when missing)."""

    bot: SceneBot = field(default_factory=SceneBot)
    users: tuple[SceneUser, ...] = ()
    groups: tuple[SceneGroup, ...] = ()
    now: datetime | None = None

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Reads the JSON form; ``ValueError`` names an unknown key."""
        _known(cls, data)
        now = data.get("now")
        return cls(
            bot=_build(SceneBot, data.get("bot", {})),
            users=tuple(_build(SceneUser, user) for user in data.get("users", ())),
            groups=tuple(_build(SceneGroup, group) for group in data.get("groups", ())),
            now=datetime.fromisoformat(now) if now else None,
        )

    @classmethod
    def from_json(cls, path: str | Path) -> Self:
        """Reads a scene file."""
        return cls.from_dict(json.loads(Path(path).read_text(encoding="utf-8")))


def _known(kind: type, data: dict[str, Any]) -> None:
    names = {item.name for item in fields(kind)}
    if unknown := sorted(set(data) - names):
        raise ValueError(f"{kind.__name__} has no {', '.join(unknown)}")


def _build(kind: type[_T], data: dict[str, Any]) -> _T:
    _known(kind, data)
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in data.items()})
