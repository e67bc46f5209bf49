"""How updates reach the bot: long polling with its memory, two pollers, age, raw updates, webhooks."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web

from sandbox.client import SandboxClient
from sandbox.server import SandboxServer
from tests.sandbox.conftest import Api

SECOND_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def test_what_is_not_confirmed_comes_again(api: Api, client: SandboxClient) -> None:
    for word in "一二三":
        await client.send("张敏", word)
    first = await api.updates()
    assert [update["message"]["text"] for update in first] == ["一", "二", "三"]
    assert await api.updates() == first
    ids = [update["update_id"] for update in first]
    assert ids == list(range(ids[0], ids[0] + 3))
    assert [update["message"]["text"] for update in await api.updates(ids[0] + 1)] == ["二", "三"]
    assert [update["message"]["text"] for update in await api.updates(ids[1], limit=1)] == ["二"]
    assert await api.updates(ids[2] + 1) == []
    states = [(row["state"], row["deliveries"]) for row in await client.updates()]
    assert states == [("confirmed", 2), ("confirmed", 4), ("confirmed", 3)]


async def test_a_negative_offset_keeps_only_the_newest(api: Api, client: SandboxClient) -> None:
    for word in "一二三":
        await client.send("张敏", word)
    assert [update["message"]["text"] for update in await api.updates(-1)] == ["三"]
    assert len(await client.updates("confirmed")) == 2


async def test_a_long_poll_wakes_at_once(api: Api, client: SandboxClient) -> None:
    loop = asyncio.get_running_loop()
    waiting = asyncio.ensure_future(api.get("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    begun = loop.time()
    await client.send("张敏", "在吗")
    assert len(await waiting) == 1
    assert loop.time() - begun < 1


async def test_a_long_poll_ends_empty_in_time(api: Api) -> None:
    loop = asyncio.get_running_loop()
    begun = loop.time()
    assert await api.get("getUpdates", timeout=1) == []
    assert 0.9 < loop.time() - begun < 3


async def test_the_second_poller_ends_the_first(api: Api, client: SandboxClient) -> None:
    first = asyncio.ensure_future(api.ask("getUpdates", {"timeout": 20}))
    await asyncio.sleep(0.1)
    second = asyncio.ensure_future(api.ask("getUpdates", {"timeout": 20}))
    answer = await first
    assert (answer["status"], answer["description"]) == (409, SECOND_POLLER)
    await client.send("张敏", "在吗")
    assert len((await second)["result"]) == 1


async def test_allowed_updates_are_remembered(api: Api, client: SandboxClient) -> None:
    await api.get("getUpdates", allowed_updates=["callback_query"])
    await client.send("张敏", "谁也听不见")
    assert await api.updates() == []
    await api.get("getUpdates", allowed_updates=[])
    await client.send("张敏", "听见了")
    assert [update["message"]["text"] for update in await api.updates()] == ["听见了"]


async def test_chat_member_comes_only_when_asked_for(api: Api, client: SandboxClient) -> None:
    await client.post("promote", chat="财务群", user="gendan_bot", status="administrator")
    await api.fresh()
    await client.post("leave", chat="财务群", user="张敏")
    assert [sorted(set(update) - {"update_id"}) for update in await api.fresh()] == [["message"]]
    await api.get("getUpdates", allowed_updates=["message", "chat_member"])
    await client.post("join", chat="财务群", user="张敏")
    kinds = [sorted(set(update) - {"update_id"}) for update in await api.fresh()]
    assert kinds == [["chat_member"], ["message"]]


@pytest.mark.parametrize(("passed", "left"), [("PT149S", 2), ("PT151S", 1), ("PT25H", 0)])
async def test_presses_live_150_seconds_and_messages_a_day(
    api: Api, client: SandboxClient, people: dict[str, int], passed: str, left: int
) -> None:
    button = {"inline_keyboard": [[{"text": "同意", "callback_data": "v1"}]]}
    await api.get("sendMessage", chat_id=people["张敏"], text="批吗", reply_markup=button)
    await client.send("张敏", "在吗")
    await client.tap("张敏", "同意", wait=0)
    await client.post("clock", advance=passed)
    assert len(await api.updates()) == left
    assert len(await client.updates("expired")) == 2 - left


async def test_raw_updates_of_any_shape_and_number(api: Api, client: SandboxClient) -> None:
    for update in ({"update_id": 900_001}, {"message": {"nonsense": True}}, {"update_id": 17, "poll": None}):
        await client.post("raw_update", update=update)
    found = await api.updates()
    assert [update["update_id"] for update in found] == [900_001, 900_002, 17]
    assert found[1]["message"] == {"nonsense": True}
    assert await api.updates(900_003) == []
    assert {row["state"] for row in await client.updates()} == {"confirmed"}


async def test_a_number_below_the_offset_is_still_delivered_once(api: Api, client: SandboxClient) -> None:
    await client.post("raw_update", update={"update_id": 900_001})
    await api.updates(900_002)
    await client.post("raw_update", update={"update_id": 17})
    assert [update["update_id"] for update in await api.updates(900_002)] == [17]
    assert await api.updates(900_002) == []


async def test_polling_is_refused_while_a_webhook_is_set(api: Api) -> None:
    waiting = asyncio.ensure_future(api.ask("getUpdates", {"timeout": 20}))
    await asyncio.sleep(0.1)
    await api.get("setWebhook", url="https://example.org/hook", secret_token="s" * 20)
    assert (await waiting)["description"] == "Conflict: terminated by setWebhook request"
    refused = await api.refused("getUpdates")
    assert refused == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    await api.get("deleteWebhook", drop_pending_updates=True)
    assert (await api.get("getWebhookInfo"))["url"] == ""
    assert await api.updates() == []


class Hook:
    """The bot's end of a webhook; answers with the codes that it was given, then 200."""

    def __init__(self, *codes: int) -> None:
        self.codes = list(codes)
        self.got: list[tuple[str, dict[str, Any]]] = []

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), await request.json()))
        return web.Response(status=self.codes.pop(0) if self.codes else 200)


async def test_a_webhook_gets_its_secret_and_repeats_until_it_is_taken(api: Api, client: SandboxClient) -> None:
    hook = Hook(500)
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        port = runner.addresses[0][1]
        await api.get("setWebhook", url=f"http://127.0.0.1:{port}/hook", secret_token="s3cret")
        await client.send("张敏", "一")
        await client.send("张敏", "二")
        await client.settles()
    finally:
        await runner.cleanup()
    assert [(secret, update["message"]["text"]) for secret, update in hook.got] == [
        ("s3cret", "一"),
        ("s3cret", "一"),
        ("s3cret", "二"),
    ]


async def test_reset_keeps_counting_updates(api: Api, client: SandboxClient, server: SandboxServer) -> None:
    await client.send("张敏", "一")
    before = (await api.updates())[0]["update_id"]
    waiting = asyncio.ensure_future(api.get("getUpdates", offset=before + 1, timeout=20))
    await asyncio.sleep(0.05)
    await client.reset()
    assert await waiting == []
    assert await client.messages("张敏") == []
    await client.send("张敏", "二")
    assert (await api.updates(before + 1))[0]["update_id"] > before
