"""/calendar as people use it: looking, tapping a day, writing days, saying that a year is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from db.models import CalendarDay, CalendarYear, Person
from domain.understanding.marked_days import MarkedDays, Unclear, marked_days
from handlers.dispatch import Desk
from handlers.routes import ALL
from services.house import House
from services.pace import calendar_of
from tests.support.office import HOUSE, STAFF, Office, at

TODAY = date(2026, 11, 24)


@pytest.fixture
def desk(office: Office) -> Office:
    """吴芳 is the administrator."""
    office.now = at("11-24", "10:05")
    administers(office, "吴芳")
    return office


def administers(desk: Office, *names: str) -> None:
    desk.desk = Desk(ALL, replace(HOUSE, admin_ids=frozenset(STAFF[name][0] for name in names)))
    with desk.database.transaction() as session:
        session.execute(update(Person).values(is_admin=Person.name.in_(names)))


def entered(desk: Office) -> dict[tuple[str, date], bool]:
    with desk.database.transaction() as session:
        rows = session.execute(select(CalendarDay.department, CalendarDay.day, CalendarDay.works))
        return {(department, day): works for department, day, works in rows}


def page(desk: Office, who: str) -> list[str]:
    return desk.newest(who, on="工作日历").text.splitlines()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2月15日到23日 放假", MarkedDays(date(2027, 2, 15), date(2027, 2, 23), False)),
        ("2月15日至2月23日放假 春节", MarkedDays(date(2027, 2, 15), date(2027, 2, 23), False, "春节")),
        ("2027-2-8 上班", MarkedDays(date(2027, 2, 8), date(2027, 2, 8), True)),
        ("２０２７年２月８日　補班", MarkedDays(date(2027, 2, 8), date(2027, 2, 8), True)),
        ("12月30日到1月2日 放假", MarkedDays(date(2026, 12, 30), date(2027, 1, 2), False)),
        ("11月21日 春节调休上班", MarkedDays(date(2026, 11, 21), date(2026, 11, 21), True, "春节")),
        ("12月5日 不上班，盘点", MarkedDays(date(2026, 12, 5), date(2026, 12, 5), False, "盘点")),
        ("12月5日取消", MarkedDays(date(2026, 12, 5), date(2026, 12, 5), None)),
        ("明天放假", MarkedDays(date(2026, 11, 25), date(2026, 11, 25), False)),
        ("2027-02-15 to 2027-02-23 off Spring Festival",
         MarkedDays(date(2027, 2, 15), date(2027, 2, 23), False, "Spring Festival")),
        ("2月30日 放假", Unclear.NO_SUCH_DAY),
        ("2月23日到15日 放假", Unclear.BACKWARDS),
        ("2月15日到23日", Unclear.VERB),
        ("过几天放假", Unclear.DAY),
    ],
)  # fmt: skip
def test_days_as_people_write_them(said: str, meant: MarkedDays | Unclear) -> None:
    assert marked_days(said, TODAY) == meant


def test_everybody_sees_what_is_off_and_what_is_made_up(desk: Office) -> None:
    desk.says("张敏", "/calendar")
    assert page(desk, "张敏") == [
        "工作日历 · 2026年11月 · 上班 21 天",
        "周一到周五 8:30-12:00、13:30-17:30；20:00-8:30、午休和休息日不响铃",
        "这个月没有节假日，也没有补班。",
        "2027 年调休安排尚未录入：哪些周末要补班还不知道，跨年的日期可能要变。",
    ]
    assert desk.newest("张敏").labels == ["← 10月", "12月 →"], "whoever may not set anything is offered nothing"
    desk.taps("张敏", "← 10月")
    assert page(desk, "张敏")[2:4] == ["放假 10月1日 周四 到 10月7日 周三 国庆节", "补班 10月10日 周六"]
    for month in ("9月", "8月", "7月", "6月", "5月", "4月", "3月", "2月"):
        desk.taps("张敏", f"← {month}")
    assert page(desk, "张敏")[2:5] == [
        "补班 2月14日 周六", "放假 2月15日 周日 到 2月23日 周一 春节", "补班 2月28日 周六",
    ]  # fmt: skip


def test_what_does_not_fit_a_page_is_counted_once(desk: Office) -> None:
    """Lines of the month and of a department with days of its own, a year that is missing below them."""
    off = [("", day) for day in (1, 3, 7, 9, 11, 15, 17, 21, 23)]
    with desk.database.transaction() as session:
        for department, day in (*off, ("production", 28)):
            session.add(
                CalendarDay(department=department, day=date(2026, 12, day), works=False, set_at=desk.now)
            )  # fmt: skip
    desk.says("张敏", "/calendar")
    desk.taps("张敏", "12月 →")
    said = page(desk, "张敏")
    assert [line.startswith("放假") for line in said[2:7]] == [True] * 5
    assert said[7:] == ["…还有 5 条", "2027 年调休安排尚未录入：哪些周末要补班还不知道，跨年的日期可能要变。"]
    assert len(said) == 9


def test_an_administrator_taps_a_day(desk: Office) -> None:
    desk.says("吴芳", "/calendar")
    for label in ("12月 →", "改某一天", "31"):
        desk.taps("吴芳", label)
    assert desk.newest("吴芳").text.splitlines() == ["12月31日 周四 · 全公司", "现在：上班"]
    desk.taps("吴芳", "放假")
    assert entered(desk) == {("", date(2026, 12, 31)): False}
    assert page(desk, "吴芳")[2] == "放假 12月31日 周四 到 2027年1月3日 周日 元旦"
    for label in ("改某一天", "31"):
        desk.taps("吴芳", label)
    assert desk.newest("吴芳").text.splitlines()[1:] == ["现在：放假", "吴芳 定的"]
    desk.taps("吴芳", "照国家安排")
    assert entered(desk) == {}


def test_days_in_words_are_read_back_before_they_hold(desk: Office) -> None:
    desk.says("吴芳", "日历 2月12日到14日 放假 年会")
    assert desk.newest("吴芳").text.splitlines() == [
        "2027年2月12日 周五 到 2027年2月14日 周日 放假 · 全公司",
        "其中 1 天原来要上班；交期、时限和催办都跟着重算。",
        "说明：年会",
    ]
    assert entered(desk) == {}
    desk.taps("吴芳", "就这样")
    assert entered(desk) == {("", date(2027, 2, day)): False for day in (12, 13, 14)}
    assert "放假 2月4" not in page(desk, "吴芳")[2]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("2月30日 放假", "没有这一天"),
        ("下个月放假", "没看懂是哪天"),
        ("2月15日", "没看懂是放假还是上班"),
        ("1月1日到6月1日 放假", "一次最多 62 天"),
    ],
)
def test_what_cannot_be_followed_is_said_and_changes_nothing(desk: Office, words: str, answer: str) -> None:
    desk.says("吴芳", f"日历 {words}")
    assert desk.newest("吴芳").text.startswith(answer)
    assert entered(desk) == {}


def test_a_head_sets_the_days_of_the_department_and_no_others(desk: Office) -> None:
    desk.says("陈静", "日历 11月29日 上班 月结")
    desk.taps("陈静", "就这样")
    assert entered(desk) == {("finance", date(2026, 11, 29)): True}
    desk.says("张敏", "/calendar")
    assert "财务：11月29日 周日 上班（月结）" in page(desk, "张敏")
    with desk.database.transaction() as session:
        house = House(HOUSE.book, HOUSE.zone)
        sunday = date(2026, 11, 29)
        assert [calendar_of(session, house, key).is_workday(sunday) for key in ("finance", "sales", None)] == [
            True, False, False,
        ]  # fmt: skip
    desk.says("李娜", "日历 11月29日 上班")
    assert len(entered(desk)) == 1, "a member sets nothing"


def test_an_administrator_says_whose_days_they_are(desk: Office) -> None:
    desk.says("吴芳", "日历 生产 12月5日 上班 赶货")
    desk.taps("吴芳", "就这样")
    assert entered(desk) == {("production", date(2026, 12, 5)): True}


def test_a_button_of_before_somebody_else_changed_the_day_changes_nothing(desk: Office) -> None:
    desk.says("吴芳", "/calendar")
    for label in ("12月 →", "改某一天", "31"):
        desk.taps("吴芳", label)
    administers(desk, "吴芳", "陈静")
    desk.says("陈静", "日历 12月31日 上班 盘点")
    desk.taps("陈静", "就这样")
    desk.taps("吴芳", "放假")
    assert entered(desk) == {("", date(2026, 12, 31)): True}
    assert desk.answer is not None
    assert desk.answer.text == "陈静 刚改过这一天，看清楚再定。"


def test_a_year_is_right_as_it_is(desk: Office) -> None:
    desk.says("吴芳", "/calendar")
    desk.taps("吴芳", "确认 2027 年日历")
    with desk.database.transaction() as session:
        assert session.scalars(select(CalendarYear.year)).all() == [2027]
    assert not any("尚未录入" in line for line in page(desk, "吴芳"))


def test_asking_again_brings_the_page_down_to_the_words(desk: Office) -> None:
    desk.says("张敏", "/calendar")
    first = desk.newest("张敏").message_id
    desk.says("张敏", "日历")
    assert desk.newest("张敏").message_id > first
    assert len([one for one in desk.chats[STAFF["张敏"][0]] if one.text.startswith("工作日历")]) == 1


def test_in_a_group_everybody_looks_and_nothing_is_set_by_looking(desk: Office) -> None:
    desk.says("李娜", "/calendar", chat="财务群")
    assert desk.newest("财务群").text.startswith("工作日历 · 2026年11月")
