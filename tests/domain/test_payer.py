"""Who paid, beside an amount; and whether that is somebody else."""

from __future__ import annotations

import pytest

from domain.understanding.payer import payer_told, pays_for_another


@pytest.mark.parametrize(
    ("text", "payer", "rest"),
    [
        ("12000", None, "12000"),
        ("12000 付款方 苏州明远贸易", "苏州明远贸易", "12000"),
        ("付款方：苏州明远，12000", "苏州明远", "12000"),
        ("苏州明远代付 1.2万", "苏州明远", "1.2万"),
        ("12000，由明远代付", "明远", "12000"),
        ("", None, ""),
        ("付款方", None, "付款方"),
    ],
)
def test_a_payer_is_told_beside_the_amount(text: str, payer: str | None, rest: str):
    assert payer_told(text) == (payer, rest)


@pytest.mark.parametrize(
    ("payer", "names", "another"),
    [
        ("苏州明远贸易", ["宏达机电"], True),
        ("宏达机电", ["宏达机电"], False),
        ("苏州宏达机电有限公司", ["宏达机电"], False),
        ("宏达机电", ["苏州宏达机电有限公司"], False),
        ("宏达（苏州）机电", ["宏达机电", "宏达苏州机电有限公司"], False),
        ("苏州明远贸易", ["", ""], False),
        ("有限公司", ["宏达机电"], False),
    ],
)
def test_a_name_written_longer_is_no_other(payer: str, names: list[str], another: bool):
    assert pays_for_another(payer, names) is another
