"""What the sandbox remembers: people, chats, messages, files. Plain records; what happens to them is in ``world``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final, Literal

ChatType = Literal["private", "group", "supergroup"]
MemberStatus = Literal["creator", "administrator", "member", "left", "kicked"]

GROUP_ANONYMOUS_BOT: Final = 1087968824
MEMBER_STATES: Final = frozenset({"creator", "administrator", "member"})
ADMIN_STATES: Final = frozenset({"creator", "administrator"})


@dataclass(slots=True)
class User:
    """A person or a bot; ``started`` = has opened the chat with our bot before."""

    id: int
    name: str
    username: str | None = None
    is_bot: bool = False
    language_code: str | None = None
    started: bool = False
    blocked: bool = False
    phone: str | None = None


@dataclass(slots=True)
class Message:
    """One message as everybody in the chat sees it now."""

    message_id: int
    chat_id: int
    date: int
    sender: int
    text: str | None = None
    entities: list[dict[str, Any]] = field(default_factory=list)
    media: dict[str, Any] = field(default_factory=dict)  # Bot API fields: photo, document, contact, location …
    reply_to: int | None = None
    markup: dict[str, Any] | None = None
    sender_chat: int | None = None
    media_group_id: str | None = None
    forward_origin: dict[str, Any] | None = None
    via_bot: int | None = None
    service: dict[str, Any] | None = None
    edit_date: int | None = None
    silent: bool = False
    protected: bool = False
    reactions: list[str] = field(default_factory=list)

    @property
    def has_media(self) -> bool:
        """Its words are a caption, not a text."""
        return bool(self.media)

    @property
    def inline_keyboard(self) -> list[list[dict[str, Any]]]:
        """Rows of live inline buttons, or nothing."""
        return (self.markup or {}).get("inline_keyboard") or []


@dataclass(slots=True)
class Chat:
    """A private chat (its id is the person's), a group or a supergroup."""

    id: int
    type: ChatType
    title: str
    username: str | None = None
    members: dict[int, MemberStatus] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0
    pinned: list[int] = field(default_factory=list)
    keyboard_message_id: int | None = None
    migrated_to: int | None = None
    last_bot_to_speak: int | None = None

    def status(self, user_id: int) -> MemberStatus:
        """What this person is here; who never was here has ``left``."""
        return self.members.get(user_id, "left")

    def is_member(self, user_id: int) -> bool:
        """Is in the chat now."""
        return self.status(user_id) in MEMBER_STATES

    def is_admin(self, user_id: int) -> bool:
        """May do what administrators may."""
        return self.status(user_id) in ADMIN_STATES

    def member_ids(self) -> list[int]:
        """Everybody who is in the chat now, in order of joining."""
        return [user for user, status in self.members.items() if status in MEMBER_STATES]


@dataclass(slots=True, frozen=True)
class StoredFile:
    """Bytes under an id; the unique id is the same for the same bytes."""

    file_id: str
    unique_id: str
    name: str
    mime: str
    content: bytes
    path: str


class Files:
    """All bytes that were sent by anybody."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def store(self, content: bytes, name: str, mime: str, folder: str) -> StoredFile:
        """Keeps the bytes; the same bytes get a new file_id and the old unique id."""
        number = len(self._by_id) + 1
        digest = hashlib.sha256(content).hexdigest()
        suffix = name.rsplit(".", 1)[-1] if "." in name else "bin"
        path = f"{folder}/file_{number}.{suffix if suffix.isalnum() else 'bin'}"
        file = StoredFile(f"BQAC{number:06d}{digest[:24]}", f"AgAD{digest[:12]}", name, mime, content, path)
        self._by_id[file.file_id] = file
        self._by_path[path] = file
        return file

    def by_id(self, file_id: str) -> StoredFile | None:
        """The file of that id, if any."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """The file at that path of a ``getFile`` answer, if any."""
        return self._by_path.get(path)
