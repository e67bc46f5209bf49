"""Reminders over a real database: what is said to whom at which hour, and what is not.

November 2026: the 20th is a Friday, the 23rd a Monday; working time is 8:30-12:00 and 13:30-17:30.
"""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.orm import Session

from db.engine import Database
from db.models import Chase, GroupBinding, Order, ReminderSlot
from services import slots
from services.reminders import chasing, digest
from services.reminders.matters import facts_for
from tests.support.reminding import (
    FINANCE,
    FINANCE_GROUP,
    FINANCE_HEAD,
    HOUSE,
    MONDAY,
    PAYMENT,
    SALES,
    SALES_HEAD,
    SLIP,
    Company,
    Said,
    at,
)


@pytest.fixture
def company(database: Database) -> Company:
    return Company(database)


# ── 催客户付款 ─────────────────────────────────────────────────────────────────────────────


def test_the_salesperson_is_asked_after_one_three_and_seven_workdays_then_the_head(company: Company) -> None:
    order = company.file("prepaid.release", at("11-20", "10:05"), wanted=None)
    company.until(at("12-24", "12:00"), at("11-20", "10:05"))
    assert company.said(PAYMENT) == [
        Said("11-23 10:05", SALES, PAYMENT, (("pay_before_release", f"order:{order}"),), False),
        Said("11-25 10:05", SALES, PAYMENT, (("pay_before_release", f"order:{order}"),), False),
        Said("12-01 10:05", SALES, PAYMENT, (("pay_before_release", f"order:{order}"),), False),
        Said("12-01 10:05", SALES_HEAD, PAYMENT, (("pay_before_release", f"order:{order}"),), True),
    ]


def test_goods_are_paid_for_three_days_before_they_are_ready_that_day_and_every_second(company: Company) -> None:
    """Promised for Friday 4 December, from stock: ready on the 3rd, so that the 30th is three workdays before."""
    order = company.file("prepaid.shipment", at("11-20", "10:05"))
    company.until(at("12-04", "09:00"), at("11-20", "10:05"))
    assert company.times(PAYMENT) == [("11-30 08:30", SALES)]
    company.ready(order, at("12-04", "14:00"))
    company.until(at("12-24", "12:00"), at("12-04", "14:00"))
    assert company.times(PAYMENT)[1:] == [
        ("12-04 14:00", SALES), ("12-08 14:00", SALES), ("12-10 14:00", SALES), ("12-11 14:00", SALES_HEAD),
        ("12-14 14:00", SALES),
    ]  # fmt: skip


def test_after_payment_nothing_is_said_and_the_chase_is_over(company: Company) -> None:
    order = company.file("prepaid.release", MONDAY)
    company.confirm(company.slip(order, MONDAY + timedelta(minutes=5)), MONDAY + timedelta(minutes=10))
    company.until(at("12-24", "12:00"))
    assert company.said(PAYMENT, SLIP) == []
    with company.database.transaction() as session:
        rows = session.execute(select(Chase.rule, Chase.next_at, Chase.ended_at).where(Chase.order_id == order)).all()
        ended = {rule for rule, next_at, ended_at in rows if next_at is None and ended_at is not None}
        assert {"pay_before_release", "digest.gate_stuck"} <= ended


def test_a_slip_at_finance_lets_the_salesperson_rest_and_one_not_found_does_not(company: Company) -> None:
    order = company.file("prepaid.release", MONDAY)
    slip = company.slip(order, at("11-24", "09:00"))
    company.until(at("11-25", "09:00"))
    assert company.times(PAYMENT) == []
    company.not_found(slip, at("11-25", "09:30"))
    company.until(at("11-26", "11:00"), at("11-25", "09:30"))
    assert company.times(PAYMENT) == [("11-26 10:00", SALES)]


def test_a_slip_that_covers_too_little_lets_nobody_rest(company: Company) -> None:
    order = company.file("prepaid.release", MONDAY)
    company.slip(order, at("11-23", "11:00"), claimed=1739999)
    company.until(at("11-24", "10:00"))
    assert company.times(PAYMENT) == [("11-24 10:00", SALES)]


def test_a_bounce_after_payment_starts_anew(company: Company) -> None:
    order = company.file("prepaid.release", MONDAY)
    company.until(at("11-24", "12:00"))
    company.confirm(company.slip(order, at("11-24", "13:30")), at("11-24", "13:40"))
    company.bounce(at("12-07", "15:00"))
    company.until(at("12-31", "12:00"), at("12-07", "15:00"))
    assert company.times(PAYMENT) == [
        ("11-24 10:00", SALES), ("12-08 15:00", SALES), ("12-10 15:00", SALES), ("12-16 15:00", SALES),
        ("12-16 15:00", SALES_HEAD),
    ]  # fmt: skip


def test_a_bounce_before_anybody_looked_starts_anew_too(company: Company) -> None:
    """Paid and bounced between two looks: the chase was never seen to end, and still counts from the bounce."""
    order = company.file("prepaid.release", MONDAY)
    company.until(at("11-24", "12:00"))
    company.confirm(company.slip(order, at("11-24", "13:30")), at("11-24", "13:40"))
    company.bounce(at("11-24", "13:50"))
    company.until(at("11-26", "12:00"), at("11-24", "13:50"))
    assert company.times(PAYMENT) == [("11-24 10:00", SALES), ("11-25 13:50", SALES)]


def test_both_gates_of_a_deposit_order_are_asked_for_in_turn(company: Company) -> None:
    order = company.file("prepaid.deposit", MONDAY, wanted=date(2026, 12, 18))
    company.until(at("11-24", "12:00"))
    company.confirm(company.slip(order, at("11-24", "13:30"), claimed=522000), at("11-24", "13:40"))
    company.until(at("12-11", "12:00"), at("11-24", "13:40"))
    assert [(said.at, said.items[0][0]) for said in company.said(PAYMENT)] == [
        ("11-24 10:00", "pay_before_release"),
        ("12-10 08:30", "pay_balance"),
    ]


# ── 水单待确认 ─────────────────────────────────────────────────────────────────────────────


def test_a_slip_of_friday_evening_is_asked_for_on_monday(company: Company) -> None:
    order = company.file("prepaid.release", at("11-20", "16:00"))
    slip = company.slip(order, at("11-20", "17:00"))
    company.until(at("11-27", "18:00"), at("11-20", "17:00"))
    about = (("slip_unconfirmed", f"slip:{slip}"),)
    assert company.said(SLIP) == [
        Said("11-23 10:00", FINANCE, SLIP, about, False),
        Said("11-23 12:00", FINANCE_GROUP, SLIP, about, False),
        Said("11-23 17:00", FINANCE_HEAD, SLIP, about, True),
    ]


def test_goods_that_stand_ready_are_asked_for_after_half_an_hour(company: Company) -> None:
    order = company.file("prepaid.shipment", MONDAY)
    company.slip(order, at("11-23", "14:00"))
    company.ready(order, at("11-23", "14:10"))
    company.until(at("11-23", "15:00"), at("11-23", "14:10"))
    assert company.times(SLIP) == [("11-23 14:30", FINANCE)]


def test_goods_that_become_ready_late_hasten_at_once(company: Company) -> None:
    order = company.file("prepaid.shipment", MONDAY)
    company.slip(order, at("11-23", "14:00"))
    company.until(at("11-23", "14:45"))
    assert company.times(SLIP) == []
    company.ready(order, at("11-23", "15:00"))
    company.tick(at("11-23", "15:00"))
    assert company.times(SLIP) == [("11-23 15:00", FINANCE)]


def test_a_decided_slip_is_asked_for_no_more(company: Company) -> None:
    order = company.file("prepaid.release", MONDAY)
    slip = company.slip(order, at("11-23", "10:30"))
    company.until(at("11-23", "13:30"))
    assert company.times(SLIP) == []
    company.confirm(slip, at("11-23", "13:40"), amount=800000)
    company.until(at("12-31", "12:00"), at("11-23", "13:40"))
    assert company.times(SLIP) == []
    assert company.times(PAYMENT)[0] == ("11-24 10:00", SALES)  # the rest of the money is still asked for


# ── hours, jumps, replicas ─────────────────────────────────────────────────────────────────


def test_a_jump_of_five_days_says_each_thing_once_and_late_ones_not_at_all(company: Company) -> None:
    paid_late = company.file("prepaid.release", at("11-20", "10:05"))
    order = company.file("prepaid.release", at("11-20", "10:10"))
    company.confirm(company.slip(paid_late, at("11-20", "10:15")), at("11-20", "10:20"))
    company.tick(at("11-20", "10:20"))
    assert company.tick(at("11-25", "15:00")) == 2
    assert company.said() == [
        Said("11-25 15:00", SALES, PAYMENT, (("pay_before_release", f"order:{order}"),), False),
        Said("11-25 15:00", FINANCE_GROUP, "digest", (("gate_stuck", f"order:{order}"),), False),
    ]
    assert company.tick(at("11-25", "15:00")) == 0


@pytest.mark.parametrize("now", [("11-24", "21:30"), ("11-25", "03:00"), ("11-25", "08:29")])
def test_quiet_hours_put_off_and_drop_nothing(company: Company, now: tuple[str, str]) -> None:
    company.file("prepaid.release", MONDAY)
    company.tick(at("11-23", "10:01"))
    assert company.tick(at(*now)) == 0
    company.until(at("11-25", "08:30"), at(*now))
    assert company.times(PAYMENT) == [("11-25 08:30", SALES)]


def test_what_waited_through_the_night_is_judged_in_the_morning(company: Company) -> None:
    order = company.file("prepaid.release", MONDAY)
    company.tick(at("11-24", "21:30"))
    company.confirm(company.slip(order, at("11-24", "21:40")), at("11-24", "21:50"))
    company.until(at("11-26", "12:00"), at("11-25", "08:30"))
    assert company.said() == []


def test_several_matters_of_one_kind_share_a_message_oldest_first(company: Company) -> None:
    orders = [company.file("prepaid.release", MONDAY + timedelta(minutes=n)) for n in range(8)]
    company.tick(at("11-24", "11:00"))
    subjects = [[subject for _rule, subject in said.items] for said in company.said(PAYMENT)]
    assert subjects == [[f"order:{order}" for order in orders[:6]], [f"order:{order}" for order in orders[6:]]]


def test_one_order_that_cannot_be_judged_does_not_silence_the_others(company: Company) -> None:
    broken = company.file("prepaid.release", MONDAY)
    good = company.file("prepaid.release", MONDAY)
    with company.database.transaction() as session:
        session.execute(update(Order).where(Order.id == broken).values(leaf="consignment"))
    company.tick(at("11-24", "10:00"))
    assert [said.items for said in company.said(PAYMENT)] == [(("pay_before_release", f"order:{good}"),)]
    with company.database.transaction() as session:
        assert session.scalar(select(Chase.next_at).where(Chase.order_id == broken)) == at("11-24", "11:00")


def test_what_a_tick_has_no_time_for_is_left_to_the_next(company: Company) -> None:
    for _ in range(3):
        company.file("prepaid.release", MONDAY)
    company.tick(MONDAY)
    counts: list[int] = []
    for _ in range(3):
        with company.database.transaction() as session:
            chasing.tick(session, HOUSE, at("11-24", "10:00"), limit=2)
        counts.append(sum(len(said.items) for said in company.said(PAYMENT)))
    assert counts == [2, 3, 3]


def race(company: Company, now: datetime, replicas: int = 4) -> None:
    """Several replicas tick at the same moment."""
    start = threading.Barrier(replicas)
    faults: list[BaseException] = []

    def replica() -> None:
        start.wait()
        try:
            company.tick(now)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=replica) for _ in range(replicas)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_replicas_that_tick_at_once_say_nothing_twice(company: Company) -> None:
    for n in range(3):
        company.file("prepaid.release", MONDAY + timedelta(minutes=n))
    company.tick(at("11-23", "10:05"))
    for day, clock in (("11-24", "11:00"), ("11-26", "11:00"), ("12-02", "11:00")):
        race(company, at(day, clock))
        company.tick(at(day, clock))  # what a replica left to another that had it locked
    told = [(said.chat, item) for said in company.said(PAYMENT) for item in said.items]
    assert len(told) == 12
    assert len([said for said in company.said("digest")]) == 1


def forget_step(company: Company) -> None:
    """A replica that read the chases before another one's commit works on rows as they were."""
    with company.database.transaction() as session:
        session.execute(update(Chase).where(Chase.rule != digest.RULE).values(step=0, next_at=MONDAY))
        session.execute(update(Chase).where(Chase.rule == digest.RULE).values(next_at=MONDAY))


def tick_on_stale_rows(company: Company) -> list[tuple[str, int]]:
    company.file("prepaid.release", at("11-18", "10:00"))
    company.tick(at("11-18", "10:00"))
    company.tick(at("11-23", "11:00"))
    forget_step(company)
    company.tick(at("11-23", "11:00"))
    return company.times()


ONCE = [("11-23 11:00", SALES), ("11-23 11:00", FINANCE_GROUP)]


def test_the_slot_alone_keeps_a_stale_replica_from_saying_it_again(company: Company) -> None:
    assert tick_on_stale_rows(company) == ONCE


def test_without_the_slot_it_is_said_twice(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr(slots, "take", lambda *_args: True)
    assert tick_on_stale_rows(company) == ONCE * 2


def test_an_order_that_somebody_works_on_is_left_to_the_next_tick(company: Company, database_kind: str) -> None:
    """A unit holds the order and is about to touch its chases: a tick that waited for it would meet it head on."""
    order = company.file("prepaid.release", MONDAY)
    if database_kind == "sqlite":  # one writer: there is nobody else
        assert company.tick(at("11-24", "10:00")) == 1
        return
    with company.database.transaction() as session:
        session.execute(text("SELECT 1 FROM orders WHERE id = :id FOR UPDATE"), {"id": order})
        assert company.tick(at("11-24", "10:00")) == 0
    assert company.tick(at("11-24", "10:00")) == 1


def test_due_chases_are_found_by_the_partial_index(company: Company) -> None:
    with company.database.transaction() as session:
        if company.database.is_sqlite:
            plan = session.execute(
                text("EXPLAIN QUERY PLAN SELECT order_id FROM chase WHERE next_at IS NOT NULL AND next_at <= :now"),
                {"now": "2026-11-23"},
            ).all()
        else:
            session.execute(text("SET LOCAL enable_seqscan = off"))
            session.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
            plan = session.execute(
                text("EXPLAIN SELECT order_id FROM chase WHERE next_at IS NOT NULL AND next_at <= :now"),
                {"now": MONDAY},
            ).all()
    assert "ix_chase_due" in str(plan)


def test_a_tick_asks_the_due_query_that_the_index_serves(company: Company) -> None:
    company.tick(MONDAY)
    asked: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(" ".join(statement.split()))

    event.listen(company.database.engine, "before_cursor_execute", listen)
    company.tick(MONDAY + timedelta(minutes=1))
    event.remove(company.database.engine, "before_cursor_execute", listen)
    due = [statement for statement in asked if "next_at IS NOT NULL" in statement]
    assert due
    assert all("chase.next_at <= " in statement for statement in due)
    assert len([statement for statement in asked if "FROM orders" in statement]) <= 1


# ── 早报 ───────────────────────────────────────────────────────────────────────────────────


def test_a_stuck_order_is_a_line_on_its_third_day_and_then_on_mondays(company: Company) -> None:
    order = company.file("prepaid.release", at("11-18", "10:00"))
    company.until(at("12-08", "12:00"), at("11-18", "10:00"))
    line = (("gate_stuck", f"order:{order}"),)
    assert company.said("digest") == [
        Said("11-23 08:40", FINANCE_GROUP, "digest", line, False),
        Said("11-30 08:40", FINANCE_GROUP, "digest", line, False),
        Said("12-07 08:40", FINANCE_GROUP, "digest", line, False),
    ]


def test_a_group_gets_one_digest_a_day_oldest_first(company: Company) -> None:
    newer = company.file("prepaid.release", at("11-19", "10:00"))
    older = company.file("prepaid.release", at("11-18", "10:00"))
    company.tick(at("11-20", "10:00"))
    for clock in ("08:40", "08:41", "15:00"):
        company.tick(at("11-30", clock))
    assert [said.items for said in company.said("digest")] == [
        (("gate_stuck", f"order:{older}"), ("gate_stuck", f"order:{newer}"))
    ]


def test_departments_in_one_group_share_one_digest(company: Company) -> None:
    with company.database.transaction() as session:
        session.execute(update(GroupBinding).values(chat_id=FINANCE_GROUP))
    stuck_at_release = company.file("prepaid.release", at("11-18", "10:00"))
    stuck_at_shipment = company.file("prepaid.shipment", at("11-18", "10:00"))
    company.ready(stuck_at_shipment, at("11-18", "11:00"))
    company.tick(at("11-20", "10:00"))
    company.tick(at("11-23", "08:40"))
    assert [(said.chat, {subject for _line, subject in said.items}) for said in company.said("digest")] == [
        (FINANCE_GROUP, {f"order:{stuck_at_release}", f"order:{stuck_at_shipment}"})
    ]


def test_orders_that_simply_run_are_in_no_digest(company: Company) -> None:
    company.file("prepaid.shipment", at("11-18", "10:00"))
    company.file("standard", at("11-18", "10:00"))
    company.until(at("12-04", "12:00"), at("11-18", "10:00"))  # promised for that day
    assert company.said("digest") == []


def test_a_morning_that_was_missed_is_made_up_for_the_same_day_only(company: Company) -> None:
    company.file("prepaid.release", at("11-18", "10:00"))
    company.tick(at("11-20", "10:00"))
    company.tick(at("11-23", "20:30"))
    assert company.said("digest") == []
    company.tick(at("11-24", "16:00"))
    assert company.times("digest") == [("11-24 16:00", FINANCE_GROUP)]


# ── judged again at the moment of sending ──────────────────────────────────────────────────


def test_what_ended_between_owing_and_sending_has_nothing_to_say(company: Company) -> None:
    order = company.file("prepaid.release", MONDAY)
    company.tick(at("11-24", "10:00"))
    rule, subject = company.said(PAYMENT)[0].items[0]
    with company.database.transaction() as session:
        case = chasing.still(session, HOUSE, rule, subject, at("11-24", "10:01"))
        assert case is not None
        facts = facts_for(session, HOUSE, case, at("11-24", "10:01"))
        assert (facts.missing_minor, facts.days, facts.asked, facts.sales) == (1740000, 1, 1, "张敏")
    company.confirm(company.slip(order, at("11-24", "10:02")), at("11-24", "10:03"))
    with company.database.transaction() as session:
        assert chasing.still(session, HOUSE, rule, subject, at("11-24", "10:04")) is None


def test_slots_are_written_with_what_they_stand_for(company: Company) -> None:
    """Slot and message come in one transaction: one that fails leaves neither."""
    company.file("prepaid.release", MONDAY)
    company.tick(at("11-23", "10:05"))
    with company.database.engine.connect() as connection, Session(connection) as session:
        assert chasing.tick(session, HOUSE, at("11-24", "10:00")) == 1
        session.rollback()
    with company.database.transaction() as session:
        assert session.scalars(select(ReminderSlot)).all() == []
    assert company.tick(at("11-24", "10:00")) == 1
