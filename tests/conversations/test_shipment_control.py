"""预付·发货控制: the goods may be made; unpaid they do not leave."""

from __future__ import annotations

from tests.conversations.steps import begins, company, goods_are_made
from tests.support.world import World


async def test_the_goods_wait_for_the_money(world: World) -> None:
    who = company(world)
    zhang, finance, warehouse = who.sales, who.finance, who.warehouse

    await begins(zhang, "hd", "款到发货", "x200", "三百", "目录价 ¥58.00")
    await zhang.sees("常规 7 个工作日，最早 12月2日 周三")
    await zhang.sends("昨天")
    await zhang.sees("这天已经过了")
    await zhang.sends("下周五")
    await zhang.taps("口头")
    await zhang.sees("核对一下 · 宏达机电 · 款到发货", "X200 减速电机 300 台 × ¥58.00", "12月4日 周五（你写“下周五”）")
    await zhang.taps("提交")
    await zhang.sees("XS261123-001 宏达机电 · 款到发货", "已下达，等接单", "还差 ¥17,400.00")

    await who.production.sees("可以开工 · XS261123-001", "X200 减速电机 300 台", "可以做，先别发")
    await who.production.sees_not("¥")
    await goods_are_made(who)

    await warehouse.sees("备货 · XS261123-001")
    await warehouse.taps("备齐")
    await zhang.taps("发货通知")
    zhang.is_told("还差 ¥17,400.00 → ")
    await warehouse.sees("先别装车", "货款没付清")
    assert "已发出" not in await warehouse.buttons()
    await warehouse.sees_not("¥")

    await zhang.taps("传水单")
    await zhang.uploads("photo")
    await zhang.sees("水单收到。多少钱？")
    await zhang.taps("还差的 ¥17,400.00")
    await zhang.sees("¥17,400.00，已转财务 李娜")
    await warehouse.sees("先别装车")
    await finance.sees("查账 · XS261123-001 宏达机电", "水单 ¥17,400.00", "还差 ¥17,400.00")

    await finance.taps("到账 ¥17,400.00")
    await warehouse.sees("发货通知 · XS261123-001 宏达机电", "款已清")
    await zhang.sees("到账 ¥17,400.00", "付清了")

    await warehouse.taps("已发出")
    await zhang.finds("已发货，等签收")
    await zhang.taps("客户已签收")
    await zhang.finds("客户已签收")
    await finance.sees("签收了 · XS261123-001")
