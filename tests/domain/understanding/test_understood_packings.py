"""How a product is packed: what is read, and what is asked again."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.understanding.packing import packings


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("箱=12", {"箱": 12}),
        ("箱 = 20  托=480", {"箱": 20, "托": 480}),
        ("1箱=12台", {"箱": 12}),
        ("1箱12台、1托1,200台", {"箱": 12, "托": 1200}),
        ("一箱十二台", {"箱": 12}),
        ("盒装500；箱装5000", {"盒": 500, "箱": 5000}),
        ("卷：2.5米", {"卷": Decimal("2.5")}),
    ],
)
def test_packings_are_read(text: str, meant: dict[str, int | Decimal]) -> None:
    assert packings(text, "米" if "米" in text else "台") == meant


@pytest.mark.parametrize(
    "text", ["", "12", "箱", "箱=0", "箱=1", "箱=-3", "箱=12=3", "<b>=9", "箱=" + "9" * 30, "箱12" * 40]
)
def test_what_is_no_packing_is_not_guessed(text: str) -> None:
    assert packings(text, "台") is None


@pytest.mark.parametrize(
    ("text", "unit", "meant"),
    [
        ("袋=25斤", "公斤", {"袋": Decimal("12.5")}),
        ("1桶20千克", "公斤", {"桶": 20}),
        ("1托=40箱", "台", None),
        ("箱=12 1托=40箱", "台", None),
        ("卷=100米", "公斤", None),
        ("箱=12 箱=20", "台", None),
        ("袋=1.5斤", "公斤", None),
    ],
)
def test_what_a_pack_holds_is_told_in_the_products_own_unit(text: str, unit: str, meant: object) -> None:
    assert packings(text, unit) == meant
