"""草稿 as its person reads it the next morning: what lies there, what is missing, and the two buttons that end it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from db.models import Draft
from services import drafts
from services.reminders import drafts_left
from tests.support.office import HOUSE, Office, at

NINE = at("11-24", "09:00")


def leaves(office: Office, *, who: str = "张敏", **answers: object) -> int:
    """Somebody has named the customer and stopped."""
    with office.database.transaction() as session:
        given = {"customer": {"id": 1, "name": "宏达机电"}, **answers}
        begun = drafts.begin(
            session,
            office.person(session, who),
            form="order",
            chat_id=11,
            now=office.now,
            answers=given,
            leaf="standard",
        )
        return begun.id


def morning(office: Office, now: datetime = NINE) -> None:
    office.now = now
    with office.database.transaction() as session:
        drafts_left.tick(session, HOUSE, now)
    office.send()


def state(office: Office, draft: int) -> str:
    with office.database.transaction() as session:
        return session.scalars(select(Draft.state).where(Draft.id == draft)).one()


def test_it_says_what_lies_there_and_what_is_missing(office: Office):
    leaves(office)
    morning(office)
    told = office.reads("张敏")
    assert told[0] == "11月23日 周一 没报完的单还在："
    assert "宏达机电" in told[1]
    assert told[2].startswith("还缺 ")
    assert told[3:] == ["〔接着填〕〔不要了〕"]


def test_going_on_brings_the_question_back_where_it_stood(office: Office):
    draft = leaves(office)
    morning(office)
    office.taps("张敏", "接着填")
    assert "宏达机电" in "\n".join(office.reads("张敏"))
    assert office.reads("张敏")[-1].endswith("〔存草稿〕〔取消〕")
    assert state(office, draft) == "open"


def test_thrown_away_once_and_the_second_press_is_answered(office: Office):
    draft = leaves(office)
    morning(office)
    message = office.newest("张敏", on="没报完的单还在")
    assert office.presses("张敏", message, message.data("不要了")) == "这张不要了，没有提交。"
    assert state(office, draft) == "discarded"
    assert office.presses("张敏", message, message.data("不要了"))
    assert office.presses("张敏", message, message.data("接着填")) == "这张不要了，没有提交。"
    assert state(office, draft) == "discarded"


def test_an_old_button_throws_nothing_away_that_was_gone_on_with(office: Office):
    draft = leaves(office)
    morning(office)
    message = office.newest("张敏", on="没报完的单还在")
    office.taps("张敏", "接着填")
    assert office.presses("张敏", message, message.data("不要了")) == "刚才那下已经记了，看卡上现在的问题。"
    assert state(office, draft) == "open"


def test_nobody_else_ends_it(office: Office):
    draft = leaves(office)
    morning(office)
    message = office.newest("张敏", on="没报完的单还在")
    for label in ("接着填", "不要了"):
        assert office.presses("陈亮", message, message.data(label), chat="张敏") == "这张草稿是别人的，只有他能填。"
    assert state(office, draft) == "open"


def test_throwing_an_old_one_away_leaves_the_question_open_that_is_being_answered(office: Office):
    old = leaves(office)
    morning(office)
    office.says("张敏", "/new")
    office.taps("张敏", "不要了", on="没报完的单还在")
    assert state(office, old) == "discarded"
    with office.database.transaction() as session:
        (other,) = drafts.open_of(session, office.person(session, "张敏").id)
        before = dict(other.answers)
    office.says("张敏", "宏达")
    with office.database.transaction() as session:
        assert session.get_one(Draft, other.id).answers != before, "the words were heard"


def test_several_are_numbered_and_beyond_three_a_row_leads_to_all(office: Office):
    for _ in range(4):
        leaves(office)
    morning(office)
    told = office.reads("张敏")
    assert told[0] == "没填完的还有 4 张："
    assert [line[:2] for line in told[1:4]] == ["1.", "2.", "3."]
    assert told[4:] == [
        "〔1 接着填〕〔1 不要了〕",
        "〔2 接着填〕〔2 不要了〕",
        "〔3 接着填〕〔3 不要了〕",
        "〔全部草稿〕",
    ]
    office.taps("张敏", "全部草稿")
    assert office.reads("张敏")[0] == "没报完的 4 张，接着填哪张？"


def test_a_change_that_was_not_sent_is_called_one(office: Office):
    """Its content half changed, or its reason asked for and not given."""
    office.file("prepaid.shipment", (1, 300, "58.00"))
    office.taps("张敏", "改单")
    office.taps("张敏", "改内容")
    office.taps("张敏", "X200 数量")
    office.says("张敏", "350")
    morning(office)
    assert office.reads("张敏", on="还在：")[0] == "11月23日 周一 没交的改单还在："
    office.taps("张敏", "接着填")
    office.taps("张敏", "提交")
    morning(office, at("11-25", "09:00"))
    assert office.reads("张敏", on="还在：")[:2] == ["11月24日 周二 没交的改单还在：", "变更 XS261123-001 宏达机电"]


def test_what_is_handed_in_before_it_is_sent_is_not_told(office: Office):
    draft = leaves(office)
    office.now = NINE
    with office.database.transaction() as session:
        drafts_left.tick(session, HOUSE, NINE)
        drafts.submitted(session.get_one(Draft, draft), NINE)
    office.send()
    assert "没报完的单还在" not in office.all_of("张敏")


def test_after_a_month_it_says_when_it_will_be_cleared(office: Office):
    leaves(office)
    morning(office)
    morning(office, at("12-23", "09:00"))
    told = office.reads("张敏")
    assert told[0] == "这张草稿放了 30 天没动，12月24日 09:00 清掉："
    assert told[2:] == ["还要就点“接着填”。", "〔接着填〕〔不要了〕"]
