"""The control interface: people's hands and their limits, the clock, the stream of events, who may call."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from sandbox.client import SandboxClient, SandboxError
from sandbox.clock import parse_duration
from sandbox.scene import Scene
from sandbox.server import SandboxServer
from tests.sandbox.conftest import COMPANY, START, Api

BUTTONS = {
    "inline_keyboard": [
        [{"text": "同意", "callback_data": "v1:a", "style": "success"}, {"text": "驳回", "callback_data": "v1:r"}],
        [{"text": "复制单号", "copy_text": {"text": "XS261123-003"}}, {"text": "官网", "url": "https://example.org/a"}],
    ]
}


async def test_the_newest_live_button_is_pressed(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    chat = people["张敏"]
    old = await api.get("sendMessage", chat_id=chat, text="旧", reply_markup=BUTTONS)
    new = await api.get("sendMessage", chat_id=chat, text="新", reply_markup=BUTTONS)
    assert (await client.tap("张敏", "同意", wait=0))["message_id"] == new["message_id"]
    assert (await client.tap("张敏", "同意", wait=0, message_id=old["message_id"]))["message_id"] == old["message_id"]
    await api.get("editMessageText", chat_id=chat, message_id=new["message_id"], text="新，没有按钮了")
    assert (await client.tap("张敏", "同意", wait=0))["message_id"] == old["message_id"]
    await api.get("deleteMessage", chat_id=chat, message_id=old["message_id"])
    with pytest.raises(SandboxError) as gone:
        await client.tap("张敏", "同意")
    assert (gone.value.status, gone.value.body["labels"]) == (409, [])


async def test_what_buttons_do(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    await api.get("sendMessage", chat_id=people["张敏"], text="卡", reply_markup=BUTTONS)
    with pytest.raises(SandboxError) as wrong:
        await client.tap("张敏", "同 意")
    assert wrong.value.body["labels"] == ["同意", "驳回", "复制单号", "官网"]
    assert (await client.tap("张敏", "复制单号"))["copy"] == "XS261123-003"
    assert (await client.tap("张敏", "官网"))["url"] == "https://example.org/a"
    pressed = asyncio.ensure_future(client.tap("张敏", "驳回"))
    [update] = await api.get("getUpdates", timeout=5)
    query = update["callback_query"]
    assert (query["data"], query["message"]["text"]) == ("v1:r", "卡")
    await api.get("answerCallbackQuery", callback_query_id=query["id"], text="要原因")
    assert (await pressed)["answer"]["text"] == "要原因"
    again = await api.refused("answerCallbackQuery", callback_query_id=query["id"])
    assert again[1] == "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert (await client.tap("张敏", "驳回", wait=0.05))["answer"] is None


async def test_an_answer_that_comes_too_late(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    await api.get("sendMessage", chat_id=people["张敏"], text="卡", reply_markup=BUTTONS)
    pressed = await client.tap("张敏", "同意", wait=0)
    await client.post("clock", advance="PT2M")
    late = await api.refused("answerCallbackQuery", callback_query_id=pressed["query_id"])
    assert late[0] == 400


@pytest.mark.parametrize(
    ("verb", "body", "status", "words"),
    [
        ("send", {"chat": "没有这个群", "text": "a"}, 404, "no chat called '没有这个群'"),
        ("send", {"chat": "财务群", "from": "没有这个人", "text": "a"}, 404, "no person called '没有这个人'"),
        ("send", {"chat": "财务群", "text": "a"}, 400, "ValueError: from is missing"),
        ("send", {"chat": "财务群", "from": "路人", "text": "a"}, 409, "路人 is not in 财务群"),
        ("send", {"chat": "张敏", "from": "李娜", "text": "a"}, 409, "李娜 is not in 张敏"),
        ("send", {"chat": "张敏", "text": " "}, 409, "the text is empty"),
        ("send", {"chat": "张敏", "text": "字" * 4097}, 409, "the text is longer than 4096 UTF-16 units"),
        ("send", {"chat": "张敏", "text": "a", "reply_to": 99}, 409, "message 99 is not there to be answered"),
        ("tap", {"chat": "财务群", "from": "路人", "label": "a"}, 409, "路人 is not in 财务群"),
        ("edit", {"chat": "张敏", "message_id": 9, "text": "a"}, 409, "张敏 has no message 9 in 张敏"),
        ("upload", {"chat": "张敏", "kind": "video"}, 409, "kind must be photo or document"),
        ("upload", {"chat": "张敏", "base64": "!!"}, 400, "Error: Only base64 data is allowed"),
        ("start", {"from": "张敏", "payload": "中文"}, 409, "a start payload has 1-64 of A-Z a-z 0-9 _ -"),
        ("join", {"chat": "财务群", "user": "李娜"}, 409, "李娜 is in 财务群 already"),
        ("upgrade", {"chat": "财务群"}, 409, "财务群 is a supergroup already"),
        ("clock", {"advance": "24h"}, 400, "ValueError: not an ISO 8601 duration: '24h'"),
        ("clock", {"to": "2026-11-22T00:00:00+00:00"}, 400, "ValueError: the sandbox clock never goes back"),
        ("users", {"name": "张三", "id": 1001}, 400, "ValueError: user 1001 is there already"),
        ("raw_update", {"update": [1]}, 400, "TypeError: update must be an object"),
    ],
)
async def test_what_people_cannot_do(
    client: SandboxClient, verb: str, body: dict[str, Any], status: int, words: str
) -> None:
    with pytest.raises(SandboxError) as refused:
        await client.post(verb, body)
    assert (refused.value.status, refused.value.body["error"]) == (status, words)
    assert await client.updates() == []


async def test_two_of_one_name_are_not_guessed(client: SandboxClient) -> None:
    await client.post("users", name="张敏", username="zhangmin2")
    with pytest.raises(SandboxError, match="2 of them are called '张敏'"):
        await client.send("张敏", "哪个我")
    await client.send("@zhangmin2", "这个我")
    assert [message["from"]["name"] for message in await client.messages("zhangmin2")] == ["张敏"]


async def test_a_new_group_and_a_new_person(api: Api, client: SandboxClient) -> None:
    await client.post("users", name="孙丽", started=True)
    chat = (await client.post("groups", title="质检群", members=["孙丽"], admins=["李娜"], bot="administrator"))["chat"]
    assert (chat["bot_status"], len(chat["members"])) == ("administrator", 2)
    kinds = [next(kind for kind in update if kind != "update_id") for update in await api.fresh()]
    assert kinds == ["my_chat_member", "message", "my_chat_member"]
    assert (await api.get("getChat", chat_id=chat["id"]))["title"] == "质检群"


async def test_the_clock_moves_messages_and_the_embedder(people: dict[str, int]) -> None:
    moves: list[tuple[datetime, timedelta]] = []

    async def on_clock(now: datetime, delta: timedelta) -> None:
        await asyncio.sleep(0.01)
        moves.append((now, delta))

    async with SandboxServer(COMPANY, ticking=False, on_clock=on_clock) as server:
        client = server.client
        assert await client.now() == START
        assert await client.advance(timedelta(hours=24)) == START + timedelta(days=1)
        assert moves == [(START + timedelta(days=1), timedelta(days=1))]
        sent = await client.send("张敏", "第二天")
        assert sent["date"] == int((START + timedelta(days=1)).timestamp())
        await client.post("clock", to="2026-11-30T00:00:00+08:00")
        assert await client.now() == datetime(2026, 11, 29, 16, tzinfo=UTC)


def test_durations() -> None:
    assert parse_duration("PT24H") == timedelta(days=1)
    assert parse_duration("P1DT2H30M") == timedelta(days=1, hours=2, minutes=30)
    assert parse_duration("PT0.5S") == timedelta(seconds=0.5)
    for nonsense in ("", "P", "PT", "24H", "-PT1H", "P1Y"):
        with pytest.raises(ValueError, match="not an ISO 8601 duration"):
            parse_duration(nonsense)


async def test_events_carry_what_the_state_would_say(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    found: list[tuple[str, dict[str, Any]]] = []
    async with api.session.get(f"{client.origin}/sim/events") as stream:
        assert stream.content_type == "text/event-stream"
        await stream.content.readline()
        chat = people["张敏"]
        await client.send("张敏", "你好")
        card = await api.get("sendMessage", chat_id=chat, text="卡", reply_markup=BUTTONS)
        await api.get("sendChatAction", chat_id=chat, action="typing")
        press = await client.tap("张敏", "同意", wait=0)
        await api.get("answerCallbackQuery", callback_query_id=press["query_id"], text="好")
        await api.get("editMessageText", chat_id=chat, message_id=card["message_id"], text="完")
        await api.get("pinChatMessage", chat_id=chat, message_id=card["message_id"])
        await api.get("deleteMessage", chat_id=chat, message_id=card["message_id"])
        await client.post("rename", user="张敏", name="张小敏")
        await client.post("join", chat="财务群", user="路人")
        await client.post("clock", advance="PT1H")
        await client.reset()
        while not found or found[-1][0] != "reset":
            line = (await stream.content.readline()).decode()
            if line.startswith("event: "):
                data = (await stream.content.readline()).decode().removeprefix("data: ")
                found.append((line[7:].strip(), json.loads(data)))
    kinds = [kind for kind, _data in found]
    assert kinds == ["message", "message", "typing", "answer", "edit", "pin", "edit", "message", "delete", "user",
                     "chat", "message", "clock", "reset"]  # fmt: skip
    by_kind = dict(reversed(found))
    assert (by_kind["message"]["text"], by_kind["edit"]["text"]) == ("你好", "完")
    assert by_kind["answer"] == {
        "chat_id": people["张敏"], "message_id": card["message_id"], "user_id": people["张敏"], "text": "好",
        "show_alert": False, "url": None,
    }  # fmt: skip
    assert by_kind["delete"] == {"chat_id": people["张敏"], "message_ids": [card["message_id"]]}


async def test_the_state_is_what_the_readme_says(client: SandboxClient, api: Api, people: dict[str, int]) -> None:
    await api.get(
        "sendMessage", chat_id=people["张敏"], text="<b>x</b> &lt;i&gt;", parse_mode="HTML", reply_markup=BUTTONS
    )
    state = await client.get("state", limit=5)
    assert set(state) == {"now", "bot", "windows", "users", "chats"}
    assert [user["name"] for user in state["users"]] == ["张敏", "李娜", "赵强", "路人", "Robo"]
    private = next(chat for chat in state["chats"] if chat["id"] == people["张敏"])
    [message] = private["messages"]
    assert message["html"] == "<b>x</b> &lt;i&gt;"
    assert message["keyboard"][0][0] == {"label": "同意", "kind": "callback", "style": "success", "data": "v1:a"}
    assert message["keyboard"][1][0]["copy"] == "XS261123-003"
    group = next(chat for chat in state["chats"] if chat["title"] == "财务群")
    assert (len(group["members"]), group["admins"], group["bot_status"]) == (3, [people["李娜"]], "member")


async def test_a_form_with_a_file_from_the_page(client: SandboxClient, api: Api, people: dict[str, int]) -> None:
    first = await client.send("张敏", "看附件")
    form = aiohttp.FormData()
    fields = {"chat": str(people["张敏"]), "kind": "document", "caption": "true", "reply_to": str(first["message_id"])}
    for name, value in fields.items():
        form.add_field(name, value)
    form.add_field("file", b"<script>alert(1)</script>", filename="单.html", content_type="text/html")
    async with api.session.post(f"{client.origin}/sim/upload", data=form) as response:
        message = (await response.json())["message"]
    assert (message["caption"], message["reply_to"]["text"]) == ("true", "看附件")
    async with api.session.get(f"{client.origin}{message['document']['url']}") as response:
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}, {"Origin": "http://127.0.0.1:1"}]
)
async def test_other_pages_may_not_drive_it(api: Api, client: SandboxClient, headers: dict[str, str]) -> None:
    for path in ("/sim/send", "/sim/reset", f"/bot{api.server.token}/getMe"):
        async with api.session.post(f"{client.origin}{path}", json={}, headers=headers) as response:
            assert response.status == 403
    async with api.session.get(f"{client.origin}/sim/state", headers={"Origin": client.origin}) as response:
        assert response.status == 200


def test_it_listens_on_this_machine_only() -> None:
    with pytest.raises(ValueError, match="loopback"):
        SandboxServer(COMPANY, host="0.0.0.0")
    with pytest.raises(ValueError, match="SceneUser has no nickname"):
        Scene.from_dict({"users": [{"name": "张敏", "nickname": "敏"}]})


async def test_waiting_for_words(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    waiting = asyncio.ensure_future(client.waits_for("张敏", "到账", label="同意"))
    await asyncio.sleep(0.05)
    await api.get("sendMessage", chat_id=people["张敏"], text="到账 ¥5")
    await asyncio.sleep(0.05)
    assert not waiting.done()
    sent = await api.get("sendMessage", chat_id=people["张敏"], text="到账 ¥6", reply_markup=BUTTONS)
    assert (await waiting)["message_id"] == sent["message_id"]
    with pytest.raises(SandboxError, match="408"):
        await client.waits_for("张敏", "到账", after=sent["message_id"], timeout=0.1)
    await client.settles(quiet=0.05)


async def test_it_keeps_up(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    """Fifty messages a second is what a busy company makes; here 300 pairs of message and poll."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for number in range(300):
        await client.send("张敏", str(number))
        await api.get("sendMessage", chat_id=people["张敏"], text=str(number))
    assert len(await api.updates(limit=100)) == 100
    assert 600 / (loop.time() - begun) > 50


async def test_a_moved_clock_stops_where_the_embedder_has_something_to_do() -> None:
    due = [START + timedelta(hours=hour) for hour in (2, 5, 30)]
    seen: list[datetime] = []

    async def on_clock(now: datetime, _delta: timedelta) -> None:
        seen.append(now)
        while due and due[0] <= now:
            due.pop(0)

    async def stops() -> datetime | None:
        return due[0] if due else None

    async with SandboxServer(COMPANY, ticking=False, on_clock=on_clock, stops=stops) as server:
        assert await server.client.advance(timedelta(hours=24)) == START + timedelta(days=1)
        second = timedelta(seconds=1)
        assert seen == [
            START + timedelta(hours=2) + second,
            START + timedelta(hours=5) + second,
            START + timedelta(days=1),
        ]
        due.insert(0, START)  # what is due and stays due does not hold the clock
        await server.client.advance(timedelta(hours=1))
