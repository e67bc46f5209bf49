"""代理 in one line: who, from when, until when; shown before it holds, told to both, and the cards go there and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from db.models import Delegation, Person
from domain.rights import RIGHTS, Right
from services.approvals import delegating
from tests.support.office import Office, at

MAKERS = "生产采购群"


def ticks(office: Office) -> None:
    """The metronome looks."""
    with office.database.transaction() as session:
        delegating.tick(session, office.now)
    office.send()


def held(office: Office) -> list[tuple[int, int]]:
    with office.database.transaction() as session:
        return [(row.from_id, row.to_id) for row in session.scalars(select(Delegation)) if row.ended_at is None]


@pytest.fixture
def personal(office: Office) -> int:
    """A seat that was passed on to 孙丽 in person."""
    order = office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.taps("刘伟", "更多", chat=MAKERS, on="请生产定")
    office.taps("刘伟", "转交", chat=MAKERS, on="请生产定")
    office.taps("刘伟", "孙丽 · 质检", chat=MAKERS)
    return order


def test_one_line_says_what_it_means_and_holds_after_a_tap(office: Office, personal: int):
    office.says("孙丽", "代理 王芳 到周五")
    assert office.reads("孙丽") == [
        "王芳 替你定，到 11月27日 周五 17:30。",
        "现在等你的 1 张也给 王芳 看。",
        "你自己还能定；你报的单，王芳 不能替定。",
        "〔就这样〕〔取消〕",
    ]
    assert held(office) == [], "nothing holds before the tap"
    office.taps("孙丽", "就这样")
    assert "好，王芳 替你定，到 11月27日 周五 17:30。两边都说了。" in office.all_of("孙丽")
    assert "孙丽 请你代定，到 11月27日 周五 17:30。" in office.all_of("王芳")
    assert office.reads("王芳", on="请孙丽定")[-2] == "〔同意〕〔驳回〕"
    assert "孙丽 不在，由 王芳 代，到 11月27日 周五 17:30。" in office.all_of("张敏")
    office.taps("王芳", "同意", on="请孙丽定")
    assert "王芳（替孙丽） 同意" in office.all_of("孙丽")


def test_cards_go_back_at_the_end(office: Office, personal: int):
    office.says("孙丽", "/delegate 王芳 到周五")
    office.taps("孙丽", "就这样")
    assert office.newest("王芳", on="请孙丽定").labels
    office.now = at("11-27", "17:29")
    ticks(office)
    assert office.newest("王芳", on="请孙丽定").labels, "the control: not before its time"
    office.now = at("11-27", "17:30")
    ticks(office)
    assert office.reads("王芳", on="请孙丽定")[-1] == "现在归孙丽定，不用你点了。"
    assert office.newest("孙丽", on="请孙丽定").labels


def test_it_begins_when_it_was_said_to(office: Office, personal: int):
    office.says("孙丽", "代理 王芳 从明天到周五")
    assert office.reads("孙丽")[0] == "王芳 替你定，11月24日 周二 08:30 起，到 11月27日 周五 17:30。"
    office.taps("孙丽", "就这样")
    assert "请孙丽定" not in office.all_of("王芳")
    with office.database.transaction() as session:
        assert delegating.next_due(session) == at("11-24", "08:30")
    office.now = at("11-24", "08:30")
    ticks(office)
    assert office.newest("王芳", on="请孙丽定").labels
    with office.database.transaction() as session:
        assert delegating.next_due(session) == at("11-27", "17:30")


def test_taken_back_with_a_button(office: Office, personal: int):
    office.says("孙丽", "代理 王芳 到周五")
    office.taps("孙丽", "就这样")
    office.says("孙丽", "/delegate")
    assert "王芳 替你定，到 11月27日 周五 17:30" in office.reads("孙丽")
    assert "要请人代，写一句：代理 王芳 到周五" in office.reads("孙丽")
    assert office.taps("孙丽", "收回 王芳") == "收回了，等你的都回到你这里。"
    assert held(office) == []
    assert "孙丽 的代理收回了" in office.all_of("王芳")
    assert not office.newest("王芳", on="请孙丽定").labels


def test_nobody_takes_back_what_is_anothers(office: Office):
    office.says("孙丽", "代理 王芳 到周五")
    office.taps("孙丽", "就这样")
    office.says("孙丽", "/delegate")
    message = office.newest("孙丽")
    data = message.out.keyboard[0][0]["callback_data"]
    assert office.presses("刘伟", message, data, chat="孙丽") == "这条代理是孙丽的，只有本人和管理员能收回。"
    assert len(held(office)) == 1


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("代理 小明 到周五", "同事里没有“小明”。请谁代？点一个，或把名字写全再发一次。"),
        ("代理 陈 到周五", "“陈”是哪位？"),
        ("代理 王芳", "王芳 替你定，到哪天？点一个，或写日期（周五 / 12.4）。"),
        ("代理 王芳 到下下下周", "没看懂“下下下周”是哪天。"),
        ("代理 刘伟 王芳 到周五", "替别人说代理，要公司管理员来。你自己的，写：代理 姓名 到周五。"),
        ("代理 孙丽 到周五", "自己不能代自己，换一位同事。"),
        ("代理 王芳 到今天", "王芳 替你定，到 11月23日 周一 17:30。"),
        ("代理 王芳 到明年6月1日", "一次最多代 60 天，写近一点，到期再续。"),
    ],
)
def test_what_is_unclear_is_asked_and_what_cannot_be_is_said(office: Office, line: str, asked: str):
    office.says("孙丽", line)
    assert office.reads("孙丽")[0] == asked
    assert held(office) == []


def test_asked_by_button_and_in_words(office: Office):
    office.says("孙丽", "代理 陈")
    office.taps("孙丽", "陈静 · 财务")
    assert "11月27日 周五" in "".join(office.reads("孙丽"))
    office.says("孙丽", "下周三")
    assert office.reads("孙丽")[0] == "陈静 替你定，到 12月2日 周三 17:30。"
    office.taps("孙丽", "取消")
    assert held(office) == []


def test_said_on_friday_friday_is_asked(office: Office):
    office.now = at("11-27", "09:00")
    office.says("孙丽", "代理 王芳 到周五")
    assert "〔11月27日 周五〕〔12月4日 周五〕" in office.reads("孙丽")


def test_no_circle_and_not_twice(office: Office):
    office.says("孙丽", "代理 王芳 到周五")
    office.taps("孙丽", "就这样")
    office.says("孙丽", "代理 王芳 到周四")
    assert office.reads("孙丽")[0].startswith("这段时间已经请 王芳 代了")
    office.says("王芳", "代理 孙丽 到周四")
    assert office.reads("王芳")[0].startswith("孙丽 这段时间正请你代")
    assert len(held(office)) == 1


def test_an_administrator_says_it_for_somebody_who_is_away(office: Office, personal: int):
    with office.database.transaction() as session:
        boss = session.scalars(select(Person).where(Person.name == "周强")).one()
        boss.is_admin, boss.telegram_id = True, 12
    object.__setattr__(office.desk, "house", _with_admin(office, 12))
    office.says("周强", "/delegate 孙丽 王芳 到周五")
    assert office.reads("周强")[0] == "王芳 替孙丽定，到 11月27日 周五 17:30。"
    office.taps("周强", "就这样")
    assert "周强 替你说了：王芳 替你定" in office.all_of("孙丽")
    assert office.newest("王芳", on="请孙丽定").labels


def _with_admin(office: Office, telegram_id: int):
    return replace(office.desk.house, admin_ids=frozenset({1, telegram_id}))


def test_in_a_group_only_who_asked_confirms(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.says("刘伟", "代理 王芳 到周五", chat=MAKERS, to="请采购定")
    assert office.taps("王芳", "就这样", chat=MAKERS).startswith("这是刘伟在问的")
    assert held(office) == []
    office.taps("刘伟", "就这样", chat=MAKERS)
    assert len(held(office)) == 1


def test_words_that_only_begin_alike_are_not_swallowed(office: Office):
    office.says("张敏", "代理商宏达 X200 三百台 单价58")
    assert "同事里没有" not in office.all_of("张敏")


def test_the_right_guards_it(office: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(RIGHTS, "approval.delegate", Right(frozenset()))
    office.says("孙丽", "/delegate 王芳 到周五")
    assert office.reads("孙丽") == ["这一步不归你的部门办。"]
    monkeypatch.undo()
    office.says("孙丽", "/delegate 王芳 到周五")
    assert office.reads("孙丽")[0].startswith("王芳 替你定"), "the control: the table alone stood in the way"


def test_never_a_way_round_an_order_of_ones_own(office: Office):
    order = office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.says("刘伟", "代理 张敏 到周五")
    office.taps("刘伟", "就这样")
    office.passes(hours=1)
    assert office.taps("张敏", "同意", chat=MAKERS, on="请生产定") == "自己的单不能自己定，请另一位同事来。"
    assert office.order(order).state == "review"
