"""From the departments' cards over 备齐 and 发货通知 to 出库 and 签收; and into stock."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.process.names import Checkpoint
from handlers.dispatch import Desk
from handlers.routes import ALL
from services import signoffs
from tests.support.office import HOUSE, Office


@pytest.fixture
def order(office: Office) -> int:
    """款到发货: 300 pieces that are made, ¥17,400.00."""
    return office.file("prepaid.shipment", (1, 300, "58.00"))


def make(office: Office, *, judged: bool = True) -> None:
    """Production takes and finishes its task: the goods exist, and quality lets them go."""
    office.taps("刘伟", "接单（生产）", chat="生产采购群")
    office.taps("刘伟", "完成（生产）", chat="生产采购群")
    if judged:
        office.taps("孙丽", "检验放行", chat="质检群")


def pay(office: Office, amount: str = "17400") -> None:
    office.says("张敏", "传水单")
    office.says("张敏", amount)
    office.says("李娜", "到账", chat="财务群", to="查账")


# ── purchasing, production, quality ────────────────────────────────────────────────────────


def test_departments_read_what_to_make_and_never_a_price(office: Office, order: int):
    assert office.reads("生产采购群") == [
        "可以开工 · XS261123-001 宏达机电",
        "X200 减速电机 300 台 · 图号 X200-B",
        "承诺 12月4日 周五到货",
        "倒排：11月27日 料齐 → 12月2日 完工 → 12月2日 检验好",
        "货款没付清：可以做，先别发。",
        "采购 王芳、生产 刘伟，请接单。",
        "〔接单（采购）〕〔接单（生产）〕",
        "〔暂停〕",
    ]
    assert office.reads("质检群")[-3:] == ["质检 孙丽，请接单。", "〔接单〕", "〔暂停〕"]
    pay(office)
    make(office)
    assert "¥" not in office.all_of("生产采购群") + office.all_of("质检群")


def test_a_task_gets_an_owner_and_a_day(office: Office, order: int):
    assert office.taps("刘伟", "接单（采购）", chat="生产采购群") == "这一步归采购办。"
    assert office.taps("王芳", "接单（采购）", chat="生产采购群") == "接单了，11月27日 周五前好。"
    assert "采购 王芳 在做，11月27日 周五前好" in office.reads("生产采购群")
    office.says("刘伟", "接单", chat="生产采购群", to="可以开工")
    assert "生产 刘伟 在做，12月2日 周三前好" in office.reads("生产采购群", on="可以开工")
    office.says("刘伟", "做好了", chat="生产采购群", to="可以开工")
    assert "生产 刘伟 做完了" in office.reads("生产采购群", on="可以开工")
    assert "备货 · XS261123-001 宏达机电" in office.reads("仓库群")
    office.says("刘伟", "😀", chat="生产采购群", to="可以开工")
    assert office.reads("生产采购群")[0].startswith("没看懂。")


def test_a_date_that_cannot_be_kept_says_so_at_once(office: Office):
    from datetime import date

    office.file("prepaid.shipment", (1, 10, "58.00"), wanted=date(2026, 11, 26))
    assert "按承诺日期倒排，采购已经晚了，做不到要马上说。" in office.reads("生产采购群")


# ── 备齐 ───────────────────────────────────────────────────────────────────────────────────


def test_ready_asks_sales_to_go_on(office: Office, order: int):
    make(office)
    assert office.reads("仓库群")[-3:] == [
        "货款没付清：可以先备，付清才装车。",
        "仓储物流 赵强，备齐了点一下。",
        "〔备齐〕〔备了一部分〕",
    ]
    assert office.taps("李娜", "备齐", chat="仓库群") == "这一步不归你的部门办。"
    assert office.taps("赵强", "备齐", chat="仓库群") == "备齐，记好了。已告诉 张敏。"
    assert office.reads("仓库群")[-2:] == ["货款没付清：可以先备，付清才装车。", "等 张敏 发货通知，没通知不装车。"]
    assert office.reads("张敏") == [
        "备齐了 · XS261123-001 宏达机电",
        "X200 减速电机 300 台",
        "还差 ¥17,400.00：跟客户收款，付清才装车。",
        "〔发货通知〕〔传水单〕",
    ]


def test_a_part_is_not_said_to_be_all(office: Office, order: int):
    make(office)
    office.taps("赵强", "备了一部分", chat="仓库群")
    office.says("赵强", "200", chat="仓库群", to="备好了多少")
    assert office.reads("张敏")[:2] == [
        "备好一部分 · XS261123-001 宏达机电",
        "X200 减速电机 300 台 · 备好 200，还差 100",
    ]
    assert office.taps("赵强", "余下备齐", chat="仓库群") == "备齐，记好了。已告诉 张敏。"
    assert office.reads("张敏")[:2] == ["备齐了 · XS261123-001 宏达机电", "X200 减速电机 300 台"]


def test_two_counts_on_one_card_have_two_names(office: Office, order: int):
    pay(office)
    make(office)
    office.says("赵强", "备齐 200", chat="仓库群", to="备货")
    office.taps("张敏", "发货通知")
    labels = office.newest("仓库群").labels
    assert {"装了一部分", "备了一部分"} <= set(labels)
    assert len(labels) == len(set(labels))
    office.taps("赵强", "备了一部分", chat="仓库群")
    assert "备好了多少" in office.reads("仓库群")[-1]


@pytest.mark.parametrize("text", ["", "😀", "9" * 30, "-5", "2.5", "长" * 4096, "301"])
def test_a_quantity_that_cannot_be_is_asked_again(office: Office, order: int, text: str):
    make(office)
    office.taps("赵强", "备了一部分", chat="仓库群")
    assert office.reads("仓库群")[-1] == "备好了多少？回复这条，写数量。"
    office.says("赵强", text, chat="仓库群", to="备好了多少")
    assert "已备" not in office.all_of("仓库群")
    office.says("赵强", "两百五", chat="仓库群", to="备好了多少")
    assert "X200 减速电机 300 台 · 已备 250，还差 50" in office.reads("仓库群", on="已备")


def test_several_lines_are_counted_by_their_codes(office: Office):
    office.file("prepaid.shipment", (2, 100, "36.50"), (2, 50, "36.50"), (3, 10, "12.00"))
    office.says("赵强", "/order 001", chat="仓库群")
    office.taps("赵强", "仓库卡片", chat="仓库群")
    office.taps("赵强", "备了一部分", chat="仓库群")
    assert office.reads("仓库群")[1:] == [
        "1. Y10 轴承座 100 台",
        "2. Y10 轴承座 50 台",
        "3. Z5 联轴器 10 台",
        "各备好多少？回复这条，先型号后数量：1 100，2 50",
    ]
    office.says("赵强", "Z5 10，Q9 5", chat="仓库群", to="各备好多少")
    assert office.reads("仓库群")[0] == "单上没有“Q9”。"
    office.says("赵强", "z5 8，2 20", chat="仓库群", to="各备好多少")
    assert "Y10 轴承座 50 台 · 已备 20，还差 30" in office.reads("仓库群", on="已备")
    assert "Z5 联轴器 10 台 · 已备 8，还差 2" in office.reads("仓库群", on="已备")


# ── 发货通知, 出库 ──────────────────────────────────────────────────────────────────────────


def noticed(office: Office) -> str:
    make(office)
    office.taps("赵强", "备齐", chat="仓库群")
    return office.taps("张敏", "发货通知")


def test_a_closed_gate_stands_on_the_warehouse_card_and_turns_by_itself(office: Office, order: int):
    assert noticed(office).startswith("发货通知发了。现在还不能装车：")
    assert office.reads("仓库群") == [
        "先别装车 · XS261123-001 宏达机电",
        "X200 减速电机 300 台",
        "货款没付清 → 销售 张敏",
        "好了这张卡自己变成“可以发”。",
        "〔车在等，催一下〕〔申请特批〕",
        "〔发不了〕",
    ]
    held = office.newest("仓库群").message_id
    pay(office)
    assert office.reads("仓库群") == [
        "发货通知 · XS261123-001 宏达机电 第 1 批 · 款已清",
        "X200 减速电机 300 台",
        "送到 苏州相城新区路18号 · 周工 13912342210",
        "运费我方 · 12月4日前发出",
        "仓储物流 赵强，装完点“已发出”，再拍送货单。",
        "〔已发出〕",
        "〔装了一部分〕〔发不了〕",
    ]
    assert office.newest("仓库群").message_id != held, "a card that turns in place rings nowhere"
    assert "¥" not in office.all_of("仓库群")


def test_a_part_of_the_money_does_not_turn_it(office: Office, order: int):
    noticed(office)
    pay(office, "17399.99")
    assert "先别装车" in office.all_of("仓库群")
    assert "已发出" not in [label for one in office.chats[-1002] for label in one.labels]


def test_a_button_from_before_the_money_went_does_not_ship(office: Office, order: int):
    noticed(office)
    pay(office)
    card = office.newest("仓库群", on="发货通知")
    data = card.out.keyboard[0][0]["callback_data"]
    for label in ("更多", "退票", "确定"):
        office.taps("李娜", label, chat="财务群")
    said = office.presses("赵强", card, data, chat="仓库群")
    assert said == "这张是旧的，没算数。新的在下面，看过再点。"
    assert office.order(order).state == "executing"
    office.says("赵强", "发了", chat="仓库群", to="先别装车")
    assert office.reads("仓库群")[:2] == ["还不行：", "货款没付清 → 销售 张敏"]
    assert office.order(order).state == "executing"


def test_it_ships_with_one_tap_and_the_number_follows(office: Office, order: int):
    noticed(office)
    pay(office)
    assert office.taps("赵强", "已发出", chat="仓库群") == "第 1 批发出，记好了。"
    assert office.order(order).state == "shipped"
    assert office.reads("张敏") == [
        "发出了 · XS261123-001 宏达机电 第 1 批",
        "X200 减速电机 300 台",
        "这批货值 ¥17,400.00",
        "全部发完，等签收。",
    ]
    assert office.newest("张敏").out.silent
    for nonsense in ("😀", "好", "长" * 4096):
        office.says("赵强", nonsense, chat="仓库群", to="拍送货单")
        assert office.reads("仓库群")[0].startswith("没看懂单号。")
    office.says("赵强", "SF1234567890", chat="仓库群", to="拍送货单")
    assert office.reads("张敏") == ["物流单号 · XS261123-001 宏达机电 第 1 批", "SF1234567890"]
    assert "第 1 批 10:05 发出 · SF1234567890" in office.reads("张敏", on="合计")


def test_a_photo_of_the_delivery_note_will_do(office: Office, order: int):
    noticed(office)
    pay(office)
    office.says("赵强", "发了", chat="仓库群", to="发货通知")
    office.uploads("赵强", "note", chat="仓库群", to="拍送货单")
    assert office.reads("仓库群") == ["XS261123-001 宏达机电 第 1 批：送货单收到，存好了。"]


def test_the_rest_goes_with_another_batch(office: Office, order: int):
    make(office)
    office.says("赵强", "备齐 250", chat="仓库群", to="备货")
    office.taps("张敏", "发货通知")
    pay(office)
    assert "X200 减速电机 250 台（余 50）" in office.reads("仓库群", on="发货通知 ·")
    office.says("赵强", "已发出 SF1", chat="仓库群", to="发货通知 ·")
    assert "还有货没发：X200 减速电机 50 台" in office.all_of("张敏")
    office.taps("赵强", "余下备齐", chat="仓库群")
    office.taps("张敏", "发货通知")
    assert "发货通知 · XS261123-001 宏达机电 第 2 批 · 款已清" in office.reads("仓库群", on="第 2 批")
    office.taps("赵强", "已发出", chat="仓库群")
    assert office.order(order).state == "shipped"


def test_only_the_warehouse_ships_and_only_sales_sends_notices(office: Office, order: int):
    make(office)
    office.taps("赵强", "备齐", chat="仓库群")
    office.says("赵强", "/order 001")
    assert "发货通知" not in office.newest("赵强").labels
    office.taps("张敏", "发货通知")
    pay(office)
    assert office.taps("张敏", "已发出", chat="仓库群") == "这一步不归你的部门办。"
    assert office.order(order).state == "executing"


# ── 签收 ───────────────────────────────────────────────────────────────────────────────────


def test_signed_with_one_tap_and_the_paper_follows(office: Office, order: int):
    noticed(office)
    pay(office)
    office.taps("赵强", "已发出", chat="仓库群")
    office.taps("张敏", "客户已签收")
    assert office.order(order).state == "acceptance"
    assert office.reads("张敏") == ["XS261123-001 宏达机电 签收记下了。签收单拍给我存档；没有可以不发。"]
    office.uploads("张敏", "receipt")
    assert office.reads("张敏") == ["XS261123-001 宏达机电 签收单收到，存好了。"]
    assert office.reads("财务群")[:2] == ["签收了 · XS261123-001 宏达机电", "第 1 批 10:05 签收"]
    assert office.newest("仓库群", on="已签收 ·").labels == []
    office.uploads("张敏", "later")
    assert office.reads("张敏") == ["收到文件，但没有等客户付款的单。要补依据，先发 /orders 点开那张单。"]


# ── sign-offs, stock ───────────────────────────────────────────────────────────────────────


def test_stock_is_approved_made_and_taken_in(office: Office):
    order = office.file("stock", (1, 1000, None), customer=None, reason="forecast", use_up_days=60, funds="58000")
    assert office.reads("财务群") == [
        "请财务定 · BH261123-001 备货 · 资金批准",
        "X200 减速电机 1,000 台",
        "货值约 ¥58,000.00（按目录价）",
        "备货理由 预测",
        "预计多久用完 60 天",
        "占用资金 ¥58,000.00",
        "承诺 12月4日 周五到库",
        "为什么到你这：这类单都要资金批准。",
        "张敏 报的",
        "点了就能下单；没点之前不采购、不生产。",
        "〔同意，资金批准〕",
    ]
    assert office.taps("赵强", "同意，资金批准", chat="财务群") == "这一步归财务办。"
    office.says("李娜", "同意，但要分两批", chat="财务群", to="请财务定")
    assert office.order(order).state == "accepted", "an approval with a condition is no approval"
    assert "放行不带条件，现在还没放行。" in office.reads("财务群", on="放行不带条件")[0]
    for said, answer in (
        ("收到", "好，你看过了，还没放行。"),
        ("可以", "这算同意吗？"),
        ("先放放", "好，先放着，还没放行。"),
        ("同意吗？", "没看懂。"),
        ("不同意，太多了", "好，没放行，单子停在这里。为什么不同意，跟张敏说一声。"),
    ):
        office.says("李娜", said, chat="财务群", to="请财务定")
        assert office.reads("财务群", on=answer)
        assert office.order(order).state == "accepted", said
    office.says("李娜", "同意，尽快到库", chat="财务群", to="请财务定")
    assert office.order(order).state == "released"
    assert "李娜 10:05 同意：资金批准" in office.reads("财务群", on="请财务定")

    office.taps("赵强", "数量不同", chat="仓库群")
    office.says("赵强", "1031", chat="仓库群", to="入库多少")
    assert office.reads("仓库群")[1] == "超过批准的数量，连已入库的最多 1,030 → 仓储物流 赵强"
    office.says("赵强", "600", chat="仓库群", to="入库多少")
    assert "X200 减速电机 1,000 台 · 已入 600，还差 400" in office.reads("仓库群", on="还差 400")
    office.taps("赵强", "入库", chat="仓库群")
    assert office.order(order).state == "closed"
    assert office.reads("仓库群", on="已入库 ·") == ["已入库 · BH261123-001 备货", "X200 减速电机 1,000 台"]
    assert office.reads("张敏")[0] == "入库了 · BH261123-001 备货"


def test_a_sample_over_the_limits_is_decided_by_a_colleague(office: Office):
    order = office.file("sample", (1, 6, "58.00"), purpose="trial", charge="free")
    assert "为什么到你这：每款最多 5 件，整单货值最多 ¥500.00，这张超了。" in office.reads("销售群")
    assert office.taps("张敏", "同意，超样品限额放行", chat="销售群") == "自己的单不能自己定，请另一位同事来。"
    assert office.order(order).state == "accepted"
    office.taps("周强", "同意，超样品限额放行", chat="销售群")
    assert office.order(order).state == "released"


def test_a_sign_off_that_lets_a_batch_leave_rings_at_the_warehouse(office: Office, monkeypatch: pytest.MonkeyPatch):
    """A company's book asks for an inspection before goods leave; it comes last."""
    book = HOUSE.book
    leaf, (_at, funds) = book.leaves["standard"], signoffs.rule_named(book.leaves["stock"], "funds")
    inspection = replace(funds, department="quality", params={**funds.params, "name": "inspection"})
    gates = {**leaf.gates, Checkpoint.SHIP: (*leaf.gates.get(Checkpoint.SHIP, ()), inspection)}
    house = replace(HOUSE, book=replace(book, leaves={**book.leaves, "standard": replace(leaf, gates=gates)}))
    monkeypatch.setattr("tests.support.office.HOUSE", house)
    office.desk = Desk(ALL, house)
    office.file("standard", (2, 10, "36.50"))
    office.taps("赵强", "备齐", chat="仓库群")
    office.taps("张敏", "发货通知")
    before = office.newest("仓库群").message_id
    assert "已发出" not in office.newest("仓库群").labels
    office.taps("孙丽", "同意，资金批准", chat="质检群")
    assert office.newest("仓库群").message_id > before
    assert "已发出" in office.newest("仓库群").labels
