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
