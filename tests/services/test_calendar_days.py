"""The company's own days: entered, taken back, and felt by everybody who reckons in workdays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from db.models import CalendarDay, Chase, History, Owed, Person
from domain.process.company import Alternate
from services import calendar_days, people
from services.calendar_days import span
from services.errors import NotAllowed
from services.house import House
from services.pace import calendar_of
from services.people import PersonFacts
from services.reminders import digest, watching
from tests.support.reminding import HOUSE
from tests.support.trade import Trade

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
PLANT = (date(2027, 2, 15), date(2027, 2, 17))


@pytest.fixture
def staff(scratch: Session) -> dict[str, PersonFacts]:
    known = {"admin": ("service", "member", True), "head": ("production", "manager", False),
             "worker": ("production", "member", False)}  # fmt: skip
    found: dict[str, PersonFacts] = {}
    for number, (name, (department, role, admin)) in enumerate(known.items(), start=1):
        person = Person(
            telegram_id=number, name=name, department=department, role=role, is_admin=admin, joined_at=NOW
        )  # fmt: skip
        scratch.add(person)
        scratch.flush()
        found[name] = people.by_id(scratch, person.id)
    return found


def works(session: Session, day: date, department: str | None = None) -> bool:
    return calendar_of(session, HOUSE, department).is_workday(day)


def test_a_plant_holiday_is_off_for_everybody_until_it_is_taken_back(scratch: Session, staff: dict[str, PersonFacts]):
    day = PLANT[0]
    assert works(scratch, day), "before anybody said so it is a Monday"
    assert calendar_days.set_days(scratch, HOUSE, staff["admin"], span(*PLANT, False, "", "年会"), NOW) == 3
    assert [works(scratch, day), works(scratch, day, "production")] == [False, False]
    assert calendar_days.set_days(scratch, HOUSE, staff["admin"], span(*PLANT, False, "", "年会"), NOW) == 0
    assert [one.note for one in calendar_days.entered(scratch, *PLANT)] == ["年会"] * 3
    assert calendar_days.set_days(scratch, HOUSE, staff["admin"], span(day, day, None, "", None), NOW) == 1
    assert [works(scratch, day), works(scratch, PLANT[1])] == [True, False]
    said = [row.action for row in scratch.scalars(select(History).where(History.subject == "company"))]
    assert said == ["calendar_set", "calendar_set"], "pressing twice is not written down"


def test_a_department_has_the_last_word_about_itself(scratch: Session, staff: dict[str, PersonFacts]):
    sunday = date(2026, 11, 29)
    calendar_days.set_days(scratch, HOUSE, staff["head"], span(sunday, sunday, True, "production", "赶货"), NOW)
    assert [works(scratch, sunday, "production"), works(scratch, sunday, "finance"), works(scratch, sunday)] == [
        True, False, False,
    ]  # fmt: skip
    calendar_days.set_days(scratch, HOUSE, staff["admin"], span(sunday, sunday, False, "", "停电"), NOW)
    assert works(scratch, sunday, "production")


@pytest.mark.parametrize(("who", "department"), [("head", ""), ("head", "finance"), ("worker", "production")])
def test_nobody_sets_the_days_of_others(scratch: Session, staff: dict[str, PersonFacts], who: str, department: str):
    with pytest.raises(NotAllowed):
        calendar_days.set_days(scratch, HOUSE, staff[who], span(*PLANT, False, department, None), NOW)
    assert scratch.scalar(select(CalendarDay.id)) is None


def test_a_day_out_of_reach_is_a_slip(scratch: Session, staff: dict[str, PersonFacts]):
    for day in (date(2025, 1, 1), date(2126, 2, 15)):
        with pytest.raises(NotAllowed, match="too_far"):
            calendar_days.set_days(scratch, HOUSE, staff["admin"], span(day, day, False, "", None), NOW)


def test_a_year_is_missing_until_somebody_says_that_it_is_right(scratch: Session, staff: dict[str, PersonFacts]):
    assert calendar_days.unsettled(scratch, HOUSE, NOW) == (2027,)
    with pytest.raises(NotAllowed):
        calendar_days.settle_year(scratch, HOUSE, staff["head"], 2027, NOW)
    assert calendar_days.settle_year(scratch, HOUSE, staff["admin"], 2027, NOW)
    assert calendar_days.unsettled(scratch, HOUSE, NOW) == ()
    assert not calendar_days.settle_year(scratch, HOUSE, staff["admin"], 2027, NOW)


def test_what_waits_for_a_workday_is_looked_at_again(scratch: Session, staff: dict[str, PersonFacts]):
    later = NOW + timedelta(days=3)
    trade = Trade.opened(scratch)
    order, over = trade.file("prepaid.shipment"), trade.file("prepaid.shipment")
    scratch.execute(update(Chase).values(next_at=None))
    scratch.add_all([
        Chase(rule="waits", subject=f"order:{order}", order_id=order, anchor_at=NOW, next_at=later),
        Chase(rule="over", subject=f"order:{over}", order_id=over, anchor_at=NOW, next_at=None),
        Chase(rule=digest.RULE, subject=digest.SUBJECT, anchor_at=NOW, next_at=datetime(2026, 11, 25, 0, 40, tzinfo=UTC)),
    ])  # fmt: skip
    scratch.flush()
    wednesday = date(2026, 11, 25)
    calendar_days.set_days(scratch, HOUSE, staff["admin"], span(wednesday, wednesday, False, "", None), NOW)
    morning = scratch.scalar(select(Chase.next_at).where(Chase.rule == digest.RULE))
    watches = select(Chase.subject, Chase.next_at).where(Chase.rule == watching.RULE)
    assert dict(scratch.execute(watches).all()) == {f"order:{order}": NOW, f"order:{over}": None}, "nothing waits there"
    own = dict(scratch.execute(select(Chase.rule, Chase.next_at).where(Chase.rule.in_(["waits", "over"]))).all())
    assert own == {"waits": later, "over": None}, "theirs is for the tick to judge, under the orders' locks"
    assert morning == datetime(2026, 11, 26, 0, 40, tzinfo=UTC), "the morning message goes with the calendar"


def test_departments_have_weeks_of_their_own(scratch: Session):
    saturday, sunday = date(2026, 11, 28), date(2026, 11, 29)
    departments = dict(HOUSE.book.departments)
    departments["production"] = replace(departments["production"], week=frozenset(range(6)))
    departments["quality"] = replace(departments["quality"], alternate=Alternate(5, saturday))
    house = House(replace(HOUSE.book, departments=departments), ZoneInfo("Asia/Shanghai"))
    assert {
        key: [calendar_of(scratch, house, key).is_workday(day) for day in (saturday, saturday + timedelta(7), sunday)]
        for key in ("production", "quality", "finance")
    } == {"production": [True, True, False], "quality": [True, False, False], "finance": [False, False, False]}


@pytest.fixture
def statements(scratch: Session) -> Iterator[list[str]]:
    said: list[str] = []
    engine = scratch.get_bind()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def test_the_table_is_read_once_a_session(scratch: Session, statements: list[str]):
    for department in (None, "production", "finance"):
        calendar_of(scratch, HOUSE, department)
    assert sum("calendar_day" in statement for statement in statements) == 1


def test_from_november_an_administrator_hears_once_a_week_of_the_missing_year(
    scratch: Session, staff: dict[str, PersonFacts]
):
    def told(*days: datetime) -> list[int]:
        return [calendar_days.tick(scratch, HOUSE, day) for day in days]

    week = timedelta(days=7)
    assert told(NOW) == [0], "whoever joined today has other things to do"
    scratch.execute(update(Person).values(joined_at=NOW - 10 * week))
    assert told(NOW - 5 * week) == [0], "in October nobody can know"
    assert told(NOW, NOW + timedelta(hours=1), NOW + timedelta(days=1), NOW + week) == [1, 0, 0, 1]
    assert told(NOW + 2 * week - timedelta(days=2), NOW + 2 * week + timedelta(hours=12)) == [0, 0], "not on a Sunday"
    calendar_days.settle_year(scratch, HOUSE, staff["admin"], 2027, NOW)
    assert told(NOW + 3 * week) == [0]
    assert [row.chat_id for row in scratch.scalars(select(Owed).where(Owed.kind == "calendar.missing"))] == [1, 1]
