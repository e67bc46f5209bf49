"""暂停: at once, with a reason; every card says so, all who must stop hear it, and 恢复 is asked once."""

from __future__ import annotations

import pytest

from tests.support.changing import pays, ships, takes
from tests.support.office import Office

MAKERS, STORE = "生产采购群", "仓库群"


@pytest.fixture
def order(office: Office) -> int:
    made = office.file("prepaid.shipment", (1, 300, "58.00"))
    takes(office, made)
    return made


def test_production_holds_from_its_card_and_all_hear_it(office: Office, order: int):
    office.taps("刘伟", "暂停", chat=MAKERS)
    assert office.reads(MAKERS)[-2:] == ["〔客户要改〕〔图纸要改〕", "〔料或质量有问题〕〔先不停〕"]
    assert not office.order(order).on_hold, "the control: it is asked why first"
    assert office.taps("刘伟", "图纸要改", chat=MAKERS) == "停了，相关同事马上收到。"
    assert office.order(order).hold_reason == "图纸要改"
    told = [
        "停下 · XS261123-001 宏达机电",
        "暂停 · 图纸要改（刘伟 10:05）",
        "X200 减速电机 300 台",
        "没做的别做，没发的别发；做到一半的先放好。",
        "张敏、刘伟定：改单、取消，还是恢复。定了马上告诉你。",
    ]
    assert office.reads(STORE)[:5] == told
    assert office.reads("张敏") == [*told, "〔恢复〕〔改单〕〔取消订单〕"]
    assert "¥" not in office.all_of(MAKERS) + office.all_of(STORE)


def test_every_card_says_so_in_its_first_lines(office: Office, order: int):
    office.says("张敏", "暂停 001 客户要改")
    line = "暂停 · 客户要改（张敏 10:05）"
    assert office.reads("张敏", on="承诺")[1] == line
    assert "〔恢复〕〔改单〕〔取消订单〕" in office.reads("张敏", on="承诺")
    assert office.reads(MAKERS, on="先停下")[1] == line
    office.says("张敏", "/why 001")
    assert office.reads("张敏")[1] == line
    office.says("张敏", "恢复 001")
    office.taps("张敏", "恢复，接着做")
    assert line not in office.reads("张敏", on="承诺"), "the control"


def test_going_on_is_asked_once_and_told(office: Office, order: int):
    office.says("张敏", "暂停 001 客户要改")
    office.taps("刘伟", "恢复", chat=MAKERS)
    assert office.order(order).on_hold, "the control: it is asked first"
    assert office.reads(MAKERS)[0] == "XS261123-001 宏达机电 恢复吗？恢复后相关同事马上接着做。"
    office.taps("刘伟", "恢复，接着做", chat=MAKERS)
    assert not office.order(order).on_hold
    assert office.reads("张敏")[:2] == ["恢复 · XS261123-001 宏达机电", "刘伟 恢复的，接着做。"]
    office.says("张敏", "恢复 001")
    assert office.reads("张敏")[0] == "XS261123-001 没在暂停，不用恢复。"


def test_who_is_slower_is_told_who_held_it_and_why(office: Office, order: int):
    office.taps("刘伟", "暂停", chat=MAKERS)
    office.says("张敏", "暂停 001 客户要改")
    assert office.taps("刘伟", "图纸要改", chat=MAKERS) == "XS261123-001 10:05 就停了：客户要改（张敏）。"
    assert office.order(order).hold_reason == "客户要改"


def test_in_words_with_or_without_a_number(office: Office, order: int):
    office.says("张敏", "暂停")
    assert office.reads("张敏")[0] == "写上单号和原因，如：暂停 003 图纸要改"
    office.says("张敏", "暂停 009 图纸要改")
    assert "没找到“009”" in office.reads("张敏")[0]
    office.says("张敏", "暂停001")
    office.says("张敏", "暂停，客户在改图纸")
    assert office.order(order).hold_reason == "客户在改图纸"
    office.says("张敏", "恢复 001")
    office.taps("张敏", "恢复，接着做")
    office.says("刘伟", "暂停 料有裂纹", chat=MAKERS, to="可以开工")
    assert office.order(order).hold_reason == "料有裂纹"


def test_words_about_money_are_not_shown_to_those_who_see_none(office: Office, order: int):
    office.says("张敏", "暂停 001 客户压价到 55 元")
    assert office.reads("张敏", on="承诺")[1] == "暂停 · 客户压价到 55 元（张敏 10:05）"
    assert "55" not in office.all_of(MAKERS) + office.all_of(STORE)
    assert office.reads(MAKERS, on="先停下")[1] == "暂停 · （有金额，这里不显示）（张敏 10:05）"


def test_what_is_on_a_truck_cannot_be_held_and_others_may_not(office: Office, order: int):
    office.says("李娜", "暂停 001 款没到")
    assert office.reads("李娜")[0] == "这一步不归你的部门办。"
    office.says("陈亮", "暂停 001 客户要改")
    assert "没找到" in office.reads("陈亮")[0]
    gone = office.file("prepaid.shipment", (2, 300, "58.00"))
    pays(office, gone)
    ships(office, gone)
    office.says("张敏", "暂停 002 客户要改")
    assert office.reads("张敏")[0].startswith("XS261123-002 现在停不了：货已经发出")
    assert not office.order(gone).on_hold
    assert "〔暂停〕" not in "".join(office.reads("张敏", on="已发货"))
    assert "〔暂停〕" in "".join(office.reads("张敏", on="XS261123-001 宏达机电 · ")), "the control"
