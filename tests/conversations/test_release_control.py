"""预付·下单控制: no money, no order; nobody plans from it."""

from __future__ import annotations

from datetime import timedelta

from tests.conversations.steps import agree, begins, company, goods_are_made, goods_leave
from tests.support.world import World


async def test_nobody_plans_before_all_the_money_is_there(world: World) -> None:
    who = company(world)
    zhang, finance = who.sales, who.finance

    await begins(zhang, "宏达", "全款到了再排产", "x200", "100", "目录价 ¥58.00")
    await zhang.taps("款到后 7 个工作日", "合同")
    await zhang.uploads("photo")
    await zhang.sees("付款 全款到账再下单", "合同 1 份")
    await zhang.taps("提交")
    # judged before any money is asked, and nobody may begin from the question
    await who.production.sees("请生产定 · XS261123-001", "未付款 · 不得备料排产")
    await who.production.sees_not("¥", "可以开工")
    await agree(who, "生产", "采购")
    await zhang.sees("还不能下单", "还差 ¥5,800.00", "款到后 7 个工作日到货")
    await who.production.sees_not("可以开工")

    await world.passes(timedelta(days=1))
    await zhang.sees("催客户付款 · XS261123-001")

    await zhang.taps("传水单")
    await zhang.sends("三千")
    await finance.taps("金额不同")
    await finance.sees("实际到账多少？")
    await finance.sends("好多钱", reply_to="实际到账多少？")
    await finance.sends("2900", reply_to="实际到账多少？")
    await finance.sees("累计 ¥2,900.00 / ¥5,800.00，还差 ¥2,900.00", "还不能下单")
    await who.production.sees_not("可以开工")

    await zhang.taps("传水单", "还差的 ¥2,900.00")
    await finance.taps("到账 ¥2,900.00")
    await zhang.sees("付清了", "已下达")
    # the promise begins with the money: seven working days from Tuesday
    await who.production.sees("可以开工 · XS261123-001", "承诺 12月3日 周四到货")

    await goods_are_made(who)
    await goods_leave(who)
    # the reason for chasing has gone
    await world.passes(timedelta(days=7))
    shown = await world.client.transcript("张敏")
    assert shown.count("催客户付款") == 1


async def test_a_bounced_receipt_closes_the_gate_again(world: World) -> None:
    who = company(world)
    zhang, finance = who.sales, who.finance
    await begins(zhang, "宏达", "全款到了再排产", "x200", "100", "目录价 ¥58.00")
    await zhang.taps("款到后 7 个工作日", "合同")
    await zhang.uploads("photo")
    await zhang.taps("提交")
    await agree(who, "生产", "采购")
    await zhang.taps("传水单", "还差的 ¥5,800.00")
    await finance.taps("到账 ¥5,800.00")
    await who.production.taps("接单（生产）")

    await finance.taps("更多", "退票", "确定")

    await finance.sees("记退票，这笔不算", "先停下")
    await who.production.sees("先停下 · XS261123-001")
    assert not [label for label in await who.production.buttons() if label.startswith(("接单", "完成"))]
    await zhang.finds("货款又不够了")
