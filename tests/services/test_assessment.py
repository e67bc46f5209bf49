"""定期评估: asked on Thursdays, once more on Fridays, moved before days off; once, however many replicas tick."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from sqlalchemy import select

from db.engine import Database
from db.models import CalendarDay, Card, Risk, RiskCheck
from domain.process.assessing import WeekMoment
from domain.risks import Closing
from domain.weekly import day_of_week, next_moment
from services.errors import AlreadyDone, NotAllowed
from services.pace import calendar_by_the_book
from services.reminders import chasing
from services.risks import checking, closing
from tests.support.office import HOUSE, Office, at


@pytest.fixture
def office(database: Database) -> Office:
    """On Monday the 23rd; the first tick notes when it is due."""
    made = Office(database)
    tick(made, made.now)
    return made


def tick(office: Office, now: datetime) -> int:
    with office.database.transaction() as session:
        return checking.tick(session, HOUSE, now)


def asked(office: Office) -> dict[str, int]:
    """In which chat each department was asked."""
    with office.database.transaction() as session:
        chats = {card.subject: card.chat_id for card in session.scalars(select(Card).where(Card.kind == "check"))}
        checks = session.scalars(select(RiskCheck)).all()
        assert len(chats) == len(checks)
        return {check.department: chats[f"check:{check.id}"] for check in checks}


def due(office: Office) -> datetime | None:
    with office.database.transaction() as session:
        return chasing.next_due(session)


def test_thursday_afternoon_to_interface_persons_in_private_and_once(office: Office):
    assert due(office) == at("11-26", "14:00")
    assert tick(office, at("11-26", "13:59")) == 0
    assert tick(office, at("11-26", "14:00")) == 7
    assert tick(office, at("11-26", "14:00")) == 0
    found = asked(office)
    assert (found["production"], found["finance"], found["sales"]) == (51, 21, -1005), "sales has no interface person"
    assert "engineering" not in found, "nobody is there to ask"
    assert due(office) == at("11-27", "10:00")


def test_once_more_on_friday_to_those_who_have_not_ticked(office: Office):
    tick(office, at("11-26", "14:00"))
    with office.database.transaction() as session:
        check = session.scalars(select(RiskCheck).where(RiskCheck.department == "production")).one()
        items = list(HOUSE.book.assessment.items) if HOUSE.book.assessment else []
        for item in items[1:]:
            checking.fine(session, HOUSE, office.person(session, "刘伟"), check.id, item, at("11-26", "15:00"))
        found = {key: (done, of) for key, done, of in checking.unanswered(session, HOUSE, at("11-23", "00:00"))}
        assert (found["production"], found["finance"]) == ((len(items) - 1, len(items)), (0, len(items)))
        checking.fine(session, HOUSE, office.person(session, "刘伟"), check.id, items[0], at("11-26", "15:00"))
    assert tick(office, at("11-27", "10:00")) == 6
    assert tick(office, at("11-27", "10:05")) == 0
    with office.database.transaction() as session:
        left = [key for key, _done, _of in checking.unanswered(session, HOUSE, at("11-23", "00:00"))]
        assert "production" not in left
        assert "finance" in left


def test_a_day_off_moves_it_before(office: Office):
    with office.database.transaction() as session:
        session.add(CalendarDay(department="", day=date(2026, 11, 26), works=False, set_at=office.now))
    tick(office, office.now)
    assert due(office) == at("11-25", "14:00"), "the company's own day off"
    assert tick(office, at("11-25", "14:00")) == 7


def ticks(office: Office, *moments: datetime) -> list[int]:
    return [tick(office, moment) for moment in moments]


def test_thursday_and_friday_off_the_second_asking_follows_the_first(office: Office):
    with office.database.transaction() as session:
        for day in (26, 27):
            session.add(CalendarDay(department="", day=date(2026, 11, day), works=False, set_at=office.now))
    assert ticks(office, office.now, at("11-25", "10:00"), at("11-25", "14:00")) == [0, 0, 7], "both fall on Wednesday"
    assert due(office) == at("11-30", "10:00")
    assert ticks(office, at("11-30", "09:59"), at("11-30", "10:00"), at("11-30", "10:05")) == [0, 7, 0]
    assert due(office) == at("12-03", "14:00"), "and the week after is as ever"


def test_the_second_asking_leaves_out_a_day_off_that_is_entered_after_the_first(office: Office):
    assert tick(office, at("11-26", "14:00")) == 7
    with office.database.transaction() as session:
        session.add(CalendarDay(department="", day=date(2026, 11, 27), works=False, set_at=office.now))
    assert ticks(office, at("11-26", "14:01"), at("11-27", "10:00"), at("11-30", "10:00")) == [0, 0, 7]


def test_the_week_by_the_public_calendar():
    calendar, thursday = calendar_by_the_book(HOUSE), WeekMoment(3, time(14))
    assert day_of_week(calendar, 3, date(2026, 10, 1)) == date(2026, 9, 30), "国庆 begins that Thursday"
    assert day_of_week(calendar, 4, date(2026, 2, 20)) is None, "春节: nobody works that week"
    assert next_moment(calendar, thursday, at("02-12", "14:00")) == at("02-26", "14:00")


def test_what_nobody_was_there_for_is_made_up_for_by_daylight_and_not_for_ever(office: Office):
    assert tick(office, at("11-26", "21:00")) == 0, "it is night"
    assert tick(office, at("11-26", "23:00")) == 0, "and still"
    assert due(office) == at("11-27", "08:30")
    assert tick(office, at("11-27", "08:31")) == 7
    assert due(office) == at("11-30", "10:00"), "not again an hour and a half later"
    assert tick(office, at("12-09", "09:00")) == 0, "a week late: the next one comes soon enough"
    assert due(office) == at("12-10", "14:00")


def test_a_book_without_it_asks_nobody(office: Office):
    quiet = replace(HOUSE, book=replace(HOUSE.book, assessment=None))
    with office.database.transaction() as session:
        assert checking.tick(session, quiet, at("11-26", "14:00")) == 0
        assert chasing.next_due(session) is None


def test_two_replicas_ask_once(office: Office):
    with ThreadPoolExecutor(2) as replicas:
        told = list(replicas.map(lambda _n: tick(office, at("11-26", "14:00")), range(2)))
    assert sorted(told) == [0, 7]
    assert len(asked(office)) == 7


def test_what_is_found_is_a_risk_of_the_department(office: Office):
    tick(office, at("11-26", "14:00"))
    now = at("11-26", "15:00")
    with office.database.transaction() as session:
        check = session.scalars(select(RiskCheck).where(RiskCheck.department == "production")).one()
        maker, finance = office.person(session, "刘伟"), office.person(session, "李娜")
        with pytest.raises(NotAllowed):
            checking.fine(session, HOUSE, finance, check.id, "delivery", now)
        risk = checking.found(session, HOUSE, maker, check.id, "capacity", "两台车床坏了", now)
        with pytest.raises(AlreadyDone):
            checking.fine(session, HOUSE, maker, check.id, "capacity", now)
        row = session.get_one(Risk, risk)
        assert (row.subject, row.department, row.order_id) == ("department:production", "production", None)
        assert (row.words, row.level, row.owner_id) == ("人手和设备 两台车床坏了", "mid", maker.id)
        closing.close(session, HOUSE, maker, risk, Closing.SOLVED, "", now)
        assert check.answers == {"capacity": "risk"}
