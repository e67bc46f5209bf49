"""The whole bot against the sandbox server, told in the words of a chat: sends, taps, sees.

Only Telegram is played; poller, inbox, worker, services, sender and database are the real ones. The send
windows are open (they have tests of their own), so that a story takes seconds and not minutes.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from bot import sample
from bot.book_file import default_book_bytes
from bot.clock import Clock
from bot.company import Company
from bot.logs import hide
from bot.run import ticks_of
from bot.service import Service
from bot.windows import OVERALL, Windows
from db.engine import Database
from domain.process.loader import load_book
from domain.process.types import Book
from handlers import routes
from sandbox.sample import SCENE
from sandbox.scene import Scene, SceneBot, SceneGroup, SceneUser
from sandbox.server import SandboxServer
from services.house import House
from tests.support import snapshots

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday, 9 o'clock in Shanghai."""
ZONE = ZoneInfo("Asia/Shanghai")
PATIENCE = 20.0


class OpenWindows(Windows):
    """No limit at all."""

    def wait(self, chat_id: int) -> float:
        return 0.0

    def closed(self) -> dict[int, float]:
        return {}

    def allowance(self) -> int:
        return OVERALL.count

    def wait_overall(self) -> float:
        return 0.0


@dataclass
class Chat:
    """One chat and the person who looks at it: in private, or as a member of a group."""

    world: World
    name: str
    place: str
    answer: dict[str, Any] | None = None

    def in_(self, group: str) -> Chat:
        """The same person in a group."""
        return Chat(self.world, self.name, group)

    async def sends(self, *texts: str, reply_to: str | None = None) -> None:
        """Writes, one message after the other; with `reply_to` as an answer to the message that says that."""
        for text in texts:
            target = (await self._message_with(reply_to))["message_id"] if reply_to else None
            await self.world.client.send(self.place, text, self.name, reply_to=target)
            await self.world.settles()

    async def taps(self, *labels: str, on: str | None = None) -> None:
        """Presses the newest live button with each label, with `on` those of the message that says that.

        What Telegram showed over the chat is remembered.
        """
        for label in labels:
            at = {"message_id": (await self._message_with(on))["message_id"]} if on else {}
            pressed = await self.world.client.tap(self.place, label, self.name, **at)
            self.answer = pressed.get("answer")
            await self.world.settles()

    async def uploads(self, kind: str = "photo", **options: Any) -> None:
        """Sends a photo or a document."""
        await self.world.client.upload(self.place, self.name, kind=kind, **options)
        await self.world.settles()

    async def sees(self, *texts: str) -> None:
        """Each text stands in the newest messages of the chat."""
        shown = await self.shown()
        for text in texts:
            assert text in shown, f"{self.name} does not see {text!r} in {self.place}:\n{shown}"

    async def finds(self, *texts: str) -> None:
        """Each text stands somewhere in the chat: a card further up that was kept up to date."""
        shown = await self.world.client.transcript(self.place)
        for text in texts:
            assert text in shown, f"{self.name} does not find {text!r} in {self.place}:\n{shown}"

    async def sees_not(self, *texts: str) -> None:
        """None of the texts stands anywhere in the chat."""
        shown = await self.world.client.transcript(self.place)
        for text in texts:
            assert text not in shown, f"{self.name} sees {text!r} in {self.place}:\n{shown}"

    def is_told(self, text: str) -> None:
        """The last press was answered with this, over the chat."""
        assert self.answer is not None, "the press was not answered"
        assert text in (self.answer.get("text") or ""), self.answer

    async def card(self) -> str:
        """The newest message of the bot, without its buttons."""
        messages = await self.world.client.messages(self.place)
        return next((m["text"] or m["caption"] or "") for m in reversed(messages) if m["from"]["is_bot"])

    async def buttons(self) -> list[str]:
        """The labels under the newest message that has some."""
        messages = await self.world.client.messages(self.place)
        for message in reversed(messages):
            if message["keyboard"]:
                return [button["label"] for row in message["keyboard"] for button in row]
        return []

    async def shown(self, last: int = 6) -> str:
        """What a phone shows without scrolling far."""
        return await self.world.client.transcript(self.place, limit=last)

    async def _message_with(self, text: str) -> dict[str, Any]:
        for message in reversed(await self.world.client.messages(self.place)):
            if text in (message["text"] or message["caption"] or ""):
                return message
        raise AssertionError(f"no message says {text!r} in {self.place}")


@dataclass
class World:
    """A company, its phones and groups, and the bot."""

    server: SandboxServer
    database: Database
    company: Company
    clock: Clock
    service: Service | None = None
    chats: dict[str, Chat] = field(default_factory=dict[str, Chat])

    @property
    def client(self) -> Any:
        return self.server.client

    def person(self, name: str) -> Chat:
        """A person's private chat with the bot."""
        return self.chats.setdefault(name, Chat(self, name, name))

    async def start(self) -> None:
        """Start the bot; after `stop` this is a restart on the same database."""
        self.service = Service(
            self.company, self.database, token=self.server.token, api_url=self.server.origin, clock=self.clock,
            watch=False, windows=OpenWindows(),
        )  # fmt: skip
        await self.service.start()

    async def stop(self) -> None:
        if self.service is not None:
            await self.service.stop()
            self.service = None

    async def restarts(self) -> None:
        """The process ends and comes back."""
        await self.stop()
        await self.start()

    async def settles(self) -> None:
        """Everything that was sent has had its effect, and everything owed now has been said."""
        assert self.service is not None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            pending = await self.client.updates("pending")
            if (
                not pending
                and await self.service.settled(timeout=PATIENCE)
                and not await self.client.updates("pending")
            ):
                return
            await asyncio.sleep(0.01)
        raise AssertionError("the bot does not come to rest")

    async def passes(self, delta: timedelta) -> None:
        """Time goes by; what is due on the way happens at its time."""
        await self.client.advance(delta)
        await self.settles()

    async def link(self, person: Chat, pattern: str) -> str:
        """The first part of the chat's text that the pattern captures, from the newest message backwards."""
        for message in reversed(await self.client.messages(person.place)):
            buttons = [b.get("url") or b.get("copy") or "" for row in message["keyboard"] for b in row]
            found = re.search(pattern, "\n".join([message["text"] or "", *buttons]))
            if found:
                return found[1]
        raise AssertionError(f"nothing like {pattern!r} in {person.place}")


@cache
def _read(book: bytes) -> Book:
    return load_book(book, source="book")


@asynccontextmanager
async def a_sample_world(database: Database, *, book: bytes | None = None, lists: bool = False) -> AsyncIterator[World]:
    """The demo's company, moved in, at its first moment; with `lists` the groups have their pinned lists."""
    scene = Scene.from_dict(SCENE)
    assert scene.now is not None
    body = book or default_book_bytes()
    house, now = House(_read(body), ZONE), scene.now

    def move_in() -> None:
        with database.transaction() as session:
            sample.load(session, house, now)

    snapshots.after(database, move_in, "sample company", now, house.book.revision)
    async with a_world(database, scene=scene, admin_ids=sample.ADMINS, book=body, lists=lists) as world:
        yield world


@asynccontextmanager
async def an_empty_world(
    database: Database, *, users: Sequence[str], groups: Mapping[str, Sequence[str]], admin: str
) -> AsyncIterator[World]:
    """People and groups, and a bot that knows none of them; `admin` is named by ADMIN_IDS."""
    people = tuple(SceneUser(name=name, id=1001 + n) for n, name in enumerate(users))
    rooms = tuple(SceneGroup(title=title, members=tuple(members), bot="none") for title, members in groups.items())
    scene = Scene(bot=SceneBot(), users=people, groups=rooms, now=MONDAY)
    admins = tuple(user.id for user in people if user.name == admin and user.id is not None)
    async with a_world(database, scene=scene, admin_ids=admins) as world:
        yield world


@asynccontextmanager
async def a_world(
    database: Database, *, scene: Scene, admin_ids: Sequence[int] = (), book: bytes | None = None, lists: bool = False
) -> AsyncIterator[World]:
    """A running bot with these people and groups around it.

    Without `lists`: they come when the machine has time for them, and most stories are about the newest messages.
    """
    assert scene.now is not None
    clock = Clock(start=scene.now)
    world: World | None = None

    async def moved(_now: datetime, delta: timedelta) -> None:
        assert world is not None
        assert world.service is not None
        await world.service.advance(delta)

    server = SandboxServer(scene, windows=False, expiry=False, on_clock=moved)
    await server.start()
    hide(server.token)
    body = book or default_book_bytes()
    made = Company(
        book=_read(body), book_text=body, zone=ZONE, routes=routes.ALL, admins=frozenset(admin_ids),
        ticks=lambda house: [tick for tick in ticks_of(house) if lists or not tick.soon],
    )  # fmt: skip
    world = World(server, database, made, clock)
    try:
        await world.start()
        yield world
    finally:
        await world.stop()
        await server.stop()
