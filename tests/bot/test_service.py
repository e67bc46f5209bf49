"""All parts together against the sandbox server: a line that misbehaves, groups that change, time that jumps."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from bot.clock import Clock
from bot.service import Service
from db.engine import Database
from db.models import Chat, GroupBinding, Heartbeat, Person
from sandbox.client import SandboxClient
from sandbox.server import SandboxServer
from services import heartbeats, owed
from tests.support.counter import OpenWindows, company, effects
from tests.support.databases import SQLITE

ANNA, BEN, GROUP = 1001, 1002, -501
SCENE: dict[str, Any] = {
    "users": [{"id": ANNA, "name": "Anna", "started": True}, {"id": BEN, "name": "Ben", "started": True}],
    "groups": [{"id": GROUP, "title": "Finance", "type": "group", "members": [ANNA, BEN], "admins": [ANNA]}],
}


@pytest.fixture
def database_kind() -> str:
    return SQLITE


class World:
    """The server, and a bot that can be started and stopped."""

    def __init__(self, server: SandboxServer, database: Database) -> None:
        self.server, self.database = server, database
        self.clock = Clock()
        self.service: Service | None = None

    @property
    def client(self) -> SandboxClient:
        return self.server.client

    async def start(self) -> None:
        self.service = Service(
            company({ANNA, BEN}), self.database, token=self.server.token, api_url=self.server.origin,
            clock=self.clock, watch=False, windows=OpenWindows(),
        )  # fmt: skip
        await self.service.start()

    async def stop(self) -> None:
        if self.service is not None:
            await self.service.stop()
            self.service = None

    async def settles(self, timeout: float = 10.0) -> None:
        assert self.service is not None
        for _ in range(2):
            await self.client.settles(quiet=0.1, timeout=timeout)
            assert await self.service.settled(timeout)

    def do(self, act: Any) -> Any:
        with self.database.transaction() as session:
            return act(session)

    async def said(self, chat: int) -> list[str]:
        """What the bot said in a chat."""
        return [m["text"] for m in await self.client.messages(chat) if m["from"]["is_bot"]]


@pytest_asyncio.fixture
async def world(database: Database) -> AsyncIterator[World]:
    def bind(session: Any) -> None:
        person = Person(telegram_id=ANNA, name="Anna", department="finance", is_admin=True, joined_at=Clock().now())
        session.add_all([person, Chat(id=GROUP, kind="group", title="Finance")])
        session.flush()
        session.add(GroupBinding(department="finance", chat_id=GROUP, bound_by=person.id, bound_at=Clock().now()))

    async with SandboxServer(SCENE, windows=False) as server:
        made = World(server, database)
        made.do(bind)
        await made.start()
        yield made
        await made.stop()


async def test_whatever_the_line_does_everything_arrives_once_or_is_said_twice(world: World) -> None:
    troubles: list[dict[str, Any]] = [
        {"method": "sendMessage", "kind": "429", "retry_after": 1},
        {"method": "sendMessage", "kind": "502"},
        {"method": "sendMessage", "kind": "drop_before"},
        {"method": "sendMessage", "kind": "drop_after"},
        {"method": "sendMessage", "kind": "500", "times": 2},
        {"method": "getMe", "kind": "500"},
        {"method": "getUpdates", "kind": "502"},
        {"method": "getUpdates", "kind": "drop_after"},
        {"method": "getUpdates", "kind": "429", "retry_after": 1},
        {"method": "getUpdates", "kind": "duplicate"},
    ]
    await world.client.faults(*troubles)
    for number in range(12):
        await world.client.send((ANNA, BEN)[number % 2], f"/add {number}", (ANNA, BEN)[number % 2])
    await world.settles(timeout=20)
    assert not (await world.client.get("faults"))["faults"]
    assert world.do(effects) == {ANNA: [str(n) for n in range(0, 12, 2)], BEN: [str(n) for n in range(1, 12, 2)]}
    told = Counter([*await world.said(ANNA), *await world.said(BEN)])
    assert set(told) == {f"counted {number}" for number in range(12)}
    assert sum(told.values()) <= 12 + 2  # a cut connection may hide that it arrived


async def test_a_group_that_becomes_a_supergroup_is_followed(world: World) -> None:
    await world.client.send(GROUP, "/card one", ANNA)
    await world.settles()
    assert "tally card:x" not in await world.said(GROUP)
    new = (await world.client.post("upgrade", chat=GROUP))["chat"]["id"]
    world.do(lambda session: owed.owe(session, "plain", chat_id=GROUP, now=world.clock.now(), subject="followed"))
    world.service._wake()  # type: ignore[union-attr]
    await world.settles()
    await world.client.send(new, "/card one", ANNA)
    await world.settles()
    assert "followed" in await world.said(new)
    assert any(text.startswith("tally") for text in await world.said(new))
    pressed = await world.client.tap(new, "count", BEN)
    await world.settles()
    assert pressed["answer"] is not None
    assert len(world.do(effects)[BEN]) == 1


async def test_who_blocked_the_bot_and_comes_back_is_spoken_to(world: World) -> None:
    await world.client.post("block", user=BEN, blocked=True)
    world.do(lambda session: owed.owe(session, "plain", chat_id=BEN, now=world.clock.now(), subject="lost"))
    world.service._wake()  # type: ignore[union-attr]
    await world.settles()
    assert any("closed to the bot" in text for text in await world.said(ANNA))
    await world.client.post("block", user=BEN, blocked=False)
    await world.client.send(BEN, "/add back", BEN)
    await world.settles()
    assert await world.said(BEN) == ["counted back"]


async def test_a_press_is_answered_also_when_its_unit_fails_and_when_it_is_too_late(world: World) -> None:
    await world.client.send(ANNA, "/card one", ANNA)
    await world.settles()
    failed = await world.client.tap(ANNA, "break", ANNA)
    assert "E-" in failed["answer"]["text"]
    await world.client.faults(
        {"method": "answerCallbackQuery", "kind": "400", "description": "Bad Request: query is too old and response"}
    )
    await world.client.send(BEN, "/card one", BEN)
    await world.client.waits_for(BEN, label="count")
    late = await world.client.tap(BEN, "count", BEN, wait=0.5)
    assert late["answer"] is None
    await world.settles()
    assert len(world.do(effects)[BEN]) == 1
    assert any("E-" in text for text in await world.said(ANNA))  # and the administrators hear of the other


async def test_after_an_outage_the_group_is_asked_again(world: World) -> None:
    await world.client.send(GROUP, "/card one", ANNA)
    await world.settles()
    await world.stop()

    def long_ago(session: Any) -> None:
        session.get_one(Heartbeat, "poller").at = world.clock.real() - timedelta(minutes=5)

    world.do(long_ago)
    await world.start()
    await world.settles()
    *_, word, card = await world.said(GROUP)
    assert word == "presses may be lost"
    assert card.startswith("tally")
    assert sum(text.startswith("tally") for text in await world.said(GROUP)) == 1
    assert world.do(lambda session: heartbeats.last(session, "poller")) > world.clock.real() - timedelta(minutes=1)
    before = len(await world.said(GROUP))
    await world.stop()
    await world.start()  # a short one asks nobody
    await world.settles()
    assert len(await world.said(GROUP)) == before


async def test_a_line_that_was_down_while_the_process_lived_is_an_outage_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.poller.GAP", 1.0)
    monkeypatch.setattr("bot.service.GAP", 1.0)
    await world.client.send(GROUP, "/card one", ANNA)
    await world.settles()
    await world.client.faults({"method": "getUpdates", "kind": "502", "times": 3})  # rests of 0.5, 1 and 2 seconds
    await world.client.send(ANNA, "/add 1", ANNA)  # ends the request that waits
    for _ in range(200):
        if "presses may be lost" in await world.said(GROUP):
            break
        await asyncio.sleep(0.05)
    await world.settles()
    *_, word, card = await world.said(GROUP)
    assert (word, card.split()[0]) == ("presses may be lost", "tally")
    assert sum(text.startswith("tally") for text in await world.said(GROUP)) == 1
    assert world.do(effects) == {ANNA: ["1"]}


async def test_time_that_jumps_lets_things_happen_on_the_way(world: World) -> None:
    tomorrow = world.clock.now() + timedelta(hours=9)
    world.do(
        lambda session: owed.owe(
            session, "plain", chat_id=ANNA, now=world.clock.now(), subject="deferred", not_before=tomorrow
        )
    )
    await world.settles()
    assert await world.said(ANNA) == []
    assert world.service is not None
    now = await world.service.advance(timedelta(hours=24))
    assert await world.said(ANNA) == ["deferred"]
    assert now - tomorrow > timedelta(hours=14)


async def test_pictures_go_up_once_and_come_again_by_their_id(world: World) -> None:
    async def show(**facts: Any) -> dict[str, Any]:
        world.do(
            lambda session: owed.show_card(
                session, "picture", subject="p", chat_id=GROUP, now=world.clock.now(), facts=facts
            )
        )
        world.service._wake()  # type: ignore[union-attr]
        await world.settles()
        return (await world.client.messages(GROUP))[-1]

    first = await show(colour="red", text="one")
    assert first["photo"]
    assert first["caption"] == "one"
    second = await show(colour="red", text="two")
    assert (second["message_id"], second["caption"], second["edited"]) == (first["message_id"], "two", True)
    third = await show(colour="blue", text="two")
    assert third["message_id"] == first["message_id"]
    words = await show(text="only words")
    assert words["text"] == "only words"
    assert words["photo"] is None
    assert len(await world.said(GROUP)) == 1  # the picture is gone
    uploads = [call["params"] for call in await world.client.calls("editMessageMedia")]
    assert len(uploads) == 2
    again = await show(colour="red", text="three")
    assert again["photo"]
