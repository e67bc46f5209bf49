"""Units of goods: their other names, which can be divided, and what converts into what."""

from __future__ import annotations

from decimal import Decimal

_SAME = {
    "公斤": "kg", "千克": "kg", "g": "克", "公吨": "吨", "t": "吨", "市斤": "斤",
    "m": "米", "公尺": "米", "cm": "厘米", "mm": "毫米", "km": "公里", "千米": "公里",
    "l": "升", "公升": "升", "ml": "毫升",
    "平方米": "m2", "平米": "m2", "平方": "m2", "m²": "m2", "立方米": "m3", "立方": "m3", "m³": "m3",
    "pc": "pcs", "ea": "pcs",
}  # fmt: skip

# What each is in the smallest of its family; measures may be divided, counted things may not.
_MEASURES = {
    "克": ("mass", 1), "斤": ("mass", 500), "kg": ("mass", 1000), "吨": ("mass", 1_000_000),
    "毫米": ("length", 1), "厘米": ("length", 10), "米": ("length", 1000), "公里": ("length", 1_000_000),
    "毫升": ("volume", 1), "升": ("volume", 1000),
    "m2": ("area", 1), "m3": ("space", 1), "方": ("space of a trade", 1),
}  # fmt: skip

_PACKS = frozenset({"箱", "盒", "包", "袋", "托", "板", "卷", "桶", "捆", "打", "扎", "筐", "车", "柜", "件", "盘"})
_COUNTED = frozenset(
    {"台", "套", "个", "只", "条", "根", "支", "把", "张", "片", "块", "瓶", "罐", "组", "对", "双"}
    | {"辆", "架", "副", "颗", "枚", "粒", "份", "批", "本", "册", "节", "段", "pcs"}
)

# How a unit is shown. A pc is a single thing, a 个: what trade calls a 件 is as often a carton of them.
_SHOWN = {
    "kg": "公斤", "千克": "公斤", "g": "克", "公吨": "吨", "t": "吨", "市斤": "斤",
    "m": "米", "公尺": "米", "cm": "厘米", "mm": "毫米", "km": "公里", "千米": "公里",
    "l": "升", "公升": "升", "ml": "毫升",
    "m2": "平方米", "平米": "平方米", "平方": "平方米", "m²": "平方米", "m3": "立方米", "立方": "立方米", "m³": "立方米",
    "pcs": "个", "pc": "个", "ea": "个",
}  # fmt: skip

DOZEN = "打"
NAMES = frozenset(_SAME) | frozenset(_MEASURES) | _PACKS | _COUNTED


def canonical(unit: str) -> str:
    """One name for units that are the same; the unit itself when it has no other."""
    return _SAME.get(unit, unit)


def shown(unit: str) -> str:
    """The name of a unit for people; the unit itself when it has no other."""
    return _SHOWN.get(unit, unit)


def is_measure(unit: str) -> bool:
    return canonical(unit) in _MEASURES


def is_pack(unit: str) -> bool:
    """Whether the unit usually holds several of a thing: a number of it needs a conversion."""
    return canonical(unit) in _PACKS


def measured_in(unit: str, other: str) -> Decimal | None:
    """How many `other` one `unit` is, for measures of one family."""
    one, two = _MEASURES.get(canonical(unit)), _MEASURES.get(canonical(other))
    if one is None or two is None or one[0] != two[0]:
        return None
    return Decimal(one[1]) / Decimal(two[1])
