"""Groups: several departments in one, chosen from a list, left where nobody of the company is met, become supergroups."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from db.engine import Database
from services import groups
from tests.support.world import Chat, World, an_empty_world

BOSS, SALES, FINANCE, STRANGER = "陈总", "小张", "老李", "路人"
HOUR = timedelta(hours=1)


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    people = (BOSS, SALES, FINANCE, STRANGER)
    rooms = {"财务": (BOSS, FINANCE), "仓库": (BOSS, FINANCE), "外面": (STRANGER,)}
    async with an_empty_world(database, users=people, groups=rooms, admin=BOSS) as made:
        yield made


async def joins(world: World, boss: Chat, newcomer: str, department: str) -> Chat:
    """Somebody invited into a department takes it up."""
    await boss.sends("/people")
    await boss.taps("邀请同事")
    await boss.sends(newcomer)
    await boss.taps(department, "成员", "提交")
    token = await world.link(boss, r"start=i([\w-]+)")
    await world.client.start(newcomer, f"i{token}")
    await world.settles()
    return world.person(newcomer)


async def picks(world: World, boss: Chat, department: str, group: str) -> None:
    """The administrator chooses a group from the list of their own."""
    await boss.sends("/groups")
    await boss.taps(department)
    await boss.taps("绑群" if "绑群" in await boss.buttons() else "换个群")
    await world.client.tap(BOSS, f"选群绑{department}", BOSS, pick=[group])
    await world.settles()


async def bot_in(world: World, group: str) -> bool:
    state = await world.client.get("state")
    found = next(chat for chat in state["chats"] if chat["title"] == group)
    return found["bot_status"] in ("member", "administrator")


async def test_a_group_is_chosen_from_a_list_and_holds_two_departments(world: World) -> None:
    boss = world.person(BOSS)
    await boss.sends("/start")
    finance = await joins(world, boss, FINANCE, "财务")
    await picks(world, boss, "财务", "财务")
    await finance.in_("财务").sees("财务的卡片以后发到这个群")
    await boss.finds("选了“财务”，绑给财务。", "财务绑到“财务”了。")

    await picks(world, boss, "质检", "财务")
    await finance.in_("财务").sees("这个群现在有财务、质检。")
    await boss.sees("“财务”里也有质检，金额不给他们看", "给财务单独一个群")
    await boss.sends("/groups")
    await boss.taps("财务")
    await boss.sees("“财务”里也有质检，金额不给他们看")

    await boss.taps("群语言", "English")
    await boss.sees("群里说：English")
    await boss.taps("解绑")
    await boss.sees("财务不再用“财务”？")
    await boss.taps("确认解绑")
    await finance.in_("财务").sees("Finance no longer uses this group")
    assert await bot_in(world, "财务")
    await world.passes(25 * HOUR)
    assert await bot_in(world, "财务"), "quality is still met there"


async def test_a_choice_is_good_once_and_for_whom_it_was_offered(world: World) -> None:
    boss = world.person(BOSS)
    await boss.sends("/start")
    finance = await joins(world, boss, FINANCE, "财务")
    await picks(world, boss, "财务", "财务")
    [asked] = [
        update["message"]["chat_shared"]
        for entry in await world.client.updates("confirmed")
        if "chat_shared" in (update := entry["update"]).get("message", {})
    ]

    async def shares(sender: str, request: int) -> None:
        user = next(u for u in (await world.client.get("state"))["users"] if u["name"] == sender)
        about = {"id": user["id"], "is_bot": False, "first_name": sender}
        message = {
            "message_id": 900, "date": 1795393800, "from": about,
            "chat": {"id": user["id"], "type": "private", "first_name": sender},
            "chat_shared": {"request_id": request, "chat_id": asked["chat_id"]},
        }  # fmt: skip
        await world.client.post("raw_update", update={"message": message})
        await world.settles()

    await shares(BOSS, asked["request_id"])
    await boss.sees("这次选群已经用过")
    await shares(BOSS, asked["request_id"] + 99)
    await boss.sees("没有等着你选的群")
    await shares(FINANCE, asked["request_id"])
    await finance.sees("这里只有公司管理员能设")


async def test_the_bot_leaves_where_nobody_of_the_company_is_met(world: World) -> None:
    boss = world.person(BOSS)
    await boss.sends("/start")
    await world.client.post("add_bot", **{"chat": "外面", "from": STRANGER})
    await world.client.post("add_bot", **{"chat": "仓库", "from": BOSS})
    await world.settles()
    assert await bot_in(world, "外面")
    await world.passes(timedelta(minutes=2))
    assert not await bot_in(world, "外面")
    await world.person(STRANGER).in_("外面").sees_not("部门")

    assert await bot_in(world, "仓库"), "a colleague has a day to bind it"
    await world.passes(23 * HOUR)
    assert await bot_in(world, "仓库")
    await world.passes(2 * HOUR)
    assert not await bot_in(world, "仓库")
    await boss.in_("仓库").finds("这个群没有绑定部门，我先退出了")

    await picks(world, boss, "仓储物流", "仓库")
    await world.passes(30 * HOUR)
    assert await bot_in(world, "仓库"), "it came back with the choice, and stays"


async def test_it_does_not_leave_when_nothing_is_planned(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the plan to leave is what makes it go."""
    monkeypatch.setattr(groups, "plan_to_leave", lambda *_args, **_given: None)
    await world.client.post("add_bot", **{"chat": "外面", "from": STRANGER})
    await world.settles()
    await world.passes(25 * HOUR)
    assert await bot_in(world, "外面")


async def test_a_group_that_became_a_supergroup_keeps_everything(world: World) -> None:
    boss = world.person(BOSS)
    await boss.sends("/start")
    await world.client.post("groups", title="合用", type="group", members=[BOSS], bot="none")
    await picks(world, boss, "财务", "合用")
    await picks(world, boss, "质检", "合用")
    await boss.sends("/groups")
    await boss.taps("财务", "群语言", "English")
    await world.client.post("upgrade", **{"chat": "合用", "from": BOSS})
    await world.settles()
    await boss.sends("/groups")
    await boss.taps("财务")
    await boss.sees("群：合用", "这个群现在有财务、质检。", "群里说：English")
    await world.passes(30 * HOUR)
    assert await bot_in(world, "合用")
