"""风险: named by a reply, seen to on a card, closed with a reason; on the order, in /why and in /risks."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.models import Order, Risk
from services.risks import checking, closing, opening
from tests.support.changing import takes
from tests.support.office import HOUSE, Office, at

MAKERS, STORE, SALES = "生产采购群", "仓库群", "销售群"
SAID = "有风险 供应商说料要晚三天"


@pytest.fixture
def order(office: Office) -> int:
    made = office.file("prepaid.shipment", (1, 300, "58.00"))
    takes(office, made)
    return made


def a_minute(office: Office) -> None:
    """So long it is kept from those who did not ask."""
    office.passes(minutes=1)
    office.send()


def risks(office: Office) -> list[Risk]:
    with office.database.transaction() as session:
        return list(session.scalars(select(Risk).order_by(Risk.id)))


def test_a_reply_in_the_group_is_in_the_register_and_asks_one_tap(office: Office, order: int):
    office.says("刘伟", SAID, chat=MAKERS, to="可以开工")
    assert office.reads(MAKERS, on="料要晚三天") == [
        "中风险 · XS261123-001 宏达机电",
        "供应商说料要晚三天",
        "责任人 赵强",
        "刘伟 10:05 提的",
        "应对措施、预案还没写",
        "风险多大？先按“中”记了，不对点一下。",
        "〔低〕〔中〕〔高〕",
        "〔写应对措施〕〔写预案〕",
        "〔换责任人〕〔改等级〕",
        "〔关闭〕〔看这张单〕",
    ]
    assert "料要晚三天" not in office.all_of(STORE), "not before it is known how grave it is"
    assert office.taps("刘伟", "高", chat=MAKERS) == "改成“高”了。"
    assert "〔低〕" not in "".join(office.reads(MAKERS, on="料要晚三天")), "asked once"
    assert office.reads(STORE, on="料要晚三天")[0] == "高风险 · XS261123-001 宏达机电", "whose order it is hears it"
    assert [(one.level, one.department, one.rule) for one in risks(office)] == [("high", "warehouse", "")]


@pytest.mark.parametrize(("tapped", "heard"), [("", True), ("中", True), ("低", False), ("关闭", False)])
def test_a_minute_later_its_group_hears_of_what_is_no_low_risk(
    office: Office, order: int, tapped: str, heard: bool
):  # fmt: skip
    office.says("张敏", "有风险 001 供应商说料要晚三天")
    assert "料要晚三天" not in office.all_of(STORE)
    if tapped:
        office.taps("张敏", tapped, on="料要晚三天")
    if tapped == "关闭":
        office.taps("张敏", "已解决", on="料要晚三天")
    a_minute(office)
    assert ("料要晚三天" in office.all_of(STORE)) is heard
    if tapped == "低":
        office.says("张敏", "高", to="料要晚三天")
        assert office.reads(STORE, on="料要晚三天")[0] == "高风险 · XS261123-001 宏达机电", "it has become grave"


def test_in_private_with_a_number_and_without(office: Office, order: int):
    office.says("张敏", "有风险")
    assert office.reads("张敏")[0].startswith("回那张单的卡片")
    office.says("张敏", "有风险 009 料晚")
    assert "没找到“009”" in office.reads("张敏")[0]
    office.says("张敏", "有风险 001")
    assert "有什么风险？写一句" in office.reads("张敏")[0]
    office.says("张敏", "300 台怕赶不出来")
    assert [one.words for one in risks(office)] == ["300 台怕赶不出来"]
    office.says("张敏", "有风险 5 台外壳划伤", to="承诺")
    assert risks(office)[-1].words == "5 台外壳划伤", "a number that is no order of the card's is what is feared"
    office.says("张敏", "/why 001")
    assert "中风险：5 台外壳划伤（赵强）" in office.reads("张敏")
    assert "风险 2 条，最重的是中：300 台怕赶不出来（赵强）" in office.reads("张敏", on="承诺")


def test_from_the_order_card_by_button(office: Office, order: int):
    office.taps("张敏", "有风险", on="承诺")
    office.taps("张敏", "没有风险")
    assert not risks(office)
    office.taps("张敏", "有风险", on="承诺")
    office.says("张敏", "客户在催")
    assert office.reads("张敏", on="客户在催")[0] == "中风险 · XS261123-001 宏达机电"


def test_it_is_seen_to_by_buttons_and_in_words(office: Office, order: int):
    office.says("刘伟", SAID, chat=MAKERS, to="可以开工")
    a_minute(office)
    office.taps("赵强", "写应对措施", chat=STORE)
    office.says("赵强", "先发现货 100 台", chat=STORE, to="应对措施，写一句")
    office.taps("赵强", "改应对措施", chat=STORE)
    office.says("赵强", "先发现货 120 台", chat=STORE, to="应对措施，写一句")
    assert office.reads(STORE)[0] == "应对措施换成这一条了。原来写的是：先发现货 100 台"
    office.says("赵强", "预案：换一家供应商", chat=STORE, to="料要晚三天")
    office.says("赵强", "责任人 王芳", chat=STORE, to="料要晚三天")
    card = office.reads(STORE, on="料要晚三天")
    assert card[2:6] == ["责任人 王芳", "刘伟 10:05 提的", "应对措施：先发现货 120 台", "预案：换一家供应商"]
    assert office.reads("王芳")[0] == "中风险 · XS261123-001 宏达机电", "who owns it now gets the card"
    office.says("赵强", "随便说说", chat=STORE, to="料要晚三天")
    assert office.reads(STORE)[0].startswith("没看懂。回这张风险卡可以写")
    office.says("赵强", "改成低", chat=STORE, to="料要晚三天")
    assert risks(office)[0].level == "low"


def test_closing_wants_a_reason_and_the_second_is_told(office: Office, order: int):
    office.says("刘伟", SAID, chat=MAKERS, to="可以开工")
    a_minute(office)
    office.taps("赵强", "关闭", chat=STORE)
    assert office.reads(STORE, on="料要晚三天")[-3:] == ["为什么关？", "〔已解决〕〔已接受〕〔误报〕", "〔先不关〕"]
    office.taps("赵强", "误报", chat=STORE)
    assert risks(office)[0].state == "open", "the control: it is asked why"
    office.says("赵强", "料昨天就到了", chat=STORE, to="为什么是误报")
    closed = risks(office)[0]
    assert (closed.state, closed.closing, closed.closing_words) == ("closed", "false_alarm", "料昨天就到了")
    assert office.reads(STORE, on="料要晚三天")[1] == "已关闭 · 误报：料昨天就到了（赵强 10:06）"
    assert "关闭" not in "".join(office.newest(MAKERS, on="料要晚三天").labels), "everywhere"
    office.says("刘伟", "预案 换一家", chat=MAKERS, to="料要晚三天")
    assert office.reads(MAKERS)[0] == "这条风险 赵强 10:06 关了：误报。"


def test_whom_it_does_not_concern_and_orders_that_are_over(office: Office, order: int):
    office.says("刘伟", SAID, chat=MAKERS, to="可以开工")
    card = office.newest(MAKERS, on="料要晚三天")
    close = card.data("关闭")
    assert office.presses("王芳", card, close, chat=MAKERS) == "这条风险归仓储物流管，由他们和责任人、管理层改。"
    assert office.presses("刘伟", card, close, chat=MAKERS) == "", "the control: who named it"
    office.says("陈亮", "有风险 001 我也担心")
    assert "没找到" in office.reads("陈亮")[0]
    with office.database.transaction() as session:
        session.get_one(Order, order).state = "cancelled"
    office.says("张敏", "有风险 001 客户跑了")
    assert office.reads("张敏")[0].startswith("XS261123-001 已经结了，不用再记风险。")
    assert len(risks(office)) == 1


def test_amounts_in_words_are_not_for_those_who_see_none(office: Office, order: int):
    office.says("张敏", "有风险 001 客户压价到 55 元")
    a_minute(office)
    assert office.reads("张敏", on="中风险 · ")[1] == "客户压价到 55 元", "the control"
    assert office.reads(STORE, on="中风险 · ")[1] == "（有金额，这里不显示）"
    assert "55" not in office.all_of(STORE)


def test_the_list_by_level_and_age_with_pages_and_filters(office: Office, order: int):
    office.says("张敏", "风险")
    assert office.reads("张敏")[0].startswith("现在没有风险。")
    with office.database.transaction() as session:
        zhang = office.person(session, "张敏")
        row = session.get_one(Order, order)
        for n in range(13):
            opening.open_for_order(session, HOUSE, zhang, order, f"第 {n} 件", office.now)
        opening.arise(
            session, row, rule="pay_before_shipment", subject=f"order:{order}", level="high", department="sales",
            owner_id=row.sales_id, anew=True, now=office.now,
        )  # fmt: skip
    office.passes(days=2)
    office.says("张敏", "/risks")
    page = office.reads("张敏")
    assert page[0] == "风险 14 条，等级高的、时间久的在前"
    assert page[1].startswith("1 高 · XS261123-001 宏达机电 · ")
    assert page[1].endswith(" · 张敏，2 天")
    assert page[13] == "第 1 到 12 条"
    assert page[-2:] == ["〔下一页〕〔查看全部〕", "〔我的〕〔本部门〕"]
    office.taps("张敏", "下一页")
    assert "第 13 到 14 条" in office.reads("张敏")
    office.taps("张敏", "查看全部")
    assert len([line for line in office.reads("张敏") if " · XS261123-001" in line]) == 14
    office.taps("张敏", "本部门")
    assert office.reads("张敏")[0] == "本部门风险 1 条，等级高的、时间久的在前"
    office.says("陈亮", "/risks")
    assert office.reads("陈亮")[0].startswith("现在没有风险。"), "another salesperson's orders"


def test_a_risk_of_a_rule_that_closed_itself_says_so(office: Office, order: int):
    with office.database.transaction() as session:
        row = session.get_one(Order, order)
        risk = opening.arise(
            session, row, rule="pay_before_shipment", subject=f"order:{order}", level="mid", department="sales",
            owner_id=row.sales_id, anew=True, now=office.now,
        )  # fmt: skip
        assert risk is not None
        number = risk.id
    assert office.all_of(SALES) == "", "its reminder is the message"
    office.says("张敏", "/risks")
    office.taps("张敏", "1 001 宏达机电")
    before = office.newest("张敏", on="中风险 · ")
    data = before.data("改等级")
    with office.database.transaction() as session:
        session.get_one(Order, order)
        closing.pass_over(session, rule="pay_before_shipment", subject=f"order:{order}", now=office.now)
    assert risks(office)[0].id == number
    assert office.presses("张敏", before, data) == "这条风险的事已经了结，10:05 自动关的。"


# ── 定期评估 ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def thursday(office: Office) -> Office:
    """刘伟 was asked on Thursday afternoon."""
    for now in (office.now, at("11-26", "14:00")):
        office.now = now
        with office.database.transaction() as session:
            checking.tick(session, HOUSE, now)
    office.send()
    return office


def test_the_checklist_goes_item_by_item(thursday: Office):
    assert thursday.reads("刘伟") == [
        "风险评估 · 生产 · 11月26日 周四",
        "交期：两周内要交的单，有没有来不及的",
        "后面还有：质量、供应、回款、人手和设备",
        "〔没事〕〔有风险〕",
    ]
    before = thursday.newest("刘伟")
    first = before.out.keyboard[0][0]["callback_data"]
    assert thursday.taps("刘伟", "没事") == "记下了。"
    assert "刘伟" in thursday.presses("刘伟", before, first), "the second press"
    thursday.says("刘伟", "没事", to="风险评估")
    thursday.taps("刘伟", "有风险")
    assert thursday.reads("刘伟")[0] == "刘伟，生产的“供应”有什么风险？写一句，我登记上。"
    thursday.says("刘伟", "轴承只有一家供货")
    assert thursday.reads("刘伟", on="轴承")[:2] == ["中风险 · 生产", "供应 轴承只有一家供货"]
    thursday.says("刘伟", "有风险 两台车床坏了", to="风险评估")
    thursday.taps("刘伟", "没事")
    assert thursday.reads("刘伟", on="风险评估") == [
        "风险评估 · 生产 · 11月26日 周四 · 做完了",
        "✓ 交期 没事",
        "✓ 质量 没事",
        "! 供应 有风险，已登记",
        "! 回款 有风险，已登记",
        "✓ 人手和设备 没事",
        "刘伟 14:00 做完，登记风险 2 条。",
    ]
    thursday.says("刘伟", "/risks")
    assert "1 中 · 生产 · 供应 轴承只有一家供货 · 刘伟" in thursday.reads("刘伟")


def test_a_list_of_last_week_is_over(thursday: Office):
    last_week = thursday.newest("刘伟")
    data = last_week.out.keyboard[0][0]["callback_data"]
    thursday.now = at("12-03", "14:00")
    with thursday.database.transaction() as session:
        checking.tick(session, HOUSE, thursday.now)
    assert thursday.presses("刘伟", last_week, data) == "这张评估已过期，请填新的一张。"
    assert thursday.reads("刘伟")[0] == "风险评估 · 生产 · 12月3日 周四"
    assert thursday.reads("刘伟", on="11月26日") == ["风险评估 · 生产 · 11月26日 周四 · 已过期，请填新的一张"]
