"""Send windows and faults: 429 where Telegram says it, and misbehaviour that is ordered."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.limits import GROUP, SendWindows
from sandbox.rules import Refused
from sandbox.server import SandboxServer
from tests.sandbox.conftest import COMPANY, Api


class Seconds:
    """A clock to turn by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def burst(windows: SendWindows, chat: int, count: int) -> int:
    """How many of ``count`` sends at once go through."""
    passed = 0
    for _ in range(count):
        try:
            windows.take(chat)
        except Refused:
            continue
        passed += 1
    return passed


def test_one_a_second_to_a_person() -> None:
    clock = Seconds()
    windows = SendWindows(clock)
    assert burst(windows, 7, 3) == 1
    clock.now += 1
    assert burst(windows, 7, 3) == 1
    assert burst(windows, 8, 1) == 1


def test_twenty_a_minute_to_a_group_with_the_seconds_to_wait() -> None:
    clock = Seconds()
    windows = SendWindows(clock)
    assert burst(windows, -5, 10) == 10
    clock.now += 30
    assert burst(windows, -5, 30) == 10
    with pytest.raises(Refused, match="Too Many Requests: retry after 30") as refused:
        windows.take(-5)
    assert refused.value.body()["parameters"] == {"retry_after": 30}
    clock.now += 30
    assert burst(windows, -5, 30) == 10


def test_thirty_a_second_to_all() -> None:
    clock = Seconds()
    windows = SendWindows(clock)
    assert sum(burst(windows, chat, 1) for chat in range(1, 60)) == 30
    clock.now += 1
    assert sum(burst(windows, chat, 1) for chat in range(1, 60)) == 30


def test_switched_off_there_is_no_window() -> None:
    assert burst(SendWindows(Seconds(), on=False), 7, 100) == 100


@pytest.fixture
async def strict() -> AsyncIterator[Api]:
    """A server with its windows on."""
    async with SandboxServer(COMPANY) as server, aiohttp.ClientSession() as session:
        yield Api(server, session)


async def test_the_server_keeps_the_windows_and_a_refused_call_costs_nothing(strict: Api) -> None:
    group = strict.server.room.world.chat("财务群").id
    for number in range(GROUP[0]):
        await strict.get("sendMessage", chat_id=group, text=str(number))
        assert await strict.refused("sendMessage", chat_id=group, text="") == (
            400,
            "Bad Request: message text is empty",
        )
    answer = await strict.ask("sendMessage", {"chat_id": group, "text": "一条太多"})
    assert (answer["status"], answer["description"][:30]) == (429, "Too Many Requests: retry after")
    assert 55 <= answer["parameters"]["retry_after"] <= 60
    assert len(strict.server.room.world.chat("财务群").messages) == GROUP[0]
    await strict.server.client.post("clock", advance="PT1M")
    await strict.get("sendMessage", chat_id=group, text="过了一分钟")


async def test_an_album_counts_by_its_pictures(strict: Api) -> None:
    client, group = strict.server.client, strict.server.room.world.chat("财务群").id
    photo = (await client.upload("张敏"))["photo"].rsplit("/", 1)[1]
    media = [{"type": "photo", "media": photo}] * 10
    for _ in range(2):
        await strict.get("sendMediaGroup", chat_id=group, media=media)
    assert (await strict.refused("sendMessage", chat_id=group, text="a"))[0] == 429


async def test_faults_are_for_a_method_a_chat_and_a_number_of_times(api: Api, people: dict[str, int]) -> None:
    client = api.server.client
    await client.faults({"method": "sendMessage", "chat": "财务群", "kind": 403, "times": 2})
    assert (await api.ask("sendMessage", {"chat_id": people["张敏"], "text": "a"}))["ok"]
    for _ in range(2):
        refused = await api.refused("sendMessage", chat_id=people["财务群"], text="a")
        assert refused == (403, "Forbidden: bot was kicked from the group chat")
    assert (await api.ask("sendMessage", {"chat_id": people["财务群"], "text": "a"}))["ok"]
    await client.faults({"method": "*", "kind": "400", "description": "Bad Request: message thread not found"})
    assert await api.updates() == []
    assert (await api.refused("getMe"))[1] == "Bad Request: message thread not found"
    await client.faults({"method": "*", "kind": "500", "times": 9})
    await client.post("faults/clear")
    assert (await api.ask("getMe"))["ok"]


async def test_a_duplicate_is_what_was_confirmed_once_more(api: Api) -> None:
    client = api.server.client
    await client.send("张敏", "一")
    first = await api.fresh()
    await client.faults({"method": "getUpdates", "kind": "duplicate"})
    offset = first[0]["update_id"] + 1
    assert await api.updates(offset) == first
    assert await api.updates(offset) == []


async def test_a_lost_answer_of_polling_loses_nothing(api: Api) -> None:
    client = api.server.client
    await client.send("张敏", "一")
    await client.faults({"method": "getUpdates", "kind": "drop_after"})
    with pytest.raises(aiohttp.ClientError):
        await api.updates()
    assert [row["deliveries"] for row in await client.updates("pending")] == [1]
    assert len(await api.updates()) == 1


@pytest.mark.parametrize(
    "order",
    [
        {"method": "getMe"},
        {"kind": "429"},
        {"method": "getMe", "kind": "fire"},
        {"method": "getMe", "kind": "429", "x": 1},
    ],
)
async def test_an_order_that_means_nothing_is_refused(api: Api, order: dict[str, object]) -> None:
    with pytest.raises(Exception, match="400"):
        await api.server.client.faults(order)
