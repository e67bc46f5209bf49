"""A real company, from an empty database, by chat alone: people, groups, a customer, a product, the first order."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from db.engine import Database
from services import history
from tests.support.world import Chat, World, an_empty_world

BOSS, SALES, FINANCE, WAREHOUSE, STRANGER = "陈总", "小张", "老李", "阿强", "路人"
TOKEN = r"start=i([\w-]+)"
CODE = r"/bind ([A-Z0-9]+)"


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    people = (BOSS, SALES, FINANCE, WAREHOUSE, STRANGER)
    rooms = {"财务": (BOSS, FINANCE), "仓库": (BOSS, WAREHOUSE)}
    async with an_empty_world(database, users=people, groups=rooms, admin=BOSS) as made:
        yield made


async def invites(boss: Chat, newcomer: Chat, button: str, role: str = "成员") -> str:
    """An invitation into the department that the button names; whoever it is for takes it up. Its token."""
    await boss.taps(button)
    await boss.sends(newcomer.name)
    await boss.taps(role, "提交")
    token = await boss.world.link(boss, TOKEN)
    await boss.world.client.start(newcomer.name, f"i{token}")
    await boss.world.settles()
    return token


async def takes_the_bot_in(world: World, group: str) -> None:
    """The boss adds the bot to a group of theirs."""
    await world.client.post("add_bot", **{"chat": group, "from": BOSS})
    await world.settles()


async def test_a_company_is_set_up_by_chat_alone(world: World, database: Database) -> None:
    boss, stranger = world.person(BOSS), world.person(STRANGER)
    sales, finance, warehouse = world.person(SALES), world.person(FINANCE), world.person(WAREHOUSE)

    await stranger.sends("/start")
    await stranger.sees("这是公司内部的订单助手，只给同事用")
    await boss.sends("/start")
    await boss.sees("公司还差", "1. 销售还没有人", "2. 财务还没有人")

    # people, each by a link of their own
    await invites(boss, sales, "请销售的同事")
    await sales.sees(f"{SALES}，欢迎。你在销售，成员。")
    await boss.sees(f"{SALES} 进来了：销售 · 成员。", "1. 财务还没有人")
    await boss.taps(f"接口人：{SALES}")
    boss.is_told(f"销售的接口人是 {SALES} 了")
    used = await invites(boss, finance, "请财务的同事", "负责人")
    await boss.taps(f"接口人：{FINANCE}")
    await invites(boss, warehouse, "请仓储物流的同事")
    await boss.taps(f"接口人：{WAREHOUSE}")

    # a link that was used lets nobody in any more
    await world.client.start(STRANGER, f"i{used}")
    await world.settles()
    await stranger.sees("这个邀请链接已经用过，或者过期了")
    await boss.sends("/people")
    await boss.sees("同事 · 4 人", f"{FINANCE}（负责人，接口人）")
    assert STRANGER not in await boss.card()

    # groups, one by the link that chooses a group, one by words
    await boss.taps("绑财务的群")
    code = await world.link(boss, r"startgroup=(g\w+)")
    await world.client.start(BOSS, code, "财务")
    await world.settles()
    await finance.in_("财务").sees("财务的卡片以后发到这个群")
    await boss.sees("财务绑到“财务”了")
    await boss.taps("绑仓储物流的群")
    typed = await world.link(boss, CODE)
    await takes_the_bot_in(world, "仓库")
    await boss.in_("仓库").sends(f"/bind {typed.lower()}")
    await warehouse.in_("仓库").sees("仓储物流的卡片以后发到这个群")
    await boss.in_("仓库").sends(f"/bind {typed}")
    await warehouse.in_("仓库").sees("这个绑定码已经用过")

    await boss.taps("定管理层接口人")
    await boss.taps(f"接口人：{BOSS}")
    await boss.sends("/start")
    await boss.taps("加产品")
    await boss.sends("X200", "减速电机")
    await boss.taps("台", "现货")
    await boss.sends("58", "箱=12")
    await boss.sees("目录价：¥58.00", "包装：1箱=12台", "常规 7 个工作日")
    await boss.taps("提交")
    await boss.sees("产品加好了", "1. 还没有客户")

    # the first order, and its customer on the way
    await sales.sends("/new")
    await sales.taps("客户要货")
    await sales.sends("宏达机电")
    await sales.taps("新客户", "就叫“宏达机电”")
    await sales.sends("周工 139 1234 2210")
    await sales.taps("提交")
    await sales.sees("客户怎么付钱？")
    await sales.taps("款到发货")
    await sales.sends("x200", "10箱")
    await sales.taps("目录价 ¥58.00", "够了")
    await sales.sends("款到后7个工作日")
    await sales.taps("合同", "提交")
    await sales.sees("宏达机电", "120 台", "¥6,960.00")
    await boss.sends("/start")
    assert "还差" not in await boss.card()

    with database.transaction() as session:
        assert list(history.broken_links(session)) == []


async def test_a_customer_is_not_added_twice(world: World) -> None:
    boss = world.person(BOSS)
    await boss.sends("/customers")
    await boss.taps("加客户")
    await boss.sends("宏达机电")
    await boss.taps("不填", "提交")
    await boss.taps("再加一个")
    await boss.sends("苏州宏达机电有限公司")
    await boss.sees("是同一家吗？")
    await boss.taps("就是 宏达机电")
    await boss.sees("就用 宏达机电")
    await boss.sends("客户")
    await boss.sees("客户 · 1 个")


async def test_only_administrators_set_the_company_up_and_only_in_private(world: World) -> None:
    boss, sales = world.person(BOSS), world.person(SALES)
    await boss.sends("/start")
    await invites(boss, sales, "请销售的同事")
    await sales.sends("/company")
    await sales.sees("这里只有公司管理员能设")
    await sales.sends("/people")
    await sales.sees(f"销售 {SALES}", "点部门，看它管什么、找谁。")
    assert await sales.buttons() == ["销售", "管理层"]
    await sales.taps("销售")
    await sales.sees("职责：", "没有接口人，急事没人找。")
    assert await sales.buttons() == ["返回"]
    await takes_the_bot_in(world, "财务")
    await boss.in_("财务").sends("/people")
    await boss.in_("财务").sees("这些在私聊里办")
    await boss.in_("财务").sees_not("同事 · ")


async def test_an_invitation_is_withdrawn_and_a_group_moves(world: World) -> None:
    boss, finance = world.person(BOSS), world.person(FINANCE)
    await boss.sends("/people")
    await boss.taps("邀请同事")
    await boss.sends(FINANCE)
    await boss.taps("财务", "成员", "提交")
    token = await world.link(boss, TOKEN)
    await boss.taps("作废")
    await boss.sees("已经过期或作废")
    await world.client.start(FINANCE, f"i{token}")
    await world.settles()
    await finance.sees("这个邀请链接已经用过，或者过期了")

    for room in ("财务", "仓库"):
        await boss.sends("/groups")
        await boss.taps("财务", "绑群" if room == "财务" else "换个群")
        await world.client.start(BOSS, await world.link(boss, r"startgroup=(g\w+)"), room)
        await world.settles()
    await boss.in_("财务").sees("财务换了群")
    await boss.in_("仓库").sees("财务的卡片以后发到这个群")
