"""Delivery days as people write them. Today is Monday, 23 November 2026, unless a test says otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import Ambiguous, DaysAfterPayment, NotUnderstood, Understood, Why, day
from domain.worktime import WorkCalendar

MONDAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 22)
CALENDAR = WorkCalendar(ZoneInfo("Asia/Shanghai"))

# fmt: off
UNDERSTOOD = {
    "full dates": [
        ("2026-12-05", "2026-12-05"), ("2026/12/5", "2026-12-05"), ("2026.12.5", "2026-12-05"),
        ("20261205", "2026-12-05"),
        ("2026年12月5日", "2026-12-05"), ("二〇二六年十二月五日", "2026-12-05"), ("26-12-05", "2026-12-05"),
        ("２０２６－１２－０５", "2026-12-05"),
    ],
    "month and day": [
        ("12月5号", "2026-12-05"), ("12月5日", "2026-12-05"), ("12月5", "2026-12-05"),
        ("十二月五号", "2026-12-05"), ("12月05日", "2026-12-05"),
        ("12-5", "2026-12-05"), ("12.5", "2026-12-05"), ("12/5", "2026-12-05"), ("12.28号", "2026-12-28"),
        ("1月8号", "2027-01-08"),
        ("十二月二十五", "2026-12-25"), ("明年1月8号", "2027-01-08"), ("今年12月5号", "2026-12-05"),
        ("11月23号", "2026-11-23"),
    ],
    "day of a month": [
        ("25号", "2026-11-25"), ("25日", "2026-11-25"), ("5号", "2026-12-05"), ("廿五号", "2026-11-25"),
        ("二十五号", "2026-11-25"),
        ("下个月10号", "2026-12-10"), ("下月10号", "2026-12-10"), ("本月25号", "2026-11-25"),
        ("下下个月3号", "2027-01-03"),
    ],
    "weekdays": [
        ("周五", "2026-11-27"), ("星期五", "2026-11-27"), ("礼拜五", "2026-11-27"), ("週五", "2026-11-27"),
        ("周日", "2026-11-29"),
        ("下周五", "2026-12-04"), ("下星期五", "2026-12-04"), ("下个礼拜五", "2026-12-04"),
        ("下下周一", "2026-12-07"), ("这周五", "2026-11-27"),
        ("本周日", "2026-11-29"), ("下周一", "2026-11-30"), ("下週五", "2026-12-04"),
    ],
    "from today": [
        ("今天", "2026-11-23"), ("明天", "2026-11-24"), ("后天", "2026-11-25"), ("後天", "2026-11-25"),
        ("大后天", "2026-11-26"), ("明天上午", "2026-11-24"),
        ("十天内", "2026-12-03"), ("10天后", "2026-12-03"), ("10天以内", "2026-12-03"), ("30天", "2026-12-23"),
        ("5日内", "2026-11-28"),
        ("两周后", "2026-12-07"), ("2个星期内", "2026-12-07"), ("一个月后", "2026-12-23"),
        ("半个月后", "2026-12-08"), ("再过三天", "2026-11-26"),
    ],
    "words around it": [
        ("25号之前", "2026-11-25"), ("25号前", "2026-11-25"), ("12月5号之前交货", "2026-12-05"),
        ("下周五交", "2026-12-04"), ("下周五前", "2026-12-04"),
        ("最晚12月5号", "2026-12-05"), ("交期12月5日", "2026-12-05"), ("后天到货吧", "2026-11-25"),
        ("12月4日 周五", "2026-12-04"), ("12月4日（周五）", "2026-12-04"), ("12月4号星期五交", "2026-12-04"),
    ],
}

ASKED = [
    ("月底", ("2026-11-30",)), ("1月底", ("2027-01-31", "2027-01-29")), ("下个月底", ("2026-12-31",)),
    ("年底", ("2026-12-31",)),
    ("月初", ()), ("12月中旬", ()), ("周末", ("2026-11-28", "2026-11-29")), ("这周末", ("2026-11-28", "2026-11-29")),
    ("下周末", ("2026-12-05", "2026-12-06")), ("周一", ("2026-11-23", "2026-11-30")),
    ("23号", ("2026-11-23", "2026-12-23")),
    ("31号", ("2026-12-31",)), ("11月20号", ("2027-11-20",)), ("10-5", ("2027-10-05",)), ("2月29号", ("2028-02-29",)),
    ("1205", ("2026-12-05",)), ("5", ("2026-12-05", "2026-11-28")), ("十一", ("2026-12-11", "2026-12-04")),
    ("明后天", ("2026-11-24", "2026-11-25")),
    ("5-8号", ("2027-05-08",)), ("25-28", ()), ("12月5-8号", ()), ("12月5号到8号", ()),
    ("25号左右", ("2026-11-25",)), ("大概下周五", ("2026-12-04",)),
    ("尽快", ()), ("越快越好", ()), ("年前", ()), ("年后", ()), ("节后", ()), ("节前", ()), ("几天后", ()),
    ("三五天", ()), ("一两天内", ()), ("十来天", ()),
    ("下周", ()), ("下个月", ()), ("半年后", ()), ("7个工作日", ()), ("不急", ()), ("过几天", ()),
]

REFUSED = {
    Why.PAST: [
        "2026-11-22", "2025-12-05", "20251205", "2026年1月1日", "昨天", "前天", "上周五", "本月20号", "上个月5号",
        "今年1月5号",
    ],
    Why.NO_SUCH_DAY: ["2月30号", "13月1号", "2026-02-30", "11月31日", "32号", "0号", "13月底", "20261340"],
    Why.TOO_FAR: ["2126-12-05", "2066-1-1"],
    Why.WEEKDAY: ["12月5日（周五）", "2026-12-04 周一"],
    Why.EMPTY: ["", "  "],
    Why.TOO_LONG: ["明天" * 2048],
    Why.UNCLEAR: [
        "3天前", "款到发货", "12-11-10", "99999999", "周7", "下周二十点", "0天", "宏达", "🙂", "<b>12月5号</b>",
        "\u202e5月21", "12月5号12月6号",
        "12５", "三百台", "12:30", "。", "-", "号", "月", "周",
    ],
}
# fmt: on


@pytest.mark.parametrize(("text", "expected"), [row for group in UNDERSTOOD.values() for row in group])
def test_a_day_is_understood(text: str, expected: str) -> None:
    assert day(text, MONDAY) == Understood(date.fromisoformat(expected), text)


@pytest.mark.parametrize(("text", "readings"), ASKED)
def test_a_day_is_asked_about(text: str, readings: tuple[str, ...]) -> None:
    found = day(text, MONDAY)
    assert isinstance(found, Ambiguous)
    assert found.readings == tuple(date.fromisoformat(reading) for reading in readings)


@pytest.mark.parametrize(("text", "why"), [(text, why) for why, texts in REFUSED.items() for text in texts])
def test_a_day_is_not_understood(text: str, why: Why) -> None:
    found = day(text, MONDAY)
    assert isinstance(found, NotUnderstood)
    assert found.why is why


@pytest.mark.parametrize(
    ("text", "days", "working"),
    [
        ("款到后7天", 7, False),
        ("款到后7个工作日", 7, True),
        ("款到7个工作日", 7, True),
        ("款到后 N 个工作日".replace("N", "十"), 10, True),
        ("收到定金后30天", 30, False),
        ("付款后两周", 14, False),
        ("收款后15个工作日内交货", 15, True),
        ("到账后三天", 3, False),
        ("款到後7天", 7, False),
    ],
)
def test_days_after_payment(text: str, days: int, working: bool) -> None:
    assert day(text, MONDAY) == Understood(DaysAfterPayment(days, working), text)


@pytest.mark.parametrize("today", [date(2026, 11, 21), SUNDAY])
def test_next_friday_said_at_a_weekend_has_two_readings(today: date) -> None:
    assert day("下周五", today) == Ambiguous("下周五", (date(2026, 11, 27), date(2026, 12, 4)))
    assert day("这周五", today) == Ambiguous("这周五", (date(2026, 11, 27),))
    assert day("周五", today) == Understood(date(2026, 11, 27), "周五")


def test_a_weekday_beside_it_settles_a_day_with_two_readings() -> None:
    assert day("23号周三", MONDAY) == Understood(date(2026, 12, 23), "23号周三")


def test_workdays_are_counted_with_a_calendar() -> None:
    found = day("7个工作日内", date(2026, 9, 30), CALENDAR)
    assert found == Understood(date(2026, 10, 15), "7个工作日内")


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)), st.integers(0, 260))
def test_every_coming_day_is_read_back(today: date, ahead: int) -> None:
    meant = today + timedelta(days=ahead)
    weekday = "一二三四五六日"[meant.weekday()]
    month_day = f"{meant.month}月{meant.day}日"
    texts = [meant.isoformat(), f"{meant:%Y%m%d}", f"{meant.year}年{month_day}", month_day, f"{month_day} 周{weekday}"]
    texts += [f"{meant.month}-{meant.day}", f"{meant.month}.{meant.day}"]
    for text in texts:
        assert day(text, today) == Understood(meant, text)


PIECES = st.sampled_from(
    [*list("0123456789一二三五十两廿年月日号周天前后内下上这本末底-./个 "), "工作日", "星期", "款到", "大概"]
)


@given(st.lists(PIECES, max_size=8).map("".join), st.dates(date(2020, 1, 1), date(2090, 12, 31)))
def test_no_day_is_ever_before_today(text: str, today: date) -> None:
    found = day(text, today, CALENDAR)
    if isinstance(found, Understood):
        assert isinstance(found.value, DaysAfterPayment) or found.value >= today
    if isinstance(found, Ambiguous):
        assert all(isinstance(d, date) and d >= today for d in found.readings)
