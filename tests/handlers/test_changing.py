"""Asking for a change from a phone: the same form, one line, the comparison before it is sent, and what became of it."""

from __future__ import annotations

from datetime import date

import pytest

from db.models import Order
from tests.support import changing
from tests.support.office import Office


@pytest.fixture
def order(office: Office) -> int:
    """款到发货: 300 pieces, ¥17,400.00, released at once."""
    return office.file("prepaid.shipment", (1, 300, "58.00"))


def asks(office: Office, words: str = "/change 001 改成500台 交期推一周") -> None:
    office.says("张敏", words)
    office.taps("张敏", "客户需求")
    office.taps("张敏", "改原有需求")
    office.says("张敏", "客户加量")


def test_whose_order_it_is_takes_back_what_another_asked_for(office: Office, order: int):
    """The head asked; the salesperson's card has 不改了 as well, and the head hears of it. Nobody else's has."""
    change = changing.asks(office, order, by="周强", quantity=500)
    for who in ("吴芳", "张敏"):
        office.says(who, "/change 001")
        office.taps(who, "看变更")
        assert ("不改了" in office.newest(who, on="变更 1").labels) is (who == "张敏")
    office.taps("张敏", "不改了")
    office.taps("张敏", office.newest("张敏", on="变更 1").labels[0])
    assert changing.change_row(office, change).state == "withdrawn"
    assert "变更 1" in office.reads("周强")[0]
    assert "张敏" in office.newest("周强").text


def stands(office: Office) -> Order:
    """The order as it is in the database."""
    with office.database.transaction() as session:
        return session.query(Order).one()


def test_the_comparison_stands_before_anything_is_sent(office: Office, order: int):
    asks(office)
    assert office.reads("张敏") == [
        "核对一下 · 变更 XS261123-001 宏达机电",
        "数量 300 → 500 台",
        "交期 12月4日 → 12月11日",
        "金额 ¥17,400.00 → ¥29,000.00（+¥11,600.00）",
        "已收 ¥0.00：改后还差 ¥29,000.00 才能发货（原来差 ¥17,400.00）",
        "生产、采购、销售 批",
        "没批之前，照原单做。",
        "客户加量（客户需求·改原有需求）",
        "应对：跟客户书面确认改了什么；预案：没开工的先停，等批了再做",
        "〔再改改〕",
        "〔提交〕",
        "〔改一项〕〔存草稿〕〔取消〕",
    ]
    assert stands(office).lines[0].quantity == 300
    assert "变更" not in office.all_of("生产采购群")


def test_who_decides_reads_no_price_where_none_is_seen_and_the_order_follows_the_last_vote(office: Office, order: int):
    asks(office)
    office.taps("张敏", "提交")
    assert office.reads("张敏")[0] == "变更 1 · XS261123-001 宏达机电"
    asked = office.reads("生产采购群", on="请生产定 · 变更 1")
    assert "数量 300 → 500 台" in asked
    assert not any("¥" in line for line in asked)
    office.taps("刘伟", "同意", chat="生产采购群", on="请生产定")
    office.taps("王芳", "同意", chat="生产采购群", on="请采购定")
    assert stands(office).lines[0].quantity == 300, "the head of sales has not agreed"
    office.taps("周强", "同意")
    now = stands(office)
    assert (now.revision, now.lines[0].quantity, now.total_minor) == (2, 500, 2_900_000)
    assert (now.requested_on, now.promised_on) == (date(2026, 12, 11), date(2026, 12, 11)), "the day that was asked for"
    assert "已生效" in office.all_of("张敏")


def test_the_same_form_in_which_it_was_filed(office: Office, order: int):
    office.taps("张敏", "改单")
    office.taps("张敏", "改内容")
    assert office.reads("张敏")[0] == "核对一下 · 改单 XS261123-001 · 宏达机电 · 款到发货"
    office.taps("张敏", "X200 数量")
    office.says("张敏", "350")
    office.taps("张敏", "提交")
    assert office.reads("张敏")[:2] == ["变更 XS261123-001 宏达机电", "因为什么要改？"]
    office.taps("张敏", "客户需求")
    office.taps("张敏", "改原有需求")
    office.says("张敏", "客户加量")
    assert "数量 300 → 350 台" in office.reads("张敏")


def test_what_need_only_be_told_is_done_at_once(office: Office, order: int):
    office.says("张敏", "/change 001 收货人改王工 13800001111")
    assert stands(office).fields["phone"] == "13800001111"
    assert stands(office).revision == 1
    assert "已改（10:05），相关同事都通知了。" in office.reads("张敏")


def test_what_is_not_understood_changes_nothing_and_says_so(office: Office, order: int):
    office.says("张敏", "/change 001 差不多改一下吧")
    assert "什么都没动" in office.newest("张敏").text
    office.says("张敏", "/change 001 改成500台 运费也调一下")
    assert "什么都没动" in office.newest("张敏").text, "what stands beside it makes the rest of the sentence doubtful"


def test_a_second_change_waits_for_the_first_and_the_first_can_be_taken_back(office: Office, order: int):
    asks(office)
    office.taps("张敏", "提交")
    office.says("张敏", "/change 001 改成400台")
    assert "变更 1 还没定" in office.newest("张敏").text
    office.taps("张敏", "不改了")
    office.taps("张敏", "确定不改了")
    assert "收回了，照原单做" in office.reads("张敏", on="变更 1 · ")[-1]
    assert "张敏 10:05 收回了这个变更。不用再点。" in office.reads("生产采购群", on="请生产定")
    assert not [one for one in office.chats[-1003] if "同意" in one.labels], "nothing of it can be pressed any more"
    assert (stands(office).revision, stands(office).lines[0].quantity) == (1, 300)


def test_somebody_elses_order_is_not_there(office: Office, order: int):
    office.says("陈亮", "/change 001 改成500台")
    assert "没有" in office.newest("陈亮").text or "没找到" in office.newest("陈亮").text


def test_a_cancel_is_a_change_that_says_why(office: Office, order: int):
    office.taps("张敏", "改单")
    office.taps("张敏", "取消订单")
    office.taps("张敏", "客户需求")
    office.taps("张敏", "改原有需求")
    office.says("张敏", "客户不要了")
    assert office.reads("张敏")[1].startswith("取消后不再备料、生产、发货")
    office.taps("张敏", "提交")
    assert stands(office).state == "released"
    office.taps("赵强", "同意", chat="仓库群")
    office.taps("周强", "同意")
    assert stands(office).state == "cancelled"


def test_statistics_tell_why_orders_are_changed(office: Office, order: int):
    office.says("周强", "/stats")
    assert office.reads("周强")[0] == "变更统计 · 近 30 天没有变更。"
    asks(office)
    office.taps("张敏", "提交")
    office.taps("刘伟", "同意", chat="生产采购群", on="请生产定")
    office.taps("王芳", "同意", chat="生产采购群", on="请采购定")
    office.taps("周强", "同意")
    office.says("张敏", "/change 001 收货人改王工 13800001111")
    office.says("周强", "变更统计")
    assert office.reads("周强") == [
        "变更统计 · 近 30 天 · 1 次（生效 1，驳回 0，在办 0）",
        "客户需求 1 次（100%）：改原有需求 1",
        "从提到定平均 0 小时，超时 0 次",
        "另有只告知的 1 次",
        "〔近 90 天〕〔近 365 天〕",
    ]
    office.says("陈亮", "/stats")
    assert "没有变更" in office.newest("陈亮").text, "salespeople see those of their own orders"
