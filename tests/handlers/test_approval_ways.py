"""Other ways of an approval, in chat: more people asked, shown, sent back to an earlier level, urged."""

from __future__ import annotations

import pytest

from db.models import Chat, GroupBinding, Person
from tests.support import office as company
from tests.support.office import Office

MAKERS = "生产采购群"
ASKED = "请生产定"


@pytest.fixture
def order(office: Office) -> int:
    """款到排产: production and purchasing judge before any money is asked."""
    return office.file("prepaid.release", (1, 300, "58.00"), judged=False)


@pytest.fixture
def engineers(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """技术 has a group and a person."""
    monkeypatch.setitem(company.STAFF, "方工", (81, "engineering", "member"))
    monkeypatch.setitem(company.GROUPS, "技术群", (-1008, ("engineering",)))
    with office.database.transaction() as session:
        session.add(Person(telegram_id=81, name="方工", department="engineering", role="member", joined_at=office.now))
        session.add_all([Chat(id=81, kind="private"), Chat(id=-1008, kind="group")])
        session.flush()
        session.add(GroupBinding(department="engineering", chat_id=-1008, bound_by=1, bound_at=office.now))


def add(office: Office, how: str, *, whom: str = "孙丽 · 质检") -> None:
    office.taps("刘伟", "更多", chat=MAKERS, on=ASKED)
    office.taps("刘伟", "请人一起看", chat=MAKERS, on=ASKED)
    office.taps("刘伟", how, chat=MAKERS)
    office.taps("刘伟", whom, chat=MAKERS)


def test_heard_first_the_other_is_asked_before_the_one_who_asks(office: Office, order: int):
    add(office, "先听他说")
    office.says("刘伟", "这个精度检得了吗？", chat=MAKERS, to="想问孙丽什么")
    assert "先等 孙丽 的意见，说完会再来问你。" in office.reads(MAKERS, on=ASKED)
    assert office.reads("孙丽")[4:6] == ["为什么到你这：刘伟 请你一起看。", "只问你：这个精度检得了吗？"]
    office.taps("孙丽", "同意")
    assert "〔同意〕〔驳回〕" in office.reads(MAKERS, on=ASKED)
    assert "孙丽 同意（10:05）" in office.reads(MAKERS, on=ASKED)
    office.taps("刘伟", "同意", chat=MAKERS, on=ASKED)
    office.taps("王芳", "同意", chat=MAKERS, on="请采购定")
    assert office.order(order).state == "accepted"


def test_beside_all_must_agree(office: Office, order: int):
    add(office, "一起定")
    assert office.taps("刘伟", "请看一下", chat=MAKERS) == "好，孙丽 也一起定。"
    office.taps("刘伟", "同意", chat=MAKERS, on=ASKED)
    office.taps("王芳", "同意", chat=MAKERS, on="请采购定")
    assert office.order(order).state == "review"
    assert "只问你：请看一下" in office.reads("孙丽")
    office.taps("孙丽", "同意")
    assert office.order(order).state == "accepted"


def test_afterwards_the_other_is_asked_once_the_level_is_through(office: Office, order: int):
    add(office, "我定完他再看")
    office.taps("刘伟", "请看一下", chat=MAKERS)
    assert office.chats.get(71) is None
    office.taps("刘伟", "同意", chat=MAKERS, on=ASKED)
    office.taps("王芳", "同意", chat=MAKERS, on="请采购定")
    assert office.order(order).state == "review"
    office.taps("孙丽", "同意")
    assert office.order(order).state == "accepted"


def test_a_double_tap_asks_one_more_person_once(office: Office, order: int, monkeypatch: pytest.MonkeyPatch):
    """The nonce alone stands in the way: a level behind this one could be added again and again."""
    for once in (True, False):
        if not once:
            monkeypatch.setattr("handlers.dispatch.buttons.use_up", lambda *_args, **_given: None)
        add(office, "我定完他再看", whom="孙丽 · 质检" if once else "李娜 · 财务")
        message = office.newest(MAKERS, on="想问")
        data = message.out.keyboard[0][0]["callback_data"]
        office.presses("刘伟", message, data, chat=MAKERS)
        said = office.presses("刘伟", message, data, chat=MAKERS)
        assert ("已" in said and "刘伟" in said) is once, "the control: without it the second press adds another"


def test_it_is_shown_to_a_colleague_who_has_no_vote(office: Office, order: int):
    office.taps("刘伟", "更多", chat=MAKERS, on=ASKED)
    office.taps("刘伟", "抄送", chat=MAKERS, on=ASKED)
    assert office.taps("刘伟", "李娜 · 财务", chat=MAKERS) == "好，抄送给李娜了。"
    assert office.reads("李娜")[:2] == ["刘伟 抄送你看，不用表态：", "XS261123-001 宏达机电 · 款到排产"]
    assert "合计 ¥17,400.00" in office.all_of("李娜")
    assert office.newest("李娜").out.silent
    assert not office.newest("李娜").labels
    office.says("李娜", "同意", to="抄送你看")
    assert office.order(order).state == "review"
    office.taps("刘伟", "抄送", chat=MAKERS, on=ASKED)
    assert office.taps("刘伟", "李娜 · 财务", chat=MAKERS) == "已经抄送过李娜了。"


def test_back_to_the_level_before(office: Office, engineers: None):
    order = office.file("standard", (1, 1000, "58.00"), judged=False, requirements="加防潮")
    office.says("方工", "同意", chat="技术群", to="请技术定")
    assert "退回上一级" not in str(office.reads("技术群"))
    office.taps("刘伟", "更多", chat=MAKERS, on=ASKED)
    office.taps("刘伟", "退回上一级", chat=MAKERS, on=ASKED)
    assert office.reads(MAKERS)[0] == "刘伟，XS261123-001 宏达机电 退回技术重看：说一句为什么。回复这条。"
    office.says("刘伟", "防潮方案要写清", chat=MAKERS, to="退回技术重看")
    assert "退回重看了，这张作废，看新卡。" in office.all_of("技术群")
    assert "退回重看了，这张作废，看新卡。" in office.all_of(MAKERS)
    assert "刘伟 10:05 退回重看：防潮方案要写清" in office.reads("技术群")
    assert "〔同意〕〔驳回〕" in office.reads("技术群")
    office.says("方工", "同意", chat="技术群", to="防潮方案要写清")
    assert "〔同意〕〔驳回〕" in office.reads(MAKERS, on=ASKED)
    assert office.order(order).state == "review"


def test_the_applicant_urges_those_who_are_asked_once_in_two_hours(office: Office, order: int):
    assert office.taps("张敏", "催一下") == "催过了：生产 刘伟、采购 王芳。两小时内不用再催。"
    assert office.reads(MAKERS)[:3] == [
        "催一下 · XS261123-001 宏达机电",
        "销售 张敏 问：什么时候能好？",
        "1. 等评审 → 生产 刘伟，催过 1 次",
    ]
    office.taps("刘伟", "看这张单", chat=MAKERS)
    assert office.reads(MAKERS)[0].startswith(ASKED)
    assert "还没满两小时" in office.taps("张敏", "催一下")
    office.passes(hours=2)
    assert office.taps("张敏", "催一下").startswith("催过了")
