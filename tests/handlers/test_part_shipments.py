"""Shipping in parts: chosen lines and quantities, a notice that is changed or taken back, fewer goods on the truck."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.book_file import default_book_bytes
from domain.process.loader import load_book
from tests.handlers.test_goods import make, pay
from tests.support import office as company
from tests.support.databases import SQLITE, Databases
from tests.support.office import Office

STORE = "仓库群"


@pytest.fixture
def order(office: Office) -> int:
    """款到发货, paid and let go: 300 pieces, all ready."""
    order = office.file("prepaid.shipment", (1, 300, "58.00"))
    pay(office)
    make(office)
    office.taps("赵强", "备齐", chat=STORE)
    return order


def test_a_part_is_chosen_and_the_rest_told(office: Office, order: int):
    office.taps("张敏", "发一部分", on="合计")
    assert office.reads("张敏")[-2:] == ["X200 减速电机 300 台 备好了", "这批发多少？回复这条，写数量。"]
    office.says("张敏", "301", to="这批发多少")
    assert office.reads("张敏")[1].startswith("数量比备齐的多")
    office.says("张敏", "250", to="这批发多少")
    assert "X200 减速电机 250 台（余 50）" in office.reads(STORE, on="第 1 批")
    assert office.reads("张敏", on="还没发出") == [
        "发货通知 · XS261123-001 宏达机电 第 1 批，还没发出",
        "X200 减速电机 250 台（余 50）",
        "送到 苏州相城新区路18号 · 周工 13912342210",
        "运费我方 · 12月4日前发出",
        "仓库收到了，装完会告诉你。要改数量直接回复这条。",
        "〔改数量〕〔改日期〕",
        "〔改地址〕〔改收货人〕",
        "〔改物流〕〔改运费〕",
        "〔收回通知〕",
    ]
    office.says("张敏", "150", to="还没发出")
    assert "X200 减速电机 150 台（余 150）" in office.reads(STORE, on="第 1 批")
    office.taps("赵强", "已发出", chat=STORE)
    assert office.reads("张敏", on="第 1 批")[0] == "发出了 · XS261123-001 宏达机电 第 1 批"
    assert office.newest("张敏", on="第 1 批").labels == []
    office.says("张敏", "200", to="发出了 · XS261123-001 宏达机电 第 1 批\nX200 减速电机 150 台（余 150）")
    assert office.reads("张敏")[1].startswith("数量比备齐的多")


def test_where_it_goes_how_and_when_is_changed_on_the_notice(office: Office, order: int):
    office.taps("张敏", "发货通知", on="合计")
    for label, question, words in (
        ("改日期", "哪天之前发出", "明天"),
        ("改地址", "送到哪里", "昆山新路1号"),
        ("改收货人", "谁收货", "李工 13800001111"),
        ("改物流", "走哪家物流", "德邦"),
    ):
        office.taps("张敏", label)
        office.says("张敏", words, to=question)
    office.taps("张敏", "改运费")
    office.taps("张敏", "到付")
    assert office.reads(STORE, on="第 1 批")[2:4] == [
        "送到 昆山新路1号 · 李工 13800001111",
        "德邦 · 运费到付 · 11月24日前发出",
    ]
    office.taps("张敏", "改日期")
    for nonsense, told in (("昨天", "已经过了"), ("😀", "没看懂")):
        office.says("张敏", nonsense, to="哪天之前发出")
        assert told in office.reads("张敏")[0]
    assert "11月24日前发出" in office.reads(STORE, on="第 1 批")[3]


def test_what_cannot_leave_goes_back_with_a_reason(office: Office, order: int):
    office.taps("张敏", "发货通知", on="合计")
    office.taps("赵强", "发不了", chat=STORE)
    assert office.reads(STORE)[-2:] == ["〔车没到〕〔货有问题〕", "〔地址不清〕〔数量不够〕"]
    assert office.taps("张敏", "车没到", chat=STORE) == "这一步不归你的部门办。"
    assert office.taps("赵强", "车没到", chat=STORE) == "记好了，已告诉 张敏。货还算备齐，等新通知。"
    assert office.reads("张敏") == [
        "发不了 · XS261123-001 宏达机电 第 1 批",
        "赵强：车没到",
        "这张通知收回了，货还在备齐里。说好了再发一张。",
        "〔再发通知〕〔发一部分〕",
    ]
    assert office.reads(STORE, on="等发货通知")[0] == "等发货通知 · XS261123-001 宏达机电"
    office.says("赵强", "发了", chat=STORE, to="等发货通知")
    assert office.order(order).state == "executing", "nothing leaves on a notice that was taken back"
    office.taps("张敏", "再发通知", on="赵强：车没到")
    office.says("赵强", "发不了 司机走错了", chat=STORE, to="发货通知 ·")
    assert "赵强：司机走错了" in office.reads("张敏")
    office.taps("张敏", "再发通知", on="司机走错了")
    office.taps("张敏", "收回通知")
    assert office.order(order).state == "executing"
    assert "已发出" not in office.newest(STORE).labels


def test_the_truck_takes_less_than_was_noticed_never_more(office: Office, order: int):
    office.taps("张敏", "发货通知", on="合计")
    office.taps("赵强", "装了一部分", chat=STORE)
    office.says("赵强", "301", chat=STORE, to="实际装了多少")
    assert office.reads(STORE)[1].startswith("不能比通知的多；要多发，先请销售改通知")
    office.says("赵强", "240", chat=STORE, to="实际装了多少")
    assert "拍送货单" in office.reads(STORE)[-1]
    assert "这批货值 ¥13,920.00" in office.all_of("张敏")
    assert "还有货没发：X200 减速电机 60 台" in office.all_of("张敏")
    office.taps("张敏", "发货通知", on="合计")
    office.says("赵强", "发了 60台", chat=STORE, to="发货通知 ·")
    assert office.order(order).state == "shipped"
    assert office.taps("张敏", "第 1 批已签收")
    assert office.order(order).state == "shipped", "one batch is still on its way"
    office.taps("张敏", "客户已签收" if "客户已签收" in office.newest("张敏", on="合计").labels else "第 2 批已签收")
    assert office.order(order).state == "acceptance"


def test_lines_are_chosen_by_their_codes(office: Office):
    order = office.file("standard", (2, 100, "36.50"), (3, 10, "12.00"))
    office.says("赵强", "/order 001", chat=STORE)
    office.taps("赵强", "仓库卡片", chat=STORE)
    office.taps("赵强", "备齐", chat=STORE)
    office.taps("张敏", "发一部分", on="合计")
    office.says("张敏", "Y10 40", to="这批发哪些")
    assert office.reads(STORE, on="第 1 批")[1] == "Y10 轴承座 40 台（余 60）"
    office.taps("赵强", "已发出", chat=STORE)
    office.taps("张敏", "发货通知", on="合计")
    assert office.reads(STORE, on="第 2 批")[1:3] == ["Y10 轴承座 60 台", "Z5 联轴器 10 台"]
    office.taps("赵强", "装了一部分", chat=STORE)
    office.says("赵强", "Z5 10", chat=STORE, to="实际装了哪些")
    assert office.order(order).state == "executing"
    assert "还有货没发：Y10 轴承座 60 台" in office.all_of("张敏")


# ── 按已收比例发货 ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def in_parts(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A company whose book lets goods of 款到发货 leave in proportion to the money."""
    data = default_book_bytes().replace(b'ships = "all_paid"', b'ships = "in_proportion"')
    monkeypatch.setattr(company, "default_book_bytes", lambda: data)
    monkeypatch.setattr(company, "HOUSE", replace(company.HOUSE, book=load_book(data, source="in parts")))
    address = databases.make(SQLITE)
    yield Office(databases.opened(address))
    databases.drop(address)


def test_as_much_leaves_as_is_paid_for(in_parts: Office):
    office = in_parts
    order = office.file("prepaid.shipment", (1, 300, "58.00"))
    make(office)
    office.taps("赵强", "备齐", chat=STORE)
    assert "货款没付清：收到多少发多少。" in office.reads(STORE)
    pay(office, "8728.99")
    said = office.taps("张敏", "发货通知", on="合计")
    assert said == (
        "发货通知发了。现在还不能装车：\n货款没付清：这批要到账 ¥17,400.00，到账 ¥8,728.99，还差 ¥8,671.01；"
        "现在最多发 X200 150 → 销售 张敏"
    )
    assert office.reads(STORE)[2] == "货款没付清，现在最多发 X200 150 → 销售 张敏"
    assert "¥" not in office.all_of(STORE)
    office.taps("赵强", "装了一部分", chat=STORE)
    office.says("赵强", "151", chat=STORE, to="实际装了多少")
    assert office.reads(STORE)[1].startswith("货款没付清，现在最多发 X200 150")
    office.says("赵强", "150", chat=STORE, to="实际装了多少")
    assert "这批货值 ¥8,700.00" in office.all_of("张敏")
    office.taps("张敏", "发货通知", on="合计")
    assert "装了一部分" not in office.newest(STORE).labels, "nothing of it is paid for"
    pay(office, "8671.01")
    office.taps("赵强", "已发出", chat=STORE)
    assert office.order(order).state == "shipped"
