"""Whole orders in one message. Today is Monday, 23 November 2026; the customers and products are the sample company's.

A row is the message and what has to be read of it: `kind value`, a question as `kind? reading|reading`, and the words that
are told to be not understood as `unknown words`.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.order_lines import read, summary

# fmt: off
LINES = {
    "in any order of parts": [
        ("宏达 X200 三百台 单价58 下周五交 款到发货",
         "customer C0001, product X200, quantity 300, unit 台, price 58, date 2026-12-04, terms prepaid.shipment"),
        ("款到发货 下周五交 宏达 单价58 三百台 X200",
         "terms prepaid.shipment, date 2026-12-04, customer C0001, price 58, quantity 300, unit 台, product X200"),
        ("宏达X200三百台单价58下周五交款到发货",
         "customer C0001, product X200, quantity 300, unit 台, price 58, date 2026-12-04, terms prepaid.shipment"),
        ("三百台X200给宏达，下下周三要", "quantity 300, unit 台, product X200, customer C0001, date 2026-12-09"),
        ("hd x200 300台 58", "customer C0001, product X200, quantity 300, unit 台, price 58"),
    ],
    "several products": [
        ("X200 300台 58，Y10 两箱 送货到苏州",
         "product X200, quantity 300, unit 台, price 58, product Y10, quantity 2, unit 箱, place 苏州"),
        ("鼎新 K15 2台 4800 K30 1台 9600 全款到了再排产 15天内",
         "customer C0004, product K15, quantity 2, unit 台, price 4800, product K30, quantity 1, unit 台, price 9600, "
         "terms prepaid.release, date 2026-12-08"),
        ("300台X200 两箱Y10", "quantity 300, unit 台, product X200, quantity 2, unit 箱, product Y10"),
    ],
    "chatter around it": [
        ("王总你好，麻烦安排一下：宏达要X200 300台，58一台，12月5号前交，含税13%，送到苏州工业园区，谢谢",
         "customer C0001, product X200, quantity 300, unit 台, price 58, date 2026-12-05, tax 13, place 苏州工业园区"),
    ],
    "terms": [
        ("永盛 Y10 20箱 36.5 30%定金 12月15号交",
         "customer C0002, product Y10, quantity 20, unit 箱, price 36.5, percent 30, terms prepaid.deposit, "
         "date 2026-12-15"),
        ("中泰 减速电机 5台 打九五折 月结30天",
         "customer C0003, product X200, quantity 5, unit 台, discount 9.5, terms standard"),
        ("宏达 X200 10台 58 预付", "customer C0001, product X200, quantity 10, unit 台, price 58, "
         "terms? prepaid.release|prepaid.shipment|prepaid.deposit"),
        ("宏达 X200 10台 58 预付30%", "customer C0001, product X200, quantity 10, unit 台, price 58, "
         "terms prepaid.deposit, percent 30"),
        ("宏达 X200 10台 58 定金30%，余款款到发货", "customer C0001, product X200, quantity 10, unit 台, price 58, "
         "terms prepaid.deposit, percent 30"),
    ],
    "Traditional and full width": [
        ("宏達 Ｘ２００ 三百臺 單價５８ 下週五交 款到發貨",
         "customer C0001, product X200, quantity 300, unit 台, price 58, date 2026-12-04, terms prepaid.shipment"),
    ],
    "asked": [
        ("宏达 X200 三百来台 尽快", "customer C0001, product X200, quantity? 300, date? "),
        ("宏达 X200 300 58", "customer C0001, product X200, number? 300, number? 58"),
        ("宏达 X200 300", "customer C0001, product X200, quantity? 300"),
        ("宏达 X200 300台 17400", "customer C0001, product X200, quantity 300, unit 台, price? 17400"),
        ("宏达 X200 五千一台 3台", "customer C0001, product X200, quantity? 5100|3"),
        ("宏达 K15 两箱", "customer C0001, product K15, quantity? "),
        ("宏达 X200 100台 单价58 含税 款到后7个工作日交",
         "customer C0001, product X200, quantity 100, unit 台, price 58, tax? , date? "),
        ("宏达 X200 10台 25号 28号交", "customer C0001, product X200, quantity 10, unit 台, date? 2026-11-25|2026-11-28"),
        ("帮宏达和永盛各下X200 10台", "customer? C0001|C0002, product X200, quantity 10, unit 台"),
    ],
    "not understood": [
        ("Z99 100台", "quantity 100, unit 台, unknown Z99"),
        ("宏达 X200 -5台", "customer C0001, product X200, unknown -5台"),
        ("X200-B 300台", "quantity 300, unit 台, unknown X200-B"),
        ("M6*20 300个", "quantity 300, unit 个, unknown M6*20"),
        ("宏达 富元路18号 X200 10台", "customer C0001, product X200, quantity 10, unit 台, unknown 富元路18号"),
        ("宏达 X200 10台 58 运费200", "customer C0001, product X200, quantity 10, unit 台, price 58, unknown 运费200"),
        (
            "宏达 X200 10台 58 定金5000",
            "customer C0001, product X200, quantity 10, unit 台, price 58, terms prepaid.deposit, unknown 定金5000",
        ),
        ("来一批货", ""),
        ("你好，在吗", ""),
    ],
}
# fmt: on


@pytest.mark.parametrize(("text", "expected"), [row for rows in LINES.values() for row in rows])
def test_a_line_is_read(text: str, expected: str) -> None:
    assert summary(read(text)) == expected


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from([t for rows in LINES.values() for t, _ in rows]), max_size=3).map("".join)
)
def test_no_text_raises_and_words_are_the_persons_own(text: str) -> None:
    line = read(text)
    for piece in line.pieces:
        assert piece.reading.text in text
    for words in line.unknown:
        assert words in text
