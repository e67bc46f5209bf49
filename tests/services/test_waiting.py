"""What waits for departments: opinions, slips and sign-offs, oldest first, and nobody else's; on both databases."""

from __future__ import annotations

import pytest

from db.engine import Database
from domain.approvals import Verdict
from services import signoffs, waiting
from services.approvals import delegating
from services.waiting import Kind, Waiting
from tests.support.office import HOUSE, Office


@pytest.fixture
def office(database: Database) -> Office:
    """A stock order that lacks its funds, a slip, and a review, in this order, five minutes apart."""
    made = Office(database)
    made.file("stock", (1, 10, None), customer=None, reason={"choice": "safety"})
    made.passes(minutes=5)
    made.file("prepaid.shipment", (2, 100, "36.50"))
    made.taps("张敏", "传水单", on="XS261123-001")
    made.says("张敏", "3650")
    made.passes(minutes=5)
    made.file("prepaid.release", (1, 300, "58.00"), judged=False)
    return made


def of(office: Office, *departments: str) -> tuple[Waiting, ...]:
    with office.database.transaction() as session:
        return waiting.of_departments(session, HOUSE, departments, office.now)


def kinds(office: Office, *departments: str) -> list[Kind]:
    return [one.kind for one in of(office, *departments)]


def test_each_kind_oldest_first_and_of_these_departments_only(office: Office):
    assert kinds(office, "production", "finance") == [Kind.SIGNOFF, Kind.SLIP, Kind.SEAT]
    assert kinds(office, "finance") == [Kind.SIGNOFF, Kind.SLIP]
    assert kinds(office, "production") == kinds(office, "purchasing") == [Kind.SEAT]
    assert kinds(office, "warehouse", "quality") == []


def test_what_was_decided_waits_no_more(office: Office):
    office.taps("李娜", "到账 ¥3,650.00", chat="财务群")
    assert kinds(office, "finance") == [Kind.SIGNOFF]
    with office.database.transaction() as session:
        signoffs.sign(session, HOUSE, office.person(session, "李娜"), 1, "funds", office.now)
    assert kinds(office, "finance") == []
    office.votes("刘伟", 3)
    assert kinds(office, "production") == []
    assert kinds(office, "purchasing") == [Kind.SEAT], "each department for itself"
    office.votes("王芳", 3, Verdict.REJECT, comment="料没有")
    assert kinds(office, "purchasing") == []


def test_it_says_who_is_asked_and_who_stands_in(office: Office):
    [seat] = of(office, "production")
    assert (seat.person, seat.deputy) == ("刘伟", "")
    office.says("刘伟", "代理 孙丽 到周五")
    office.taps("刘伟", "就这样")
    [seat] = of(office, "production")
    assert (seat.person, seat.deputy) == ("刘伟", "孙丽")
    with office.database.transaction() as session:
        [row] = delegating.of_person(session, office.person(session, "刘伟").id, office.now)
        delegating.take_back(session, office.person(session, "刘伟"), row.id, office.now)
    assert of(office, "production")[0].deputy == ""
