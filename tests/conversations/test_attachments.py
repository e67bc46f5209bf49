"""附件: an album of photos and a contract come in, are shown again as albums, and one of them is lost one day."""

from __future__ import annotations

import json

from db.models import Attachment
from tests.conversations.steps import begins, company
from tests.support.world import Chat, World


async def albums_in(chat: Chat) -> list[int]:
    """How many files each album of the bot holds, oldest first."""
    calls = await chat.world.client.calls("sendMediaGroup")
    return [len(json.loads(call["params"]["media"])) for call in calls if call["ok"]]


async def replies_with(chat: Chat, text: str, *names: str, **options: str) -> None:
    """A file for each name, in reply to the message that says the text."""
    card = await chat._message_with(text)
    for name in names:
        kind = "document" if "." in name else "photo"
        named = {"name": name} if kind == "document" else {}
        await chat.world.client.upload(
            chat.place, chat.name, kind=kind, reply_to=card["message_id"], **named, **options
        )  # fmt: skip
    await chat.world.settles()


async def test_an_album_comes_in_and_goes_out_again(world: World) -> None:
    who = company(world)
    zhang = who.sales
    await begins(zhang, "hd", "款到发货", "x200", "三百", "目录价 ¥58.00")
    await zhang.sends("下周五")
    await zhang.taps("口头", "提交")
    card = "XS261123-001 宏达机电 · 款到发货"

    await replies_with(zhang, "合计 ¥17,400.00", "一", "二", "三", media_group_id="7")
    await zhang.sees("收到附件 3 份，算什么？")
    await world.restarts()
    await zhang.taps("照片")
    await zhang.sees("XS261123-001 宏达机电 收到附件：照片 3 份。")
    await zhang.taps("加附件")
    await zhang.uploads("document", name="合同.pdf", caption="合同，单价 58")
    await zhang.uploads("document", name="X200-B.dwg")
    await zhang.uploads("document", name="报价.exe")
    await zhang.sees("“报价.exe”是程序一类的文件，不能收。")
    await zhang.finds(card)

    await zhang.taps("附件 5")
    assert await albums_in(zhang) == [3]
    await zhang.sees("依据 · 张敏", "图纸 · 张敏", "照片 3 份")

    liu = world.person("刘伟")
    await liu.sends("/order 001")
    await liu.taps("附件 4")
    assert await albums_in(zhang) == [3, 3]
    await liu.sees("图纸 · 张敏", "照片 3 份")
    await liu.sees_not("依据", "¥", "58", "合同")

    with world.database.transaction() as session:
        lost = session.query(Attachment).filter_by(purpose="photo").order_by(Attachment.id).all()[1]
        lost.file_id = "AgACAgUAAx-lost"
    await liu.taps("附件 4")
    await liu.sees("照片里有打不开的，一份一份看：")
    await liu.taps("照片 2")
    await liu.sees("打不开了，Telegram 找不到原文件。请张敏再发一次。")
    await liu.taps("照片 3")
    await liu.sees("照片 · 张敏")
    assert not [call for call in await world.client.calls("sendMessage") if "日志" in str(call["params"])], "no alarm"
