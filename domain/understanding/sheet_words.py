"""Words that stand in the cells of a sheet where one of a few is meant, and rows that are none."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

SUPPLIES = {
    **dict.fromkeys(("现货", "現貨", "库存", "庫存", "仓库", "stock", "instock"), "stock"),
    **dict.fromkeys(
        ("生产", "生產", "自制", "自製", "自产", "自產", "自制件", "制造", "make", "made", "produced"), "make"
    ),
    **dict.fromkeys(("外购", "外購", "采购", "採購", "外购件", "外协", "buy", "bought", "purchased"), "buy"),
}
"""供货方式."""
STATES = {
    **dict.fromkeys(
        (
            "未下达",
            "未下達",
            "待付款",
            "待收款",
            "未开工",
            "未開工",
            "待生产",
            "待下达",
            "承接",
            "accepted",
            "notstarted",
        ),
        "accepted",
    ),
    **dict.fromkeys(
        (
            "已下达",
            "已下達",
            "执行中",
            "執行中",
            "生产中",
            "生產中",
            "在制",
            "在製",
            "备货中",
            "備貨中",
            "采购中",
            "inprogress",
            "inproduction",
            "executing",
            "released",
        ),
        "executing",
    ),
    **dict.fromkeys(
        ("已备齐", "已備齊", "已完工", "完工", "待发货", "待發貨", "已入库", "ready", "readytoship"), "ready"
    ),
}
"""目前状态 of an order in flight."""
WORKED = {
    **dict.fromkeys(
        ("上班", "补班", "補班", "工作", "工作日", "调休上班", "是", "work", "works", "worked", "yes"), "work"
    ),
    **dict.fromkeys(("放假", "休息", "休", "休假", "假", "节假日", "節假日", "否", "off", "holiday", "no"), "off"),
}
"""上班/放假."""
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What text begins with that some program would take for a formula, in both widths."""
_NOTHING = "0.,¥￥元 -—－"
_EXAMPLES = ("示例", "範例", "范例", "example")
_TOTALS = frozenset({"合计", "合計", "总计", "總計", "小计", "小計", "共计", "total", "subtotal", "grandtotal", "sum"})
_PUBLIC = frozenset({"公共", "公海", "无", "無", "public", "none"})


def plain(word: str) -> str:
    """One way of writing, without spaces."""
    return "".join(unicodedata.normalize("NFKC", word).casefold().split())


def one_of(words: dict[str, str], text: str) -> str | None:
    """What a cell means; None where it is none of the words."""
    return words.get(plain(text))


def is_example(cell: str) -> bool:
    """Whether a row is the template's own example."""
    return plain(cell).startswith(_EXAMPLES)


def is_total(cell: str) -> bool:
    """Whether a row only sums up."""
    return plain(cell).strip(":") in _TOTALS


def is_nothing(cell: str) -> bool:
    """Whether an amount is left empty or zero: 0, ¥0.00, -."""
    return not cell.strip(_NOTHING)


def is_public(cell: str) -> bool:
    """公共: nobody's own customer."""
    return plain(cell) in _PUBLIC


_WHOLE_DATE = re.compile("(?P<year>20[0-9]{2})[-/.年](?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})日?")
_CLOCK = re.compile(r"(?:\s+|(?<=[0-9])T(?=[0-9]))[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s*$")
_RUN_TOGETHER = re.compile("(?P<year>20[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")


def whole_date(text: str) -> date | None:
    """A date with its year first: 2026-12-05, 2026/12/5, 2026年12月5日, 20261205. 5/12/2026 has two readings."""
    day = _CLOCK.sub("", unicodedata.normalize("NFKC", text)).strip()  # before the spaces go: 2026/12/1 0:00 is no 10th
    bare = plain(day)
    found = _WHOLE_DATE.fullmatch(bare) or _RUN_TOGETHER.fullmatch(bare)
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
