"""还有几件要办: the list of the afternoon as a salesperson reads it."""

from __future__ import annotations

from typing import Any

import pytest

from services import money, owed
from tests.support.office import HOUSE, STAFF, Office, at


def filed(office: Office, *clocks: str, day: str = "11-23", by: str = "张敏") -> None:
    for clock in clocks:
        office.now = at(day, clock)
        office.file("prepaid.release", (2, 300, "58"), by=by)


def paid(office: Office, order: int) -> None:
    with office.database.transaction() as session:
        total = office.order(order).total_minor
        slip = money.send_slip(session, HOUSE, office.person(session, "张敏"), order, office.now, claimed_minor=total)
        money.confirm_slip(session, HOUSE, office.person(session, "李娜"), slip.id, office.now)


def test_what_was_paid_meanwhile_is_not_in_it_and_each_has_its_door(office: Office):
    filed(office, "10:10", "10:20", "10:30", "10:40", "10:50")
    office.goes_on("11-24", "16:29")
    assert office.all_of("张敏").count("催客户付款 · XS261123-00") == 2
    paid(office, 4)
    office.goes_on("11-24", "16:30")
    assert office.reads("张敏") == [
        "还有 2 件要办，放在一起说",
        "1. 催客户付款 · XS261123-003 宏达机电 还差 ¥17,400.00",
        "2. 催客户付款 · XS261123-005 宏达机电 还差 ¥17,400.00",
        "一件件来，点开就能办。",
        "〔1 打开〕〔2 打开〕",
        "〔知道了〕〔稍后〕",
    ]
    office.taps("张敏", "2 打开")
    assert "XS261123-005" in office.reads("张敏")[0]


def test_the_only_one_that_is_left_comes_as_if_it_had_come_alone(office: Office):
    filed(office, "10:10", "10:20", "10:30", "10:40")
    office.goes_on("11-24", "16:29")
    first = office.reads("张敏", on="催客户付款 · XS261123-001")
    paid(office, 4)
    office.goes_on("11-24", "16:30")
    assert office.reads("张敏") == [line.replace("XS261123-001", "XS261123-003") for line in first]
    assert first[-2:] == ["〔传水单〕", "〔知道了〕〔稍后〕"]
    office.taps("张敏", "知道了", on="XS261123-003")


@pytest.mark.parametrize(
    ("how", "head"),
    [
        ({"escalated": False}, "催客户付款"),
        ({"escalated": True}, "请接一下 · 催客户付款"),
        ({"escalated": False, "above": []}, "催客户付款"),
        ({"escalated": False, "above": [["pay_before_release", "order:1"]]}, "请接一下 · 催客户付款"),
    ],
)
def test_the_only_one_that_is_left_of_any_list_comes_as_it_was_meant(office: Office, how: dict[str, Any], head: str):
    filed(office, "10:10", "10:20")
    office.goes_on("11-24", "10:06")
    paid(office, 2)
    with office.database.transaction() as session:
        items = [["pay_before_release", "order:2"], ["pay_before_release", "order:1"]]
        owed.owe(session, "reminder.many", chat_id=STAFF["周强"][0], now=office.now, facts={"items": items, **how})
    office.send()
    assert office.reads("周强")[0] == f"{head} · XS261123-001 宏达机电"
    assert office.reads("周强")[-2] == "〔传水单〕"


def test_a_dozen_fits_on_a_screen(office: Office):
    filed(office, *(f"10:{minute}" for minute in range(10, 24)))
    office.goes_on("11-24", "16:30")
    shown = office.reads("张敏")
    assert shown[0] == "还有 12 件要办，放在一起说"
    assert [row.count("〔") for row in shown if row.startswith("〔")] == [4, 4, 4, 2]


def test_in_one_list_the_head_reads_what_is_theirs_and_what_they_should_take_over(office: Office):
    """Asked for in vain for seven workdays, it comes to the head of sales, who has orders too."""
    filed(office, "10:40", day="11-13")
    filed(office, "10:10", "10:20", "10:30", by="周强")
    office.goes_on("11-24", "16:30")
    assert office.reads("周强")[:3] == [
        "还有 2 件要办，放在一起说",
        "1. 催客户付款 · XS261123-003 宏达机电 还差 ¥17,400.00",
        "2. 请接一下 · 催客户付款 · XS261113-001 宏达机电 还差 ¥17,400.00",
    ]
