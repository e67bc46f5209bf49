"""What people write back to a reminder counts: 知道了, 明天再说, an answer to the matter, or any words, which are kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.models import ApprovalSeat, Chase, History, Slip
from services import money
from services.reminders.answering import ACTION
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
    assert office.reads("张敏") == ["这条说了 2 件，点开要说的那件再回。要都放一放，回“知道了”或“稍后”。"]
    office.says("张敏", "知道了", to="还有 2 件")
    assert office.reads("张敏") == ["这 2 件都记下了，不再催。事还没完，别忘了办。"]
    assert kept(office) == []


def test_what_was_settled_meanwhile_takes_no_more_words(reminded: Office) -> None:
    with reminded.database.transaction() as session:
        total = reminded.person(session, "张敏")
        slip = money.send_slip(session, HOUSE, total, 1, reminded.now, claimed_minor=1_740_000)
        money.confirm_slip(session, HOUSE, reminded.person(session, "李娜"), slip.id, reminded.now)
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
