"""周报: what it gathers, when it is due, and that one job is left however many replicas there are."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from db.engine import Database
from db.models import Chase, Job, Order, Owed, Person, Reminded
from domain.approvals import Verdict
from domain.process.names import Level
from domain.risks import Closing
from services import owed
from services.errors import NotAllowed
from services.reports import gathering, weekly_report
from services.reports.shape import Report, is_empty
from services.risks import closing, opening, writing
from tests.support.office import HOUSE, STAFF, Office, at

FRIDAY = at("11-27", "16:00")


@pytest.fixture
def office(database: Database) -> Office:
    made = Office(database)
    tick(made, made.now)
    return made


def tick(office: Office, now: datetime) -> bool:
    with office.database.transaction() as session:
        return weekly_report.tick(session, HOUSE, now)


def gathered(office: Office) -> Report:
    with office.database.transaction() as session:
        return gathering.gather(lambda work: work(session), HOUSE, office.now)


def jobs_left(office: Office) -> int:
    with office.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(Job)) or 0


def test_friday_afternoon_and_once(office: Office):
    with office.database.transaction() as session:
        session.add(Chase(rule="x", subject="y", anchor_at=office.now))
        zhang = office.person(session, "张敏")
        with pytest.raises(NotAllowed):
            weekly_report.ask(session, HOUSE, zhang, zhang.telegram_id, office.now)
    assert not tick(office, at("11-27", "15:59"))
    assert not tick(office, FRIDAY), "nobody of the management is there to get it"
    _boss(office)
    assert tick(office, at("12-04", "16:00"))
    assert not tick(office, at("12-04", "16:01"))
    assert jobs_left(office) == 1


def _boss(office: Office) -> None:
    with office.database.transaction() as session:
        session.add(Person(telegram_id=91, name="王总", department="management", role="manager", joined_at=office.now))


def test_a_week_without_anything(office: Office):
    assert is_empty(gathered(office))


def test_money_that_waits_by_gate(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    office.file("prepaid.release", (1, 10, "58.00"), wanted=None)
    office.file("prepaid.shipment", (2, 100, "36.50"))
    found = gathered(office)["gates"]
    assert found == [{"checkpoint": "release", "currency": "CNY", "orders": 2, "minor": 1_798_000}]
    with office.database.transaction() as session:
        session.get_one(Order, 2).state = "cancelled"
    assert gathered(office)["gates"][0]["orders"] == 1, "the control"


def test_opinions_by_department_on_their_own_clock(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.passes(hours=1)
    office.votes("刘伟", 1, Verdict.APPROVE)
    office.now = at("11-24", "10:05")
    found = {one["department"]: one for one in gathered(office)["latency"]}
    taken = {"count": 1, "median": 60, "longest": 60, "late": 0, "waiting": 0}
    assert found["production"] == {"department": "production", **taken}
    waits = {"count": 0, "median": 450, "longest": 450, "late": 0, "waiting": 1}
    assert found["purchasing"] == {"department": "purchasing", **waits}, "a day of work, and nobody has answered"


def test_risks_by_level_and_age_and_by_name(office: Office):
    order = office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    with office.database.transaction() as session:
        zhang = office.person(session, "张敏")
        for n, level in enumerate((Level.HIGH, Level.MID, Level.LOW)):
            risk = opening.open_for_order(session, HOUSE, zhang, order, f"第 {n} 件", office.now)
            writing.set_level(session, HOUSE, zhang, risk.id, level, office.now)
    office.passes(days=10)
    with office.database.transaction() as session:
        opening.open_for_department(session, HOUSE, office.person(session, "刘伟"), "production", "停电", office.now)
    found = gathered(office)
    assert found["risks"] == [[0, 0, 1, 0], [1, 0, 1, 0], [0, 0, 1, 0]]
    assert [(one["number"], one["words"], one["owner"]) for one in found["high"]] == [
        ("XS261123-001", "第 0 件", "李娜")
    ]
    assert [one["words"] for one in found["mid"]] == ["第 1 件", "停电"]
    assert [one["words"] for one in found["low"]] == ["第 2 件"]


def test_rules_that_cry_wolf_and_what_nobody_answered(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    with office.database.transaction() as session:
        order, zhang = session.get_one(Order, 1), office.person(session, "张敏")
        for n in range(3):
            now = office.now + timedelta(hours=n)
            risk = opening.arise(
                session, order, rule="pay_before_release", subject="order:1", level="mid", department="sales",
                owner_id=zhang.id, anew=True, now=now,
            )  # fmt: skip
            assert risk is not None
            closing.close(session, HOUSE, zhang, risk.id, Closing.FALSE_ALARM, "款在路上", now)
        row = Chase(rule="pay_before_release", subject="order:1", order_id=1, anchor_at=office.now)
        session.add(row)
        message = owed.owe(session, "said", chat_id=STAFF["周强"][0], now=office.now)
        assert message is not None
        for escalated in (True, False):
            session.add(
                Reminded(rule=row.rule, subject=row.subject, order_id=1, step=0, escalated=escalated, chat_id=12,
                         at=office.now, anchor_at=office.now, owed_id=message.id)
            )  # fmt: skip
        number = message.id
    office.passes(hours=4)
    found = gathered(office)
    assert found["unheard"] == [], "the message is still owed: nobody was told"
    with office.database.transaction() as session:
        session.get_one(Owed, number).sent_at = office.now
    found = gathered(office)
    assert found["doubtful"] == [{"rule": "pay_before_release", "false": 3, "closed": 3}]
    assert [(one["rule"], one["number"], one["customer"], one["count"]) for one in found["unheard"]] == [
        ("pay_before_release", "XS261123-001", "宏达机电", 1)
    ]
    with office.database.transaction() as session:  # somebody else was asked the same about this order
        session.add(Chase(rule="pay_before_release", subject="seat:2", order_id=1, anchor_at=office.now))
        session.add_all(
            Reminded(rule="pay_before_release", subject="seat:2", order_id=1, step=step, escalated=True, chat_id=12,
                     at=office.now, anchor_at=office.now, owed_id=number)
            for step in (0, 1)
        )  # fmt: skip
    assert [one["count"] for one in gathered(office)["unheard"]] == [2]
    with office.database.transaction() as session:
        for chase in session.scalars(select(Chase).where(Chase.rule == "pay_before_release")):
            chase.ended_at = office.now
    assert gathered(office)["unheard"] == [], "the control: it was seen to"
