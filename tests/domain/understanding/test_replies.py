"""Short replies to cards: what they say, and what is only talk."""

from __future__ import annotations

import pytest

from domain.understanding.replies import Verdict, line_parts, reply, split_parts


@pytest.mark.parametrize(
    ("text", "verdict", "rest"),
    [
        ("到账", Verdict.ARRIVED, ""),
        ("到账。", Verdict.ARRIVED, ""),
        ("已到账：8000", Verdict.ARRIVED, "8000"),
        ("到 账 8000", Verdict.ARRIVED, "8000"),
        ("到賬 8000", Verdict.ARRIVED, "8000"),
        ("没到账", Verdict.NOT_ARRIVED, ""),
        ("没查到", Verdict.NOT_ARRIVED, ""),
        ("接单", Verdict.TAKEN, ""),
        ("做好了", Verdict.DONE, ""),
        ("备齐 200", Verdict.READY, "200"),
        ("发了 SF123", Verdict.LEFT, "SF123"),
        ("入库了", Verdict.IN_STOCK, ""),
    ],
)
def test_a_verdict_and_what_stands_beside_it(text: str, verdict: Verdict, rest: str):
    said = reply(text)
    assert said is not None
    assert (said.verdict, said.rest) == (verdict, rest)


@pytest.mark.parametrize(
    "text", ["", "😀", "收到", "收到了", "知道了", "到账没", "不同意", "同意", "没备齐", "谁的", "长" * 4096]
)
def test_talk_is_no_verdict(text: str):
    assert reply(text) is None


def test_a_question_keeps_its_mark():
    said = reply("到账了吗？")
    assert said is not None
    assert said.rest == "吗？"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("003 5000，005 7000", [("003", "5000"), ("005", "7000")]),
        ("003 5,000,005 7,000", [("003", "5,000"), ("005", "7,000")]),
        ("XS261123-003：5000\n1123-5：7千", [("XS261123-003", "5000"), ("1123-5", "7千")]),
        ("003 5000", [("003", "5000")]),
        ("5000", None),
        ("随便", None),
        ("", None),
        ("003 5000，然后", None),
    ],
)
def test_orders_and_amounts(text: str, parts: list[tuple[str, str]] | None):
    assert split_parts(text) == parts


def test_lines_and_quantities():
    assert line_parts("X200 200，轴承座 50箱") == [("X200", "200"), ("轴承座", "50箱")]
    assert line_parts("X200") is None
