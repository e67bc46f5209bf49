"""影响说明: each department says what a change means, question by question; then it is decided, and all are told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from db.models import History
from services.changes import acknowledging
from services.reminders import chasing
from tests.support.changing import asks, cancels, change_row, pays, states, takes, withdraws
from tests.support.office import HOUSE, Office, at

MAKERS, STORE = "生产采购群", "仓库群"
ASKED = "生产 刘伟，请说影响"


def changed(office: Office, **differently: Any) -> tuple[int, int]:
    """An order that purchasing has begun, and a change of it."""
    order = office.file("prepaid.shipment", (1, 300, "58.00"))
    takes(office, order)
    wanted: dict[str, Any] = differently or {"quantity": 500, "wanted": date(2026, 12, 11), "price": "60"}
    return order, asks(office, order, **wanted)


def test_one_question_after_the_other_without_an_amount(office: Office):
    changed(office)
    assert office.reads(MAKERS, on=ASKED) == [
        "生产 刘伟，请说影响 · XS261123-001 宏达机电 变更 1",
        "数量 300 → 500 台",
        "交期 12月4日 → 12月11日",
        "1 料投了吗？",
        "2 12月11日 交得出吗？",
        "3 有报废、返工吗？",
        "11月25日 10:05 前；答完才送批，现场先照原单。",
        "〔没投〕〔投了部分〕",
        "〔全投了〕",
    ]
    assert office.taps("刘伟", "投了部分", chat=MAKERS, on=ASKED) == "记下了，还有 2 问。"
    assert office.reads(MAKERS, on=ASKED)[3:] == [
        "1 料投了吗？投了部分",
        "2 12月11日 交得出吗？",
        "3 有报废、返工吗？",
        "11月25日 10:05 前；答完才送批，现场先照原单。",
        "〔能〕〔最早哪天〕",
        "〔改答案〕",
    ]
    assert "¥" not in office.all_of(MAKERS) + office.all_of(STORE)


def test_a_day_and_words_are_asked_for_and_an_answer_can_be_altered(office: Office):
    _order, change = changed(office)
    office.taps("刘伟", "投了部分", chat=MAKERS, on=ASKED)
    office.taps("刘伟", "最早哪天", chat=MAKERS, on=ASKED)
    office.says("刘伟", "看情况", chat=MAKERS, to="交得出吗？最早哪天？")
    assert office.reads(MAKERS)[0] == "没看懂“看情况”是哪天。"
    office.says("刘伟", "2026年11月20日", chat=MAKERS, to="没看懂")
    assert office.reads(MAKERS)[0] == "那天已经过了。"
    office.says("刘伟", "12月15日", chat=MAKERS, to="交得出吗？最早哪天？")
    assert "2 12月11日 交得出吗？最早哪天：12月15日" in office.reads(MAKERS, on=ASKED)
    office.taps("刘伟", "改答案", chat=MAKERS, on=ASKED)
    office.taps("刘伟", "料投了吗？", chat=MAKERS, on=ASKED)
    office.taps("刘伟", "全投了", chat=MAKERS, on=ASKED)
    office.says("刘伟", "报废 20 台", chat=MAKERS, to=ASKED)
    assert "有报废、返工吗？记成“有，填数：报废 20 台”？" in office.reads(MAKERS)[1]
    assert "3 有报废、返工吗？" in office.reads(MAKERS, on=ASKED), "nothing is recorded before that was asked"
    office.taps("刘伟", "就这样记", chat=MAKERS)
    assert office.reads(MAKERS, on="影响说好了") == [
        "影响说好了 · XS261123-001 宏达机电 变更 1",
        "数量 300 → 500 台",
        "交期 12月4日 → 12月11日",
        "1 料投了吗？全投了",
        "2 12月11日 交得出吗？最早哪天：12月15日",
        "3 有报废、返工吗？有，填数：报废 20 台",
        "刘伟 10:05 说的",
        "还等采购 王芳、仓储物流 赵强说；现场先照原单。",
    ]
    assert change_row(office, change).state == "asking"


def test_the_words_of_a_button_in_reply_are_an_answer(office: Office):
    changed(office)
    office.says("刘伟", "没投。", chat=MAKERS, to=ASKED)
    assert "1 料投了吗？没投" in office.reads(MAKERS, on=ASKED)
    office.says("刘伟", "随便说说", chat=MAKERS, to=ASKED)
    assert office.reads(MAKERS)[0].startswith("没看懂")
    assert "2 12月11日 交得出吗？" in office.reads(MAKERS, on=ASKED)


def test_another_department_an_old_button_and_a_change_that_is_withdrawn(office: Office):
    _order, change = changed(office)
    card = office.newest(MAKERS, on=ASKED)
    data = card.out.keyboard[0][0]["callback_data"]
    assert office.taps("王芳", "没投", chat=MAKERS, on=ASKED) == "这一步归生产办。"
    office.taps("刘伟", "没投", chat=MAKERS, on=ASKED)
    assert office.presses("刘伟", card, data, chat=MAKERS).startswith(("这张是旧的", "刘伟 10:05 已经点过"))
    live = office.newest(MAKERS, on=ASKED).out.keyboard[0][0]["callback_data"]
    withdraws(office, change)
    assert office.presses("刘伟", card, live, chat=MAKERS) == "变更收回了，照原单做。 不用再答了。"
    assert office.reads(MAKERS, on="不用说影响了 · XS261123-001")[-1] == "变更收回了，照原单做。"


def test_it_waits_in_the_lists_and_whoever_is_asked_is_urged(office: Office):
    changed(office)
    office.says("刘伟", "/todo")
    assert "1 XS261123-001 宏达机电 · 变更要说影响 · 刚到" in office.reads("刘伟")
    office.taps("刘伟", "1 001 宏达机电")
    assert office.reads("刘伟")[0].startswith(ASKED)
    office.says("张敏", "/why 001")
    assert "变更 1 等生产 刘伟说影响 · 刚到" in office.reads("张敏")
    assert office.taps("张敏", "催一下").startswith("催过了：生产 刘伟、采购 王芳、仓储物流 赵强")
    assert "变更等着说影响 → 仓储物流 赵强，催过 1 次" in office.reads(STORE)
    office.says("李娜", "/todo")
    assert "变更" not in office.all_of("李娜"), "the control: finance is not asked"


def test_once_all_have_said_it_whoever_decides_is_waited_for(office: Office):
    order, change = changed(office)
    states(office, change)
    office.says("张敏", "/why 001")
    said = office.reads("张敏")
    assert "变更 1 等生产批 · 刚到" in said
    assert "没批之前，照原单做。" in said
    assert office.reads(STORE, on="影响说好了")[-1] == "都说完了，在批；现场先照原单。"
    office.approve(order)
    office.says("张敏", "/why 001")
    assert not any(line.startswith("变更 1 等") for line in office.reads("张敏")), "the control"


def test_each_is_told_what_concerns_them_and_from_when(office: Office):
    order, change = changed(office)
    states(office, change)
    office.passes(hours=1)
    office.approve(order)
    assert office.reads(MAKERS)[:4] == [
        "变更 1 生效 · XS261123-001 宏达机电 · V2",
        "数量 300 → 500 台",
        "交期 12月4日 → 12月11日",
        "11:05 起照新的做，以前的不算数。",
    ]
    assert "单价 ¥58.00 → ¥60.00" in office.reads("财务群")
    assert office.reads("张敏", on="生效")[0] == "变更 1 生效 · XS261123-001 宏达机电 · V2"
    assert "¥" not in office.all_of(MAKERS)


def test_what_need_only_be_told_is_read_once_a_person(office: Office):
    _order, _change = changed(office, place="昆山开发区")
    assert office.reads(STORE)[0] == "改了 · XS261123-001 宏达机电"
    assert "昆山" not in office.all_of(MAKERS), "the control: it is nothing to them"
    assert office.taps("赵强", "知道了", chat=STORE) == "好，记下了。"
    assert office.taps("赵强", "知道了", chat=STORE) == "你 10:05 点过了。"
    with office.database.transaction() as session:
        query = select(func.count()).select_from(History).where(History.action == acknowledging.READ)
        assert session.scalar(query) == 1


def test_nobody_is_asked_for_a_day_of_what_is_cancelled(office: Office):
    order = office.file("prepaid.shipment", (1, 300, "58.00"))
    takes(office, order)
    change = cancels(office, order)
    assert office.reads(MAKERS, on=ASKED)[1:4] == ["要取消整张单", "1 料投了吗？", "2 有报废、返工吗？"]
    states(office, change)
    office.approve(order)
    assert office.reads(MAKERS)[0] == "取消了 · XS261123-001 宏达机电"
    assert office.reads(MAKERS, on="影响说好了")[-1] == "这张单取消了，别再做。"


def test_more_to_pay_says_what_is_missing_to_those_who_see_money(office: Office):
    order = office.file("prepaid.release", (1, 300, "58.00"))
    pays(office, order)
    change = asks(office, order, quantity=500)
    states(office, change)
    office.approve(order)
    assert "变更 1 后还差 ¥11,600.00。" in office.reads("财务群", on="先停下")
    assert "变更 1 后货款不够了。" in office.reads(MAKERS, on="变更 1 后")
    assert "¥" not in office.all_of(MAKERS)


# ── 时限 ───────────────────────────────────────────────────────────────────────────────────


def reminded(office: Office, moment: tuple[str, str]) -> None:
    """The schedule runs up to this moment."""
    until = at(*moment)
    with office.database.transaction() as session:
        while office.now < until:
            chasing.tick(session, HOUSE, office.now)
            office.now = min(max(chasing.next_due(session) or until, office.now + timedelta(minutes=1)), until)
        chasing.tick(session, HOUSE, office.now)
    office.send()


def test_past_its_time_it_is_reminded_of_where_it_waits_with_the_way_to_answer(office: Office):
    changed(office)
    reminded(office, ("11-25", "10:06"))
    assert office.reads("赵强", on="变更该定了") == [
        "变更该定了 · XS261123-001 宏达机电",
        "变更 1：数量 300 → 500 台",
        "交期 12月4日 → 12月11日",
        "10:05 前就该定。",
        "变更 1 等生产 刘伟说影响 · 等了 2 天",
        "变更 1 等采购 王芳说影响 · 等了 2 天",
        "变更 1 等仓储物流 赵强说影响 · 等了 2 天",
        "没批之前，照原单做。",
        "〔去说影响〕",
        "〔知道了〕〔稍后〕",
    ]
    assert "变更该定了" not in office.all_of("张敏")
    assert "变更该定了" not in office.all_of(STORE)
    reminded(office, ("11-25", "15:36"))
    office.taps("赵强", "去说影响", chat=STORE, on="变更该定了")
    assert office.reads(STORE)[0].startswith("仓储物流 赵强，请说影响")
    assert office.reads("张敏", on="请接一下 · 变更该定了")[-3:] == [
        "催过 2 次。你问一下，或者请人代定。",
        "〔看这张单〕",
        "〔知道了〕〔稍后〕",
    ]


def test_an_order_that_stays_held_comes_back_to_its_salesperson(office: Office):
    order = office.file("prepaid.shipment", (1, 300, "58.00"))
    office.says("张敏", "暂停 001 客户要改图")
    reminded(office, ("11-24", "10:06"))
    assert office.reads("张敏", on="暂停该定了") == [
        "暂停该定了 · XS261123-001 宏达机电",
        "暂停 · 客户要改图（张敏 11月23日 10:05）",
        "10:05 就该定了：改单、取消，还是恢复。",
        "〔恢复〕〔改单〕〔取消订单〕",
        "〔知道了〕〔稍后〕",
    ]
    office.taps("张敏", "恢复", on="暂停该定了")
    office.taps("张敏", "恢复，接着做")
    assert not office.order(order).on_hold
