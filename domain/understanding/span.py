"""How many days: 30, 30天, 两周, 三个月."""

from __future__ import annotations

from domain.understanding.quantity import quantity
from domain.understanding.result import Reading, converted

_DAY = "天"
_IN_DAYS = {
    "日": 1, "自然日": 1, "周": 7, "个周": 7, "星期": 7, "个星期": 7, "礼拜": 7, "个礼拜": 7, "月": 30, "个月": 30, "季度": 90,
    "个季度": 90, "年": 365,
}  # fmt: skip


def days(text: str) -> Reading[int]:
    """The number of days meant, at least one. A month has thirty: such an answer is about, not to the day."""
    return converted(quantity(text, _DAY, _IN_DAYS, whole=True), int)
