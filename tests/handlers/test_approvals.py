"""Departments decide in their groups: cards, second taps, replies, reasons, and what everybody reads afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.office import Office

MAKERS = "生产采购群"


@pytest.fixture
def order(office: Office) -> int:
    """款到排产: production and purchasing judge before any money is asked."""
    return office.file("prepaid.release", (1, 300, "58.00"), judged=False)


def test_the_card_says_why_it_came_and_the_one_question(office: Office, order: int):
    assert office.reads(MAKERS, on="请生产定") == [
        "请生产定 · XS261123-001 宏达机电 · 款到排产",
        "仅评审 · 未付款 · 不得备料排产",
        "X200 减速电机 300 台",
        "要求 12月4日 周五",
        "为什么到你这：这类单都先评审，再收款。",
        "只问你：款到以后，这个交期能给吗？",
        "还等 采购",
        "会签，一人驳回就退回",
        "张敏 报的",
        "〔同意〕〔驳回〕",
        "〔有条件同意〕〔换交期〕〔更多〕",
    ]
    assert "¥" not in office.all_of(MAKERS)
    assert "不得备料排产" in office.all_of(MAKERS)


def test_two_departments_agree_and_it_goes_on(office: Office, order: int):
    assert office.taps("刘伟", "同意", chat=MAKERS, on="请生产定") == "好，记下了：同意。"
    assert "生产 刘伟 同意（10:05），12月4日能交" in office.all_of(MAKERS)
    office.says("王芳", "同意", chat=MAKERS, to="请采购定")
    assert office.order(order).state == "accepted"
    for card in ("请生产定", "请采购定"):
        assert office.reads(MAKERS, on=card)[-1] == "都同意了，已承接。不用再点。"
        assert not office.newest(MAKERS, on=card).labels


def test_only_whom_it_was_asked_of(office: Office, order: int):
    for who in ("王芳", "赵强", "李娜", "周强"):
        assert office.taps(who, "同意", chat=MAKERS, on="请生产定") == "这张单没问到你，归生产定。"
    assert office.taps("张敏", "同意", chat=MAKERS, on="请生产定") == "这张单没问到你，归生产定。"
    assert office.order(order).state == "review"


def test_a_rejection_asks_why_and_everybody_reads_it(office: Office, order: int):
    office.taps("刘伟", "驳回", chat=MAKERS, on="请生产定")
    assert office.reads(MAKERS)[-3:] == ["〔价格低了〕〔账期不给〕", "〔交期不行〕〔资料不全〕", "〔先不驳回〕"]
    assert office.order(order).state == "review"
    office.says("刘伟", "排不出来，最早 12 月底", chat=MAKERS, to="说一句为什么")
    assert office.order(order).state == "rejected"
    assert "刘伟 10:05 驳回：排不出来，最早 12 月底。不用再点。" in office.all_of(MAKERS)


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("收到", "这还不算同意"),
        ("这个客户靠谱吗？", "这不算表态"),
        ("可以", "是同意吗"),
        ("同意，但要先付三成", "怎么记"),
        ("不同意", "说一句为什么"),
    ],
)
def test_what_is_no_vote_is_asked_or_told(office: Office, order: int, words: str, heard: str):
    office.says("刘伟", words, chat=MAKERS, to="请生产定")
    assert heard in office.all_of(MAKERS)
    assert office.order(order).state == "review"


def test_put_off_it_rests_for_a_working_day_and_stays_open(office: Office, order: int):
    office.goes_on("11-23", "10:06")
    office.says("刘伟", "先放放", chat=MAKERS, to="请生产定")
    assert office.reads(MAKERS)[0] == "好，先放着，11月24日 10:06 再提醒。"
    assert office.order(order).state == "review"
    office.goes_on("11-24", "10:05")
    assert "还没表态" not in office.all_of("刘伟") + office.all_of(MAKERS)
    office.goes_on("11-24", "10:07")
    assert "11月23日 10:05 送审，等生产 刘伟表态" in office.all_of("刘伟")


def test_put_off_before_any_reminder_is_planned_it_rests_all_the_same(office: Office, order: int):
    office.says("刘伟", "先放放", chat=MAKERS, to="请生产定")
    assert office.reads(MAKERS)[0] == "好，先放着，11月24日 10:05 再提醒。"
    office.goes_on("11-24", "10:04")
    assert "还没表态" not in office.all_of("刘伟") + office.all_of(MAKERS)
    office.goes_on("11-24", "10:06")
    assert "11月23日 10:05 送审，等生产 刘伟表态" in office.all_of("刘伟")


def test_control_without_that_word_it_is_reminded_of_on_the_same_day(office: Office, order: int):
    office.goes_on("11-24", "08:00")
    assert "还没表态" in office.all_of("刘伟")


@pytest.mark.parametrize(
    "about",
    [
        {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "王总"}},
        {"via_bot": {"id": 9, "is_bot": True, "first_name": "b"}},
        {"sender_chat": {"id": -1003, "type": "group", "title": "x"}},
    ],
)
def test_only_a_humans_own_words_count(office: Office, order: int, about: dict[str, Any]):
    office.says("刘伟", "同意", chat=MAKERS, to="请生产定", **about)
    assert "刘伟 同意" not in office.all_of(MAKERS)


def test_a_condition_blocks_what_it_names_until_it_is_met(office: Office):
    order = office.file("prepaid.shipment", (1, 300, "58.00"), wanted=office.now.date().replace(day=26), judged=False)
    office.says("刘伟", "同意，但要先付三成", chat=MAKERS, to="请生产定")
    office.taps("刘伟", "记为条件，同意", chat=MAKERS)
    office.taps("刘伟", "做到才下单", chat=MAKERS)
    office.taps("王芳", "同意", chat=MAKERS, on="请采购定")
    assert office.order(order).state == "accepted"
    assert "评审条件还没做到" in office.all_of("张敏")


def test_another_day_is_promised(office: Office, order: int):
    office.taps("刘伟", "换交期", chat=MAKERS, on="请生产定")
    office.says("刘伟", "12月8号", chat=MAKERS, to="最早哪天")
    office.taps("王芳", "同意", chat=MAKERS, on="请采购定")
    assert str(office.order(order).promised_on) == "2026-12-08"


def test_nobody_promises_a_day_that_has_passed(office: Office, order: int):
    office.passes(days=20)
    office.taps("刘伟", "同意", chat=MAKERS, on="请生产定")
    assert office.reads(MAKERS)[0] == "那天已经过了。"
    assert "生产 刘伟 同意" not in office.all_of(MAKERS)
    office.says("刘伟", "2026-12-01", chat=MAKERS, to="最早哪天")
    assert "生产 刘伟 同意" not in office.all_of(MAKERS)
    office.says("刘伟", "2026-12-20", chat=MAKERS, to="最早哪天")
    office.taps("王芳", "同意", chat=MAKERS, on="请采购定")
    assert str(office.order(order).promised_on) == "2026-12-20"


def test_a_large_amount_wants_a_second_tap_of_the_same_person(office: Office):
    order = office.file("prepaid.release", (1, 5000, "58.00"), judged=False)
    office.taps("刘伟", "同意", chat=MAKERS, on="请生产定")
    assert "刘伟，金额大，再点一次才算" in office.all_of(MAKERS)
    assert office.taps("王芳", "确认同意", chat=MAKERS, on="请生产定") == "这一步在等刘伟确认。你要定，先点“再看看”。"
    office.passes(seconds=61)
    assert office.taps("刘伟", "确认同意", chat=MAKERS, on="请生产定") == "超过一分钟了，再点一次同意。"
    office.taps("刘伟", "同意", chat=MAKERS, on="请生产定")
    office.taps("刘伟", "确认同意", chat=MAKERS, on="请生产定")
    assert "生产 刘伟 同意" in office.all_of(MAKERS)
    assert office.order(order).state == "review"


def test_passed_on_it_is_asked_of_the_other_in_private(office: Office, order: int):
    office.taps("刘伟", "更多", chat=MAKERS, on="请生产定")
    office.taps("刘伟", "转交", chat=MAKERS, on="请生产定")
    office.taps("刘伟", "孙丽 · 质检", chat=MAKERS)
    assert office.reads("孙丽")[0].startswith("请孙丽定 · XS261123-001")
    assert "为什么到你这：刘伟 转交给你。" in office.reads("孙丽")
    assert "已转交，不用再点。" in office.reads(MAKERS, on="请生产定")
    office.taps("孙丽", "同意")
    office.taps("王芳", "同意", chat=MAKERS, on="请采购定")
    assert office.order(order).state == "accepted"


def test_a_second_press_is_answered_with_who_was_first(office: Office, order: int):
    card = office.newest(MAKERS, on="请生产定")
    data = card.data("同意")
    office.presses("刘伟", card, data, chat=MAKERS)
    assert "刘伟" in office.presses("刘伟", card, data, chat=MAKERS)
