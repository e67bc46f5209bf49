"""Conditions that somebody must meet, what is written beside a vote, and the document that a review leaves."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.approvals.assessing import read_parts
from tests.support.office import Office

MAKERS = "生产采购群"
ASKED, BUYERS = "请生产定", "请采购定"


@pytest.fixture
def order(office: Office) -> int:
    return office.file("prepaid.release", (1, 300, "58.00"), judged=False)


def conditional(office: Office) -> None:
    office.says("刘伟", "同意，但要客户先给封样", chat=MAKERS, to=ASKED)
    office.taps("刘伟", "记为条件，同意", chat=MAKERS)
    office.taps("刘伟", "做到才下单", chat=MAKERS)
    office.taps("王芳", "同意", chat=MAKERS, on=BUYERS)


def test_the_owner_is_told_and_who_set_it_says_that_it_is_met(office: Office, order: int):
    conditional(office)
    assert "生产 刘伟 有条件同意，要你办" in office.all_of("张敏")
    assert office.reads(MAKERS, on="评审条件 ·") == [
        "评审条件 · XS261123-001 宏达机电",
        "条件：要客户先给封样",
        "张敏 办，11月26日 周四前",
        "没做到不能下单",
        "〔做到了〕",
    ]
    gate = "评审条件还没做到：要客户先给封样（张敏 办，11月26日前）"
    office.taps("张敏", "传水单", on="XS261123-001")
    office.says("张敏", "17400")
    office.taps("李娜", "到账 ¥17,400.00", chat="财务群")
    assert gate in office.all_of("张敏")
    assert office.order(order).state == "accepted"
    assert office.taps("刘伟", "做到了", chat=MAKERS) == "好，条件销了。"
    assert office.order(order).state == "released"
    assert "条件“要客户先给封样”做到了，生产 刘伟 确认的。" in office.all_of("张敏")
    assert not office.newest(MAKERS, on="评审条件 ·").labels


def test_the_order_says_its_conditions_before_and_after_they_are_met(office: Office, order: int):
    office.says("刘伟", "同意，但要客户先给封样", chat=MAKERS, to=ASKED)
    office.taps("刘伟", "记为条件，同意", chat=MAKERS)
    office.taps("刘伟", "做到才发货", chat=MAKERS)
    line = "条件：要客户先给封样（张敏 办，11月26日前，没做到不能发货）"
    assert line in office.reads("张敏", on="XS261123-001")
    assert "要你办" not in office.all_of("张敏"), "nothing is laid on anybody before all have agreed"
    office.taps("王芳", "同意", chat=MAKERS, on=BUYERS)
    assert "要你办" in office.all_of("张敏")
    assert line in office.all_of("张敏")
    office.taps("刘伟", "做到了", chat=MAKERS)
    office.says("张敏", "/order 001")
    assert "条件：要客户先给封样，做到了" in office.reads("张敏")


def test_who_did_not_set_it_cannot_say_so(office: Office, order: int):
    conditional(office)
    assert office.taps("王芳", "做到了", chat=MAKERS) == "这一步归生产办。"


def test_overdue_is_shown(office: Office, order: int):
    conditional(office)
    office.passes(days=5)
    office.says("张敏", "/order 001")
    assert "11月26日到期，过了 2 天）" in office.all_of("张敏")


# ── an assessment ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("风险：排不开\n预期效益：毛利 20%\n建议：分两批", {"risks": "排不开", "benefit": "毛利 20%", "suggestions": "分两批"}),
        ("風險:排不開 建議：分兩批", {"risks": "排不開", "suggestions": "分兩批"}),
        ("Risks: tight. Benefit: good", {"risks": "tight.", "benefit": "good"}),
        ("排不开", {}),
        ("风险：", {}),
    ],
)  # fmt: skip
def test_labels_name_the_parts(text: str, parts: dict[str, str]):
    assert read_parts(text) == parts


def test_what_was_written_goes_with_the_vote_into_the_outcome(office: Office, order: int):
    office.taps("刘伟", "更多", chat=MAKERS, on=ASKED)
    office.taps("刘伟", "写评审意见", chat=MAKERS, on=ASKED)
    office.taps("刘伟", "技术：够", chat=MAKERS)
    assert office.taps("王芳", "勉强", chat=MAKERS) == "这是刘伟的评审意见，你从自己的卡上写。"
    office.taps("刘伟", "写风险、效益、建议", chat=MAKERS)
    office.says("刘伟", "风险：旺季排不开 建议：分两批交", chat=MAKERS, to="风险？")
    assert "风险：旺季排不开" in office.reads(MAKERS)
    office.taps("刘伟", "同意", chat=MAKERS, on=ASKED)
    office.says("王芳", "同意 料都有", chat=MAKERS, to=BUYERS)
    office.taps("张敏", "评审结论")
    assert office.reads("张敏") == [
        "评审结论 · XS261123-001 宏达机电 · 款到排产",
        "承接（10:05）",
        "第 1 版，第 1 次评审，共 1 次",
        "X200 减速电机 300 台 × ¥58.00",
        "合计 ¥17,400.00（含税13%，专票）",
        "初筛：这个客户第一次下单",
        "",
        "生产 刘伟 同意（10:05），12月4日能交",
        "能力：技术够",
        "风险：旺季排不开",
        "建议：分两批交",
        "",
        "采购 王芳 同意（10:05）：料都有",
    ]
    assert office.order(order).promised_on == date(2026, 12, 4)


def test_asked_one_by_one_and_skipped(office: Office, order: int):
    office.taps("刘伟", "更多", chat=MAKERS, on=ASKED)
    office.taps("刘伟", "写评审意见", chat=MAKERS, on=ASKED)
    office.taps("刘伟", "写风险、效益、建议", chat=MAKERS)
    office.says("刘伟", "旺季排不开", chat=MAKERS, to="风险？")
    office.taps("刘伟", "跳过", chat=MAKERS, on="预期效益？")
    office.says("刘伟", "分两批", chat=MAKERS, to="建议？")
    assert office.reads(MAKERS)[1:3] == ["风险：旺季排不开", "建议：分两批"]


def test_where_no_money_is_seen_the_outcome_names_none(office: Office, order: int):
    conditional(office)
    office.says("刘伟", "/order 001")
    office.taps("刘伟", "评审结论")
    assert "评审结论 · XS261123-001" in office.reads("刘伟")[0]
    assert "¥" not in office.all_of("刘伟")
