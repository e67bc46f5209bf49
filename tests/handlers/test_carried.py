"""What waited in a list is said to whom it is theirs when it goes, and what was left out was not said."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC

import pytest
from sqlalchemy import select

from db.engine import Database
from db.models import Allocation, Order, Person
from handlers.outgoing import render
from services import money, money_back, outbox, staff
from services.reminders import chasing, gathering, told, watching
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


@pytest.mark.parametrize("comes_back", [True, False])
def test_what_ended_and_arose_again_meanwhile_waits_for_steps_of_its_own(office: Office, comes_back: bool):
    gathered(office)
    office.now, total = at("11-24", "16:10"), office.order(3).total_minor
    with office.database.transaction() as session:
        finance = office.person(session, "李娜")
        if comes_back:
            slip = money.send_slip(session, HOUSE, office.person(session, "张敏"), 3, office.now, claimed_minor=total)
            money.confirm_slip(session, HOUSE, finance, slip.id, office.now)
            paid = select(Allocation.receipt_id).where(Allocation.order_id == 3)
            money_back.reverse(session, HOUSE, finance, session.scalars(paid).one(), office.now, kind="bounce")
    office.goes_on("11-24", "16:31")
    assert names(office, 3) == ([] if comes_back else ["张敏"])
    assert names(office, 4) == ["张敏"], "the control"
    office.goes_on("11-26", "08:40")
    assert names(office, 3) == ["张敏"], "once, whichever it was"


def test_what_rested_when_the_line_was_down_is_said_after_all_and_can_be_let_rest(office: Office):
    gathered(office)
    office.now = at("11-24", "16:29")
    with office.database.transaction() as session:
        slip = money.send_slip(session, HOUSE, office.person(session, "张敏"), 3, office.now, claimed_minor=100)
        session.flush()
        number = slip.id
    office.send()
    office.now = at("11-24", "16:30")
    with office.database.transaction() as session:
        for row in outbox.claim(session, now=office.now, real=office.now, limit=50).rows:
            render(office.desk, session, row, office.now)
            outbox.again(session, row.id, row.lease_token, reason="line down", counts=False)
        money.not_found(session, HOUSE, office.person(session, "李娜"), number, office.now)
    office.passes(minutes=10)
    office.send()
    assert office.reads("张敏", on="放在一起说")[0] == "还有 2 件要办，放在一起说"
    assert names(office, 3) == names(office, 4) == ["张敏"]
    assert office.taps("张敏", "知道了", on="放在一起说").startswith("这 2 件都记下了")


@pytest.mark.parametrize("database_kind", ["postgresql"])  # on SQLite there is one writer
def test_a_tick_and_a_sender_that_want_what_the_other_holds_do_not_wait_for_ever(database: Database):
    office = Office(database)
    gathered(office)
    office.now = at("11-24", "16:30")
    claimed, locked = threading.Event(), threading.Event()

    def sends() -> None:
        with database.transaction() as session:
            session.get_one(Order, 3).sales_id = office.person(session, "周强").id
            watching.stir(session, "order:3", office.now)
        with database.transaction() as session:
            rows = outbox.claim(session, now=office.now, real=office.now, limit=50).rows
            claimed.set()
            assert locked.wait(10)
            for row in rows:
                render(office.desk, session, row, office.now)

    def ticks() -> None:
        assert claimed.wait(10)
        with database.transaction() as session:
            chasing.tick(session, HOUSE, office.now)
            locked.set()
            gathering.add(
                session, "reminder.many", 11, office.now.astimezone(UTC), [["x", "order:4"]], False, office.now
            )

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(sends), pool.submit(ticks)]:
            one.result(timeout=30)


def test_who_lost_it_and_has_it_again_before_anything_was_sent_is_told(office: Office):
    gathered(office)
    for who in ("陈亮", "张敏"):
        with office.database.transaction() as session:
            for n in (3, 4):
                session.get_one(Order, n).sales_id = office.person(session, who).id
        office.now = max(office.now, at("11-24", "16:30"))
        with office.database.transaction() as session:
            for row in outbox.claim(session, now=office.now, real=office.now, limit=50).rows:
                shown = render(office.desk, session, row, office.now)
                if shown is None:
                    outbox.void(session, row.id, row.lease_token, reason="nothing to say")
                else:
                    outbox.again(session, row.id, row.lease_token, reason="line down", counts=False)
    office.send()
    assert names(office, 3) == names(office, 4) == ["张敏"]
