"""What people write back to a reminder counts: 知道了, 明天再说, an answer to the matter, or any words, which are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from db.models import AfterSale, ApprovalSeat, Chase, History, Person, Slip, Task, TaskReport
from handlers.reminders.told import may_read
from handlers.view import View
from services import money, people, supply
from services.reminders import answering
from services.reminders.answering import ACTION
from services.reminders.pausing import Heard
from tests.support.office import HOUSE, Office, at

PAY = "催客户付款"


@pytest.fixture
def reminded(office: Office) -> Office:
    """张敏 is asked for the money of one order, on the next day at 10:10."""
    office.now = at("11-23", "10:10")
    office.file("prepaid.release", (2, 300, "58"))
    office.goes_on("11-24", "10:30")
    assert office.reads("张敏")[0].startswith(PAY)
    return office


def chase(office: Office, rule: str = "pay_before_release") -> Chase:
    with office.database.transaction() as session:
        row = session.scalars(select(Chase).where(Chase.rule == rule)).one()
        session.expunge(row)
        return row


def kept(office: Office) -> list[str]:
    with office.database.transaction() as session:
        return list(session.scalars(select(History.entry).where(History.action == ACTION)))


@pytest.mark.parametrize("words", ["知道了", "收到！", "好的", "在催了", "已经在办", "OK", "這就去辦"])
def test_words_that_mean_so_are_the_button(reminded: Office, words: str) -> None:
    reminded.says("张敏", words, to=PAY)
    assert reminded.reads("张敏") == ["记下了，不再催。事还没完，别忘了办。"]
    assert chase(reminded).paused == "acknowledged"


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("晚点再说", "什么时候再提醒？"), ("等会儿", "什么时候再提醒？"), ("别催了", "什么时候再提醒？"),
        ("明天再催", "先放一放，是因为："), ("下午再说吧", "先放一放，是因为："), ("过一个小时", "先放一放，是因为："),
    ],
)  # fmt: skip
def test_later_asks_what_was_not_said(reminded: Office, words: str, asks: str) -> None:
    """What holds a gate is never muted: 别催了 asks until when."""
    reminded.says("张敏", words, to=PAY)
    assert reminded.reads("张敏")[0] == asks
    assert chase(reminded).paused is None


def test_tomorrow_and_a_reason_is_two_steps(reminded: Office) -> None:
    reminded.says("张敏", "明天再说", to=PAY)
    reminded.taps("张敏", "客户在办", on="先放一放")
    row = chase(reminded)
    assert (row.paused, row.paused_until, row.pause_reason) == ("snoozed", at("11-25", "08:30"), "customer")


def test_any_other_words_are_kept_and_told_to_those_above(reminded: Office) -> None:
    reminded.says("张敏", "客户说周五付", to=PAY)
    assert reminded.reads("张敏") == ["记下了，要往上报时带上这句。", "〔知道了〕〔稍后〕"]
    assert chase(reminded).paused is None, "the ladder goes on"
    assert len(kept(reminded)) == 1
    reminded.taps("张敏", "知道了", on="记下了，要往上报")
    assert chase(reminded).paused == "acknowledged"
    reminded.says("张敏", "/why 001")
    assert "10:30 张敏回：客户说周五付" in reminded.reads("张敏")


def test_those_above_read_it(reminded: Office) -> None:
    reminded.says("张敏", "客户说周五付", to=PAY)
    reminded.goes_on("12-02", "10:11")
    assert reminded.reads("周强", on=PAY)[-3] == "11月24日 10:30 张敏回：客户说周五付"


@pytest.mark.parametrize(("words", "state"), [("没查到", "not_found"), ("到账", "confirmed"), ("在查了", "waiting")])
def test_an_answer_to_the_slip_is_one(office: Office, words: str, state: str) -> None:
    office.file("prepaid.release", (2, 300, "58"))
    office.taps("张敏", "传水单", on="XS261123-001")
    office.says("张敏", "17400")
    office.goes_on("11-23", "14:30")
    assert office.reads("李娜")[0].startswith("水单待确认")
    office.says("李娜", words, to="水单待确认")
    with office.database.transaction() as session:
        assert session.scalars(select(Slip.state)).all() == [state]


@pytest.mark.parametrize(
    ("words", "state", "paused"),
    [("同意", "voted", None), ("收到", "open", "acknowledged"), ("好", "open", None), ("要先问采购", "open", None)],
)
def test_a_vote_in_reply_to_a_reminder_counts_and_so_is_asked_what_may_be_one(
    office: Office, words: str, state: str, paused: str | None
) -> None:
    office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.goes_on("11-23", "16:00")
    assert office.reads("刘伟")[0].startswith("还没表态")
    office.says("刘伟", words, to="还没表态")
    with office.database.transaction() as session:
        seat = select(ApprovalSeat.id, ApprovalSeat.state).where(ApprovalSeat.asked_of == "production")
        number, now = session.execute(seat).one()
        row = session.scalars(
            select(Chase).where(Chase.subject == f"seat:{number}", Chase.rule == "review_waits")
        ).one()
        assert (now, row.paused) == (state, paused)
    assert kept(office) == [], "what is said of a vote stands on its card"
    if words == "好":
        assert "同意" in "".join(office.reads("刘伟"))


def test_in_the_group_a_colleague_may_say_something_and_let_rest_only_what_is_the_departments(office: Office) -> None:
    office.file("prepaid.release", (2, 300, "58"))
    office.taps("张敏", "传水单", on="XS261123-001")
    office.says("张敏", "17400")
    office.goes_on("11-23", "17:00")
    office.says("李娜", "银行系统在维护", chat="财务群", to="水单待确认")
    assert office.reads("财务群")[0] == "记下了，要往上报时带上这句。"
    office.says("李娜", "收到", chat="财务群", to="水单待确认")
    assert chase(office, "slip_unconfirmed").paused == "acknowledged"


def test_of_several_only_being_reminded_is_meant(office: Office) -> None:
    for clock in ("10:10", "10:20", "10:30", "10:40"):
        office.now = at("11-23", clock)
        office.file("prepaid.release", (2, 300, "58"))
    office.goes_on("11-24", "16:30")
    office.says("张敏", "客户说周五付", to="还有 2 件")
    assert office.reads("张敏") == ["这条说了 2 件，分不清你说的是哪件，没有记。要都放一放，回“知道了”或“稍后”。"]
    office.says("张敏", "知道了", to="还有 2 件")
    assert office.reads("张敏") == ["这 2 件都记下了，不再催。事还没完，别忘了办。"]
    assert kept(office) == []


def pay(office: Office) -> None:
    with office.database.transaction() as session:
        slip = money.send_slip(session, HOUSE, office.person(session, "张敏"), 1, office.now, claimed_minor=1_740_000)
        money.confirm_slip(session, HOUSE, office.person(session, "李娜"), slip.id, office.now)


def test_what_was_settled_meanwhile_cannot_be_let_rest(reminded: Office) -> None:
    pay(reminded)
    reminded.goes_on("11-24", "10:40")
    reminded.says("张敏", "知道了", to=PAY)
    assert reminded.reads("张敏") == ["这件事已经办好了，不用再点。"]


def test_a_picture_in_reply_is_still_a_slip(reminded: Office) -> None:
    reminded.uploads("张敏", to=PAY)
    assert "水单" in "".join(reminded.reads("张敏"))
    assert kept(reminded) == []


def test_forwarded_words_say_nothing(reminded: Office) -> None:
    origin = {"type": "hidden_user", "date": int(reminded.now.timestamp()), "sender_user_name": "客户"}
    reminded.says("张敏", "知道了", to=PAY, forward_origin=origin)
    assert chase(reminded).paused is None
    assert kept(reminded) == []


# ── whose words they are, and for what ─────────────────────────────────────────────────────


def test_ok_is_no_vote_but_asked(office: Office) -> None:
    office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.goes_on("11-23", "16:00")
    office.says("刘伟", "OK", to="还没表态")
    assert office.reads("刘伟")[0] == "刘伟，“OK”是同意吗？"
    with office.database.transaction() as session:
        assert set(session.scalars(select(ApprovalSeat.state))) == {"open"}


@pytest.mark.parametrize("words", ["OK", "同意", "好"])
def test_those_above_were_not_asked_the_matter_itself(office: Office, words: str) -> None:
    with office.database.transaction() as session:
        session.scalars(select(Person).where(Person.name == "陈亮")).one().department = "production"
        session.scalars(select(Person).where(Person.name == "陈亮")).one().role = "manager"
    office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.goes_on("11-25", "10:06")
    assert office.reads("陈亮")[0].startswith("请接一下 · 还没表态")
    office.says("陈亮", words, to="请接一下")
    assert office.reads("陈亮") == ["同不同意请到卡片上定，这里回的不算。"]
    with office.database.transaction() as session:
        assert set(session.scalars(select(ApprovalSeat.state))) == {"open"}


def test_of_another_departments_task_nothing_is_ended(office: Office) -> None:
    order = office.file("prepaid.shipment", (1, 300, "58.00"))
    with office.database.transaction() as session:
        for who, kind in (("刘伟", "production"), ("王芳", "purchase")):
            supply.take(session, HOUSE, office.person(session, who), order, kind, office.now)
    office.goes_on("11-30", "18:00")
    office.goes_on("12-02", "18:00")
    assert office.reads("生产采购群", on="任务到期")
    office.says("刘伟", "完成了", chat="生产采购群", to="任务到期")
    with office.database.transaction() as session:
        assert dict(session.execute(select(Task.kind, Task.state)).all()) == {
            "production": "doing",
            "purchase": "doing",
        }
    assert len(kept(office)) == 1
    office.says("王芳", "到料了", chat="生产采购群", to="任务到期")
    with office.database.transaction() as session:
        assert dict(session.execute(select(Task.kind, Task.state)).all()) == {"production": "doing", "purchase": "done"}


def test_a_number_alone_says_how_far_it_is(office: Office) -> None:
    order = office.file("standard", (1, 300, "58.00"))
    with office.database.transaction() as session:
        for kind, who in (("purchase", "王芳"), ("production", "刘伟")):
            supply.take(session, HOUSE, office.person(session, who), order, kind, office.now)
        supply.finish(session, HOUSE, office.person(session, "王芳"), order, "purchase", office.now)
    office.goes_on("11-25", "10:06")
    assert office.reads("刘伟")[0].startswith("问进度")
    office.says("刘伟", "200台", to="问进度")
    with office.database.transaction() as session:
        assert session.scalars(select(TaskReport.quantity)).all()[-1] == 200


def gone_back(office: Office) -> None:
    order = office.file("prepaid.shipment", (2, 300, "58"))
    with office.database.transaction() as session:
        slip = money.send_slip(
            session, HOUSE, office.person(session, "张敏"), order, office.now, claimed_minor=1_740_000
        )
        money.confirm_slip(session, HOUSE, office.person(session, "陈静"), slip.id, office.now)
    office.send()
    office.taps("赵强", "备齐", chat="仓库群")
    office.taps("张敏", "发货通知")
    office.taps("赵强", "已发出", chat="仓库群")
    office.taps("张敏", "售后")
    office.taps("张敏", "退货")
    office.says("张敏", "50")
    office.taps("张敏", "质量问题")


def state(office: Office) -> str:
    with office.database.transaction() as session:
        return session.scalars(select(AfterSale.state)).one()


def test_a_return_is_agreed_by_finance_in_so_many_words_and_received_by_the_warehouse(office: Office) -> None:
    gone_back(office)
    office.goes_on("11-26", "18:00")
    office.says("李娜", "可以", to="退货等财务")
    assert (state(office), chase(office, "after_sale_waits").paused) == ("asked", None), "no 知道了"
    office.says("李娜", "同意", to="退货等财务")
    assert state(office) == "agreed"
    office.goes_on("12-02", "18:00")
    office.says("赵强", "收到了", to="等仓储物流")
    assert office.reads("赵强") == ["货收到了请点上面的“看这件”报数，这里回的不算。"]
    assert chase(office, "after_sale_waits").paused is None
    office.says("赵强", "退回了", to="等仓储物流")
    assert state(office) == "done"


def test_sales_words_about_a_late_delivery_are_kept(office: Office) -> None:
    order = office.file("prepaid.shipment", (2, 300, "58"))
    with office.database.transaction() as session:
        slip = money.send_slip(
            session, HOUSE, office.person(session, "张敏"), order, office.now, claimed_minor=1_740_000
        )
        money.confirm_slip(session, HOUSE, office.person(session, "陈静"), slip.id, office.now)
    office.goes_on("12-07", "10:00")
    late = "交期过了"
    for words in ("发货了", "明天"):
        office.says("张敏", words, to=late)
        assert office.reads("张敏")[0] == "记下了，要往上报时带上这句。"
    office.says("张敏", "明天再说", to=late)
    assert office.reads("张敏")[0] == "先放一放，是因为：", "the control"


# ── again, late, in between ────────────────────────────────────────────────────────────────


def test_put_off_again_the_next_day_it_is_asked_below(reminded: Office) -> None:
    reminded.says("张敏", "明天再说", to=PAY)
    reminded.taps("张敏", "客户在办", on="先放一放")
    reminded.goes_on("11-25", "09:00")
    assert reminded.reads("张敏")[0].startswith(PAY)
    reminded.says("张敏", "明天再说", to=PAY)
    assert reminded.reads("张敏")[0] == "先放一放，是因为："


def test_an_open_question_gets_its_answer(reminded: Office) -> None:
    reminded.taps("张敏", "传水单", on=PAY)
    reminded.says("张敏", "17400", to=PAY)
    with reminded.database.transaction() as session:
        assert session.scalars(select(Slip.claimed_minor)).all() == [1_740_000]
    assert kept(reminded) == []


def test_said_twice_it_is_not_called_done(reminded: Office) -> None:
    for _time in range(2):
        reminded.says("张敏", "知道了", to=PAY)
    assert reminded.reads("张敏") == ["张敏 10:30 已经处理，不用再点。"]


def test_this_afternoon_when_it_is_over_offers_the_rest(reminded: Office) -> None:
    reminded.now = at("11-24", "17:00")
    reminded.says("张敏", "下午再说", to=PAY)
    assert reminded.reads("张敏") == ["什么时候再提醒？", "〔1 小时后〕〔明早〕"]


def test_what_is_over_takes_no_words(reminded: Office) -> None:
    pay(reminded)
    reminded.goes_on("11-24", "10:40")
    reminded.says("张敏", "客户说周五付", to=PAY)
    assert reminded.reads("张敏") == ["这件事已经办好了，不用再点。"]
    assert kept(reminded) == []


def test_those_above_read_it_in_a_list_too_and_nothing_of_an_earlier_standing(office: Office) -> None:
    for clock in ("10:10", "10:10"):
        office.now = at("11-23", clock)
        office.file("prepaid.release", (2, 300, "58"))
    office.goes_on("11-24", "10:30")
    with office.database.transaction() as session:
        row = session.scalars(select(Chase).where(Chase.rule == "pay_before_release", Chase.subject == "order:1")).one()
        heard = Heard(office.person(session, "张敏"), people.chat_facts(session, 11), [[row.rule, row.subject]])
        answering.answer(session, HOUSE, heard, "客户说周五付", office.now)
    office.goes_on("12-02", "10:30")
    assert "11月24日 10:30 张敏回：客户说周五付" in office.reads("周强", on="催客户付款 · 2 件")
    with office.database.transaction() as session:
        assert answering.last(session, 1, "pay_before_release", "order:1") is not None
        row = session.scalars(select(Chase).where(Chase.rule == "pay_before_release", Chase.subject == "order:1")).one()
        row.anchor_at = office.now
        session.flush()
        assert answering.last(session, 1, "pay_before_release", "order:1") is None


def test_words_that_may_name_amounts_are_for_those_who_may_see_them(reminded: Office) -> None:
    reminded.says("张敏", "客户说先付 8 万", to=PAY)
    with reminded.database.transaction() as session:
        answer = answering.of_order(session, 1)[0]
        for departments, reads in ((("sales",), True), (("sales", "warehouse"), False), (("warehouse",), False)):
            met = replace(people.chat_facts(session, -1005), departments=departments)
            assert may_read(View(session, HOUSE, reminded.now, met, "why", "order:1", {}), answer) == reads


def test_a_question_about_another_order_gets_nothing_of_it(office: Office) -> None:
    for clock in ("10:10", "10:20"):
        office.now = at("11-23", clock)
        office.file("prepaid.release", (2, 300, "58"))
    office.goes_on("11-24", "10:30")
    office.taps("张敏", "传水单", on="催客户付款 · XS261123-002")
    office.says("张敏", "17400", to="催客户付款 · XS261123-001")
    with office.database.transaction() as session:
        assert session.scalars(select(Slip.id)).all() == []
    assert len(kept(office)) == 1


@pytest.mark.parametrize("words", ["2台机器坏了", "3天后才能做完", "12月3日完成", "50%"])
def test_a_sentence_that_begins_with_a_number_is_no_report(office: Office, words: str) -> None:
    order = office.file("standard", (1, 300, "58.00"))
    with office.database.transaction() as session:
        for kind, who in (("purchase", "王芳"), ("production", "刘伟")):
            supply.take(session, HOUSE, office.person(session, who), order, kind, office.now)
        supply.finish(session, HOUSE, office.person(session, "王芳"), order, "purchase", office.now)
    office.goes_on("11-25", "10:06")
    office.says("刘伟", words, to="问进度")
    assert office.reads("刘伟")[0] == "记下了，要往上报时带上这句。"
    assert words in kept(office)[0]


def test_finance_who_says_yes_is_told_where_to_agree(office: Office) -> None:
    gone_back(office)
    office.goes_on("11-26", "18:00")
    office.says("李娜", "可以", to="退货等财务")
    assert office.reads("李娜") == ["同不同意请到卡片上定，这里回的不算。"]


def test_a_sticker_says_nothing(office: Office) -> None:
    office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.goes_on("11-23", "16:00")
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
               "is_animated": False, "is_video": False}  # fmt: skip
    office.says("刘伟", to="还没表态", sticker=sticker)
    assert office.reads("刘伟") == ["这条只收文字：想说什么，回一句就行。"]
    with office.database.transaction() as session:
        assert session.scalars(select(History.action).where(History.action == "remarked")).all() == []


def test_words_stay_with_the_department_in_which_they_were_written(reminded: Office) -> None:
    reminded.says("张敏", "客户说先付 8 万", to=PAY)
    with reminded.database.transaction() as session:
        session.scalars(select(Person).where(Person.name == "张敏")).one().department = "warehouse"
        session.flush()
        assert [one.department for one in answering.of_order(session, 1)] == ["sales"]
