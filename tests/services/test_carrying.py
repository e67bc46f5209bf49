"""What a reminder carries when it is sent is that of which it was owed: where its reason arose anew, that has its own steps.

November 2026: the 23rd is a Monday.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.models import Order, Owed, Reminded
from services import filing, supply
from services.owed import Klass
from services.reminders import carrying, chasing, pausing, watching
from tests.support.office import HOUSE, at
from tests.support.trade import Trade


def carried(trade: Trade, rule: str) -> list[str]:
    """Which of what is owed of a rule, and not sent yet, is said now."""
    query = select(Owed).join(Reminded, Reminded.owed_id == Owed.id).where(Reminded.rule == rule)
    rows = trade.session.scalars(query.where(Owed.klass == int(Klass.REMINDER)).distinct().order_by(Owed.id)).all()
    assert rows
    return [
        facts.subject
        for row in rows
        for facts in carrying.carried(trade.session, HOUSE, row.chat_id, row.facts["items"], trade.now, row.id)
        if facts.rule == rule
    ]


@pytest.mark.parametrize("looked", [True, False])
def test_whoever_has_just_said_how_far_it_is_is_not_asked(trade: Trade, looked: bool) -> None:
    order = trade.file("prepaid.shipment", code="M200", wanted=date(2026, 12, 4))
    trade.all_agree(order)
    trade.take(order, "purchase", by="王芳")
    trade.finish(order, "purchase", by="王芳")
    trade.until("11-24", "09:00")
    trade.take(order)
    trade.until("11-26", "09:00")
    assert carried(trade, "progress") == [f"task:{order}.production"], "the control"
    trade.passes(minutes=1)
    supply.report(trade.session, HOUSE, trade.person("刘伟"), order, "production", {trade.line(order): 100}, trade.now)
    trade.passes(minutes=1)
    if looked:
        chasing.tick(trade.session, HOUSE, trade.now)
    assert carried(trade, "progress") == []
    assert trade.session.scalars(select(Reminded.left_out).where(Reminded.rule == "progress")).all() == [True]
    owed_again = trade.now + timedelta(days=4)
    trade.until(f"{owed_again:%m-%d}", "12:00")
    assert set(carried(trade, "progress")) == {f"task:{order}.production"}, "its own step has come"


@pytest.mark.parametrize("looked", [True, False])
def test_a_day_that_was_moved_away_is_not_near(trade: Trade, looked: bool) -> None:
    order = trade.file("prepaid.shipment", code="S200", wanted=date(2026, 12, 4))
    trade.until("12-01", "08:30")
    assert set(carried(trade, "delivery_near")) == {f"order:{order}"}, "the control"
    trade.passes(minutes=1)
    trade.session.get_one(Order, order).promised_on = date(2026, 12, 18)
    watching.stir(trade.session, f"order:{order}", trade.now)
    trade.passes(minutes=1)
    if looked:
        chasing.tick(trade.session, HOUSE, trade.now)
    assert carried(trade, "delivery_near") == []
    trade.until("12-15", "08:30")
    assert set(carried(trade, "delivery_near")) == {f"order:{order}"}, "its own step has come"


def test_what_somebody_put_off_to_a_moment_before_its_first_step_is_said_then(trade: Trade) -> None:
    order = filing.file_order(
        trade.session, HOUSE, trade.person("张敏"), trade.new("prepaid.release", price="30"), trade.now
    ).id
    seat = trade.open_seats(order)[0]
    subject, actor = f"seat:{seat.id}", trade.person(trade.speaker(seat))
    assert pausing.put_off(
        trade.session, HOUSE, actor, order, subject, at("11-23", "11:00"), "other_first", trade.now
    )  # fmt: skip
    trade.until("11-23", "11:00")
    assert carried(trade, "review_waits") == [subject]


def test_what_is_owed_anew_is_said_by_its_own_message(trade: Trade) -> None:
    """The old one is still on its way, as after an outage."""
    order = trade.file("prepaid.shipment", code="S200", wanted=date(2026, 12, 4))
    trade.pay(order, trade.order(order).total_minor)
    trade.ready(order)
    trade.bounce(order)
    trade.passes(minutes=1)
    chasing.tick(trade.session, HOUSE, trade.now)
    assert carried(trade, "pay_before_shipment") == [f"order:{order}"], "the control"
    trade.passes(minutes=1)
    trade.pay(order, trade.order(order).total_minor)
    trade.passes(minutes=1)
    chasing.tick(trade.session, HOUSE, trade.now)
    trade.bounce(order)
    trade.passes(minutes=1)
    chasing.tick(trade.session, HOUSE, trade.now)
    said = select(Reminded.owed_id).where(Reminded.rule == "pay_before_shipment").order_by(Reminded.id)
    old, new = trade.session.scalars(said).all()
    items = [["pay_before_shipment", f"order:{order}"]]
    chat = trade.person("张敏").telegram_id
    assert carrying.carried(trade.session, HOUSE, chat, items, trade.now, old) == []
    assert len(carrying.carried(trade.session, HOUSE, chat, items, trade.now, new)) == 1
