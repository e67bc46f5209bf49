"""知道了, 稍后 and 别再催 as people tap them, what `/why` tells of it, and who sees no money in a reminder."""

from __future__ import annotations

import pytest

from services import money, money_back, shipping
from services.reminders import chasing
from tests.support.office import HOUSE, Office, at

STORE = "仓库群"


@pytest.fixture
def unpaid(office: Office) -> Office:
    """Nobody has paid the order, and its salesperson was reminded of it."""
    office.file("prepaid.release", (2, 300, "58"))
    office.goes_on("11-24", "10:06")
    assert office.reads("张敏", on="催客户付款")[0] == "催客户付款 · XS261123-001 宏达机电"
    return office


def reminders(office: Office, who: str) -> int:
    return office.all_of(who).count("催客户付款 · XS261123-001")


def test_acknowledged_nothing_more_comes_and_why_tells_who_said_so(unpaid: Office):
    assert unpaid.taps("张敏", "知道了", on="催客户付款") == "记下了，不再催。事还没完，别忘了办。"
    unpaid.goes_on("12-04", "18:00")
    assert reminders(unpaid, "张敏") == 1
    unpaid.says("张敏", "/why 001")
    told = unpaid.reads("张敏")
    assert "催过谁：" in "\n".join(told)
    assert any("11月24日 10:05 催张敏：催客户付款" in line for line in told)
    assert any(line.startswith("催客户付款：张敏 11月24日 10:06 说知道了") for line in told)


def test_control_without_a_word_the_next_step_comes(unpaid: Office):
    unpaid.goes_on("11-26", "18:00")
    assert reminders(unpaid, "张敏") == 2


def test_acknowledged_under_a_list_all_of_it_rests_and_is_counted(office: Office):
    for clock in ("10:10", "10:20", "10:30", "10:40"):
        office.now = at("11-23", clock)
        office.file("prepaid.release", (2, 300, "58"))
    office.goes_on("11-24", "16:30")
    assert office.taps("张敏", "知道了", on="还有 2 件") == "这 2 件都记下了，不再催。事还没完，别忘了办。"
    office.goes_on("12-04", "18:00")
    assert [office.all_of("张敏").count(f"催客户付款 · XS261123-00{n}") for n in (3, 4)] == [1, 1]


def test_of_a_list_of_which_one_is_left_one_is_counted(office: Office):
    office.file("prepaid.release", (2, 300, "58"))
    office.file("prepaid.release", (2, 300, "58"))
    office.goes_on("11-24", "10:06")
    pay(office)
    office.goes_on("11-24", "10:20")
    assert office.taps("张敏", "知道了", on="催客户付款 · 2 件") == "记下了，不再催。事还没完，别忘了办。"


def test_two_taps_put_it_off_until_the_morning(unpaid: Office):
    unpaid.taps("张敏", "稍后", on="催客户付款")
    assert unpaid.reads("张敏") == ["什么时候再提醒？", "〔1 小时后〕〔今天 16:30〕〔明早〕"]
    unpaid.taps("张敏", "明早")
    assert unpaid.reads("张敏")[0] == "先放一放，是因为："
    unpaid.taps("张敏", "客户在办")
    assert unpaid.reads("张敏") == ["好，11月25日 08:30 再提醒。客户在办。"]
    unpaid.goes_on("11-25", "08:29")
    assert reminders(unpaid, "张敏") == 1
    unpaid.goes_on("11-25", "09:00")
    assert reminders(unpaid, "张敏") == 2


def test_an_afternoon_that_has_gone_by_is_not_offered(unpaid: Office):
    unpaid.now = at("11-24", "16:45")
    unpaid.taps("张敏", "稍后", on="催客户付款")
    assert unpaid.reads("张敏")[-1] == "〔1 小时后〕〔明早〕"


def test_one_that_went_by_since_it_was_offered_is_refused(unpaid: Office):
    unpaid.taps("张敏", "稍后", on="催客户付款")
    unpaid.now = at("11-24", "16:45")
    assert unpaid.taps("张敏", "今天 16:30") == "今天 16:30 已经过了，点明早吧。"
    assert unpaid.reads("张敏")[0] == "什么时候再提醒？"


def test_what_was_settled_meanwhile_cannot_be_let_rest(unpaid: Office):
    unpaid.taps("张敏", "稍后", on="催客户付款")
    unpaid.taps("张敏", "明早")
    pay(unpaid)
    unpaid.goes_on("11-24", "10:20")
    assert unpaid.taps("张敏", "客户在办") == "这件事已经办好了，不用再点。"
    assert "再提醒。" not in unpaid.all_of("张敏")


def test_what_holds_no_gate_can_be_muted_for_good(office: Office):
    office.file("prepaid.shipment", (2, 300, "58"), basis={"choice": "spoken", "files": 0})
    office.goes_on("11-25", "10:06")
    assert office.reads("张敏", on="口头单没补依据")[-2:] == ["〔补依据〕", "〔知道了〕〔稍后〕"]
    office.taps("张敏", "稍后", on="口头单没补依据")
    assert office.reads("张敏")[-1] == "〔这件别再催〕"
    office.taps("张敏", "这件别再催")
    office.taps("张敏", "在等回复")
    assert office.reads("张敏") == ["好，不再催了。在等回复。"]
    office.goes_on("12-18", "18:00")
    assert office.all_of("张敏").count("口头单没补依据 · XS261123-001") == 1


def pay(office: Office) -> None:
    with office.database.transaction() as session:
        order = office.order(1)
        slip = money.send_slip(
            session, HOUSE, office.person(session, "张敏"), 1, office.now, claimed_minor=order.total_minor
        )
        money.confirm_slip(session, HOUSE, office.person(session, "李娜"), slip.id, office.now)
    office.send()


def test_money_that_is_gone_is_told_to_the_warehouse_without_an_amount(office: Office):
    office.file("prepaid.shipment", (2, 300, "58"))
    pay(office)
    with office.database.transaction() as session:
        shipping.report_ready(session, HOUSE, office.person(session, "赵强"), 1, office.now)
        money_back.reverse(session, HOUSE, office.person(session, "李娜"), 1, office.now, kind="bounce")
    office.send()
    office.goes_on("11-23", "16:00")
    told = office.reads(STORE, on="款又不够了")
    assert told[1] == "钱退了或改贵了，货先别做、别发。"
    assert not any("¥" in line for line in told)
    assert "记作高风险，管理层也看到。" in told


def test_after_a_week_without_a_tick_one_list_with_the_way_to_each(office: Office):
    office.file("prepaid.release", (2, 300, "58"), basis={"choice": "spoken", "files": 0})
    office.file("prepaid.shipment", (2, 100, "58"))
    office.says("张敏", "暂停 002 客户要改图")
    office.now = at("12-01", "09:00")
    with office.database.transaction() as session:
        chasing.tick(session, HOUSE, office.now)
    office.send()
    assert office.reads("张敏", on="要办的") == [
        "要办的 3 件",
        "1. 催客户付款 · XS261123-001 宏达机电 还差 ¥17,400.00",
        "2. 口头单没补依据 · XS261123-001 宏达机电 口头下的单，合同、PO、截图一张都没有。",
        "3. 暂停该定了 · XS261123-002 宏达机电 暂停 · 客户要改图（张敏 11月23日 10:05）",
        "一件件来，点开就能办。",
        "〔1 打开〕〔2 打开〕",
        "〔3 打开〕",
        "〔知道了〕〔稍后〕",
    ]
    assert office.all_of("张敏").count("催客户付款") == 1
