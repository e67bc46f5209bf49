"""预付·定金尾款: the deposit starts the work, the balance lets it go."""

from __future__ import annotations

from tests.conversations.steps import agree, begins, company, goods_are_made
from tests.support.world import World


async def test_two_gates_one_order(world: World) -> None:
    who = company(world)
    zhang, finance, warehouse = who.sales, who.finance, who.warehouse

    await begins(zhang, "永盛", "先定金，发货前付尾款", "k15", "2", "目录价 ¥4,800.00")
    await zhang.sees("定金收多少？")
    await zhang.sends("三成")
    await zhang.taps("款到后 15 个工作日", "合同")
    await zhang.uploads("document", name="合同.pdf")
    await zhang.sees("下单前付 30%（¥2,880.00），发货前付清")
    await zhang.taps("提交")
    await agree(who, "采购", "生产")
    await zhang.sees("还不能下单", "应收 ¥2,880.00")

    await zhang.taps("传水单")
    await zhang.sends("2880")
    await finance.taps("到账 ¥2,880.00")
    await zhang.sees("已下达")
    await goods_are_made(who)

    await warehouse.taps("备齐")
    await zhang.taps("发货通知")
    await warehouse.sees("先别装车", "货款没付清")
    await zhang.sees("还差 ¥6,720.00")

    await zhang.taps("传水单", "还差的 ¥6,720.00")
    # whoever sent a slip cannot confirm it, and nobody but finance can
    await finance.taps("到账 ¥6,720.00")
    await warehouse.sees("款已清")
    await warehouse.taps("已发出", "已签收")
    await zhang.finds("客户已签收")
