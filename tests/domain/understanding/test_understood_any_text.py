"""Telephone numbers, and what every reader promises for any text at all."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import (
    Ambiguous,
    NotUnderstood,
    Reading,
    Understood,
    Why,
    day,
    discount,
    measured,
    money,
    number,
    percent,
    phone,
    priced,
    quantity,
    tax,
)

TODAY = date(2026, 11, 23)

READERS: dict[str, Callable[[str], Reading[object]]] = {
    "quantity": lambda text: quantity(text, "台", {"箱": 12}),
    "measure": lambda text: quantity(text, "公斤"),
    "money": money,
    "percent": percent,
    "number": number,
    "day": lambda text: day(text, TODAY),
    "phone": phone,
    "priced": priced,
    "measured": measured,
    "discount": discount,
    "tax": tax,
}


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("13912342210", "13912342210", "13912342210"),
        ("电话：139 1234 2210，王经理", "13912342210", "139 1234 2210"),
        ("周工139-1234-2210", "13912342210", "139-1234-2210"),
        ("+86 13912342210", "13912342210", "+86 13912342210"),
        ("８６１３９１２３４２２１０", "13912342210", "8613912342210"),
        ("0512-66881234", "0512-66881234", "0512-66881234"),
        ("(010) 6688 1234", "010-66881234", "(010) 6688 1234"),
        ("0512-66881234转8001", "0512-66881234-8001", "0512-66881234转8001"),
        ("02166881234", "021-66881234", "02166881234"),
        ("400-800-1234", "4008001234", "400-800-1234"),
        ("13912342210，再打一次13912342210", "13912342210", "13912342210"),
    ],
)
def test_a_telephone_number_is_found(text: str, value: str, written: str) -> None:
    assert phone(text) == Understood(value, written)


def test_two_telephone_numbers_are_asked_about() -> None:
    text = "13912342210 或 13912342211"
    assert phone(text) == Ambiguous(text, ("13912342210", "13912342211"))


@pytest.mark.parametrize(
    "text",
    ["", "139123422101", "1391234221", "91320594139123422107", "MA13912342210", "12912342210", "021-12345", "没有"],
)
def test_no_telephone_number(text: str) -> None:
    found = phone(text)
    assert isinstance(found, NotUnderstood)
    assert found.why is Why.NO_PHONE


WORDS = st.sampled_from(
    [
        *list(
            "0123456789.,，-~/%￥$零一二三五六十百千万亿两半几来多点负块毛分元成个台箱打米克年月日号周天前后下含税折票节能吗、"
        ),
        "大概",
        "左右",
        "款到后",
        "工作日",
        "百分之",
        "\u200b",
        "\u202e",
        " ",
        "🙂",
        "<b>",
        "²",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map("".join))


@given(TEXTS)
def test_no_text_raises(text: str) -> None:
    for read in READERS.values():
        found = read(text)
        assert isinstance(found, Understood | Ambiguous | NotUnderstood)
        assert len(found.text) <= 80


@given(st.text(st.characters(exclude_categories=["Nd", "Nl", "No"]), max_size=40))
def test_a_text_without_any_numeral_has_no_amount(text: str) -> None:
    if not set(text) & set(
        "零〇○一二三四五六七八九十百千万亿两兩俩倆仨半廿卅壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟萬億几幾对"
    ):
        for read in (READERS["quantity"], money, percent, number):
            found = read(text)
            assert not isinstance(found, Understood)
            assert (
                not isinstance(found, Ambiguous) or not found.readings
            )  # 块把 is about a yuan, and no number to offer


@given(TEXTS)
def test_taken_amounts_are_exact_and_above_zero(text: str) -> None:
    for read in (READERS["quantity"], READERS["measure"], money, percent):
        found = read(text)
        if isinstance(found, Understood):
            assert isinstance(found.value, Decimal)
            assert found.value > 0


HOSTILE = [
    "9" * 4096,
    "三" * 64,
    "三百" * 32,
    "1,1" * 21,
    "0" * 64,
    "-" * 64,
    "好的" * 32,
    "吧" * 63 + "x",
    "1-" * 32,
    "1台" * 32,
    "一箱半" * 21,
    "周五" * 32,
    "含税" * 32,
    "九折再" * 21,
    "打" * 64,
    "节后" * 32,
    "能" * 64,
    "大概" * 32,
    "再过" * 32,
    "😀" * 4096,
    "\u202e" * 4096,
    "<script>" * 512,
    "139 " * 1024,
    "0512-" * 819,
    "(" * 4096,
    "十" * 64,
    "零" * 64,
    "1.2万" * 16,
    " " * 4096,
    "\u200b" * 4096,
]


@pytest.mark.parametrize("reader", READERS)
def test_hostile_text_costs_little(reader: str) -> None:
    """A reader that backtracks needs minutes for one of these; a good one a few milliseconds for all."""
    READERS[reader]("1")
    begun = time.process_time()
    for text in HOSTILE:
        READERS[reader](text)
    assert time.process_time() - begun < 1
