"""The simulated Telegram: who is where, what was said, and which of it the bot is told."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from typing import Any, Final

from sandbox import view, wire
from sandbox.clock import SandboxClock
from sandbox.events import Events
from sandbox.rules import refusal
from sandbox.scene import FIRST_GROUP_NUMBER, FIRST_USER_ID, Scene, SceneGroup, SceneUser
from sandbox.state import Chat, Files, MemberStatus, Message, User
from sandbox.updates import UpdateQueue

_COMMAND: Final = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@(?P<bot>\w+))?(?=\s|$)")


class NotHere(Exception):
    """The control interface was told a name that is nobody's, or two people's."""


class World:
    """All state of one sandbox; every change goes through it, so that events and updates are never forgotten."""

    def __init__(self, scene: Scene, clock: SandboxClock, events: Events, *, expiry: bool = True) -> None:
        self.scene = scene
        self.clock = clock
        self.events = Events()  # nobody listens while the scene is set
        self.updates = UpdateQueue(lambda: clock.now().timestamp(), expiry=expiry)
        self.files = Files()
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.known_to_bot: set[int] = set()  # people whom the bot has met, so that it may be told why it may not write
        self.settings: dict[str, Any] = {}
        self.effort: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self.bot = User(scene.bot.id, scene.bot.first_name, scene.bot.username, is_bot=True)
        anonymous = wire.anonymous_bot()
        self.users |= {self.bot.id: self.bot, anonymous.id: anonymous}
        for user in scene.users:
            self.add_user(user)
        for group in scene.groups:
            self.add_group(group)
        self.events = events

    # --- people and chats ---

    def add_user(self, spec: SceneUser) -> User:
        """A new person with a private chat; ``ValueError`` when the id is taken."""
        user_id = spec.id or self._free_user_id()
        if user_id in self.users:
            raise ValueError(f"user {user_id} is there already")
        user = User(user_id, spec.name, spec.username, spec.is_bot, spec.language_code, phone=spec.phone)
        self.users[user_id] = user
        if not user.is_bot:
            self.chats[user_id] = Chat(user_id, "private", user.name, user.username, {user_id: "member"})
        if spec.started:
            self.start(user)
        self.events.publish("user", view.user_view(self, user))
        return user

    def _free_user_id(self) -> int:
        number = FIRST_USER_ID
        while number in self.users:
            number += 1
        return number

    def start(self, user: User) -> None:
        """The person has opened the private chat: the bot may write there from now on."""
        user.started = True
        self.known_to_bot.add(user.id)
        self.chats[user.id].members[self.bot.id] = "member"

    def add_group(self, spec: SceneGroup) -> Chat:
        """A new group; the first administrator is its creator."""
        admins = [self.user(name).id for name in spec.admins]
        people = [*admins, *(self.user(name).id for name in spec.members)]
        chat_id = spec.id or self.free_group_id(spec.type)
        if chat_id in self.chats:
            raise ValueError(f"chat {chat_id} is there already")
        members: dict[int, MemberStatus] = dict.fromkeys(people, "member")
        members |= dict.fromkeys(admins, "administrator")
        if admins:
            members[admins[0]] = "creator"
        if spec.bot != "none":
            members[self.bot.id] = spec.bot
            self.known_to_bot.update(people)
        chat = Chat(chat_id, spec.type, spec.title, spec.username, members)
        self.chats[chat_id] = chat
        self.events.publish("chat", view.chat_view(self, chat))
        return chat

    def free_group_id(self, kind: str) -> int:
        """Supergroups start with -100, as the Bot API writes them."""
        number = FIRST_GROUP_NUMBER
        while (chat_id := -(1_000_000_000_000 + number) if kind == "supergroup" else -number) in self.chats:
            number += 1
        return chat_id

    def user(self, ref: str | int) -> User:
        """By id, @username or display name; raises ``NotHere``."""
        found = [user for user in self.users.values() if _is_called(ref, user.id, user.username, user.name)]
        return _only(found, "person", ref)

    def chat(self, ref: str | int) -> Chat:
        """By id, @username, title, or the name of the person whose private chat it is; raises ``NotHere``."""
        found = [chat for chat in self.chats.values() if _is_called(ref, chat.id, chat.username, chat.title)]
        alive = [chat for chat in found if chat.migrated_to is None]
        return _only(alive or found, "chat", ref)

    # --- messages ---

    def add_message(self, chat: Chat, message: Message) -> Message:
        """Puts a finished message into its chat, and tells the bot when it may know."""
        chat.messages[message.message_id] = message
        if message.markup and ("keyboard" in message.markup):
            chat.keyboard_message_id = message.message_id
        if message.markup and message.markup.get("remove_keyboard"):
            chat.keyboard_message_id = None
        sender = self.users[message.sender]
        if sender.is_bot and message.sender_chat is None:
            chat.last_bot_to_speak = sender.id
        self.events.publish("message", view.message_view(self, message))
        if message.sender == self.bot.id and not message.service:
            for user_id in self._readers(chat):
                self.effort[user_id]["received"] += 1
                self.effort[user_id]["rung"] += not message.silent
        if self.bot_hears(chat, message):
            self.known_to_bot.add(message.sender)
            self.updates.push("message", wire.message_object(self, message))
        return message

    def _readers(self, chat: Chat) -> list[int]:
        return [user_id for user_id in chat.member_ids() if not self.users[user_id].is_bot]

    def reworded(self, message: Message) -> None:
        """The bot wrote something else where people had read already: they read again."""
        for user_id in self._readers(self.chats[message.chat_id]):
            self.effort[user_id]["changed"] += 1

    def new_message(self, chat: Chat, sender: User, **fields: Any) -> Message:
        """A message with the chat's next id and the sandbox's date, not yet in the chat."""
        chat.last_message_id += 1
        return Message(chat.last_message_id, chat.id, self.clock.unix(), sender.id, **fields)

    def changed(self, message: Message) -> None:
        """Tells the pages that a message looks different now."""
        self.events.publish("edit", view.message_view(self, message))

    def edited_by_person(self, message: Message) -> None:
        """A person has changed their message: pages and, when it may know, the bot."""
        message.edit_date = self.clock.unix()
        self.changed(message)
        if self.bot_hears(self.chats[message.chat_id], message):
            self.updates.push("edited_message", wire.message_object(self, message))

    def remove_messages(self, chat: Chat, message_ids: list[int]) -> None:
        """Deleted for everybody; unpinned with it."""
        for message_id in message_ids:
            chat.messages.pop(message_id, None)
        chat.pinned = [pinned for pinned in chat.pinned if pinned not in message_ids]
        if chat.keyboard_message_id in message_ids:
            chat.keyboard_message_id = None
        self.events.publish("delete", {"chat_id": chat.id, "message_ids": message_ids})

    # --- what the bot is told ---

    def bot_hears(self, chat: Chat, message: Message) -> bool:
        """Group privacy mode, as the manual describes it: commands, replies to the bot, service messages."""
        own = message.sender == self.bot.id
        if own:
            return bool(message.service) and "new_chat_members" not in (message.service or {})
        if not chat.is_member(self.bot.id) and not self._is_own_farewell(message):
            return False
        if chat.type == "private" or message.service:
            return True
        sender = self.users[message.sender]
        if sender.is_bot and message.sender_chat is None:
            return self.scene.bot.bot_to_bot and self._answers_bot(chat, message)
        if not self.scene.bot.privacy or chat.is_admin(self.bot.id):
            return True
        return self._answers_bot(chat, message) or message.via_bot == self.bot.id or self._is_command(chat, message)

    def _is_own_farewell(self, message: Message) -> bool:
        return (message.service or {}).get("left_chat_member") == self.bot.id

    def _answers_bot(self, chat: Chat, message: Message) -> bool:
        target = chat.messages.get(message.reply_to or 0)
        return target is not None and target.sender == self.bot.id

    def _is_command(self, chat: Chat, message: Message) -> bool:
        match = _COMMAND.match(message.text or "")
        if match is None or message.has_media:
            return False
        if match["bot"]:
            return match["bot"].lower() == (self.bot.username or "").lower()
        return chat.last_bot_to_speak in (None, self.bot.id)

    def chat_of_request(self, ref: int | str, *, write: bool = True) -> Chat:
        """The chat that a method names, with every reason why the bot may not act there; raises ``Refused``."""
        chat = self._by_username(ref) if isinstance(ref, str) else self.chats.get(ref)
        if chat is None:
            other = self.users.get(ref) if isinstance(ref, int) else None
            raise refusal("to_a_bot" if other and other.is_bot else "chat_missing")
        if chat.type == "private":
            self._check_private(chat, write)
        else:
            self._check_group(chat, write)
        return chat

    def _by_username(self, ref: str) -> Chat | None:
        if not ref:
            raise refusal("chat_id_empty")
        name = ref.removeprefix("@").lower()
        groups = (chat for chat in self.chats.values() if chat.type == "supergroup")
        return next((chat for chat in groups if (chat.username or "").lower() == name), None)

    def _check_private(self, chat: Chat, write: bool) -> None:
        person = self.users[chat.id]
        if not person.started:
            raise refusal("not_started" if write and person.id in self.known_to_bot else "chat_missing")
        if write and person.blocked:
            raise refusal("blocked")

    def _check_group(self, chat: Chat, write: bool) -> None:
        if chat.migrated_to is not None and write:
            raise refusal("upgraded", parameters={"migrate_to_chat_id": chat.migrated_to})
        status = chat.status(self.bot.id)
        if status == "kicked":
            raise refusal("kicked", kind=chat.type)
        if status == "left" and self.bot.id not in chat.members:
            raise refusal("chat_missing")
        if status == "left":
            raise refusal("not_member", kind=chat.type)


def _is_called(ref: str | int, number: int, username: str | None, name: str) -> bool:
    text = str(ref).strip()
    if re.fullmatch(r"-?\d+", text):
        return int(text) == number
    if text.startswith("@"):
        return (username or "").lower() == text[1:].lower()
    return name == text or (username or "").lower() == text.lower()


def _only(found: list[Any], what: str, ref: str | int) -> Any:
    if len(found) != 1:
        raise NotHere(f"no {what} called {ref!r}" if not found else f"{len(found)} of them are called {ref!r}")
    return found[0]


def new_query_id() -> str:
    """An id that cannot be guessed from the one before."""
    return str(random.getrandbits(62))
