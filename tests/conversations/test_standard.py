"""标准: on account; nothing to pay first, and the card tells what of the credit is used."""

from __future__ import annotations

from tests.conversations.steps import agree, begins, company, goods_leave
from tests.support.world import World


async def test_goods_from_stock_leave_on_account(world: World) -> None:
    who = company(world)
    zhang = who.sales

    await begins(zhang, "永盛", "账期、月结", "f40", "两箱", "目录价 ¥12.80")
    await zhang.sends("12月1号")
    await zhang.taps("口头")
    await zhang.sees("F40 法兰盘 200 件 × ¥12.80", "付款 账期")
    await zhang.taps("提交")
    # a customer's first order on credit is finance's to take
    await who.finance.sees("请财务定 · XS261123-001", "新客户第一单就要账期")
    await agree(who, "财务")
    await zhang.sees(
        "XS261123-001 永盛五金 · 账期", "信用额度 ¥1,000,000.00 · 连本单已用 ¥2,560.00", "已下达，等仓库备齐"
    )
    assert "传水单" not in await zhang.buttons()
    await who.production.sees_not("XS261123-001")

    await goods_leave(who)
    await zhang.finds("客户已签收")
