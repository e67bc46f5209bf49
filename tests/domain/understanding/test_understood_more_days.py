"""More delivery days, as people write them in chats. Today is Monday, 23 November 2026; the calendar is the mainland's."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from domain.understanding import Ambiguous, NotUnderstood, Understood, Why, day
from domain.worktime import WorkCalendar

MONDAY = date(2026, 11, 23)
CALENDAR = WorkCalendar(ZoneInfo("Asia/Shanghai"))

# fmt: off
UNDERSTOOD = {
    "12-05": "2026.12.05 2026年12月5 26年12月5日 12.05 12/05 12.5号 12.5日 12月5日前 12月5号前要 不迟于12月5日 十二月05日 "
        "十二月五號 "
             "12月5日。 周六12月5号 周六(12月5日) 12.5(周六) 12月5号下午3点 12月5号15:00 12月5号下班前 交期：12月5日前 "
             "到货时间12月5号 客户要求12月5号到货 交货日期：2026-12-05 5号中午12点前 5号前 下月5号前",
    "11-25": "25号截止 截止25号 不晚于25号 赶在25号前 务必25号前 25号之前务必到货 25号走货 25号发走 25号晚上 25号当天 "
        "想要25号 后儿个 "
             "后天一早 周三25号 這個月25號 当月25号 2个工作日 两天后 两天 25號之前",
    "11-27": "周五前 周五下午3点 周五下班前 周五前要货 那就周五吧 禮拜五 週五交",
    "12-04": "下周五下午 下周五之前 希望下周五前能到 下禮拜五 下個星期五",
    "11-24": "明儿 明早 明日 明天下班前 明天之内 下个工作日 下一个工作日",
    "11-23": "今儿 今晚 今天内 本周一",
    "12-03": "十天之内 10日内 3号 三号",
    "12-07": "兩週後 2个星期 10个工作天",
    "12-31": "12月31日前 元旦前最后一个工作日",
}
FAR = [
    ("节后第一个工作日", "2027-01-04"), ("元旦后第一个工作日", "2027-01-04"), ("節後第一個工作日", "2027-01-04"),
    ("节后上班第一天", "2027-01-04"), ("节后第二个工作日", "2027-01-05"), ("清明节后首个工作日", "2027-04-06"),
    ("一百天", "2027-03-03"), ("1月3号", "2027-01-03"), ("5/12", "2027-05-12"), ("05-12", "2027-05-12"), ("货期4周", "2026-12-21"),
    ("元旦", "2027-01-01"),
    ("元旦當天", "2027-01-01"), ("双十二", "2026-12-12"), ("聖誕節", "2026-12-25"), ("平安夜", "2026-12-24"),
    ("双十二前", "2026-12-12"), ("元月5号", "2027-01-05"), ("618", "2027-06-18"),
    ("12月5号呀", "2026-12-05"), ("12月5号嘛", "2026-12-05"),
    ("下下个周三", "2026-12-09"), ("下礼拜天", "2026-12-06"),
]
ASKED = {
    "": "尽快 急 加急 asap 抓紧 最快 再定 等通知 近期 最近 这两天 这几天 3月 3月份 明年3月 2026年12月 2026-12 明年 明年初 "
        "今年内 上半年 一季度 "
        "下周初 下周中 周六日 腊月二十三 农历十二月二十 正月初八 初八 臘月 个把月 十天半个月 节后3天 合同签订后30天 "
        "验收后30天 12.5-12.8",
    "2026-12-05": "12,5 12，5 12。5 12·5 12、5 261205 12月5号前后 12月5号后 12月5号行不行",
    "2026-11-25": "25号以后 25号之后 25号前后 最早25号 预计25号 可能25号 25号？ 能不能25号 过两天",
    "2026-11-27": "周五能到吗 周五？",
    "2026-11-24": "次日 翌日 第二天",
    "2026-12-13": "下单后20天 收到订单后20天",
    "2026-11-27 2026-11-28": "星期五或星期六 周五/周六 周五还是周六 周五周六",
    "2026-11-25 2026-11-26": "25或26号 25、26号",
    "2026-12-03 2026-11-26": "三日 3日后 三日后 交期3日",
    "2026-12-31": "节前 放假前 元旦前",
    "2026-12-31 2027-02-04": "年前",
    "2027-01-04 2027-02-11": "年后 年后第一个工作日",
    "2027-01-04": "节后 节后第一天",
    # The days off of that year are not published yet.
    "2027-02-11": "春节后第一个工作日 过年后第一天上班 过完年",
    "2027-10-06": "国庆后第一个工作日",
    "2027-01-01": "元旦期间", "2026-12-12": "双十二后", "2027-11-11": "双十一", "2026-12-25": "圣诞节前",
}
REFUSED = {
    Why.UNCLEAR: "300 35 12.5.3 251205 每周五 下月今天 宏达 三百台 年 节 Dec-5x 12:30",
    Why.NO_SUCH_DAY: "58.5 0.5 12.50 二月三十 4月31",
    Why.WEEKDAY: "周五12月5号 周五25号",
    Why.PAST: "大前天 上周五",
}
# fmt: on


@pytest.mark.parametrize(
    ("text", "expected"), [(text, f"2026-{at}") for at, texts in UNDERSTOOD.items() for text in texts.split()] + FAR
)
def test_a_day_is_understood(text: str, expected: str) -> None:
    assert day(text, MONDAY, CALENDAR) == Understood(date.fromisoformat(expected), text)


@pytest.mark.parametrize(("text", "readings"), [(text, r) for r, texts in ASKED.items() for text in texts.split()])
def test_a_day_is_asked_about(text: str, readings: str) -> None:
    found = day(text, MONDAY, CALENDAR)
    assert isinstance(found, Ambiguous)
    assert [str(reading) for reading in found.readings] == readings.split()


@pytest.mark.parametrize(("text", "why"), [(text, why) for why, texts in REFUSED.items() for text in texts.split()])
def test_a_day_is_not_understood(text: str, why: Why) -> None:
    found = day(text, MONDAY, CALENDAR)
    assert isinstance(found, NotUnderstood)
    assert found.why is why


def test_holidays_need_a_calendar() -> None:
    assert day("节后第一个工作日", MONDAY) == Ambiguous("节后第一个工作日")


def test_within_a_holiday_the_end_of_it_is_meant() -> None:
    assert day("节后第一个工作日", date(2026, 10, 3), CALENDAR) == Understood(date(2026, 10, 8), "节后第一个工作日")
