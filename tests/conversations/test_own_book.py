"""A company's own book with a type that the program never heard of: 寄售, half paid before the goods leave."""

from __future__ import annotations

from pathlib import Path

from db.engine import Database
from tests.conversations.steps import company
from tests.support.world import a_sample_world

BOOK = Path(__file__).parents[1] / "data" / "consignment.toml"


async def test_a_new_type_needs_no_code(database: Database) -> None:
    async with a_sample_world(database, book=BOOK.read_bytes()) as world:
        who = company(world)
        zhang, warehouse = who.sales, who.warehouse

        await zhang.sends("/new", "宏达")
        await zhang.sees("货卖给谁？")
        await zhang.taps("放在客户那里卖")
        await zhang.sends("f40", "1000", "12")
        await zhang.taps("够了")
        await zhang.sees("放在哪个门店、哪个柜台？")
        await zhang.sends("观前街店 3 号柜")
        await zhang.taps("每季")
        await zhang.sends("12月8号")
        await zhang.sees(
            "核对一下 · 宏达机电 · 寄售", "寄售点 观前街店 3 号柜", "结算周期 每季", "付款 发货前付 50%（¥6,000.00）"
        )
        await zhang.taps("提交")
        await zhang.sees("JS261123-001 宏达机电 · 寄售", "已下达")

        await warehouse.taps("备齐")
        await zhang.taps("发货通知")
        await warehouse.sees("先别装车", "货款没付清")
        await zhang.taps("传水单")
        await zhang.sends("6000")
        await who.finance.taps("到账 ¥6,000.00")
        await warehouse.taps("已发出", "已签收")
        await zhang.finds("客户已签收")
