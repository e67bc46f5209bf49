"""备货: no customer, no money; funds are approved, goods end in stock."""

from __future__ import annotations

from tests.conversations.steps import company, goods_are_made
from tests.support.world import World


async def test_goods_for_stock_end_on_the_shelf(world: World) -> None:
    who = company(world)
    zhang, warehouse = who.sales, who.warehouse

    await zhang.sends("/new")
    await zhang.taps("公司备货")
    await zhang.sends("x200", "100")
    await zhang.taps("够了")
    await zhang.sends("12月20号")
    await zhang.taps("安全库存")
    await zhang.sends("60")
    await zhang.taps("提交")
    await zhang.sees("BH261123-001 备货", "还不能下单", "资金批准 → 财务 李娜")
    await who.production.sees_not("BH261123-001")

    await who.finance.taps("同意，资金批准")
    await zhang.sees("已下达")
    await goods_are_made(who, let_go="完成")

    await warehouse.sees("等入库 · BH261123-001")
    await warehouse.taps("数量不同")
    await warehouse.sends("104", reply_to="BH261123-001")
    await warehouse.sees("超过批准的数量")
    await warehouse.taps("入库")
    await zhang.finds("已入库，这张单结了")
