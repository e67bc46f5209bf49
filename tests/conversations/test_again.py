"""再来一单: the order of last week once more, through a restart and a double tap."""

from __future__ import annotations

from datetime import timedelta

from tests.conversations.steps import begins, company
from tests.support.world import World


async def test_last_weeks_order_once_more(world: World) -> None:
    who = company(world)
    zhang = who.sales
    await begins(zhang, "hd", "款到发货", "x200", "三百", "目录价 ¥58.00")
    await zhang.sends("下周五")
    await zhang.taps("口头", "提交")
    await zhang.sees("XS261123-001 宏达机电 · 款到发货")
    await world.passes(timedelta(days=7))

    await zhang.taps("再来一单", "再来一单")
    zhang.is_told("照 XS261123-001 的这张已经开好了")
    await zhang.sees("X200 减速电机 300 台 × ¥58.00", "客户哪天要到货？", "原单 12月4日 周五。")
    await world.restarts()
    await zhang.taps("X200 数量")
    await zhang.sends("两百")
    await zhang.sees("客户哪天要到货？")
    await zhang.sends("12月11号")
    await zhang.sees("核对一下", "200 台 × ¥58.00（你写“两百”）", "到货 12月11日 周五（你写“12月11号”）",
                     "照 XS261123-001（11月23日）报的，没改的都照原单。")  # fmt: skip
    await zhang.taps("提交")
    await zhang.sees("XS261130-001 宏达机电 · 款到发货", "还差 ¥11,600.00", "照 XS261123-001 再来的一单")
    await who.production.sees("可以开工 · XS261130-001", "X200 减速电机 200 台")
    await who.production.sees_not("¥")

    other = world.person("赵磊")
    await other.sends("再来一单 001")
    await other.sees("还没有能照着报的单。")
    await other.sees_not("宏达")
