"""Each invariant finds what breaks it, planted behind the program's back, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from db import guards
from db.models import Allocation, Chat, Customer, History, Inbox, Job, NumberOfDay, Order, Owed, Receipt, Shipment
from services import history, invariants
from tests.services.test_after_sale import PLANTED as AFTER_SALES_PLANTED
from tests.services.test_invariants_of_votes import PLANTED as VOTES_PLANTED
from tests.services.test_risks import PLANTED as RISKS_PLANTED
from tests.services.test_waivers import PLANTED as WAIVERS_PLANTED
from tests.support.orders import (
    NOW,
    add_change,
    add_order,
    add_revision,
    add_shipment,
    add_task,
    add_waiver,
    open_office,
    pay,
)

LATER, LONG_AGO = NOW + timedelta(hours=1), NOW - timedelta(days=3)


def told(session: Session, order_id: int, action: str, **after: object) -> None:
    history.record(session, subject=f"order:{order_id}", action=action, now=NOW, actor_id=1, after=after)


@pytest.fixture
def company(scratch: Session) -> Session:
    """One paid order that was released, worked on and shipped, with everything written down; guards are away."""
    open_office(scratch)
    order = add_order(scratch, {"release": 100, "ship": 200}, paid=200)
    scratch.execute(text("UPDATE orders SET number = 'XS261123-001', state = 'executing', released_revision = 1"))
    scratch.add(NumberOfDay(prefix="XS", day=date(2026, 11, 23), last=1))
    told(scratch, order, "money_confirmed", amount=200)
    for action, state in (("accept", "accepted"), ("release", "released"), ("work", "executing")):
        told(scratch, order, action, state=state)
    add_task(scratch, order, "doing")
    add_shipment(scratch, order, "shipped")
    scratch.execute(text("UPDATE shipment SET shipped_at = noticed_at, value_minor = 301"))
    scratch.add_all([
        Chat(id=5, kind="private"),
        Inbox(bot_id=1, update_id=1, received_at=NOW, raw="{}", lane=1, state="done", done_at=NOW),
        Inbox(bot_id=1, update_id=2, received_at=NOW, raw="{", lane=1, state="dead", error="unreadable"),
        Owed(kind="said", subject="", chat_id=5, klass=0, facts={}, state="sent", created_at=LONG_AGO, sent_at=LONG_AGO),
        Owed(kind="said", subject="", chat_id=5, klass=0, facts={}, state="pending", created_at=NOW),
    ])  # fmt: skip
    scratch.flush()
    guards.remove(scratch.connection())
    scratch.expire_all()
    return scratch


def the_order(session: Session) -> Order:
    return session.query(Order).one()


def test_a_company_at_work_breaks_none(company: Session):
    assert invariants.check(company, LATER) == []


def test_money_taken_back_knowingly_after_the_goods_left_breaks_none_of_the_gates(company: Session):
    pay(company, the_order(company).id, -200, after_gate=True)
    assert invariants.check(company, LATER, ["I1.ship", "I1.release", "I1.plan"]) == []


def test_what_a_waiver_let_through_breaks_none_and_what_is_above_it_does(company: Session):
    company.execute(text("UPDATE payment_term SET required_minor = 250 WHERE checkpoint = 'ship'"))
    add_waiver(company, the_order(company).id, 50, shipment=company.query(Shipment).one().id)
    assert invariants.check(company, LATER, ["I1.ship"]) == []
    company.execute(text("UPDATE waiver SET ceiling_minor = 49"))
    assert invariants.check(company, LATER, ["I1.ship"])


def test_what_passed_under_an_earlier_revision_is_judged_by_that(company: Session):
    add_revision(company, the_order(company).id, {"release": 1000, "ship": 2000})
    assert invariants.check(company, LATER, ["I1.ship", "I1.release", "I1.plan"]) == []
    company.execute(text("UPDATE shipment SET revision = 2"))
    assert invariants.check(company, LATER, ["I1.ship"])


def _add(row: Callable[[], object]) -> Callable[[Session], object]:
    return lambda session: session.add(row())


def _do(statement: str) -> Callable[[Session], object]:
    return lambda session: session.execute(text(statement))


def _spend(session: Session) -> None:
    """The balance of a customer is used for 50 more than there is."""
    session.add(Customer(id=1, code="C1", name="宏达机电", created_at=NOW))
    session.flush()
    session.execute(text("UPDATE receipt SET customer_id = 1"))
    moved = Receipt(kind="move", customer_id=1, amount_minor=0, currency="CNY", arrived_on=NOW.date(),
                    confirmed_by=1, confirmed_at=NOW)  # fmt: skip
    session.add(moved)
    session.flush()
    assert invariants.check(session, LATER, ["I11.balance"]) == [], "the control: nothing was used yet"
    order = the_order(session).id
    session.add(Allocation(receipt_id=moved.id, order_id=order, amount_minor=50, allocated_by=1, at=NOW))


PLANTED: list[tuple[str, Callable[[Session], object], str]] = [
    ("I1.ship", lambda session: pay(session, the_order(session).id, -1), "XS261123-001 batch 1"),
    ("I1.ship", _do("UPDATE shipment SET shipped_at = '2026-11-20 00:00:00+00:00'"), "XS261123-001 batch 1"),
    ("I1.ship", _do("UPDATE payment_term SET required_minor = 201 WHERE checkpoint = 'ship'"), "XS261123-001 batch 1"),
    ("I1.part", _do("UPDATE payment_term SET in_proportion = true, total_minor = 300, required_minor = 300"
                    " WHERE checkpoint = 'ship'"),
     "XS261123-001 batch 1 in proportion"),
    ("I1.release", _do("UPDATE allocation SET at = '2026-11-24 00:00:00+00:00'"), "XS261123-001 released by entry 3"),
    ("I1.plan", _do("UPDATE task SET created_at = '2026-11-20 00:00:00+00:00'"), "XS261123-001 purchase of purchasing"),
    ("I2", _do("UPDATE inbox SET done_at = NULL WHERE update_id = 1"), "update 1 is done"),
    ("I2", _do("UPDATE inbox SET error = NULL WHERE update_id = 2"), "update 2 is dead"),
    ("I2", _add(lambda: Inbox(bot_id=1, update_id=3, received_at=LONG_AGO, raw="{}", lane=1, state="new")), "update 3 is new"),
    ("I4", _do("UPDATE owed SET state = 'dead' WHERE state = 'pending'"), "(said) is dead"),
    ("I4", _do("UPDATE owed SET state = 'lost' WHERE state = 'pending'"), "(said) is lost"),
    ("I4", _do("UPDATE owed SET created_at = '2026-11-20 00:00:00+00:00' WHERE state = 'pending'"), "(said) is pending"),
    ("I8.changes", lambda session: add_change(session, the_order(session).id, state="deciding"),
     "XS261123-001 change 1 is being decided and nobody is asked"),
    ("I8.changes", lambda session: add_change(session, the_order(session).id, state="applied"),
     "XS261123-001 is not what its change 1 made of it"),
    ("I10", _do("UPDATE history SET action = 'ship_all' WHERE action = 'work'"), "its column for 'action' was changed"),
    ("I11", _do("UPDATE orders SET state = 'shipped'"), "XS261123-001 is shipped, its history says executing"),
    ("I11", _do("UPDATE allocation SET amount_minor = 300"), "XS261123-001 has 300 of money, its history says 200"),
    ("I11.balance", _spend, "C1 CNY has -50"),
    ("I12", _do("UPDATE number_of_day SET last = 3"), "XS261123-002 was given out and is no order"),
    ("I12", _do("UPDATE orders SET number = 'XS261123-009'"), "XS261123-001 was given out and is no order"),
    ("I12", _do("UPDATE orders SET number = 'X-1'"), "X-1 is no order number"),
    ("I15", _do("UPDATE owed SET state = 'sending', lease_until = created_at WHERE state = 'pending'"), "is sending"),
    ("I15", _add(lambda: Job(kind="export", person_id=1, chat_id=5, args={}, state="running", created_at=NOW)), "is running"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "plant", "found"), PLANTED)
def test_what_breaks_it_is_found(company: Session, name: str, plant: Callable[[Session], object], found: str):
    plant(company)
    company.flush()
    company.expire_all()
    breaches = invariants.check(company, LATER, [name])
    assert breaches, name
    assert breaches[0].what.endswith(found)


def test_every_invariant_is_shown_to_find_something():
    of_votes = {name for name, _planted, _found in VOTES_PLANTED}
    of_waivers = {"I8.waiver"} if WAIVERS_PLANTED else set[str]()
    of_after_sales = {"I8.after_sale"} if AFTER_SALES_PLANTED else set[str]()
    of_risks = {"I16"} if RISKS_PLANTED else set[str]()
    known = {name for name, _plant, _found in PLANTED}
    assert known | of_votes | of_waivers | of_after_sales | of_risks == invariants.INVARIANTS.keys()


def test_a_chat_that_telegram_told_us_to_leave_alone_may_wait(company: Session):
    company.execute(text("UPDATE owed SET created_at = '2026-11-20 00:00:00+00:00' WHERE state = 'pending'"))
    company.expire_all()
    chat = company.get_one(Chat, 5)
    chat.not_before = LATER
    company.flush()
    assert invariants.check(company, LATER, ["I4"]) == []


def test_a_broken_database_is_told_of_in_few_lines(company: Session):
    order = the_order(company).id
    company.add_all(
        Shipment(order_id=order, batch=n, state="shipped", noticed_by=1, noticed_at=NOW, shipped_at=LONG_AGO)
        for n in range(2, 99)
    )
    company.flush()
    breaches = invariants.check(company, LATER, ["I1.ship"])
    assert len(breaches) == 21
    assert breaches[-1].what == "and more"
    assert company.query(History).count() == 4
    assert company.query(Allocation).count() == 1
