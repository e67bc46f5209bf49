"""Groups: what the bot hears, who comes and goes, anonymous administrators, a group that becomes a supergroup."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.client import SandboxClient, SandboxError
from sandbox.schema import check_object
from sandbox.server import SandboxServer
from tests.sandbox.conftest import COMPANY, Api


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"].get("text", "") for update in updates if "message" in update]


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("大家好", False),
        ("@gendan_bot 在吗", False),
        ("/todo", True),
        ("/todo@gendan_bot 001", True),
        ("/todo@robo_bot", False),
        ("看 /todo", False),
        ("/待办", False),
        ("/ todo", False),
    ],
)
async def test_privacy_mode(api: Api, client: SandboxClient, words: str, heard: bool) -> None:
    await client.send("财务群", words, "李娜")
    assert texts(await api.fresh()) == [words] * heard


async def test_replies_to_the_bot_are_heard_and_other_replies_are_not(
    api: Api, client: SandboxClient, people: dict[str, int]
) -> None:
    card = await api.get("sendMessage", chat_id=people["财务群"], text="请财务定")
    other = await client.send("财务群", "吃饭去", "张敏")
    await client.send("财务群", "同意", "李娜", reply_to=card["message_id"])
    await client.send("财务群", "好", "李娜", reply_to=other["message_id"])
    found = await api.fresh()
    assert texts(found) == ["同意"]
    assert found[0]["message"]["reply_to_message"]["text"] == "请财务定"
    assert "reply_to_message" not in found[0]["message"]["reply_to_message"]


async def test_general_commands_go_to_the_bot_that_spoke_last(
    api: Api, client: SandboxClient, people: dict[str, int]
) -> None:
    await client.send("仓库群", "哔", "Robo")
    await client.send("仓库群", "/todo", "赵强")
    assert texts(await api.fresh()) == []
    await api.get("sendMessage", chat_id=people["仓库群"], text="我在")
    await client.send("仓库群", "/todo", "赵强")
    assert texts(await api.fresh()) == ["/todo"]


async def test_an_administrator_hears_everything_but_other_bots(api: Api, client: SandboxClient) -> None:
    await client.post("promote", chat="仓库群", user="gendan_bot", status="administrator")
    await api.fresh()
    await client.send("仓库群", "大家好", "赵强")
    await client.send("仓库群", "哔", "Robo")
    assert texts(await api.fresh()) == ["大家好"]


async def test_other_bots_replies_come_only_in_bot_to_bot_mode(client: SandboxClient, people: dict[str, int]) -> None:
    scene = COMPANY | {"bot": {"username": "gendan_bot", "bot_to_bot": True}}
    async with SandboxServer(scene, windows=False) as server:
        world = server.room.world
        card = world.add_message(world.chat("仓库群"), world.new_message(world.chat("仓库群"), world.bot, text="卡"))
        await server.client.send("仓库群", "同意", "Robo", reply_to=card.message_id)
        await server.client.send("仓库群", "哔", "Robo")
        heard = [row["update"]["message"] for row in await server.client.updates()]
    assert [(message["text"], message["from"]["is_bot"]) for message in heard] == [("同意", True)]


async def test_an_anonymous_administrator_writes_as_the_group_and_presses_as_himself(
    api: Api, client: SandboxClient, people: dict[str, int]
) -> None:
    button = {"inline_keyboard": [[{"text": "同意", "callback_data": "v1"}]]}
    card = await api.get("sendMessage", chat_id=people["财务群"], text="批吗", reply_markup=button)
    await client.send("财务群", "同意", "李娜", anonymous=True, reply_to=card["message_id"])
    await client.tap("财务群", "同意", "李娜", wait=0)
    message, press = await api.fresh()
    assert message["message"]["from"]["id"] == 1087968824
    assert message["message"]["sender_chat"]["id"] == people["财务群"]
    assert press["callback_query"]["from"]["id"] == people["李娜"]
    with pytest.raises(SandboxError, match="only an administrator of a supergroup"):
        await client.send("财务群", "同意", "张敏", anonymous=True)


async def test_forwarded_via_bot_and_edited_messages_say_so(
    api: Api, client: SandboxClient, people: dict[str, int]
) -> None:
    await client.send("张敏", "要三百台", forward_from="宏达 王总")
    await client.send("张敏", "转的", forward_from="李娜")
    await client.send("张敏", "选的", via_bot=True)
    sent = await client.send("张敏", "三百")
    await client.edit("张敏", sent["message_id"], "三百五")
    hidden, known, via, _plain, edited = await api.fresh()
    assert hidden["message"]["forward_origin"]["sender_user_name"] == "宏达 王总"
    assert known["message"]["forward_origin"]["sender_user"]["id"] == people["李娜"]
    assert via["message"]["via_bot"]["username"] == "gendan_bot"
    assert edited["edited_message"]["text"] == "三百五"
    assert edited["edited_message"]["edit_date"] >= edited["edited_message"]["date"]


async def test_people_come_and_go(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    await client.post("join", chat="财务群", user="路人", by="李娜")
    await client.post("leave", chat="财务群", user="路人")
    await client.post("leave", chat="财务群", user="张敏", by="李娜")
    came, went, removed = await api.fresh()
    assert came["message"]["new_chat_members"][0]["id"] == people["路人"]
    assert went["message"]["left_chat_member"]["id"] == people["路人"]
    assert removed["message"]["from"]["id"] == people["李娜"]
    assert await api.get("getChatMemberCount", chat_id=people["财务群"]) == 3
    gone = await api.get("getChatMember", chat_id=people["财务群"], user_id=people["张敏"])
    assert gone["status"] == "kicked"
    with pytest.raises(SandboxError, match="张敏 is not in 财务群"):
        await client.send("财务群", "我还在吗", "张敏")


async def test_the_bot_is_added_and_removed(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    await client.post("add_bot", chat="外面的群")
    joined, service = await api.fresh()
    change = joined["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    assert service["message"]["new_chat_members"][0]["username"] == "gendan_bot"
    await client.post("remove_bot", chat="外面的群")
    left, farewell = await api.fresh()
    assert left["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert farewell["message"]["left_chat_member"]["username"] == "gendan_bot"
    await client.send("外面的群", "/todo", "路人")
    assert await api.fresh() == []


async def test_a_link_that_adds_the_bot_to_a_group(api: Api, client: SandboxClient) -> None:
    await client.start("路人", "bind-7", chat="外面的群")
    *_added, command = await api.fresh()
    assert command["message"]["text"] == "/start@gendan_bot bind-7"
    with pytest.raises(SandboxError, match="李娜 is not in 外面的群"):
        await client.start("李娜", "bind-7", chat="外面的群")


async def test_a_group_becomes_a_supergroup(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    old = people["仓库群"]
    card = await api.get("sendMessage", chat_id=old, text="发货通知")
    chat = (await client.post("upgrade", chat="仓库群"))["chat"]
    gone, come = await api.fresh()
    assert gone["message"]["migrate_to_chat_id"] == chat["id"]
    assert come["message"]["migrate_from_chat_id"] == old
    answer = await api.ask("sendMessage", {"chat_id": old, "text": "在吗"})
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": chat["id"]}
    refused = await api.refused("editMessageText", chat_id=old, message_id=card["message_id"], text="改")
    assert refused == (400, "Bad Request: have no write access to the chat")
    assert (await api.get("sendMessage", chat_id=chat["id"], text="在"))["message_id"] == 2
    await client.send("仓库群", "/todo", "赵强")
    assert (await api.fresh())[0]["message"]["chat"]["id"] == chat["id"]


async def test_pins(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    chat = people["财务群"]
    card = await api.get("sendMessage", chat_id=chat, text="待审批")
    await client.post("promote", chat="财务群", user="gendan_bot", status="administrator")
    await api.fresh()
    assert await api.get("pinChatMessage", chat_id=chat, message_id=card["message_id"], disable_notification=True)
    assert (await api.fresh())[0]["message"]["pinned_message"]["text"] == "待审批"
    assert (await api.get("getChat", chat_id=chat))["pinned_message"]["message_id"] == card["message_id"]
    assert (await client.messages("财务群"))[0]["pinned"]
    await api.get("unpinChatMessage", chat_id=chat)
    assert "pinned_message" not in await api.get("getChat", chat_id=chat)


async def test_administrators_leave_other_bots_out(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    await client.post("promote", chat="仓库群", user="Robo", status="administrator")
    await client.post("promote", chat="仓库群", user="gendan_bot", status="administrator")
    admins = await api.get("getChatAdministrators", chat_id=people["仓库群"])
    assert [(row["user"]["first_name"], row["status"]) for row in admins] == [
        ("赵强", "creator"),
        ("跟单", "administrator"),
    ]


async def test_every_update_and_answer_fits_the_manual(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    """All that the server has said in a long day is checked against the types of Bot API 10.0."""
    await api.get("getUpdates", allowed_updates=["message", "edited_message", "callback_query", "my_chat_member",
                                                 "chat_member", "inline_query", "chosen_inline_result"])  # fmt: skip
    chat = people["财务群"]
    keyboard = {"keyboard": [[{"text": "电话", "request_contact": True}, {"text": "报新单"}]]}
    buttons = {"inline_keyboard": [[{"text": "同意", "callback_data": "v1", "style": "success"}]]}
    await api.get("sendMessage", chat_id=people["张敏"], text="<b>你好</b>", parse_mode="HTML", reply_markup=keyboard)
    await client.tap("张敏", "电话", wait=0)
    await client.tap("张敏", "报新单", wait=0)
    card = await api.get("sendMessage", chat_id=chat, text="批吗", reply_markup=buttons)
    await client.tap("财务群", "同意", "李娜", wait=0)
    await client.send("财务群", "同意", "李娜", reply_to=card["message_id"])
    await client.send("财务群", "/todo", "李娜", anonymous=True)
    await client.upload("张敏", caption="水单", media_group_id="1")
    await client.upload("张敏", kind="document", name="明细.xlsx", content=b"PK", forward_from="王总")
    await client.post("promote", chat="财务群", user="gendan_bot", status="administrator")
    await client.post("leave", chat="财务群", user="赵强")
    await api.get("pinChatMessage", chat_id=chat, message_id=card["message_id"])
    await client.post("upgrade", chat="仓库群")
    await client.post("block", user="李娜", blocked=True)
    updates = await api.fresh()
    assert len(updates) >= 14
    for update in updates:
        check_object("Update", update)
    check_object("ChatFullInfo", await api.get("getChat", chat_id=chat))
    for member in await api.get("getChatAdministrators", chat_id=chat):
        check_object("ChatMember", member)
    check_object("User", await api.get("getMe"))
    check_object("WebhookInfo", await api.get("getWebhookInfo"))
    with pytest.raises(Exception, match="unknown field"):
        check_object("Update", updates[0] | {"colour": 1})
