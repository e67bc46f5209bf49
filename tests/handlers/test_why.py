"""为什么: who is waited for, since when, what comes next, and who decided what; no amounts for who may see none."""

from __future__ import annotations

from tests.support.office import Office

MAKERS = "生产采购群"


def test_whom_it_waits_for_since_when_and_who_decided_what(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.passes(hours=6)
    office.taps("刘伟", "同意", chat=MAKERS, on="请生产定")
    assert "〔催一下〕〔为什么〕" in office.reads("张敏", on="XS261123-001")
    office.taps("张敏", "为什么", on="XS261123-001")
    by_button = office.reads("张敏")
    office.says("张敏", "为什么 001")
    assert office.reads("张敏") == by_button
    seen = office.reads("张敏")
    assert seen[0] == "XS261123-001 宏达机电 · 款到排产"
    assert "等采购定 · 等了 6 小时" in seen
    assert "都同意了就承接，接着往下走。" in seen
    assert any("刘伟 同意（16:05）" in one for one in seen)


def test_money_only_as_the_reader_may_see_it_and_orders_only_ones_own(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    office.says("张敏", "/why 001")
    assert "¥17,400.00" in "".join(office.reads("张敏")), "the control"
    office.says("刘伟", "/why 001")
    assert office.reads("刘伟")[0].startswith("XS261123-001")
    assert "¥" not in "".join(office.reads("刘伟"))
    office.says("陈亮", "/why 001")
    assert "没找到" in office.reads("陈亮")[0]


def test_level_by_level_who_stands_in_and_who_comes_after(office: Office):
    order = office.file("standard", (1, 5000, "58.00"), judged=False)
    office.says("张敏", "/why 001")
    assert "这一级定了，再问销售 周强。" in office.reads("张敏")
    office.votes("陈静", order, comment="额度够")
    office.says("周强", "代理 李娜 到周五")
    office.taps("周强", "就这样")
    office.says("张敏", "/why 001")
    seen = office.reads("张敏")
    assert "第 1 级 财务 陈静 同意（10:05）：额度够" in seen
    away = "周强 不在，由 李娜 代"
    assert seen.index("第 1 级 财务 陈静 同意（10:05）：额度够") < seen.index(away)
    office.says("张敏", "/order 001")
    assert away in office.reads("张敏"), "the card says it too"
    office.taps("周强", "更多", on="请销售定")
    office.taps("周强", "退回上一级", on="请销售定")
    office.says("周强", "账期再看", to="说一句为什么")
    office.says("张敏", "/why 001")
    assert "财务 陈静 同意（10:05）：额度够（退回前）" in office.reads("张敏")
    assert not any(line.startswith("第 1 级") for line in office.reads("张敏"))
