"""Shares, discounts and tax as people write them, grouped by what goes wrong with them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.understanding import Ambiguous, NotUnderstood, Tax, Understood, Why, discount, percent, tax

# fmt: off
PERCENTS = {
    "signs": [
        ("30%", "30"), ("３０％", "30"), ("30 %", "30"), ("33.3%", "33.3"), ("0.5%", "0.5"), ("100%", "100"), ("13%", "13"),
        ("三十%", "30"),
    ],
    "tenths": [
        ("三成", "30"), ("3成", "30"), ("三成五", "35"), ("三成半", "35"), ("两成", "20"), ("十成", "100"), ("半成", "5"),
        ("七成", "70"),
    ],
    "words": [
        ("百分之三十", "30"), ("百分之30", "30"), ("百分之百", "100"), ("百分之十三", "13"), ("百分之三十五点五", "35.5"),
        ("一半", "50"), ("对半", "50"), ("對半", "50"), ("五五开", "50"), ("四分之一", "25"), ("二分之一", "50"),
        ("千分之五", "0.5"), ("5‰", "0.5"),
    ],
    "points": [
        ("30个点", "30"), ("30 个点", "30"), ("三十个点", "30"), ("13个点", "13"), ("十三个点", "13"), ("30个百分点", "30"),
        ("13点", "13"), ("30個點", "30"), ("一个点", "1"), ("半个点", "0.5"),
    ],
    "bare and labelled": [
        ("30", "30"), ("三十", "30"), ("定金30%", "30"), ("定金三成", "30"), ("首付三成", "30"), ("预付30%", "30"), ("先付30%",
        "30"),
        ("30%定金", "30"), ("三成定金", "30"), ("30%的预付款", "30"), ("訂金30%", "30"), ("收30%吧", "30"),
    ],
}
ASKED_PERCENTS = [
    ("0.3", ("30", "0.3")), ("30-40%", ("30", "40")), ("30%到40%", ("30", "40")), ("三四成", ("30", "40")),
    ("30、40%", ("30", "40")), ("30%左右", ("30",)), ("三七", ()), ("三分之一", ("33.33",)), ("30%吗", ("30",)),
    ("至少30%", ("30",)), ("十几个点", ()), ("30%以上", ("30",)), ("30多%", ()),
]
REFUSED_PERCENTS = {
    Why.ZERO: ["0", "0%", "零"], Why.NEGATIVE: ["-5%"], Why.TOO_LARGE: ["150%", "101", "十一成"],
    Why.UNCLEAR: [
        "九五折", "三成三成", "全部", "%", "百分之", "尾款", "尾款70%", "全款", "%30", "3:7", "涨5%", "30%70%", "30块", "12.5.3%",
        "百分百之三",
    ],
    Why.TOO_FINE: ["1.00001%"],
}

DISCOUNTS = {
    "tenths": [
        ("八折", "8"), ("8折", "8"), ("９折", "9"), ("打八折", "8"), ("打9折", "9"), ("两折", "2"), ("三折", "3"), ("五折", "5"),
        ("打个九折", "9"), ("按八折", "8"), ("給打個九折吧", "9"), ("九折优惠", "9"), ("九折价", "9"), ("八折处理", "8"),
        ("全部九折", "9"), ("一律八折", "8"), ("折扣：9折", "9"),
    ],
    "tenths and hundredths": [
        ("九五折", "9.5"), ("打九五折", "9.5"), ("95折", "9.5"), ("打95折", "9.5"), ("9.5折", "9.5"), ("九点五折", "9.5"),
        ("９５折", "9.5"), ("八八折", "8.8"), ("88折", "8.8"), ("八五折", "8.5"), ("85折", "8.5"), ("8.75折", "8.75"),
        ("九八折", "9.8"), ("98折", "9.8"), ("给打个95折吧", "9.5"), ("九五折扣", "9.5"), ("75折", "7.5"), ("打個九五折", "9.5"),
        ("92折", "9.2"), ("9点2折", "9.2"), ("整单95折", "9.5"),
    ],
    "half": [("对折", "5"), ("打对折", "5"), ("對折", "5"), ("半价", "5"), ("半價", "5")],
    "off the price": [
        ("优惠5%", "9.5"), ("優惠5%", "9.5"), ("下浮3%", "9.7"), ("便宜5个点", "9.5"), ("降3个点", "9.7"), ("让利百分之五", "9.5"),
        ("10% off", "9"), ("优惠一成", "9"),
    ],
}
ASKED_DISCOUNTS = [
    ("打折", ()), ("有折扣", ()), ("优惠", ()), ("便宜点", ()), ("优惠点", ()), ("打个折", ()), ("给个折扣", ()), ("十折", ()),
    ("10折", ()), ("12折", ("1.2",)), ("20折", ("2",)), ("七八折", ("7.8", "7", "8")), ("八九折", ("8.9", "8", "9")),
    ("八到九折", ("8", "9")), ("8-9折", ("8", "9")), ("九折左右", ("9",)), ("大概九折", ("9",)), ("九折以上", ("9",)),
    ("九折起", ("9",)), ("最低八折", ("8",)), ("能打九折吗", ("9",)), ("九折行不行", ("9",)), ("打95", ("9.5",)),
    ("打九五", ("9.5",)),
    ("八折半", ("8.5",)), ("885折", ("8.85",)), ("九十五折", ("9.5",)), ("0.95折", ("9.5",)), ("半折", ("5",)),
    ("八折再九五折", ("7.6",)), ("优惠五六个点", ("9.5", "9.4")), ("几折", ()),
]
REFUSED_DISCOUNTS = {
    Why.ZERO: ["0折", "零折", "不打折", "原价", "没有折扣", "无折扣"],
    Why.TOO_LARGE: ["100折", "1000折"],
    Why.NEGATIVE: ["-8折", "负八折"],
    Why.TOO_FINE: ["8.555折"],
    Why.UNCLEAR: [
        "折", "折叠", "优惠5块", "优惠5", "便宜两块", "涨5%", "上浮3%", "返点3%", "九折九", "98", "9.5", "X折", "宏达", "95扣",
        "打包",
        "58打九折", "打九折58", "打三通电话",
    ],
    Why.EMPTY: ["", " "],
}

IN, OUT = True, False
TAXES: dict[str, list[tuple[str, bool | None, str | None]]] = {
    "included": [
        ("含税", IN, None), ("含稅", IN, None), ("已含税", IN, None), ("含税价", IN, None), ("带税", IN, None), ("帶稅", IN, None),
        ("含税单价", IN, None), ("价税合计", IN, None), ("價稅合計", IN, None), ("都含税", IN, None), ("含税运", IN, None),
        ("含税含运费", IN, None), ("含票", IN, None), ("带票", IN, None), ("包税", IN, None),
    ],
    "not included": [
        ("不含税", OUT, None), ("不含稅", OUT, None), ("未税", OUT, None), ("未稅價", OUT, None), ("不含税价", OUT, None),
        ("未含税", OUT, None), ("不带税", OUT, None), ("税前", OUT, None), ("税另算", OUT, None), ("税点另加", OUT, None),
        ("不含票", OUT, None), ("不带票", OUT, None), ("除税", OUT, None),
    ],
    "included with a rate": [
        ("含税13%", IN, "13"), ("含税１３％", IN, "13"), ("含13%税", IN, "13"), ("含税13个点", IN, "13"),
        ("含13个点的税", IN, "13"),
        ("含稅13個點", IN, "13"), ("含税13点", IN, "13"), ("含百分之十三的税", IN, "13"), ("含税（13%）", IN, "13"),
        ("13%含税", IN, "13"),
        ("含13%增值税", IN, "13"), ("含13%专票", IN, "13"), ("含税专票13个点", IN, "13"), ("含税价13%", IN, "13"),
        ("含3%税", IN, "3"),
        ("含税6%", IN, "6"), ("含税9%", IN, "9"), ("含税1个点", IN, "1"), ("含13个点", IN, "13"), ("含13%", IN, "13"),
        ("带票13个点", IN, "13"), ("带13%的票", IN, "13"), ("含税十三个点", IN, "13"), ("价税合计13%", IN, "13"),
        ("含13%增值税专用发票", IN, "13"),
        ("含税，税率13%", IN, "13"),
    ],
    "not included with a rate": [
        ("不含税13%", OUT, "13"), ("不含13%税", OUT, "13"), ("未税13%", OUT, "13"), ("另加13%税", OUT, "13"),
        ("税另加13%", OUT, "13"),
    ],
    "a rate alone": [
        ("税率13%", None, "13"), ("税率13", None, "13"), ("税率：13%", None, "13"), ("稅率13%", None, "13"), ("税点13", None, "13"),
        ("13个税点", None, "13"), ("13%专票", None, "13"), ("13%的专票", None, "13"), ("开13个点的专票", None, "13"),
        ("開13個點的專票", None, "13"), ("开13个点的增票", None, "13"), ("开13%增值税专用发票", None, "13"), ("13的票", None, "13"),
        ("专票13%", None, "13"), ("3%普票", None, "3"), ("开1个点普票", None, "1"), ("增值税13%", None, "13"),
        ("增值税率9%", None, "9"),
        ("小规模3个点", None, "3"), ("零税率", None, "0"), ("税率0%", None, "0"), ("要13个点的票", None, "13"),
        ("一般纳税人13%", None, "13"),
    ],
}
ASKED_TAXES: list[tuple[str, list[tuple[bool | None, str | None]]]] = [
    ("13%", [(None, "13")]), ("13个点", [(None, "13")]), ("13", [(None, "13")]), ("含税13", [(IN, "13"), (IN, None)]),
    ("含税17%", []), ("17%专票", []), ("税率16%", []), ("含税8个点", []), ("含5%税", []), ("税率1.5%", []), ("税率0.13", []),
    ("含3个点", [(IN, "3")]), ("含1%", [(IN, "1")]), ("专票", []), ("要专票", []), ("开票", []), ("開增票", []), ("普票", []),
    ("不开票", [(OUT, None)]), ("不要票", [(OUT, None)]), ("裸价", [(OUT, None)]), ("免税", [(None, "0")]),
    ("税后", [(IN, None), (OUT, None)]),
    ("含不含税", [(IN, None), (OUT, None)]), ("含税还是未税", [(IN, None), (OUT, None)]), ("含税吗", [(IN, None)]),
    ("含税13%吗", [(IN, "13")]),
    ("是不是含税", [(IN, None)]), ("加13个点", [(OUT, "13")]), ("开票加13个点", [(OUT, "13")]), ("开票加8个点", []),
    ("税率3%或13%", [(None, "3"), (None, "13")]),
    ("含税13%改9%", [(IN, "13"), (IN, "9")]), ("含税13%还是6%", [(IN, "13"), (IN, "6")]),
    ("含税3-13%", [(IN, "3"), (IN, "13")]), ("含税13%不含税", [(IN, "13"), (OUT, "13")]),
    ("小规模", [(None, "3"), (None, "1")]),
    ("一般纳税人", [(None, "13")]), ("含税十几个点", []), ("税率13%左右", [(None, "13")]),
]
REFUSED_TAXES = {
    Why.EMPTY: ["", "  "],
    Why.UNCLEAR: [
        "税", "含税58", "含税单价58", "58含税", "含", "不含", "宏达", "30%", "58", "税务局", "不是含税价", "含运费",
        "含税13%58元", "含300台",
        "13块含税", "交税", "税13台", "加", "13%定金", "价格", "税收优惠", "含税一百二",
    ],
}
# fmt: on


def reading_of(found: Tax) -> tuple[bool | None, str | None]:
    return found.included, None if found.rate is None else str(found.rate)


@pytest.mark.parametrize(("text", "value"), [row for group in PERCENTS.values() for row in group])
def test_a_share_is_understood(text: str, value: str) -> None:
    assert percent(text) == Understood(Decimal(value), text)


@pytest.mark.parametrize(("text", "readings"), ASKED_PERCENTS)
def test_a_share_is_asked_about(text: str, readings: tuple[str, ...]) -> None:
    found = percent(text)
    assert isinstance(found, Ambiguous)
    assert found.readings == tuple(map(Decimal, readings))


@pytest.mark.parametrize(("text", "why"), [(text, why) for why, texts in REFUSED_PERCENTS.items() for text in texts])
def test_a_share_is_not_understood(text: str, why: Why) -> None:
    found = percent(text)
    assert isinstance(found, NotUnderstood)
    assert found.why is why


@pytest.mark.parametrize(("text", "value"), [row for group in DISCOUNTS.values() for row in group])
def test_a_discount_is_understood(text: str, value: str) -> None:
    assert discount(text) == Understood(Decimal(value), text)


@pytest.mark.parametrize(("text", "readings"), ASKED_DISCOUNTS)
def test_a_discount_is_asked_about(text: str, readings: tuple[str, ...]) -> None:
    found = discount(text)
    assert isinstance(found, Ambiguous)
    assert found.readings == tuple(map(Decimal, readings))


@pytest.mark.parametrize(("text", "why"), [(text, why) for why, texts in REFUSED_DISCOUNTS.items() for text in texts])
def test_a_discount_is_not_understood(text: str, why: Why) -> None:
    found = discount(text)
    assert isinstance(found, NotUnderstood)
    assert found.why is why


@pytest.mark.parametrize(("text", "included", "rate"), [row for group in TAXES.values() for row in group])
def test_tax_is_understood(text: str, included: bool | None, rate: str | None) -> None:
    assert tax(text) == Understood(Tax(included, None if rate is None else Decimal(rate)), text)


@pytest.mark.parametrize(("text", "readings"), ASKED_TAXES)
def test_tax_is_asked_about(text: str, readings: list[tuple[bool | None, str | None]]) -> None:
    found = tax(text)
    assert isinstance(found, Ambiguous)
    assert [reading_of(one) for one in found.readings] == readings


@pytest.mark.parametrize(("text", "why"), [(text, why) for why, texts in REFUSED_TAXES.items() for text in texts])
def test_tax_is_not_understood(text: str, why: Why) -> None:
    found = tax(text)
    assert isinstance(found, NotUnderstood)
    assert found.why is why
