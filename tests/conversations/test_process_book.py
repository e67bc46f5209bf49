"""/process: the tree as a picture, one type a screen, two types side by side; in private and in groups."""

from __future__ import annotations

from tests.support.world import World


async def test_one_type_a_screen_and_two_side_by_side(world: World) -> None:
    zhang = world.person("张敏")
    await zhang.sends("/process")
    chart = (await world.client.messages("张敏"))[-1]
    assert chart["photo"]
    assert await zhang.buttons() == ["账期", "款到排产", "款到发货", "定金尾款", "样品", "备货"]

    await zhang.taps("款到发货")
    await zhang.sees("款到发货（发货控制）", "管理关键 货可以先做，钱不清车不走。", "管理部门 仓储物流", "100% 到账")
    await zhang.taps("和别的类型比较", "款到排产")
    compared = await zhang.card()
    different, same = compared.split("相同")
    assert "管理部门：仓储物流 ／ 财务" in different
    assert "告诉谁" in same
    # one card all the while, so that a phone is not filled with screens
    assert len([m for m in await world.client.messages("张敏") if m["from"]["is_bot"]]) == 2
    await zhang.taps("款到排产")
    await zhang.sees("款到排产（下单控制）", "钱不到，一颗料不买。")


async def test_everybody_looks_into_it_in_the_group(world: World) -> None:
    liu, wang = (world.person(name).in_("生产采购群") for name in ("刘伟", "王芳"))
    await liu.sends("/process")
    await liu.taps("样品")
    await wang.taps("备货")
    shown = await world.client.transcript("生产采购群")
    assert "样品（样品订单）" in shown
    assert "备货（备货订单）" in shown


async def test_a_reader_of_english_gets_english(world: World) -> None:
    zhang = world.person("张敏")
    await zhang.sends("/language")
    await zhang.taps("English")
    await zhang.sends("/process")
    await zhang.taps("Paid to ship")
    await zhang.sees("Managed by: Warehouse")
