"""售后: goods that left come back, the customer owes less, and finance gives back what is too much."""

from __future__ import annotations

from tests.conversations.steps import begins, company, goods_are_made
from tests.support.world import World


async def test_goods_come_back_and_money_goes_back(world: World) -> None:
    who = company(world)
    zhang, finance, warehouse = who.sales, who.finance, who.warehouse

    await begins(zhang, "hd", "款到发货", "x200", "三百", "目录价 ¥58.00")
    await zhang.sends("下周五")
    await zhang.taps("口头", "提交")
    await goods_are_made(who)
    await warehouse.taps("备齐")
    await zhang.taps("发货通知", "传水单", "还差的 ¥17,400.00")
    await finance.taps("到账 ¥17,400.00")
    await warehouse.taps("已发出")
    await zhang.finds("已发货，等签收")

    await zhang.taps("售后", "退货")
    await zhang.sees("X200 减速电机 300 台 发出去了，还没退")
    await zhang.sends("301")
    await zhang.sees("退的比发出去、还没退的多")
    await zhang.sends("五十台")
    await zhang.sends("外壳划伤")
    await finance.sees("请财务 李娜定退货 1", "减 ¥2,900.00 · 应收 ¥17,400.00 → ¥14,500.00", "外壳划伤")
    await finance.sends("同意 2800", reply_to="请财务 李娜定退货 1")
    await zhang.sees("退货 1 同意了", "减 ¥2,800.00")

    await warehouse.sees("收退货 · XS261123-001 宏达机电", "X200 减速电机 50 台")
    await warehouse.sees_not("¥")
    await warehouse.sends("退回 40", reply_to="收退货")
    await warehouse.sees("退货收到了", "X200 减速电机 40 台")
    await zhang.sees("退货 1 办好了", "X200 40 台，减 ¥2,240.00", "应收 ¥15,160.00，多收 ¥2,240.00")
    await finance.sees("多收 ¥2,240.00：转预收还是退给客户？")
    await finance.taps("退款 ¥2,240.00", "确定")
    await finance.sees("款项 · XS261123-001", "应收 ¥15,160.00 · 已到账 ¥15,160.00", "已减退货折让 ¥2,240.00")
