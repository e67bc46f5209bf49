"""Numbers, quantities, money and shares as people write them, grouped by what goes wrong with them."""

from __future__ import annotations

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import Ambiguous, NotUnderstood, Understood, Why, money, number, percent, quantity

PACKS = {"箱": 12}


def values(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


# fmt: off
QUANTITIES = {
    "plain": [
        ("300", "300"), ("三百", "300"), ("3百", "300"), ("1", "1"), ("一", "1"), ("十", "10"), ("两", "2"),
        ("俩", "2"),
        ("一百零五", "105"), ("一百一", "110"), ("一百一十五", "115"), ("十二", "12"), ("二十", "20"), ("廿五", "25"),
        ("三零零", "300"), ("一千零五十", "1050"), ("五万八百", "50800"), ("十万零三百", "100300"),
    ],
    "the last digit belongs to the next rank": [
        ("5万8", "58000"), ("两千五", "2500"), ("一万二", "12000"), ("三千五百六", "3560"), ("两百五", "250"),
        ("3百5", "350"), ("1万5", "15000"), ("一百二十五万三", "1253000"), ("5w8", "58000"),
    ],
    "ranks mixed with digits": [
        ("1.2万", "12000"), ("1.2w", "12000"), ("3k", "3000"), ("3K", "3000"), ("1万5千", "15000"),
        ("2千500", "2500"),
        ("3百50", "350"), ("1万2千3百", "12300"), ("一点二万", "12000"), ("1.13万", "11300"), ("3百五十", "350"),
        ("1万零500", "10500"), ("5万8000", "58000"),
    ],
    "units": [
        ("300台", "300"), ("三百台", "300"), ("300 台", "300"), ("三百 台整", "300"), ("一台", "1"),
        ("25箱", "300"), ("二十五箱", "300"), ("半箱", "6"), ("一箱半", "18"), ("2箱5台", "29"), ("两箱零五台", "29"),
        ("2打", "24"),
    ],
    "writing": [
        ("３００", "300"), ("３００台", "300"), ("三百臺", "300"), ("兩千", "2000"), ("1萬2", "12000"),
        ("壹佰贰拾台", "120"),
        ("貳佰", "200"), ("1,200", "1200"), ("１，２００", "1200"), ("300\u200b", "300"), ("  300\n", "300"),
        ("300。", "300"),
    ],
    "words around it": [
        ("要300台", "300"), ("数量：300", "300"), ("来三百台吧", "300"), ("一共三百台", "300"),
        ("那就 300 台吧。", "300"),
    ],
}

ASKED_QUANTITIES = {
    "rough": [
        ("三百来台", ("300",)), ("十来台", ("10",)), ("十几", ()), ("十几台", ()), ("几十台", ()), ("好几百", ()),
        ("三百多台", ()), ("百八十台", ()), ("上百台", ()), ("300台左右", ("300",)), ("大概300", ("300",)),
        ("约三百台", ("300",)),
        ("至少300台", ("300",)), ("300台以上", ("300",)), ("不超过三百", ("300",)), ("数百台", ()),
        ("十来万", ("100000",)),
    ],
    "one or the other": [
        ("五六台", ("5", "6")), ("三四百台", ("300", "400")), ("三五百", ("300", "500")), ("十七八台", ("17", "18")),
        ("二三十", ("20", "30")), ("两三百台", ("200", "300")), ("五八", ("58",)),
    ],
    "ranges": [
        ("300-500台", ("300", "500")), ("300到500", ("300", "500")), ("300~500台", ("300", "500")),
        ("2到3箱", ("24", "36")),
        ("300或500", ("300", "500")), ("三到五百台", ()),
    ],
    "a nought too few": [("5万80", ("50080",)), ("5万800", ("50800",))],
    "units": [
        ("300个", ("300",)), ("300件", ()), ("3袋", ()), ("两包", ()), ("2吨", ()),
    ],
}

REFUSED_QUANTITIES = {
    Why.EMPTY: ["", "   ", "\u200b"],
    Why.ZERO: ["0", "零", "0台", "0.0"],
    Why.NEGATIVE: ["-5", "负三百", "-300台", "－５"],
    Why.TOO_LARGE: ["9" * 30, "1" + "0" * 29 + "台", "100亿", "9999999999"],
    Why.FRACTION: ["2.5", "三点五台", "一台半", "半台", "0.3箱"],
    Why.TOO_LONG: ["3" * 4096, "三百台" * 50],
    Why.UNCLEAR: [
        "三百两", "二十两",  # 两 is a weight here, not a two
        "X²", "2²", "①", "½", "٣٠٠", "𝟑𝟎𝟎",  # digits that are not numbers
        "1，200", "3 00", "1,2", "1.2.3", "007", "零五", "1e5", "+300", "0x10", "12*25",
        "一万万", "两百万二", "零万二",
        "5二", "二5", "5.二", "二十百", "十十", "一千三万", "5百万千", "百分之三十", "3台5箱", "2箱5",
        "多少", "台", "🙂", "<b>300</b>", "\u202e003", "X200", "300台X200", "不要", "点", "负", "-", ",",
    ],
}

MONEY = {
    "plain": [
        ("58", "58"), ("58.5", "58.5"), ("0.8", "0.8"), ("五十八", "58"), ("58元", "58"), ("58块", "58"),
        ("58块钱", "58"),
    ],
    "marks": [
        ("￥58.5", "58.5"), ("¥58.50", "58.5"), ("￥５８．５", "58.5"), ("RMB58", "58"), ("人民币五十八元", "58"),
        ("58元整", "58"),
    ],
    "coins": [
        ("58块5", "58.5"), ("58块50", "58.5"), ("58块05", "58.05"), ("58块零五", "58.05"), ("58元5角", "58.5"),
        ("58块5毛", "58.5"),
        ("八毛", "0.8"), ("八毛五", "0.85"), ("8毛5", "0.85"), ("五分", "0.05"), ("三块八", "3.8"),
        ("一块二毛五", "1.25"),
        ("1块2毛5", "1.25"), ("十块", "10"), ("一百块五", "100.5"), ("一百二十块零五毛", "120.5"),
        ("五十八塊五", "58.5"),
    ],
    "ranks": [
        ("1.2万", "12000"), ("12.5万", "125000"), ("12.5万元", "125000"), ("5万8", "58000"), ("5万8块", "58000"),
        ("三千五", "3500"),
        ("一万二", "12000"), ("12.5萬", "125000"), ("1,200", "1200"), ("1,234,567.89", "1234567.89"),
        ("壹拾贰万伍仟元整", "125000"),
        ("伍佰元伍角", "500.5"), ("58w", "580000"),
    ],
    "for each": [
        ("58元/台", "58"), ("58/台", "58"), ("58一台", "58"), ("每台58", "58"), ("一台58", "58"),
        ("五十八块一台", "58"), ("单价58", "58"),
        ("单价：58元", "58"), ("58块5每个", "58.5"),
    ],
}

ASKED_MONEY = [
    ("三百来块", ("300",)), ("几块钱", ()), ("十几万", ()), ("百八十块", ()), ("58左右", ("58",)),
    ("大概58块", ("58",)),
    ("58-60", ("58", "60")), ("58到60块", ("58", "60")), ("五六块", ("5", "6")), ("五八", ("58",)),
    ("至少58", ("58",)),
]

REFUSED_MONEY = {
    Why.ZERO: ["0", "0元", "零元", "0.00"],
    Why.NEGATIVE: ["-58", "负五十八", "-0.01"],
    Why.TOO_LARGE: ["9" * 30, "1000000000000", "9" * 15],
    Why.TOO_FINE: ["58.555", "0.001", "1.23456789万"],
    Why.CURRENCY: ["58美元", "$58", "58USD", "€58", "58欧元", "58港币"],
    Why.UNCLEAR: [
        "五十一台",  # fifty-one of something, not fifty each
        "58.5块5", "58块555", "58,5", "1e5", "58含税", "总价17400", "免费", "老价格", "🙂", "块", "元",
    ],
    Why.EMPTY: ["", " ", "￥"],
    Why.TOO_LONG: ["8" * 65],
}

PERCENTS = [
    ("30%", "30"), ("３０％", "30"), ("30 %", "30"), ("33.3%", "33.3"), ("三成", "30"), ("3成", "30"),
    ("三成五", "35"), ("三成半", "35"),
    ("十成", "100"), ("百分之三十", "30"), ("百分之30", "30"), ("百分之百", "100"), ("30个点", "30"),
    ("30 个点", "30"), ("三十个点", "30"),
    ("30个百分点", "30"), ("13点", "13"), ("30", "30"), ("一半", "50"), ("千分之五", "0.5"), ("5‰", "0.5"),
    ("定金30%", "30"), ("30個點", "30"),
]
ASKED_PERCENTS = [
    ("0.3", ("30", "0.3")), ("30-40%", ("30", "40")), ("30%到40%", ("30", "40")), ("三四成", ("30", "40")),
    ("30%左右", ("30",)), ("三七", ()),
]
REFUSED_PERCENTS = {
    Why.ZERO: ["0", "0%", "零"], Why.NEGATIVE: ["-5%"], Why.TOO_LARGE: ["150%", "101", "十一成"],
    Why.UNCLEAR: ["九五折", "三成三成", "全部", "%", "百分之", "尾款"], Why.TOO_FINE: ["1.00001%"],
}
# fmt: on


def rows(table: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    return [row for group in table.values() for row in group]


def refusals(table: dict[Why, list[str]]) -> list[tuple[str, Why]]:
    return [(text, why) for why, texts in table.items() for text in texts]


@pytest.mark.parametrize(("text", "value"), rows(QUANTITIES))
def test_a_quantity_is_understood(text: str, value: str) -> None:
    assert quantity(text, "台", PACKS) == Understood(Decimal(value), text.strip())


@pytest.mark.parametrize(("text", "readings"), [row for group in ASKED_QUANTITIES.values() for row in group])
def test_a_quantity_is_asked_about(text: str, readings: tuple[str, ...]) -> None:
    found = quantity(text, "台", PACKS)
    assert isinstance(found, Ambiguous)
    assert (found.readings, found.text) == (values(*readings), text)


@pytest.mark.parametrize(("text", "why"), refusals(REFUSED_QUANTITIES))
def test_a_quantity_is_not_understood(text: str, why: Why) -> None:
    found = quantity(text, "台", PACKS)
    assert isinstance(found, NotUnderstood)
    assert found.why is why


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("2吨", "公斤", "2000"),
        ("三千克", "公斤", "3"),
        ("500克", "公斤", "0.5"),
        ("两吨半", "吨", "2.5"),
        ("5斤", "公斤", "2.5"),
        ("3kg", "公斤", "3"),
        ("12.5米", "米", "12.5"),
        ("1.2", "米", "1.2"),
        ("100pcs", "PCS", "100"),
        ("5㎡", "平方米", "5"),
        ("3把", "把", "3"),
        ("3箱", "箱", "3"),
        ("3打", "打", "3"),
        ("300", "", "300"),
    ],
)
def test_the_products_own_unit_decides(text: str, unit: str, value: str) -> None:
    assert quantity(text, unit) == Understood(Decimal(value), text)


def test_a_pack_without_a_conversion_says_so() -> None:
    assert quantity("两箱", "台") == Ambiguous("两箱", (), Why.NO_CONVERSION)
    assert quantity("两箱", "台", PACKS) == Understood(Decimal(24), "两箱")


def test_whether_a_thing_comes_whole_can_be_said() -> None:
    assert quantity("2.5", "台", whole=False) == Understood(Decimal("2.5"), "2.5")
    assert quantity("2.5", "米", whole=True) == NotUnderstood("2.5", Why.FRACTION)


@pytest.mark.parametrize(("text", "value"), rows(MONEY))
def test_an_amount_is_understood(text: str, value: str) -> None:
    assert money(text) == Understood(Decimal(value), text)


@pytest.mark.parametrize(("text", "readings"), ASKED_MONEY)
def test_an_amount_is_asked_about(text: str, readings: tuple[str, ...]) -> None:
    found = money(text)
    assert isinstance(found, Ambiguous)
    assert found.readings == values(*readings)


@pytest.mark.parametrize(("text", "why"), refusals(REFUSED_MONEY))
def test_an_amount_is_not_understood(text: str, why: Why) -> None:
    found = money(text)
    assert isinstance(found, NotUnderstood)
    assert found.why is why


def test_a_price_may_be_allowed_more_places() -> None:
    assert money("0.0385", places=4) == Understood(Decimal("0.0385"), "0.0385")


@pytest.mark.parametrize(("text", "value"), PERCENTS)
def test_a_share_is_understood(text: str, value: str) -> None:
    assert percent(text) == Understood(Decimal(value), text)


@pytest.mark.parametrize(("text", "readings"), ASKED_PERCENTS)
def test_a_share_is_asked_about(text: str, readings: tuple[str, ...]) -> None:
    found = percent(text)
    assert isinstance(found, Ambiguous)
    assert found.readings == values(*readings)


@pytest.mark.parametrize(("text", "why"), refusals(REFUSED_PERCENTS))
def test_a_share_is_not_understood(text: str, why: Why) -> None:
    found = percent(text)
    assert isinstance(found, NotUnderstood)
    assert found.why is why


@pytest.mark.parametrize(
    ("text", "value"), [("-5", "-5"), ("负三百", "-300"), ("0", "0"), ("十二点五", "12.5"), ("1.5亿", "150000000")]
)
def test_a_bare_number_may_have_any_sign(text: str, value: str) -> None:
    assert number(text) == Understood(Decimal(value), text)


WHOLE = st.one_of(st.integers(1, 999), st.integers(1, 10**9))


@given(WHOLE, st.sampled_from(["low", "up"]))
def test_every_written_out_number_is_read_back(n: int, mode: str) -> None:
    assert quantity(cn2an.an2cn(n, mode) + "台", "台") == Understood(Decimal(n), cn2an.an2cn(n, mode) + "台")


@given(WHOLE)
def test_every_habit_of_writing_digits_is_read_back(n: int) -> None:
    wide = str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for text in (str(n), f"{n:,}", wide, f"{n}台", f"{Decimal(n) / 10000:f}万"):
        assert quantity(text, "台") == Understood(Decimal(n), text)


@given(st.integers(1, 10**11))
def test_every_amount_is_read_back(fen: int) -> None:
    yuan, rest = divmod(fen, 100)
    exact = Decimal(fen) / 100
    texts = [f"{exact:.2f}", f"￥{exact:,.2f}", f"{exact:.2f}元"]
    if yuan:
        texts.append(f"{yuan}块{rest:02d}")
    if yuan and rest % 10 == 0:
        texts.append(f"{yuan}块{rest // 10}")
    for text in texts:
        if rest or "块" not in text:
            assert money(text) == Understood(exact, text)
