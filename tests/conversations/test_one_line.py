"""Standing beside the customer: one message, one tap; and what that message left open."""

from __future__ import annotations

from tests.conversations.steps import company
from tests.support.world import World


async def test_an_order_in_one_message(world: World) -> None:
    who = company(world)
    zhang = who.sales

    await zhang.sends("宏达 X200 三百台 单价58 下周五交 款到发货")
    await zhang.sees(
        "核对一下 · 宏达机电 · 款到发货",
        "X200 减速电机 300 台 × ¥58.00（你写“三百台”）",
        "12月4日 周五（你写“下周五”）",
    )
    await zhang.taps("提交")
    await zhang.sees("XS261123-001 宏达机电 · 款到发货", "还差 ¥17,400.00")
    await who.production.sees("可以开工 · XS261123-001", "X200 减速电机 300 台")

    # two products, a rough number, no type: each is asked once, the rest is kept
    await zhang.sends("永盛 X200 十几台 58，Y10 两箱 36.5 送货到苏州 12月15号")
    await zhang.sees("记着：永盛 X200 十几台", "这单按哪种下？")
    await zhang.taps("款到发货")
    await zhang.sees("“十几台”不够准")
    await zhang.sends("16")
    await zhang.sees(
        "X200 减速电机 16 台 × ¥58.00", "Y10 轴承座 40 件 × ¥36.50（你写“两箱”）", "送到 苏州", "12月15日 周二"
    )
    await zhang.taps("提交")
    await zhang.sees("XS261123-002 永盛五金 · 款到发货")

    await zhang.sends("X200多少钱")
    await zhang.sees("没看懂这句")
