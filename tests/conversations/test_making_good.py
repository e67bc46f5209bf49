"""补货: five pieces were missing; they go out free of charge, once finance and the head of sales have said so."""

from __future__ import annotations

from tests.conversations.steps import agree, begins, company, goods_leave
from tests.support.world import World


async def test_what_was_missing_goes_out_free_once_two_have_agreed(world: World) -> None:
    who = company(world)
    zhang = who.sales
    await begins(zhang, "永盛", "账期、月结", "f40", "两箱", "目录价 ¥12.80")
    await zhang.sends("12月1号")
    await zhang.taps("口头", "提交")
    await agree(who, "财务")
    await zhang.finds("已下达，等仓库备齐")
    await goods_leave(who)

    await zhang.taps("补货", "补货")
    await zhang.sees("补货 · XS261123-001 永盛五金", "F40 法兰盘 补多少件？", "发出过 200 件。")
    await zhang.sends("五件")
    await zhang.taps("少发")
    await world.restarts()
    await zhang.taps("免费补")
    await zhang.sees("补 XS261123-001 · 永盛五金 · 账期", "F40 法兰盘 5 件 × ¥0.00", "客户哪天要到货？")
    await zhang.sends("12月2号")
    await zhang.sees("付款 不收款", "免费补货自 XS261123-001（少发）", "要先问：财务、销售负责人（F40 免费给）")
    await zhang.taps("提交")
    await zhang.sees("XS261123-002 永盛五金 · 账期", "评审中", "免费补货自 XS261123-001（少发）")
    await who.warehouse.sees_not("XS261123-002")

    await who.finance.sees("请财务定 · XS261123-002", "免费补货自 XS261123-001（少发）", "这些免费给，同意吗？")
    await agree(who, "财务", "销售")
    await who.warehouse.sees("备货 · XS261123-002", "F40 法兰盘 5 件")
    await goods_leave(who)
    await zhang.finds("客户已签收", "XS261123-002", "免费补货自 XS261123-001（少发）")

    await zhang.sends("/order 001")
    await zhang.sees("XS261123-001 永盛五金", "补货单 XS261123-002")
    await zhang.taps("补货")
    await zhang.sends("200")
    await zhang.sees("已经补过：XS261123-002（F40 5 件）。还要再补吗？")

    other = world.person("赵磊")
    await other.sends("/order 001")
    await other.sees_not("永盛")
