"""Pinyin as people write it, held against the name."""

from __future__ import annotations

import pytest

from services.spelling import spelt


@pytest.mark.parametrize(
    ("name", "typed", "keys"),
    [
        ("重庆长安", "chongqingchangan", ("chongqingchangan", "cqca")),
        ("重庆长安", "Chóng Qìng cháng ān", ("chongqingchangan", "cqca")),
        ("单县化工", "shanxianhuagong，danxianhuagong", ("shanxianhuagong,danxianhuagong", "sxhg,dxhg")),
        ("曾氏", "zeng1 shi4", ("zengshi", "zs")),
        ("绿能", "lüneng", ("lvneng", "ln")),
        ("ABC电子", "abcdianzi", ("abcdianzi", "abcdz")),
        ("單縣", "shanxian", ("shanxian", "sx")),
        ("安" * 30, "an" * 30, ("an" * 30, "a" * 30)),  # many ways to part it, one that fits
        ("单县", "shan", None),
        ("单县", "shanxianhua", None),
        ("单县", "单县", None),
        ("单县", "", None),
        ("单县", "🙂,", None),
        ("单县", "x" * 5000, None),
    ],
)
def test_a_spelling(name: str, typed: str, keys: tuple[str, str] | None) -> None:
    assert spelt(name, typed) == keys
