"""Days of the working calendar by a sheet: recognised, judged line by line, imported as a whole."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import CalendarYear
from services import people
from services.calendar_days import unsettled
from services.pace import calendar_of
from services.sheets import days, store
from services.sheets.judging import Judged, table_of
from services.sheets.reading import Page
from tests.support.reminding import HOUSE
from tests.support.trade import Trade

HEAD = ("日期", "上班/放假", "部门", "说明")
YEAR = (
    *((f"2027-02-{day:02}", "放假", "", "春节") for day in range(5, 12)),
    ("2027/2/14", "补班", "", "春节调休"),
)


def judged(trade: Trade, who: str, *rows: tuple[str, ...]) -> Judged:
    table = table_of([Page("Sheet1", [HEAD, *rows])])  # type: ignore[list-item]
    assert table is not None
    assert table.headings.kind == store.CALENDAR
    actor = people.by_id(trade.session, trade.ids[who])
    return store.judge(HOUSE, table, store.background(trade.session, HOUSE, actor, store.CALENDAR, trade.now))


def test_a_whole_year_is_entered_and_settled(scratch: Session):
    trade = Trade.opened(scratch)
    found = judged(trade, "何总", *YEAR)
    assert (found.faults, found.count("new"), found.warnings) == ([], 8, [("settles_year", {"year": "2027"})])
    actor = people.by_id(scratch, trade.ids["何总"])
    days.apply(scratch, HOUSE, actor, found, trade.now)
    works = calendar_of(scratch, HOUSE).is_workday
    assert [works(date(2027, 2, 14)), works(date(2027, 2, 11))] == [True, False]
    assert unsettled(scratch, HOUSE, trade.now) == ()
    again = judged(trade, "何总", *YEAR)
    assert (again.count("same"), again.effects) == (8, []), "the same sheet once more changes nothing"


def test_a_few_days_settle_no_year(scratch: Session):
    trade = Trade.opened(scratch)
    found = judged(trade, "何总", *YEAR[-2:])
    days.apply(scratch, HOUSE, people.by_id(scratch, trade.ids["何总"]), found, trade.now)
    assert found.warnings == []
    assert scratch.scalars(select(CalendarYear.year)).all() == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("2027-02-30", "放假", "", ""), ("day", "no_date")),
        (("2027-02-14", "大概上班", "", ""), ("works", "no_works")),
        (("2027-02-14", "", "", ""), ("works", "wanted")),
        (("2037-02-14", "上班", "", ""), ("day", "too_far")),
        (("2027-02-14", "上班", "月球部", ""), ("department", "no_department")),
    ],
)
def test_a_bad_row_is_told(scratch: Session, row: tuple[str, ...], fault: tuple[str, str]):
    found = judged(Trade.opened(scratch), "何总", ("2027-02-13", "放假", "生产", ""), row)
    assert [(one.row, one.column, one.why) for one in found.faults] == [(3, *fault)]


def test_a_day_twice_is_a_fault_and_another_departments_day_is_not(scratch: Session):
    same, other = ("2027-02-13", "放假", "", ""), ("2027-02-13", "上班", "生产", "")
    trade = Trade.opened(scratch)
    assert [one.why for one in judged(trade, "何总", same, same).faults] == ["twice"]
    assert judged(trade, "何总", same, other).faults == []
