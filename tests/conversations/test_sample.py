"""样品: free, within limits; over them the head of sales decides."""

from __future__ import annotations

from tests.conversations.steps import company, goods_are_made
from tests.support.world import World


async def test_a_sample_over_the_limit_waits_for_the_head_of_sales(world: World) -> None:
    who = company(world)
    zhang, head = who.sales, who.head_of_sales

    await zhang.sends("/new")
    await zhang.taps("寄样品")
    await zhang.sends("永盛", "x200", "8")
    await zhang.taps("够了", "试用")
    await zhang.sends("陈工", "没有号码")
    await zhang.sees("没看到电话号码")
    await zhang.sends("13912345521", "宁波市鄞州区下应街道", "后天")
    await zhang.taps("提交")
    await zhang.sees("YP261123-001 永盛五金 · 样品", "还不能下单", "超样品限额放行 → 销售 周海")

    await zhang.taps("催一下")
    await head.sees("YP261123-001", "每款最多 5 件")
    await head.taps("同意，超样品限额放行")
    await zhang.sees("已下达")

    await goods_are_made(who)
    await who.warehouse.taps("备齐")
    await zhang.taps("发货通知")
    await who.warehouse.taps("已发出", "已签收")
    await zhang.finds("客户已签收")
