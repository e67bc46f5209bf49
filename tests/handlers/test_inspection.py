"""成品检验放行: what quality has not let go does not leave, by button or by reply, all or in part."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain import gates
from domain.process.names import Checkpoint
from domain.waivers import Waiver
from services import shipping
from services.waivers import standing
from tests.handlers.test_goods import make, pay
from tests.support.office import Office

QUALITY, STORE = "质检群", "仓库群"


@pytest.fixture
def order(office: Office) -> int:
    """款到发货, paid: 300 pieces that are made and stand packed; quality has not looked."""
    order = office.file("prepaid.shipment", (1, 300, "58.00"))
    pay(office)
    make(office, judged=False)
    office.taps("赵强", "备齐", chat=STORE)
    return order


def test_quality_is_asked_when_the_goods_are_there(office: Office, order: int):
    assert office.reads(QUALITY) == [
        "成品检验 · XS261123-001 宏达机电",
        "X200 减速电机 300 台",
        "承诺 12月4日 周五到货",
        "质检 孙丽，检好了点一下；没放行的装不了车。",
        "〔检验放行〕〔部分放行〕",
        "〔不合格〕",
    ]
    assert "¥" not in office.all_of(QUALITY)


def test_what_is_not_let_go_does_not_leave(office: Office, order: int):
    said = office.taps("张敏", "发货通知")
    assert said == "发货通知发了。现在还不能装车：\n成品检验没放行：X200 300 → 质检 孙丽"
    assert office.reads(STORE) == [
        "先别装车 · XS261123-001 宏达机电",
        "X200 减速电机 300 台",
        "成品检验没放行：X200 300 → 质检 孙丽",
        "好了这张卡自己变成“可以发”。",
        "〔车在等，催一下〕〔申请让步接收〕",
        "〔发不了〕",
    ]
    office.says("赵强", "发了", chat=STORE, to="先别装车")
    assert office.order(order).state == "executing"
    before = office.newest(STORE).message_id
    assert office.taps("孙丽", "检验放行", chat=QUALITY) == "放行了，仓库马上看到。"
    assert office.reads(QUALITY, on="X200") == [
        "检验放行了 · XS261123-001 宏达机电",
        "X200 减速电机 300 台 · 已放行 300，等检 0",
    ]
    assert office.newest(STORE).message_id > before, "a card that turns in place rings nowhere"
    office.taps("赵强", "已发出", chat=STORE)
    assert office.order(order).state == "shipped"


def test_without_the_rule_it_leaves(office: Office, order: int, monkeypatch: pytest.MonkeyPatch):
    """The control: nothing but quality stood in the way."""
    monkeypatch.setitem(gates.PREDICATES, "inspection", lambda *_facts: ())
    office.taps("张敏", "发货通知")
    office.taps("赵强", "已发出", chat=STORE)
    assert office.order(order).state == "shipped"


def test_a_part_is_let_go_and_no_more_of_it_leaves(office: Office, order: int):
    office.says("孙丽", "放行 200", chat=QUALITY, to="成品检验")
    assert "X200 减速电机 300 台 · 已放行 200，等检 100" in office.reads(QUALITY, on="成品检验")
    office.taps("张敏", "发货通知")
    assert "成品检验没放行：X200 100 → 质检 孙丽" in office.reads(STORE)
    office.taps("赵强", "装了一部分", chat=STORE)
    office.says("赵强", "201", chat=STORE, to="实际装了多少")
    assert office.reads(STORE)[1] == "成品检验没放行：X200 1 → 质检 孙丽"
    office.says("赵强", "200", chat=STORE, to="实际装了多少")
    assert "还有货没发：X200 减速电机 100 台" in office.all_of("张敏")
    office.taps("孙丽", "检验放行", chat=QUALITY)
    office.taps("张敏", "发货通知", on="合计")
    office.taps("赵强", "已发出", chat=STORE)
    assert office.order(order).state == "shipped"


def test_what_fails_is_told_with_its_reason_and_taken_back_from_what_was_let_go(office: Office, order: int):
    office.taps("孙丽", "不合格", chat=QUALITY)
    office.says("孙丽", "50 外观划伤", chat=QUALITY, to="哪里不合格")
    told = [
        "检验不合格 · XS261123-001 宏达机电",
        "X200 减速电机 50 台",
        "孙丽：外观划伤",
        "返工好了再检；没放行的发不了。",
    ]
    assert office.reads("生产采购群") == told
    assert office.reads("张敏") == told
    office.says("孙丽", "放行", chat=QUALITY, to="成品检验")
    office.taps("张敏", "发货通知")
    assert "已发出" in office.newest(STORE).labels
    office.says("孙丽", "不合格 漏油", chat=QUALITY, to="检验放行了")
    assert "已发出" not in office.newest(STORE).labels
    assert office.order(order).state == "executing"
    assert "成品检验没放行：X200 300 → 质检 孙丽" in office.reads(STORE)


def test_who_may_when_and_how_often(office: Office, order: int):
    assert office.taps("刘伟", "检验放行", chat=QUALITY) == "这一步归质检办。"
    card = office.newest(QUALITY)
    data = card.out.keyboard[0][0]["callback_data"]
    office.says("孙丽", "不合格", chat=QUALITY, to="成品检验")
    assert "哪里不合格" in office.reads(QUALITY)[-1]
    office.says("孙丽", "合格吧？", chat=QUALITY, to="成品检验")
    assert office.reads(QUALITY)[0].startswith("没看懂")
    office.says("孙丽", "放行 301", chat=QUALITY, to="成品检验")
    assert office.reads(QUALITY)[1].startswith("数量比等检的多")
    office.taps("孙丽", "检验放行", chat=QUALITY)
    assert office.presses("孙丽", card, data, chat=QUALITY) == "孙丽 10:05 已经点过，不用再点。"
    office.says("孙丽", "放行", chat=QUALITY, to="检验放行了")
    assert "孙丽" in office.reads(QUALITY)[-1]
    assert "10:05" in office.reads(QUALITY)[-1]


def test_goods_that_are_not_there_cannot_be_let_go(office: Office):
    office.file("prepaid.shipment", (1, 300, "58.00"))
    office.taps("刘伟", "接单（生产）", chat="生产采购群")
    office.says("刘伟", "做了200台", chat="生产采购群", to="可以开工")
    assert "生产 刘伟 在做，已好 X200 200" in office.reads("生产采购群", on="可以开工")
    assert "X200 减速电机 300 台 · 已放行 0，等检 200" in office.reads(QUALITY)
    office.taps("孙丽", "检验放行", chat=QUALITY)
    assert office.reads(QUALITY, on="X200")[0] == "等货来检 · XS261123-001 宏达机电"
    office.says("刘伟", "做了101", chat="生产采购群", to="可以开工")
    assert office.reads("生产采购群")[1].startswith("数量比单上还没做的多")
    office.taps("刘伟", "报数", chat="生产采购群")
    office.says("刘伟", "一百", chat="生产采购群", to="这次又好了多少")
    assert "生产 刘伟 做完了" in office.reads("生产采购群", on="可以开工")
    assert "X200 减速电机 300 台 · 已放行 200，等检 100" in office.reads(QUALITY, on="成品检验")


def test_goods_from_stock_are_not_held(office: Office):
    order = office.file("prepaid.shipment", (2, 100, "36.50"))
    pay(office, "3650")
    office.taps("赵强", "备齐", chat=STORE)
    office.taps("张敏", "发货通知")
    office.taps("赵强", "已发出", chat=STORE)
    assert office.order(order).state == "shipped"


@pytest.mark.parametrize("conceded", [True, False])
def test_what_left_on_a_waiver_is_held_against_no_later_batch(
    office: Office, order: int, monkeypatch: pytest.MonkeyPatch, conceded: bool
):
    """让步接收 of a first batch; without its entry, the control, the second could not leave though all of it passed."""
    line = office.order(order).lines[0].id
    waiver = Waiver(1, "inspection_missing", Checkpoint.SHIP, 1, False, None, {line: Decimal(100)})
    monkeypatch.setattr(standing, "of_order", lambda *_order: (waiver,))
    monkeypatch.setattr(standing, "use_up", lambda *_order, **_batch: None)
    if not conceded:
        monkeypatch.setattr(shipping, "_concede", lambda *_batch: None)
    office.taps("张敏", "发一部分", on="合计")
    office.says("张敏", "100", to="这批发多少")
    office.taps("赵强", "已发出", chat=STORE)
    monkeypatch.setattr(standing, "of_order", lambda *_order: ())
    office.says("孙丽", "放行 200", chat=QUALITY, to="成品检验")
    office.taps("张敏", "发货通知", on="合计")
    assert ("已发出" in office.newest(STORE, on="第 2 批" if conceded else "先别装车").labels) is conceded
