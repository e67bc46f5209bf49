"""Sheets through the chat: template, filled file, preview, import, an order by sheet lines, orders in flight."""

from __future__ import annotations

import base64
from typing import Any

from sqlalchemy import select

from db.engine import Database
from db.models import Customer, History, Order, Product
from services import history
from tests.conversations.steps import company
from tests.support.sheets import OPENING, cells, live_parts, workbook
from tests.support.world import Chat, World


async def sends(chat: Chat, body: bytes, name: str = "表.xlsx") -> None:
    """Uploads a sheet."""
    await chat.uploads("document", base64=base64.b64encode(body).decode(), name=name)


async def newest_file(world: World, chat: Chat) -> tuple[str, bytes]:
    """Name and bytes of the newest document of the bot."""
    for message in reversed(world.server.room.world.chat(chat.place).messages.values()):
        media: Any = message.media or {}
        if "document" in media:
            found = world.server.room.world.files.by_id(media["document"]["file_id"])
            assert found is not None
            return media["document"]["file_name"], found.content
    raise AssertionError("no file")


async def test_from_template_to_order(world: World, database: Database) -> None:
    who = company(world)
    boss, zhang = world.person("王建国"), who.sales

    await boss.sends("/sheets")
    await boss.taps("产品模板")
    await boss.sees("产品表的模板")
    name, body = await newest_file(world, boss)
    assert name == "产品模板.xlsx"
    heads, example = cells(body)[:2]
    assert heads[:2] == ["产品编号", "产品名称"]

    filled = workbook(
        heads, example,
        ["N77", "新型号电机", "台", "生产", 88.5, "", 12, "箱=6", ""],
        ["x200", "减速电机", "台", "生产", "60", "", 7, "", ""],
        ["Y10", "轴承座", "件", "生产", 36.5, "", "", "", ""],
        title="2026 年产品",
    )  # fmt: skip
    await sends(boss, filled, "产品.xlsx")
    await boss.sees(
        "产品表 · 产品.xlsx",
        "新增 1 · 改动 1 · 不变 1",
        "第 4 行 N77 新型号电机",
        "目录价 58 → 60",
        "第 3 行是示例，没算",
    )
    await boss.taps("逐行看")
    await boss.sees("最后一列写了每行会怎样")
    name, body = await newest_file(world, boss)
    assert name == "逐行看.xlsx"
    assert [row[-1] for row in cells(body)] == ["", "导入会怎样", "", "新增", "改动：目录价 58 → 60", "不变"]
    with database.transaction() as session:
        assert session.scalar(select(Product.id).where(Product.code == "N77")) is None
    await boss.taps("导入")
    await boss.sees("导入好了")
    with database.transaction() as session:
        made = session.scalars(select(Product).where(Product.code == "N77")).one()
        assert (str(made.list_price), made.lead_days, [(p.name, int(p.factor)) for p in made.packs]) == (
            "88.5",
            12,
            [("箱", 6)],
        )
        assert made.initials

    # 张敏's customers, with one fault: nothing comes in, and the sheet comes back
    await sends(
        zhang, workbook(["客户名称", "电话", "联系人"], ["新客户甲", "13900001111", "王工"], ["新客户乙", "123", ""])
    )
    await zhang.sees("有 1 处不对，什么都没导入", "第 3 行 电话“123”：没认出电话")
    _name, back = await newest_file(world, zhang)
    assert cells(back)[0][-1] == "问题"
    assert cells(back)[2][-1].startswith("电话：没认出电话")
    assert live_parts(back) == []
    await sends(
        zhang, workbook(["客户名称", "电话", "联系人"], ["新客户甲", "13900001111", "王工"], ["新客户乙", "", ""])
    )
    await zhang.taps("导入")
    await zhang.sees("导入好了")

    # an order of lines: begun in the chat, filled by a sheet
    await zhang.sends("/new")
    await zhang.taps("客户要货")
    await zhang.sends("新客户甲")
    await zhang.taps("款到发货")
    await sends(
        zhang,
        workbook(
            ["型号", "数量", "单价", "金额"],
            ["N77", "2箱", 88.5, 1062],
            ["X200", "一百", "58", ""],
            ["合计", "", "", 6862],
        ),
    )
    await zhang.sees(
        "订单明细表",
        "2 行，合计 ¥6,862.00",
        "第 2 行 N77 新型号电机 12 台 × ¥88.50（2箱 = 12 台）",
        "第 3 行 X200 减速电机 100 台 × ¥58.00",
        "第 4 行是合计，没算",
    )
    await zhang.taps("填进这张单")
    await zhang.sees("客户哪天要到货")
    await zhang.taps(
        "款到后 12 个工作日" if "款到后 12 个工作日" in await zhang.buttons() else (await zhang.buttons())[0]
    )
    await zhang.taps("口头")
    await zhang.sees("新客户甲", "¥6,862.00")
    await zhang.taps("提交")
    with database.transaction() as session:
        order = session.scalars(select(Order)).one()
        assert [(line.product_code, int(line.quantity), line.amount_minor) for line in order.lines] == [
            ("N77", 12, 106200), ("X200", 100, 580000),
        ]  # fmt: skip
        owner = session.scalars(select(Customer).where(Customer.name == "新客户甲")).one().owner_id
        assert owner == order.sales_id
        imported = [row.action for row in session.scalars(select(History).where(History.subject == "company"))]
        assert imported[-2:] == ["products_imported", "customers_imported"]
        assert list(history.broken_links(session)) == []

    # and out again
    await zhang.sends("/sheets")
    await zhang.taps("导出本月订单")
    await zhang.sees("订单 1 张，明细 2 行")
    name, body = await newest_file(world, zhang)
    out = cells(body)
    assert name == "订单_20261101-20261123.xlsx"
    assert out[0][:2] == ["order_no", "line_no"]
    row = dict(zip(out[0], out[2], strict=True))
    assert (row["line_amount"], row["item_code"], str(row["order_date"])) == (1062.0, "N77", "2026-11-23")


async def test_orders_in_flight_and_their_money(world: World, database: Database) -> None:
    who = company(world)
    keeper, finance = world.person("何静"), who.finance
    await sends(
        keeper,
        workbook(
            OPENING,
            ["HT-1", "款到排产", "宏达机电", "X200", 100, 58, "2026-10-12", "2026-12-04", "未下达", "5800", "张敏"],
            ["HT-2", "款到发货", "永盛五金", "Y10", 20, 36.5, "2026/11/2", "2026-12-10", "生产中", "", "张敏"],
            ["HT-2", "", "", "F40", 100, 12.8, "", "", "", "", ""],
        ),
        "期初.xlsx",
    )  # fmt: skip
    await keeper.sees("在途订单 2 张，合计 ¥7,810.00", "已收款 1 笔共 ¥5,800.00，要财务确认才算数")
    await keeper.taps("导入")
    await keeper.sees("已收款的卡片发给财务了")
    with database.transaction() as session:
        first, second = session.scalars(select(Order).order_by(Order.id)).all()
        assert (first.number, first.state, first.original_number) == ("XS261012-001", "accepted", "HT-1")
        assert (second.number, second.state, len(second.lines)) == ("XS261102-001", "released", 2)

    await finance.sees("期初收款，请查账 · 期初.xlsx", "XS261012-001 宏达机电 ¥5,800.00", "待确认 1 笔，共 ¥5,800.00")
    # whoever imported it cannot confirm it, and nobody without the part
    await finance.taps("全部到账 ¥5,800.00")
    await finance.sees("确认 1 笔")
    with database.transaction() as session:
        first = session.scalars(select(Order).order_by(Order.id)).first()
        assert first is not None
        of_it = select(History.action).where(History.subject == f"order:{first.id}").order_by(History.seq)
        told = list(session.scalars(of_it))
        assert told[:3] == ["imported", "accept", "slip_sent"]
        assert "money_confirmed" in told
        assert list(history.broken_links(session)) == []

    # the same sheet again: every order is known
    await sends(
        keeper,
        workbook(OPENING, ["HT-1", "款到排产", "宏达机电", "X200", 1, 58, "2026-10-12", "2026-12-04", "", "", ""]),
    )
    await keeper.sees("导入过了，是 XS261012-001")
