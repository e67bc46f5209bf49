"""待办: what waits for a person, oldest first, with the way to each card; nobody else's, and no amounts."""

from __future__ import annotations

import pytest

from db.models import Order
from domain.rights import RIGHTS, Right
from services import drafts
from services.reminders.matters import case_of, facts_for
from services.reminders.order_now import order_now
from tests.handlers.test_goods import make, pay
from tests.support.office import HOUSE, Office, at

MAKERS = "生产采购群"


def test_an_opinion_waits_oldest_first_and_is_given_from_there(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.passes(hours=2)
    office.file("prepaid.release", (1, 20, "58.00"), judged=False)
    office.passes(minutes=5)
    office.says("刘伟", "/todo")
    assert office.reads("刘伟") == [
        "等你的 2 件，等得久的在前",
        "1 XS261123-001 宏达机电 · 要你定 · 等了 2 小时",
        "2 XS261123-002 宏达机电 · 要你定 · 等了 5 分钟",
        "〔1 001 宏达机电〕〔2 002 宏达机电〕",
    ]
    office.taps("刘伟", "1 001 宏达机电")
    assert office.reads("刘伟")[0].startswith("请生产定 · XS261123-001")
    office.taps("刘伟", "同意", on="XS261123-001")
    office.says("刘伟", "待办")
    assert office.reads("刘伟")[:2] == [
        "等你的 1 件，等得久的在前",
        "1 XS261123-002 宏达机电 · 要你定 · 等了 5 分钟",
    ]


def test_nothing_waits_for_somebody_who_is_not_asked(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    for who in ("赵强", "孙丽", "陈亮"):
        office.says(who, "待办")
        assert office.reads(who) == ["现在没有等你的事。有了会发到这里。"]


def test_a_deputy_sees_it_with_the_name_of_the_other(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.says("孙丽", "/todo")
    assert "要你定" not in office.all_of("孙丽"), "the control"
    office.says("刘伟", "代理 孙丽 到周五")
    office.taps("刘伟", "就这样")
    office.says("孙丽", "/todo")
    assert "1 XS261123-001 宏达机电 · 要你定（替刘伟） · 刚到" in office.reads("孙丽")
    office.taps("孙丽", "1 001 宏达机电")
    office.taps("孙丽", "同意", on="请生产定")
    assert "孙丽（替刘伟） 同意" in office.all_of(MAKERS)


def test_a_slip_waits_for_finance_but_not_for_who_sent_it(office: Office):
    office.file("prepaid.shipment", (2, 100, "36.50"))
    office.taps("张敏", "传水单", on="XS261123-001")
    office.says("张敏", "3650")
    office.says("李娜", "/todo")
    assert "1 XS261123-001 宏达机电 · 水单要查账 · 刚到" in office.reads("李娜")
    assert "¥" not in "".join(office.reads("李娜"))
    office.taps("李娜", "1 001 宏达机电")
    assert office.reads("李娜")[0].startswith("查账 · XS261123-001")
    office.says("张敏", "/todo")
    assert "水单" not in "".join(office.reads("张敏"))


def test_own_orders_that_came_back_and_money_to_ask_for(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    office.says("张敏", "/todo")
    assert "1 XS261123-001 宏达机电 · 跟客户收款，传水单 · 刚到" in office.reads("张敏")
    office.says("陈亮", "/todo")
    assert "XS261123-001" not in office.all_of("陈亮")


def test_tasks_are_the_departments_and_then_whose_they_are(office: Office):
    office.file("standard", (1, 10, "58.00"))
    office.says("刘伟", "/todo")
    assert "等接单" in "".join(office.reads("刘伟"))
    office.taps("刘伟", "1 001 宏达机电")
    assert office.reads("刘伟")[0].startswith("可以开工")


@pytest.fixture
def half_left(office: Office) -> int:
    """200 of 300 packed on Monday and gone on Tuesday; the rest was packed on Friday of the week after."""
    order = office.file("prepaid.shipment", (1, 300, "58.00"))
    pay(office)
    make(office)
    office.says("赵强", "备齐 200", chat="仓库群", to="备货")
    office.now = at("11-24", "09:00")
    office.taps("张敏", "发货通知", on="合计")
    office.taps("赵强", "已发出", chat="仓库群")
    office.now = at("12-04", "17:40")
    office.taps("赵强", "余下备齐", chat="仓库群")
    return order


def test_goods_wait_from_when_they_stood_packed(office: Office, half_left: int):
    office.passes(hours=3)
    office.says("张敏", "/todo")
    assert "1 XS261123-001 宏达机电 · 货备好了，发发货通知 · 等了 3 小时" in office.reads("张敏", on="等你的")
    office.taps("张敏", "发货通知", on="合计")
    office.says("赵强", "/todo")
    assert "1 XS261123-001 宏达机电 · 可以装车 · 等了 3 小时" in office.reads("赵强", on="等你的")


def test_the_morning_counts_from_there_too(office: Office, half_left: int):
    with office.database.transaction() as session:
        now = order_now(session, HOUSE, session.get_one(Order, half_left), at("12-08", "08:40"))
        line = next(one for one in HOUSE.book.digest if one.about == "gate_stuck")
        case = case_of(session, HOUSE, now, line, now.subject)
        facts = facts_for(session, HOUSE, case, now.at)
    assert (facts.since, facts.days) == (at("12-04", "17:40"), 2)


def test_a_draft_says_whose_order_it_is_to_be(office: Office):
    with office.database.transaction() as session:
        sales = office.person(session, "张敏")
        given = {"customer": {"id": 1, "name": "宏达<机电>"}}
        drafts.begin(session, sales, form="order", chat_id=11, now=office.now, answers=given, leaf="standard")
        drafts.begin(session, sales, form="order", chat_id=11, now=office.now)
    office.passes(hours=3)
    office.says("张敏", "/todo")
    assert office.reads("张敏")[1:] == [
        "1 没报完的单：宏达<机电> · 账期 · 等了 3 小时",
        "2 没报完的单 · 等了 3 小时",
        "〔1 接着填〕〔2 接着填〕",
    ]


def test_a_dozen_at_once_and_the_rest_on_request(office: Office):
    for _ in range(14):
        office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.says("刘伟", "/todo")
    seen = office.reads("刘伟")
    assert sum("要你定" in one for one in seen) == 12
    assert "还有 2 件没列出来。" in seen
    assert seen[-1] == "〔查看全部〕"
    office.taps("刘伟", "查看全部")
    assert sum("要你定" in one for one in office.reads("刘伟", on="等你的 14 件")) == 14


def test_in_a_group_it_goes_to_the_private_chat(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.says("刘伟", "/todo", chat=MAKERS)
    assert office.reads(MAKERS) == ["发到你的私聊了。"]
    assert "要你定" in office.all_of("刘伟")


def test_the_start_page_counts_the_same(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.says("刘伟", "/start")
    assert office.reads("刘伟")[0] == "刘伟，早。有 1 件事等你。"
    office.taps("刘伟", "待办 1")
    assert "要你定" in office.all_of("刘伟")
    office.says("孙丽", "/start")
    assert office.reads("孙丽")[0] == "孙丽，早。手上没有待办。"


def test_only_the_own_list_and_only_who_may_open_a_card(office: Office, monkeypatch: pytest.MonkeyPatch):
    office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.says("刘伟", "/todo")
    message = office.newest("刘伟")
    data = message.out.keyboard[0][0]["callback_data"]
    assert office.presses("赵强", message, data, chat="刘伟") == "这张单没问到你，归生产定。"
    monkeypatch.setitem(RIGHTS, "desk.use", Right(frozenset()))
    office.says("赵强", "/todo")
    assert office.reads("赵强") == ["这一步不归你的部门办。"]
