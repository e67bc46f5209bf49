"""Every rule of the default book that is fed by something else than money: who is told when, and what ends it.

November 2026: the 23rd is a Monday; working time is 8:30-12:00 and 13:30-17:30. Orders are filed on the 23rd at 10:05.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from db.models import Chase, Chat, Delegation, GroupBinding, Owed, Person, Reminded, Risk, Slip, Task
from domain.risks import Closing
from services import filing, inspecting, money, people, supply
from services.errors import NotAllowed
from services.reminders import chasing, pausing, told, watching
from services.reminders.matters import facts_for
from services.reminders.pausing import Heard
from services.risks import closing
from tests.support.office import HOUSE, at
from tests.support.reminding import SHANGHAI
from tests.support.trade import Trade


def said(trade: Trade, rule: str) -> list[tuple[str, str]]:
    """When whom, of one rule: a person's name, or a department's group; ↑ those above."""
    names = {row.telegram_id: row.name for row in trade.session.scalars(select(Person))}
    query = select(Reminded).where(Reminded.rule == rule).order_by(Reminded.id)
    return [
        (f"{row.at.astimezone(SHANGHAI):%m-%d %H:%M}", ("↑" if row.escalated else "") + names.get(row.chat_id, "群"))
        for row in trade.session.scalars(query)
    ]


def risks(trade: Trade, rule: str) -> list[tuple[str, str]]:
    query = select(Risk.level, Risk.state).where(Risk.rule == rule).order_by(Risk.id)
    return [(row.level, row.state) for row in trade.session.execute(query)]


def reviewed(trade: Trade, **how: Any) -> int:
    """An order that somebody must judge: far below the price it may have."""
    new = trade.new("prepaid.release", price="30", **how)
    order = filing.file_order(trade.session, HOUSE, trade.person("张敏"), new, trade.now).id
    assert trade.open_seats(order), "somebody is asked"
    return order


# ── opinions ───────────────────────────────────────────────────────────────────────────────


def test_whoever_is_asked_hears_after_four_hours_their_deputy_after_eight_then_the_head(trade: Trade) -> None:
    order = reviewed(trade)
    seat = trade.open_seats(order)[0]
    trade.until("11-25")
    heard = said(trade, "review_waits")
    who = trade.speaker(seat)
    assert next(one for one in heard if one[1] == who) == ("11-23 15:35", who)
    assert {moment for moment, _who in heard} == {"11-23 15:35", "11-24 10:35", "11-25 10:05"}
    assert all(whom.startswith("↑") for moment, whom in heard if moment == "11-25 10:05")
    assert risks(trade, "review_waits") == [("mid", "open")] * len(trade.open_seats(order))
    while trade.open_seats(order):
        trade.vote(order)
    trade.now = at("11-25", "18:01")
    chasing.tick(trade.session, HOUSE, trade.now)
    assert {state for _level, state in risks(trade, "review_waits")} == {"closed"}
    before = len(said(trade, "review_waits"))
    trade.until("12-02")
    assert len(said(trade, "review_waits")) == before


def test_the_second_reminder_goes_to_who_stands_in(trade: Trade) -> None:
    order = reviewed(trade)
    who = trade.speaker(trade.open_seats(order)[0])
    trade.session.add(
        Delegation(from_id=trade.ids[who], to_id=trade.ids["吴芳"], begins_at=trade.now, ends_at=at("11-30", "10:00"),
                   made_by=trade.ids[who], made_at=trade.now)
    )  # fmt: skip
    trade.until("11-24")
    assert ("11-24 10:35", "吴芳") in said(trade, "review_waits")
    assert ("11-24 10:35", who) not in said(trade, "review_waits")


def test_near_delivery_makes_the_first_one_come_after_an_hour(trade: Trade) -> None:
    reviewed(trade, wanted=at("11-25", "10:00").date())
    trade.until("11-23")
    assert said(trade, "review_waits")[0][0] == "11-23 11:05"


# ── goods ──────────────────────────────────────────────────────────────────────────────────


def in_work(trade: Trade, leaf: str = "prepaid.shipment", code: str = "M200") -> int:
    order = trade.file(leaf, code=code, wanted=at("12-04", "10:00").date())
    trade.all_agree(order)
    return order


def test_delivery_is_told_before_and_after_its_day_until_all_has_left(trade: Trade) -> None:
    order = in_work(trade, code="S200")
    trade.pay(order, trade.order(order).total_minor)
    trade.until("12-11")
    near, late = said(trade, "delivery_near"), said(trade, "delivery_late")
    assert {day for day, _who in near} == {"12-01 08:30", "12-03 08:30"}
    assert {day for day, _who in late} == {"12-07 08:30", "12-08 08:30", "12-10 08:30"}
    assert ("12-07 08:30", "张敏") in late
    assert ("12-10 08:30", "↑何总") in late
    assert ("high", "open") in risks(trade, "delivery_late")
    trade.ready(order)
    trade.notice(order)
    trade.ship(order)
    chasing.tick(trade.session, HOUSE, trade.now)
    assert risks(trade, "delivery_late") == [("high", "closed")]
    count = len(said(trade, "delivery_late"))
    trade.until("12-31")
    assert len(said(trade, "delivery_late")) == count


def material_comes(trade: Trade, order: int) -> None:
    """What production is made of is bought and there."""
    trade.take(order, "purchase", by="王芳")
    trade.finish(order, "purchase", by="王芳")


def test_a_task_is_late_for_who_has_it_then_for_those_above(trade: Trade) -> None:
    order = in_work(trade)
    trade.take(order)
    trade.until("11-26", "10:00")
    near = said(trade, "purchase_near")
    assert near == [("11-24 08:30", "王芳"), ("11-26 08:30", "王芳")], "who makes it hears of the delivery"
    material_comes(trade, order)
    trade.until("12-07")
    task = trade.session.scalar(select(Task).where(Task.kind == "production"))
    assert task is not None
    heard = said(trade, "task_late")
    assert ("12-03 08:30", "刘伟") in heard
    assert any(whom.startswith("↑") for _moment, whom in heard)
    trade.finish(order)
    chasing.tick(trade.session, HOUSE, trade.now)
    ended = trade.session.scalar(
        select(Chase.ended_at).where(Chase.rule == "task_late", Chase.subject == f"task:{order}.production")
    )
    assert ended is not None


def test_whoever_has_taken_a_task_is_asked_how_far_it_is_and_left_alone_once_it_is_said(trade: Trade) -> None:
    order = in_work(trade)
    material_comes(trade, order)
    trade.until("11-24", "09:00")
    trade.take(order)
    trade.until("11-26", "12:00")
    assert said(trade, "progress") == [("11-26 09:00", "刘伟")]
    supply.report(trade.session, HOUSE, trade.person("刘伟"), order, "production", {trade.line(order): 100}, trade.now)
    trade.until("11-30", "11:00")
    assert said(trade, "progress")[1:] == [], "from the report on it is asked anew"
    trade.until("12-04", "18:00")
    assert said(trade, "progress")[1:] == [("11-30 13:30", "刘伟"), ("12-02 13:30", "刘伟"), ("12-04 13:30", "↑何总")]
    trade.finish(order)
    count = len(said(trade, "progress"))
    trade.until("12-31")
    assert len(said(trade, "progress")) == count


def tasks_late(trade: Trade, kind: str) -> list[tuple[str, str]]:
    """Who heard of a late task of this kind, and when."""
    names = {row.telegram_id: row.name for row in trade.session.scalars(select(Person))}
    its = select(Reminded).where(Reminded.rule == "task_late", Reminded.subject.endswith(f".{kind}"))
    return [
        (f"{row.at.astimezone(SHANGHAI):%m-%d %H:%M}", ("↑" if row.escalated else "") + names[row.chat_id])
        for row in trade.session.scalars(its.order_by(Reminded.id))
    ]


def test_nobody_is_asked_for_work_that_waits_for_others(trade: Trade) -> None:
    order = in_work(trade)
    trade.take(order)
    trade.until("12-03", "10:00")
    assert tasks_late(trade, "production") == tasks_late(trade, "inspection") == said(trade, "progress") == []
    assert {whom for _moment, whom in said(trade, "delivery_near")} == {"王芳"}, "whoever can do something about it"
    assert risks(trade, "task_late") == [("mid", "open")], "the purchase alone"
    material_comes(trade, order)
    trade.until("12-08", "10:00")
    assert tasks_late(trade, "production")[0] == ("12-04 10:00", "刘伟"), "a workday after it could begin"
    assert said(trade, "progress")[0] == ("12-07 10:00", "刘伟"), "two of them"
    assert "王芳" not in {whom for moment, whom in said(trade, "delivery_late") if moment >= "12-04"}
    supply.report(trade.session, HOUSE, trade.person("刘伟"), order, "production", {trade.line(order): 100}, trade.now)
    trade.until("12-08", "19:00")
    assert tasks_late(trade, "inspection") == []
    trade.until("12-09", "10:00")
    assert tasks_late(trade, "inspection")[0] == ("12-09 10:00", "孙丽"), "counted from when some of it was there"
    trade.pass_goods(order)
    count = len(tasks_late(trade, "inspection"))
    trade.until("12-16", "10:00")
    assert len(tasks_late(trade, "inspection")) == count, "it waits for more to look at"
    supply.report(trade.session, HOUSE, trade.person("刘伟"), order, "production", {trade.line(order): 100}, trade.now)
    trade.until("12-17", "12:00")
    assert tasks_late(trade, "inspection")[count] == ("12-17 10:00", "孙丽"), "and for those all its steps begin anew"


def test_whoever_lets_go_a_part_is_not_asked_from_the_start(trade: Trade) -> None:
    """Fifty are there since the 8th; each morning quality lets one go. The ladder is of the fifty."""
    order = in_work(trade)
    trade.take(order)
    material_comes(trade, order)
    trade.until("12-08", "10:00")
    supply.report(trade.session, HOUSE, trade.person("刘伟"), order, "production", {trade.line(order): 50}, trade.now)
    for day in ("12-09", "12-10", "12-11", "12-14", "12-15", "12-16", "12-17"):
        trade.until(day, "11:00")
        one = {trade.line(order): Decimal(1)}
        inspecting.pass_goods(trade.session, HOUSE, trade.person("孙丽"), order, trade.now, one)
    told = [("12-09 10:00", "孙丽"), ("12-11 10:00", "孙丽"), ("12-15 10:00", "孙丽")]
    assert [one for one in tasks_late(trade, "inspection") if one[1] == "孙丽"] == told


def test_whoever_makes_some_of_it_has_what_it_takes(trade: Trade) -> None:
    order = in_work(trade)
    trade.take(order)
    supply.report(trade.session, HOUSE, trade.person("刘伟"), order, "production", {trade.line(order): 100}, trade.now)
    trade.until("12-03", "18:00")
    assert tasks_late(trade, "production") == [("12-03 08:30", "刘伟"), ("12-03 08:30", "↑何总")]


def test_what_was_begun_without_the_material_is_late_from_then(trade: Trade) -> None:
    """Its day had gone by while it waited; that the material is noted later begins nothing anew."""
    order = in_work(trade)
    trade.take(order)
    trade.until("12-04", "10:00")
    supply.report(trade.session, HOUSE, trade.person("刘伟"), order, "production", {trade.line(order): 100}, trade.now)
    trade.until("12-07", "09:00")
    assert tasks_late(trade, "production") == [], "a workday after it was begun"
    trade.until("12-07", "12:00")
    first = [("12-07 10:00", "刘伟"), ("12-07 10:00", "↑何总")]
    assert tasks_late(trade, "production") == first
    material_comes(trade, order)
    trade.until("12-08", "12:00")
    assert tasks_late(trade, "production") == first
    assert said(trade, "progress") == [("12-08 10:00", "刘伟")], "since it was reported"


def test_control_a_task_that_nobody_has_taken_is_not_asked_after(trade: Trade) -> None:
    in_work(trade)
    trade.until("12-04")
    assert said(trade, "progress") == []


def test_a_notice_that_may_be_loaded_is_asked_for_and_one_behind_a_closed_gate_is_not(trade: Trade) -> None:
    paid, unpaid = (trade.file("prepaid.shipment", code="S200") for _ in range(2))
    trade.pay(paid, trade.order(paid).total_minor)
    for order in (paid, unpaid):
        trade.ready(order)
        trade.notice(order)
    trade.until("11-24", "09:00")
    told = trade.session.scalars(select(Reminded.order_id).where(Reminded.rule == "notice_waits")).all()
    assert set(told) == {paid}
    shipment = trade.ship(paid)
    trade.until("11-30")
    assert [one for one in said(trade, "notice_waits") if one[0] >= "11-24"] == []
    assert said(trade, "unsigned")[0][0].startswith("11-27")
    trade.sign(shipment.id)
    count = len(said(trade, "unsigned"))
    trade.until("12-20")
    assert len(said(trade, "unsigned")) == count


# ── changes ────────────────────────────────────────────────────────────────────────────────


def test_a_department_that_does_not_say_what_a_change_means_hears_after_two_hours(trade: Trade) -> None:
    order = in_work(trade)
    trade.take(order)
    trade.change(order, quantity=200)
    trade.until("11-24", "11:00")
    heard = said(trade, "impact_waits")
    assert ("11-23 13:35", "刘伟") in heard
    assert any(who.startswith("↑") for day, who in heard if day == "11-24 10:05")


# ── money that goes again ──────────────────────────────────────────────────────────────────


def gone_at(trade: Trade, clock: str, *, notice: bool) -> int:
    """Paid and packed, and at this hour the money bounces."""
    order = trade.file("prepaid.shipment", code="S200")
    trade.pay(order, trade.order(order).total_minor)
    trade.ready(order)
    if notice:
        trade.notice(order)
    chasing.tick(trade.session, HOUSE, trade.now)
    trade.now = at("11-23", clock)
    trade.bounce(order)
    return order


def test_at_night_it_breaks_through_only_where_goods_leave_today(trade: Trade) -> None:
    gone_at(trade, "22:30", notice=True)
    trade.until("11-23", "23:30")
    assert {day for day, _who in said(trade, "gate_closed_again")} == {"11-23 22:30"}
    owed = trade.session.scalars(select(Owed).where(Owed.kind == "reminder.gate_closed_again")).all()
    assert owed
    assert all(row.facts["breaks"] for row in owed)


def test_control_at_night_without_a_notice_it_waits_for_the_morning(trade: Trade) -> None:
    gone_at(trade, "22:30", notice=False)
    trade.until("11-23", "23:30")
    assert said(trade, "gate_closed_again") == []
    trade.until("11-24")
    assert said(trade, "gate_closed_again")[0][0] == "11-24 10:30"
    assert risks(trade, "gate_closed_again") == [("high", "open")]


# ── money on credit ────────────────────────────────────────────────────────────────────────


def test_credit_is_told_before_its_day_and_after_and_anew_where_the_money_comes_back(trade: Trade) -> None:
    order = trade.file("standard", terms="shipped", terms_days=10, wanted=at("11-24", "10:00").date())
    trade.ready(order)
    trade.notice(order)
    trade.ship(order)
    trade.until("12-07")
    before = [("11-26 08:30", "张敏"), ("12-03 08:30", "张敏"), ("12-07 08:30", "张敏")]
    assert said(trade, "credit_due") == before, "the 3rd is the day; the 6th is a Sunday"
    trade.pay(order, trade.order(order).total_minor)
    trade.until("12-08")
    trade.now = at("12-08", "10:00")
    trade.bounce(order)
    trade.until("12-16")
    anew = [("12-08 10:00", "张敏"), ("12-11 10:00", "张敏"), ("12-15 10:00", "张敏"), ("12-15 10:00", "↑周强")]
    assert said(trade, "credit_due")[3:] == anew, "counted from when the money went again"
    assert risks(trade, "credit_due")[-1] == ("mid", "open")


def test_what_a_change_stopped_is_to_be_done_all_the_same(trade: Trade) -> None:
    order = trade.file("prepaid.shipment", code="M200", wanted=at("12-15", "10:00").date())
    trade.take(order)
    trade.passes(hours=1)
    trade.finish(order)
    trade.until("12-07", "10:00")
    assert "刘伟" not in {whom for _moment, whom in said(trade, "delivery_near")}, "the control: it was done"
    trade.change(order, quantity=900)
    trade.carry(order)
    trade.until("12-15", "18:00")
    assert ("12-14 08:30", "刘伟") in said(trade, "task_late")
    assert "刘伟" in {whom for _moment, whom in said(trade, "delivery_near")}


@pytest.mark.parametrize("retaken", [False, True])
def test_what_a_change_gave_after_its_day_counts_from_the_change(trade: Trade, retaken: bool) -> None:
    order = trade.file("prepaid.shipment", code="M200", wanted=at("12-15", "10:00").date())
    trade.take(order)
    trade.passes(hours=1)
    trade.finish(order)
    trade.until("12-14", "14:00")
    trade.change(order, quantity=900)
    trade.carry(order)
    trade.until("12-14", "15:00")
    if retaken:
        trade.take(order)
    trade.until("12-15")
    its = select(Reminded.at).where(Reminded.rule == "task_late", Reminded.subject == f"task:{order}.production")
    assert {f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}" for moment in trade.session.scalars(its)} == {"12-15 14:00"}


def test_how_far_it_is_counts_from_when_somebody_had_it_and_could_work(trade: Trade) -> None:
    order = trade.file("prepaid.shipment", code="M200", wanted=at("12-31", "10:00").date())
    material_comes(trade, order)
    trade.now = at("11-23", "14:00")
    trade.take(order)
    trade.until("11-24", "15:00")
    trade.hold(order)
    trade.until("12-04", "10:00")
    trade.lift(order)
    trade.until("12-08")
    assert said(trade, "progress") == [("12-08 10:00", "刘伟")], "two workdays after it went on"
    trade.finish(order)
    trade.now = at("12-08", "18:30")
    trade.change(order, quantity=900)
    trade.carry(order)
    trade.now = at("12-10", "10:00")
    trade.take(order)
    trade.until("12-14", "10:00")
    assert said(trade, "progress")[1:] == [("12-14 10:00", "刘伟")], "taken anew on the 10th"


def test_a_false_alarm_before_its_day_stays_one_until_the_day_is_another(trade: Trade) -> None:
    order = trade.file("prepaid.shipment", wanted=at("12-04", "10:00").date())
    trade.pay(order, trade.order(order).total_minor)
    trade.until("12-03", "09:00")
    (risk,) = trade.session.scalars(select(Risk).where(Risk.rule == "delivery_near"))
    closing.close(trade.session, HOUSE, trade.person("何总"), risk.id, Closing.FALSE_ALARM, "不会晚", trade.now)
    trade.until("12-04", "20:00")
    assert risks(trade, "delivery_near") == [("low", "closed")]
    trade.change(order, wanted=at("12-11", "10:00").date())
    trade.carry(order)
    trade.until("12-10")
    assert risks(trade, "delivery_near") == [("low", "closed"), ("low", "open")]


# ── 知道了, 稍后, 别再催 ───────────────────────────────────────────────────────────────────


def rested(trade: Trade, who: str, rule: str, order: int) -> Heard:
    person = trade.person(who)
    return Heard(person, people.chat_facts(trade.session, person.telegram_id), [[rule, f"order:{order}"]])


def unpaid(trade: Trade) -> int:
    order = trade.file("prepaid.release")
    trade.until("11-24", "10:05")
    assert said(trade, "pay_before_release") == [("11-24 10:05", "张敏")]
    return order


def test_acknowledged_it_is_said_no_more_and_is_a_risk_all_the_same(trade: Trade) -> None:
    order = unpaid(trade)
    assert pausing.acknowledge(trade.session, HOUSE, rested(trade, "张敏", "pay_before_release", order), trade.now) == 1
    trade.until("12-24")
    assert said(trade, "pay_before_release") == [("11-24 10:05", "张敏")]
    assert risks(trade, "pay_before_release") == [("low", "open")]


def test_a_reason_that_arises_anew_is_said_although_the_one_before_was_acknowledged(trade: Trade) -> None:
    order = unpaid(trade)
    pausing.acknowledge(trade.session, HOUSE, rested(trade, "张敏", "pay_before_release", order), trade.now)
    trade.pay(order, trade.order(order).total_minor)
    chasing.tick(trade.session, HOUSE, trade.now)
    trade.now = at("11-26", "10:00")
    trade.bounce(order)
    trade.until("11-27", "12:00")
    assert said(trade, "pay_before_release")[1:] == [("11-27 10:00", "张敏")]


def test_snoozed_it_comes_back_at_its_time_and_once(trade: Trade) -> None:
    order = unpaid(trade)
    pausing.snooze(
        trade.session,
        HOUSE,
        rested(trade, "张敏", "pay_before_release", order),
        trade.now,
        at("11-25", "08:30"),
        "customer",
    )
    trade.until("11-26", "09:00")
    assert said(trade, "pay_before_release")[1:] == [("11-25 08:30", "张敏")]
    trade.until("11-26")
    assert said(trade, "pay_before_release")[2:] == [("11-26 10:05", "张敏")]


def test_a_snooze_that_ends_when_a_step_is_due_is_said_once(trade: Trade) -> None:
    order = unpaid(trade)
    heard = rested(trade, "张敏", "pay_before_release", order)
    pausing.snooze(trade.session, HOUSE, heard, trade.now, at("11-26", "10:05"), "customer")
    trade.until("11-26", "15:00")
    watching.stir(trade.session, f"order:{order}", trade.now)
    trade.until("11-27", "09:00")
    assert said(trade, "pay_before_release")[1:] == [("11-26 10:05", "张敏")]


def test_a_snooze_that_ended_while_the_machine_was_off_wakes_nobody(trade: Trade) -> None:
    order = unpaid(trade)
    heard = rested(trade, "张敏", "pay_before_release", order)
    pausing.snooze(trade.session, HOUSE, heard, trade.now, at("11-24", "16:30"), "customer")
    trade.now = at("11-24", "21:00")
    chasing.tick(trade.session, HOUSE, trade.now)
    assert said(trade, "pay_before_release")[1:] == []
    trade.until("11-26", "09:00")
    assert said(trade, "pay_before_release")[1:] == [("11-25 08:30", "张敏")]


def test_a_snooze_ends_at_its_moment_although_its_row_was_written_back_as_it_had_been(trade: Trade) -> None:
    order = unpaid(trade)
    heard = rested(trade, "张敏", "pay_before_release", order)
    pausing.snooze(trade.session, HOUSE, heard, trade.now, at("11-24", "16:30"), "customer")
    row = trade.session.scalars(select(Chase).where(Chase.rule == "pay_before_release")).one()
    row.step = 0
    trade.until("11-26", "09:00")
    assert said(trade, "pay_before_release")[1:] == [("11-24 16:30", "张敏")]


def test_whoever_was_reminded_twice_has_their_snooze_end_at_its_moment(trade: Trade) -> None:
    order = unpaid(trade)
    trade.now = at("11-24", "10:06")
    trade.hold(trade.file("prepaid.shipment"))
    heard = rested(trade, "张敏", "pay_before_release", order)
    for until_clock in ("15:00", "16:30", "17:30"):
        pausing.snooze(trade.session, HOUSE, heard, trade.now, at("11-24", until_clock), "customer")
        trade.until("11-24", until_clock)
        mine = select(Owed).where(Owed.chat_id == heard.chat.id, Owed.kind.like("reminder.%"))
        newest = trade.session.scalars(mine.order_by(Owed.id.desc())).first()
        assert newest is not None
        assert (newest.kind, newest.created_at, newest.not_before) == (
            "reminder.payment_short", at("11-24", until_clock), None
        )  # fmt: skip


def test_what_is_acknowledged_while_it_rests_is_a_risk_all_the_same(trade: Trade) -> None:
    order = unpaid(trade)
    slip = trade.slip(order, trade.order(order).total_minor)
    trade.passes(minutes=1)
    chasing.tick(trade.session, HOUSE, trade.now)
    pausing.acknowledge(trade.session, HOUSE, rested(trade, "张敏", "pay_before_release", order), trade.now)
    money.not_found(trade.session, HOUSE, trade.person("李娜"), slip, trade.now)
    trade.until("12-24")
    assert risks(trade, "pay_before_release") == [("low", "open")]


def test_what_holds_a_gate_is_never_muted(trade: Trade) -> None:
    order = unpaid(trade)
    with pytest.raises(NotAllowed, match="never_muted"):
        pausing.mute(trade.session, HOUSE, rested(trade, "张敏", "pay_before_release", order), trade.now, "customer")
    assert told.resting(trade.session, HOUSE, order, trade.now) == ()


def test_nobody_lets_rest_what_another_was_reminded_of(trade: Trade) -> None:
    order = unpaid(trade)
    with pytest.raises(NotAllowed, match="not_reminded"):
        pausing.acknowledge(trade.session, HOUSE, rested(trade, "周强", "pay_before_release", order), trade.now)


# ── whom ───────────────────────────────────────────────────────────────────────────────────


def met_in_a_group(trade: Trade, *departments: str) -> int:
    trade.session.add(Chat(id=-900, kind="group"))
    trade.session.flush()
    for department in departments:
        trade.session.add(
            GroupBinding(department=department, chat_id=-900, bound_by=trade.ids["何总"], bound_at=trade.now)
        )
    trade.session.flush()
    return -900


def test_who_is_their_own_head_has_the_management_above_them(trade: Trade) -> None:
    def above(head: str) -> list[str]:
        order = trade.file("prepaid.shipment", code="M200", wanted=at("12-04", "10:00").date())
        material_comes(trade, order)
        trade.take(order, by=head)
        trade.until(f"{trade.now + timedelta(days=10):%m-%d}", "12:00")
        its = select(Reminded).where(
            Reminded.rule == "progress", Reminded.order_id == order, Reminded.escalated
        ).order_by(Reminded.id)  # fmt: skip
        names = {row.telegram_id: row.name for row in trade.session.scalars(select(Person))}
        return [names[row.chat_id] for row in trade.session.scalars(its)]

    trade.session.scalars(select(Person).where(Person.name == "孙丽")).one().department = "production"
    trade.session.scalars(select(Person).where(Person.name == "孙丽")).one().role = "manager"
    trade.session.flush()
    assert above("刘伟") == ["孙丽"], "the control"
    assert above("孙丽") == ["何总"]


def test_what_waits_for_somebody_by_name_is_let_rest_by_nobody_beside_them(trade: Trade) -> None:
    group = met_in_a_group(trade, "purchasing", "production")
    order = trade.file("prepaid.shipment", code="M200", wanted=at("12-08", "10:00").date())
    trade.take(order, "purchase", by="王芳")
    trade.until("12-04", "12:00")
    row = trade.session.scalars(
        select(Reminded).where(Reminded.rule == "task_late", Reminded.chat_id == group)
    ).first()  # fmt: skip
    assert row is not None
    chat, items = people.chat_facts(trade.session, group), [[row.rule, row.subject]]
    with pytest.raises(NotAllowed, match="waits_for_other"):
        pausing.acknowledge(trade.session, HOUSE, Heard(trade.person("刘伟"), chat, items), trade.now)
    assert pausing.acknowledge(trade.session, HOUSE, Heard(trade.person("王芳"), chat, items), trade.now) == 1


def test_of_several_peoples_work_in_one_message_each_lets_their_own_rest(trade: Trade) -> None:
    group = met_in_a_group(trade, "purchasing", "production")
    trade.session.scalars(select(Person).where(Person.name == "孙丽")).one().department = "purchasing"
    trade.session.flush()
    for buyer in ("王芳", "孙丽"):
        order = trade.file("prepaid.shipment", code="M200", wanted=at("12-08", "10:00").date())
        trade.take(order, "purchase", by=buyer)
    trade.until("12-04", "12:00")
    its = select(Owed).where(Owed.chat_id == group, Owed.kind == "reminder.task_open")
    items = trade.session.scalars(its).one().facts["items"]
    chat = people.chat_facts(trade.session, group)
    with pytest.raises(NotAllowed, match="waits_for_other"):
        pausing.acknowledge(trade.session, HOUSE, Heard(trade.person("刘伟"), chat, items), trade.now)
    for buyer in ("王芳", "孙丽"):
        assert pausing.acknowledge(trade.session, HOUSE, Heard(trade.person(buyer), chat, items), trade.now) == 1


def test_nobody_above_hears_of_what_no_head_is_asked_of(trade: Trade) -> None:
    order = trade.file("standard")
    trade.order(order).owner_id = trade.ids["张敏"]
    trade.ready(order)
    trade.notice(order)
    trade.ship(order)
    trade.until("12-31")
    assert said(trade, "unsigned") != []
    assert [whom for _moment, whom in said(trade, "unsigned") if whom.startswith("↑")] == [], (
        "their own keeper was asked"
    )


def test_a_condition_goes_to_its_owner_and_above_them(trade: Trade) -> None:
    order = trade.file("prepaid.release")
    trade.session.add(
        Task(order_id=order, kind="condition", department="finance", owner_id=trade.ids["张敏"], state="open",
             due_on=at("11-25", "12:00").date(), created_at=trade.now, words="先收三成", blocks="release")
    )  # fmt: skip
    trade.session.flush()
    watching.stir(trade.session, f"order:{order}", trade.now)
    trade.until("11-27", "12:00")
    assert said(trade, "condition_due")[-1] == ("11-26 08:30", "↑周强"), "the head of sales, not of finance"
    case = chasing.still(trade.session, HOUSE, "condition_due", _subject(trade, "condition_due"), trade.now)
    assert case is not None
    facts = facts_for(trade.session, HOUSE, case, trade.now)
    assert (facts.who, facts.department) == ("张敏", HOUSE.book.departments["sales"].name)


def _subject(trade: Trade, rule: str) -> str:
    return trade.session.scalars(select(Chase.subject).where(Chase.rule == rule)).one()


def test_packed_goods_that_nobody_noticed_wait_for_sales(trade: Trade) -> None:
    packed = trade.file("standard", wanted=at("12-04", "10:00").date())
    trade.ready(packed)
    trade.file("standard", wanted=at("12-07", "10:00").date())
    trade.until("12-02")
    assert said(trade, "delivery_near") == [("12-01 08:30", "张敏"), ("12-02 08:30", "赵强")], (
        "the other is to be packed"
    )


def test_first_the_person_in_private_then_the_group(trade: Trade) -> None:
    met_in_a_group(trade, "finance")
    order = trade.file("prepaid.release")
    trade.slip(order, trade.order(order).total_minor)
    trade.until("11-24")
    assert said(trade, "slip_unconfirmed") == [
        ("11-23 13:35", "李娜"), ("11-23 15:35", "群"), ("11-24 10:05", "↑陈静"),
    ]  # fmt: skip
    assert trade.session.scalar(select(Slip.state)) == "waiting"


def test_money_that_has_gone_again_asks_for_no_paper_anew(trade: Trade) -> None:
    order = trade.file("prepaid.shipment", code="S200", basis={"choice": "spoken", "files": 0})
    trade.pay(order, trade.order(order).total_minor)
    trade.until("12-03")
    heard = [("11-25 10:05", "张敏"), ("11-30 10:05", "张敏"), ("12-02 10:05", "↑周强")]
    assert said(trade, "basis_owed") == heard
    trade.bounce(order)
    trade.until("12-16")
    assert said(trade, "basis_owed") == heard
    assert said(trade, "pay_before_shipment"), "the control: the money is asked for"


# ── after a holiday, or an outage ──────────────────────────────────────────────────────────


def overdue(trade: Trade, *, held: bool) -> list[Owed]:
    """Nobody ticked for a week: what one chat is owed then."""
    trade.file("prepaid.release", basis={"choice": "spoken", "files": 0})
    if held:
        trade.hold(trade.file("prepaid.shipment"))
    trade.now = at("12-01", "09:00")
    chasing.tick(trade.session, HOUSE, trade.now)
    mine = trade.person("张敏").telegram_id
    query = select(Owed).where(Owed.kind.like("reminder.%"), Owed.chat_id == mine).order_by(Owed.id)
    return list(trade.session.scalars(query))


def test_many_kinds_at_once_are_one_message_with_the_latest_step_of_each(trade: Trade) -> None:
    (alone,) = overdue(trade, held=True)
    assert alone.kind == "reminder.many"
    assert sorted(rule for rule, _subject in alone.facts["items"]) == ["basis_owed", "hold_long", "pay_before_release"]
    chasing.tick(trade.session, HOUSE, trade.now)
    later = select(Owed.id).where(Owed.id > alone.id, Owed.chat_id == alone.chat_id, Owed.kind.like("reminder.%"))
    assert trade.session.scalar(later) is None
    assert len({(one.rule, one.subject, one.step) for one in trade.session.scalars(select(Reminded))}) == len(
        trade.session.scalars(select(Reminded.id)).all()
    )


def test_control_two_kinds_are_told_apart(trade: Trade) -> None:
    assert [row.kind for row in overdue(trade, held=False)] == ["reminder.basis_spoken", "reminder.payment_short"]
