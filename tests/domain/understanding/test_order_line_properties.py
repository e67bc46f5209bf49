"""What holds for every message: the order of its parts says nothing, and nothing is read that nobody wrote."""

from __future__ import annotations

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.understanding.line_result import OrderLine, offered
from domain.understanding.line_text import LONGEST_LINE
from tests.support.order_lines import read

PARTS = {
    "customer": ("宏达", "永盛", "hdjd", "鼎新自动化"),
    "goods": ("X200 300台", "300台X200", "减速电机三百台", "L25 1.5米", "Y10 两箱"),
    "price": ("单价58", "58元/台", "¥58.5", "含税价58块5", "按36.5一台"),
    "day": ("下周五交", "12月5号前", "十天内", "后天", "2026-12-05"),
    "terms": ("款到发货", "月结30天", "定金30%", "全款到了再排产"),
    "place": ("送到苏州", "收货地址：苏州市相城区富元路18号3号楼2楼", "自提"),
    "tax": ("含税13%", "不含税", "开13%专票"),
}
NUMBERLESS = (
    "宏达机电减速轴承座苏州园区路号楼王总你好麻烦安排不要改成或者还是上次这批货含税单价总价"
    "定金款到发货月结交期送下周,.，。；\n 😊台套件箱%￥X吗?"
)
NUMERALS = set("0123456789０１２３４５６７８９零〇一二三四五六七八九十百千万亿两半廿卅对")


def meaning(line: OrderLine) -> tuple[object, ...]:
    """What was understood, without where it stood."""
    one = (line.customer, line.day, line.terms, line.percent, line.tax, line.place)
    goods = [
        (item.product and item.product.value, item.quantity and item.quantity.value, item.price and item.price.value)
        for item in line.items
    ]
    return (*[piece and (piece.value or frozenset(map(str, offered(piece)))) for piece in one], goods)


@settings(deadline=None)
@given(st.fixed_dictionaries({kind: st.sampled_from(ways) for kind, ways in PARTS.items()}), st.data())
def test_the_order_of_the_parts_says_nothing(parts: dict[str, str], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(list(parts.values())))
    between = data.draw(st.sampled_from((" ", "，", "\n", "； ", ", ")))
    first, second = read("，".join(parts.values())), read(between.join(mixed))
    assert meaning(first) == meaning(second)
    assert first.customer is not None
    assert first.customer.value is not None
    assert [bool(item.product and item.quantity and item.price) for item in first.items] == [True]
    assert first.unknown == second.unknown == ()


@settings(deadline=None)
@given(st.text(alphabet=NUMBERLESS, max_size=80))
def test_no_amount_comes_from_words_without_a_numeral(text: str) -> None:
    numbers = [piece for piece in read(text).pieces if isinstance(getattr(piece.value, "number", piece.value), Decimal)]
    assert numbers == []


@settings(deadline=None)
@given(st.text(alphabet=NUMBERLESS + "0123456789.三百五十万", max_size=60))
def test_an_amount_was_written_where_it_was_read(text: str) -> None:
    line = read(text)
    for piece in line.pieces:
        if isinstance(getattr(piece.value, "number", piece.value), Decimal):
            assert piece.reading.text in text
            assert NUMERALS & set(piece.reading.text)


@settings(deadline=None)
@given(st.text(max_size=120))
def test_no_text_raises(text: str) -> None:
    read(text)


@pytest.mark.parametrize("words", ["上次", "不要", "12/5 ", "1", "每箱12台", "送到", "含税", "X200", "("])
def test_the_longest_message_of_one_word_does_not_hold_anybody_up(words: str) -> None:
    begun = process_time()
    read((words * LONGEST_LINE)[:LONGEST_LINE])
    assert process_time() - begun < 5
