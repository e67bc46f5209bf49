"""What waited in a list is said to whom it is theirs when it goes, and what was left out was not said."""

from __future__ import annotations

from sqlalchemy import select

from db.models import Person
from services import money, staff
from services.reminders import told
from tests.support.office import HOUSE, Office, at


def gathered(office: Office) -> None:
    """Four orders of 张敏's: two were told by themselves, two wait in the list of 16:30."""
    for clock in ("10:10", "10:20", "10:30", "10:40"):
        office.now = at("11-23", clock)
        office.file("prepaid.release", (2, 300, "58"))
    office.goes_on("11-24", "16:00")


def names(office: Office, order: int) -> list[str]:
    """Who was reminded of an order, as `/why` has it."""
    with office.database.transaction() as session:
        return [one.person for one in told.of_order(session, HOUSE, order)]


def test_control_whoever_has_them_still_is_told(office: Office):
    gathered(office)
    office.goes_on("11-24", "16:30")
    assert office.reads("张敏")[0] == "还有 2 件要办，放在一起说"
    assert names(office, 3) == names(office, 4) == ["张敏"]


def test_whoever_left_hears_nothing_and_the_heir_does(office: Office):
    gathered(office)
    with office.database.transaction() as session:
        head = session.scalars(select(Person).where(Person.name == "周强")).one()
        head.is_admin = True
        session.flush()
        staff.remove(session, HOUSE, office.person(session, "周强"), office.person(session, "张敏").id, office.now)
    office.send()
    before = office.all_of("张敏")
    office.goes_on("11-24", "16:31")
    assert office.all_of("张敏") == before
    assert names(office, 3) == names(office, 4) == ["周强"]
    heard = office.reads("周强", on="催客户付款")
    assert [line for line in heard if "XS261123-003" in line or "XS261123-004" in line]
    office.goes_on("11-25", "08:00")
    assert names(office, 3) == ["周强"], "once"


def test_what_was_paid_meanwhile_was_not_said(office: Office):
    gathered(office)
    with office.database.transaction() as session:
        total = office.order(3).total_minor
        slip = money.send_slip(session, HOUSE, office.person(session, "张敏"), 3, office.now, claimed_minor=total)
        money.confirm_slip(session, HOUSE, office.person(session, "李娜"), slip.id, office.now)
    office.goes_on("11-24", "16:31")
    assert names(office, 3) == []
    assert names(office, 4) == ["张敏"], "the control"
