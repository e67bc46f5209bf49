"""The order's card and what is asked of it: always what is true now, and only to those who may see it."""

from __future__ import annotations

import pytest

from tests.support.office import Office


@pytest.fixture
def shipment(office: Office) -> int:
    """款到发货: 300 pieces that are made, ¥17,400.00, released at once."""
    return office.file("prepaid.shipment", (1, 300, "58.00"))


def test_the_card_says_what_is_missing_and_who_is_next(office: Office, shipment: int):
    assert office.reads("张敏") == [
        "XS261123-001 宏达机电 · 款到发货",
        "X200 减速电机 300 台 × ¥58.00",
        "合计 ¥17,400.00（含税13%，专票）",
        "承诺 12月4日 周五到货",
        "已下达，等接单",
        "应收 ¥17,400.00 · 到账 ¥0.00 · 还差 ¥17,400.00",
        "等采购 王芳、生产 刘伟、质检 孙丽接单。",
        "〔传水单〕",
        "〔复制给客户〕〔再来一单〕",
        "〔加附件〕〔改单〕〔暂停〕〔有风险〕",
    ]


def test_a_closed_release_gate_names_every_reason(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"), wanted=None, basis={"choice": "spoken", "files": 0})
    assert office.reads("张敏")[3:] == [
        "款到后 7 个工作日到货",
        "还不能下单",
        "应收 ¥17,400.00 · 到账 ¥0.00 · 还差 ¥17,400.00",
        "1. 货款没付清 → 销售 张敏",
        "2. 缺下单依据的照片或文件 → 销售 张敏",
        "都办好就自动下达，该做的部门马上收到。",
        "〔补依据〕〔传水单〕〔申请特批〕",
        "〔复制给客户〕〔再来一单〕",
        "〔加附件〕〔改单〕〔暂停〕〔有风险〕",
        "〔评审结论〕",
    ]


def test_an_order_on_credit_tells_what_of_it_is_used(office: Office):
    office.file("standard", (2, 20, "36.50"), terms="month_end", terms_days=30)
    card = office.reads("张敏")
    assert "信用额度 ¥9,000,000.00 · 连本单已用 ¥730.00" in card
    assert not any("应收" in line for line in card)


def test_a_free_sample_owes_nothing(office: Office):
    office.file("sample", (2, 2, "36.50"), purpose="trial", charge="free")
    card = office.reads("张敏")
    assert "货值约 ¥73.00（按目录价，不收款）" in card
    office.taps("张敏", "复制给客户")
    assert "¥" not in office.newest("张敏").text


def test_the_text_for_the_customer_holds_nothing_internal(office: Office):
    office.file("standard", (2, 20, "36.50"), terms="month_end", terms_days=30)
    office.taps("张敏", "复制给客户")
    assert office.reads("张敏") == [
        "您好，订单已收到，请核对：",
        "订单号 XS261123-001",
        "Y10 轴承座 20 台 × ¥36.50 = ¥730.00",
        "合计 ¥730.00（含税13%，专票）",
        "交期 12月4日 周五",
        "付款 月结 30 天",
        "送到 苏州相城新区路18号 周工 13912342210",
        "如有不对，请尽快告诉我。",
    ]


# ── papers that come later ─────────────────────────────────────────────────────────────────


def test_a_paper_that_comes_later_releases_the_order(office: Office):
    order = office.file("prepaid.shipment", (2, 2000, "36.50"), basis={"choice": "spoken", "files": 0})
    assert office.order(order).state == "accepted"
    office.taps("张敏", "补依据")
    assert office.reads("张敏")[-1] == "〔合同〕〔客户PO〕〔截图〕"
    office.taps("张敏", "客户PO")
    office.says("张敏", "在路上")
    assert office.reads("张敏")[0] == "这一步要照片或文件，刚才发的没算数。"
    assert office.order(order).state == "accepted"
    office.uploads("张敏", "po1")
    assert office.reads("张敏") == ["收到，XS261123-001 宏达机电 的客户PO共 1 份。", "依据齐了，已下达。"]
    assert office.order(order).fields["basis"] == {"choice": "purchase_order", "files": 1}
    assert office.order(order).state == "released"


def test_the_next_photo_after_the_paper_is_no_paper(office: Office):
    order = office.file("prepaid.release", (2, 10, "36.50"), basis={"choice": "contract", "files": 0})
    office.taps("张敏", "补依据")
    office.uploads("张敏", "page1", album="A")
    office.uploads("张敏", "page2", album="A")
    assert office.order(order).fields["basis"]["files"] == 2
    office.uploads("张敏", "slip")
    assert office.reads("张敏")[0] == "收到。是哪张单的水单？"
    assert office.order(order).fields["basis"]["files"] == 2


# ── finding ────────────────────────────────────────────────────────────────────────────────


def test_an_order_is_found_by_the_end_of_its_number(office: Office, shipment: int):
    office.says("张敏", "/order 1123-1")
    assert office.reads("张敏")[0] == "XS261123-001 宏达机电 · 款到发货"
    office.says("张敏", "/order " + "9" * 30)
    assert office.reads("张敏")[0].startswith("没找到“999999999999999999999999999999”。")
    office.says("张敏", "/order 😀" + "长" * 4000)
    assert office.reads("张敏")[0].startswith("没找到“😀")


def test_several_orders_are_listed_and_told_apart(office: Office, shipment: int):
    office.file("sample", (2, 2, "36.50"), purpose="trial", charge="free")
    office.says("张敏", "/order 001")
    assert office.reads("张敏") == [
        "“001”有 2 张，是哪张？",
        "YP261123-001 宏达机电 · 等备齐",
        "XS261123-001 宏达机电 · 等接单 · 还差 ¥17,400.00",
        "〔YP261123-001〕〔XS261123-001〕",
    ]
    office.taps("张敏", "XS261123-001")
    assert office.reads("张敏")[0] == "XS261123-001 宏达机电 · 款到发货"


def test_my_orders(office: Office, shipment: int):
    office.says("陈亮", "我的订单")
    assert office.reads("陈亮") == ["手上没有在办的单。"]
    office.says("张敏", "我的订单")
    assert office.reads("张敏") == [
        "没办完的单 1 张，新的在前",
        "XS261123-001 宏达机电 · 等接单 · 还差 ¥17,400.00",
        "〔001 宏达机电〕",
        "〔再来一单〕",
    ]


def test_another_salesperson_finds_nothing_and_can_press_nothing(office: Office, shipment: int):
    office.says("陈亮", "/order 001")
    assert office.reads("陈亮")[0].startswith("没找到“001”。")
    office.says("周强", "/order 001")
    assert office.reads("周强")[0] == "XS261123-001 宏达机电 · 款到发货"
    office.says("周强", "/order 001", chat="销售群")
    assert office.reads("销售群")[0] == "XS261123-001 宏达机电 · 款到发货"


def test_a_department_without_sight_of_money_sees_none(office: Office, shipment: int):
    office.says("刘伟", "/order 001")
    office.says("赵强", "/order 001", chat="仓库群")
    assert "¥" not in office.all_of("刘伟")
    assert "¥" not in office.all_of("仓库群")
    assert "货款没付清" in office.all_of("仓库群")
    assert "货款" not in office.newest("刘伟").text


# ── urging ─────────────────────────────────────────────────────────────────────────────────


def test_urging_goes_to_who_can_act_once_in_two_hours(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"))
    assert "催一下" not in office.newest("张敏").labels, "nobody urges themselves"
    office.taps("张敏", "传水单")
    office.says("张敏", "17400")
    assert office.taps("张敏", "催一下") == "催过了：财务 李娜。两小时内不用再催。"
    assert office.reads("财务群") == [
        "催一下 · XS261123-001 宏达机电",
        "销售 张敏 问：什么时候能好？",
        "货款没付清 → 财务 李娜，催过 1 次",
        "办好了点卡片上的按钮，这边马上知道。",
        "〔看水单〕",
    ]
    office.passes(minutes=30)
    office.says("周强", "/order 001")
    assert office.taps("周强", "催一下") == "张敏 10:05 催过，还没满两小时。"
    office.passes(hours=2)
    assert office.taps("周强", "催一下") == "催过了：财务 李娜。两小时内不用再催。"


@pytest.mark.parametrize("words", ["001", "1123-1", "xs261123-001"])
def test_a_number_that_nothing_asked_for_is_looked_up(office: Office, shipment: int, words: str):
    office.says("张敏", words)
    assert office.reads("张敏")[0] == "XS261123-001 宏达机电 · 款到发货"
    office.says("陈亮", words)  # not his
    assert office.reads("陈亮")[0].startswith("没看懂这句")
    office.says("张敏", "007")
    assert office.reads("张敏")[0].startswith("没看懂这句")
