"""补货 from a phone: a few taps from the card of what left to an ordinary order's draft, and what both cards say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from db.models import Order, Product
from handlers.making_good import form
from services import making_good
from tests.support.changing import ships
from tests.support.desk import Phone

FIRST = "XS261123-001 宏达机电"


@pytest.fixture
def left(phone: Phone) -> Phone:
    """300 from stock and 20 that were bought have left; nobody has signed yet."""
    order = phone.office.file("standard", (2, 300, "36.50"), (3, 20, "12.00"))
    ships(phone.office, order)
    return phone


def newest(phone: Phone) -> Order:
    return phone.office.orders()[-1]


def lines(order: Order) -> list[tuple[str, Decimal, Decimal | None]]:
    return [(line.product_code, line.quantity, line.unit_price) for line in order.lines]


def free(phone: Phone, count: str = "5台") -> None:
    """少发 of the first line, free of charge, up to the read-back."""
    phone.taps("补货", "Y10 轴承座 300 台")
    phone.sends(count)
    phone.taps("少发", "免费补")
    phone.sends("12月4日")


def test_one_line_free_in_five_taps(left: Phone):
    before = left.office.taps_made
    left.taps("补货")
    left.sees(f"补货 · {FIRST}", "要补哪一项？")
    left.taps("Y10 轴承座 300 台")
    left.sees("Y10 轴承座 补多少台？", "发出过 300 台。")
    left.sends("5台")
    left.taps("少发")
    left.sees("补多少：5 台", "原因：少发", "这次收钱吗？免费的要先评审。")
    left.taps("免费补")
    left.sees("补 XS261123-001 · 宏达机电 · 账期", "客户哪天要到货？")
    assert left.office.taps_made - before == 4
    left.sends("12月4日")
    assert (
        left.text
        == """\
核对一下 · 补 XS261123-001 · 宏达机电 · 账期
Y10 轴承座 5 台 × ¥0.00
合计 ¥0.00（含税13%，专票）
到货 12月4日 周五（你写“12月4日”）
送到 苏州相城新区路18号 · 周工 · 13912342210 · 运费 我方
账期起算 月结 · 账期天数 30 天 · 付款 不收款
下单依据 合同，照片还没发，直接发给我就行
免费补货自 XS261123-001（少发）
要先问：财务、销售负责人（Y10 免费给）"""
    )
    left.taps("提交")
    first, order = left.office.orders()
    assert (order.state, order.linked_to_id, order.linked_because, order.total_minor) == ("review", first.id, "少发", 0)
    assert lines(order) == [("Y10", 5, 0)]
    assert left.office.reads("财务群")[:6] == [
        "请财务定 · XS261123-002 宏达机电 · 账期",
        "免费补货自 XS261123-001（少发）",
        "Y10 轴承座 5 台 × ¥0.00",
        "要求 12月4日 周五",
        "为什么到你这：Y10 免费给",
        "只问你：这些免费给，同意吗？",
    ]
    assert "补货单 XS261123-002" in left.office.newest("张敏", on=f"{FIRST} · 账期").text
    assert "免费补货自 XS261123-001（少发）" in left.office.newest("张敏", on="XS261123-002 宏达机电 · 账期\n").text


def test_everything_at_the_agreed_price_whatever_the_list_says_now(left: Phone):
    with left.office.database.transaction() as session:
        session.get_one(Product, 2).list_price = Decimal(99)
    left.taps("补货", "发出的都补")
    left.sends("纸箱都压坏了")
    left.taps("按原价")
    left.sends("12月4日")
    left.sees("Y10 轴承座 300 台 × ¥36.50", "合计 ¥11,190.00", "补货自 XS261123-001（纸箱都压坏了）")
    assert "免费" not in left.text
    left.taps("提交")
    assert lines(newest(left)) == [("Y10", 300, Decimal("36.5")), ("Z5", 20, 12)]
    assert newest(left).state == "released"


def test_more_than_left_is_not_taken_here_nor_on_the_read_back(left: Phone):
    left.taps("补货", "Z5 联轴器 20 台")
    left.sends("21")
    left.sees("最多 20 台。", "Z5 联轴器 补多少台？")
    left.taps("全部 20 台", "破损", "免费补")
    left.sends("12月4日")
    left.taps("Z5 数量")
    left.sends("21")
    left.taps("提交")
    left.is_told("XS261123-001 只发出过 Z5 20 台，补货不能比这多")
    assert len(left.office.orders()) == 1
    left.taps("Z5 数量")
    left.sends("20")
    left.taps("提交")
    assert lines(newest(left)) == [("Z5", 20, 0)]


def test_the_same_goods_once_more_take_one_more_tap(left: Phone):
    free(left)
    left.taps("提交")
    left.taps("补货", "Z5 联轴器 20 台", "全部 20 台")
    left.sees("为什么补？")
    left.taps("取消", "确定不要了", "补货", "发出的都补")
    left.sees("已经补过：XS261123-002（Y10 5 台）。还要再补吗？")
    left.sends("少发")
    left.sees("请点下面的按钮选一个。")
    left.taps("还要补", "质量问题", "免费补")
    left.sees("客户哪天要到货？")


def test_what_came_between_is_told_before_it_opens(left: Phone):
    """Two people at once: the second hears of the first one's at the last tap."""
    left.taps("补货", "Y10 轴承座 300 台")
    left.sends("5")
    left.taps("少发")
    head = Phone(left.office, "周强")
    head.sends("/order 001")
    free(head)
    head.taps("提交")
    left.taps("免费补")
    left.sees("已经补过：XS261123-002（Y10 5 台）。还要再补吗？")
    left.taps("还要补")
    left.sees("客户哪天要到货？")


def test_the_control_without_the_second_look_it_opens_at_once(left: Phone, monkeypatch: pytest.MonkeyPatch):
    free(left)
    left.taps("提交")
    monkeypatch.setattr(making_good.Left, "made_of", lambda *_of: ())
    monkeypatch.setattr(form, "_made_before", lambda _draft: [])
    left.taps("补货", "Y10 轴承座 300 台", "全部 300 台")
    left.sees("为什么补？")


def test_a_double_tap_and_a_second_begin_make_one_draft(left: Phone):
    standing = left.office.newest("张敏", on=f"{FIRST} · 账期")
    left.taps("补货")
    left.presses_again("补货", standing)
    left.taps("补货")
    left.is_told("给 XS261123-001 补货的草稿已经开好了")
    assert len(left.office.drafts()) == 1
    left.taps("Z5 联轴器 20 台", "全部 20 台", "破损", "免费补", "存草稿")
    left.taps("补货")
    left.is_told("给 XS261123-001 补货的草稿已经开好了")
    left.sees("客户哪天要到货？")
    assert len(left.office.drafts()) == 2


def test_a_draft_that_lay_keeps_the_link(left: Phone):
    """Every turn is carried out by a desk of its own: nothing is kept in memory."""
    free(left)
    left.taps("存草稿")
    left.office.passes(days=1)
    left.taps("接着填")
    left.sees("免费补货自 XS261123-001（少发）")
    left.taps("提交")
    assert newest(left).linked_to_id == left.office.orders()[0].id


def test_sent_back_and_completed_it_still_makes_good_that_order(left: Phone):
    free(left)
    left.taps("提交")
    left.office.taps("李娜", "更多", chat="财务群")
    left.office.taps("李娜", "退回补充", chat="财务群")
    left.office.says("李娜", "拍张照片", chat="财务群", to="缺什么")
    left.taps("去补")
    left.sees("补充 XS261123-002", "免费补货自 XS261123-001（少发）")
    left.taps("提交")
    assert newest(left).linked_to_id == left.office.orders()[0].id
    assert newest(left).revision == 2
    assert "免费补货自 XS261123-001（少发）" in left.office.newest("张敏", on="XS261123-002 宏达机电 · 账期\n").text


def test_taken_back_is_said_on_the_first_orders_card(left: Phone):
    free(left)
    left.taps("提交")
    left.taps("撤回", "客户不要了")
    assert "补货单 XS261123-002（撤回了）" in left.office.newest("张敏", on=f"{FIRST} · 账期").text
    left.taps("补货", "Y10 轴承座 300 台", "全部 300 台")
    left.sees("为什么补？")


def test_what_was_free_is_not_free_again_as_a_copy(left: Phone):
    free(left)
    left.taps("提交")
    left.office.taps("张敏", "再来一单", on="XS261123-002")
    left.sees("Y10 轴承座 含税单价多少？")
    left.sends("0")
    left.sees("要大于 0。")


def test_customer_service_makes_it_good_in_the_salespersons_name(left: Phone):
    service = Phone(left.office, "吴芳")
    service.sends("/order 001")
    free(service)
    service.sees("替 张敏")
    service.taps("提交")
    order = newest(left)
    with left.office.database.transaction() as session:
        sales, clerk = (left.office.person(session, name).id for name in ("张敏", "吴芳"))
    assert (order.sales_id, order.filed_by) == (sales, clerk)


def test_who_sees_no_money_hears_that_it_makes_good_and_not_that_it_is_free(left: Phone):
    left.taps("补货", "Y10 轴承座 300 台", "全部 300 台")
    left.sends("漏发了，赔客户 500 元")
    left.taps("免费补")
    left.sends("12月4日")
    left.taps("提交")
    left.office.says("刘伟", "/order 002", chat="生产采购群")
    shown = left.office.newest("生产采购群").text
    assert "补货自 XS261123-001（" in shown
    assert "免费" not in shown
    assert "500" not in shown


def test_another_salesperson_cannot_begin_it_by_a_button_of_that_order(left: Phone):
    standing = left.office.newest("张敏", on=f"{FIRST} · 账期")
    other = Phone(left.office, "陈亮")
    other.presses_again("补货", standing)
    assert left.office.answer is not None
    assert left.office.answer.text
    assert left.office.drafts() == []


def test_nothing_left_no_button(phone: Phone):
    phone.office.file("standard", (2, 300, "36.50"))
    assert "补货" not in phone.office.newest("张敏").labels
