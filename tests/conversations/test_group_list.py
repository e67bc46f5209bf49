"""待审批, pinned: told in groups of the sample company, from the first thing that waits until a group is let go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from db.engine import Database
from tests.conversations.steps import Company, begins, company
from tests.support.world import Chat, World, a_sample_world

MAKERS, FINANCE = "生产采购群", "财务群"
SOON = timedelta(seconds=30)
"""After this the metronome has looked, and a list that was changed just before may change again."""


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    async with a_sample_world(database, lists=True) as made:
        yield made


async def promotes(world: World, group: str, status: str) -> None:
    await world.client.post("promote", chat=group, user="gendan_bot", status=status)
    await world.settles()


async def the_list(world: World, group: str) -> dict[str, Any]:
    """The one message of a group that is its list."""
    messages = [m for m in await world.client.messages(group) if m["from"]["is_bot"] and m["text"]]
    [found] = [m for m in messages if m["text"].startswith(("待审批", "现在没有待审批", "这个群不再绑部门"))]
    return found


async def calls(world: World, *methods: str) -> int:
    return sum([len(await world.client.calls(method)) for method in methods])


async def files(sales: Chat) -> None:
    """An order that 生产 and 采购 are asked about."""
    await begins(sales, "宏达", "全款到了再排产", "x200", "100", "目录价 ¥58.00")
    await sales.taps("款到后 7 个工作日", "合同")
    await sales.uploads("photo")
    await sales.taps("提交")


async def waits_at_the_makers(world: World, *, status: str) -> tuple[Company, dict[str, Any]]:
    """The company, and the first list of a group in which the bot has this status."""
    who = company(world)
    await promotes(world, MAKERS, status)
    await files(who.sales)
    await world.passes(SOON)
    return who, await the_list(world, MAKERS)


async def test_it_is_pinned_once_and_changes_in_place(world: World) -> None:
    who, first = await waits_at_the_makers(world, status="administrator")
    assert "等生产 刘伟定" in first["text"]
    assert (first["pinned"], first["silent"]) == (True, True)
    told = [m for m in await world.client.messages(MAKERS) if m["service_kind"] == "pinned_message"]
    assert [m["silent"] for m in told] == [True]

    await who.production.sends("同意", reply_to="请生产定 · ")
    await world.passes(SOON)
    second = await the_list(world, MAKERS)
    assert second["message_id"] == first["message_id"]
    assert "生产" not in second["text"]
    assert "等采购 王芳定" in second["text"]
    assert await calls(world, "pinChatMessage") == 1

    before = await calls(world, "sendMessage", "editMessageText", "pinChatMessage")
    await world.restarts()
    await world.passes(timedelta(minutes=5))
    assert await calls(world, "sendMessage", "editMessageText", "pinChatMessage") == before, "nothing has changed"


async def test_one_that_was_deleted_comes_again_and_is_pinned(world: World) -> None:
    who, first = await waits_at_the_makers(world, status="administrator")
    await world.client.post("delete", chat=MAKERS, message_id=first["message_id"])
    await who.purchasing.sends("同意", reply_to="请采购定 · ")
    await world.passes(SOON)
    again = await the_list(world, MAKERS)
    assert again["message_id"] > first["message_id"]
    assert again["pinned"]


async def test_where_it_may_not_pin_the_list_stands_and_an_administrator_is_told_once(world: World) -> None:
    who, first = await waits_at_the_makers(world, status="member")
    assert not first["pinned"]
    await who.management.finds("“生产采购群”的待审批我置顶不了")
    await who.production.sends("同意", reply_to="请生产定 · ")
    await world.passes(SOON)
    assert "等采购" in (await the_list(world, MAKERS))["text"]
    assert (await world.client.transcript("王建国")).count("置顶不了") == 1
    assert await calls(world, "pinChatMessage") == 1, "it is not tried each time"

    await promotes(world, MAKERS, "administrator")
    assert (await the_list(world, MAKERS))["pinned"]


async def test_a_group_that_is_let_go_gets_a_word_and_no_pin(world: World) -> None:
    who = company(world)
    await promotes(world, FINANCE, "administrator")
    await begins(who.sales, "宏达", "款到发货", "y10", "100", "目录价 ¥36.50")
    await who.sales.sends("12月30号")
    await who.sales.taps("合同")
    await who.sales.uploads("photo")
    await who.sales.taps("提交", "传水单", "还差的 ¥3,650.00")
    await world.passes(SOON)
    assert "水单 ¥3,650.00 要查账" in (await the_list(world, FINANCE))["text"]
    await who.management.sends("/groups")
    await who.management.taps("财务", "解绑", "确认解绑")
    await world.passes(SOON)
    ended = await the_list(world, FINANCE)
    assert ended["text"].startswith("这个群不再绑部门")
    assert not ended["pinned"]
