"""时限: who is reminded of a change that nobody decides, and of an order that stays held, from when and until what.

November 2026: the 23rd is a Monday; working time is 8:30-12:00 and 13:30-17:30.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from db.models import Change, Owed, Person
from services.reminders import chasing
from tests.support.office import ZONE, at
from tests.support.trade import HOUSE, Trade

CHANGE, HOLD = "reminder.change_open", "reminder.on_hold"
Said = tuple[str, str, bool]
"""When, to whom, and whether it came to them as to somebody above."""


def said(trade: Trade, kind: str, until: datetime) -> list[Said]:
    """What the schedule says from now on, jumping from one due moment to the next."""
    return list(_said(trade, kind, until))


def _said(trade: Trade, kind: str, until: datetime) -> Iterator[Said]:
    session = trade.session
    names = {person.telegram_id: person.name for person in session.scalars(select(Person))}
    before = set(session.scalars(select(Owed.id)))
    while trade.now < until:
        chasing.tick(session, HOUSE, trade.now)
        new = select(Owed).where(Owed.kind == kind, Owed.id.not_in(before)).order_by(Owed.id)
        for row in session.scalars(new).all():
            before.add(row.id)
            yield f"{trade.now.astimezone(ZONE):%m-%d %H:%M}", names[row.chat_id], row.facts["escalated"]
        trade.now = min(max(chasing.next_due(session) or until, trade.now + timedelta(minutes=1)), until)


def changing(trade: Trade) -> tuple[int, Change]:
    """Work has begun on it, so that the departments are asked what a change would mean."""
    order = trade.file("prepaid.shipment", code="M200")
    trade.take(order)
    return order, trade.change(order, quantity=500)


def test_whoever_has_not_said_theirs_is_reminded_when_it_is_due_and_then_those_above(trade: Trade):
    order, change = changing(trade)
    trade.state_impact(order, "production")
    assert change.due_at == at("11-25", "10:05")
    assert said(trade, CHANGE, at("11-26", "12:00")) == [
        ("11-25 10:05", "王芳", False),
        ("11-25 10:05", "赵强", False),
        ("11-25 15:35", "张敏", True),
        ("11-25 15:35", "王芳", False),
        ("11-25 15:35", "赵强", False),
        ("11-26 10:05", "何总", True),
        ("11-26 10:35", "王芳", False),
        ("11-26 10:35", "赵强", False),
    ]


def test_once_it_is_put_to_the_vote_those_who_vote_are_reminded(trade: Trade):
    order, change = changing(trade)
    for department in trade.statements(change.id):
        trade.state_impact(order, department)
    asked = {trade.speaker(seat) for seat in trade.open_seats(order)}
    assert {name for _at, name, _above in said(trade, CHANGE, at("11-25", "10:10"))} == asked


def test_nobody_hears_of_one_that_was_decided_or_taken_back(trade: Trade):
    order, _change = changing(trade)
    trade.withdraw_change(order)
    assert said(trade, CHANGE, at("11-30", "12:00")) == []
    decided = trade.change(order, quantity=500)
    for department in trade.statements(decided.id):
        trade.state_impact(order, department)
    trade.all_agree(order)
    assert decided.state == "applied"
    assert said(trade, CHANGE, at("12-04", "12:00")) == []


def test_the_salesperson_is_reminded_of_a_hold_after_a_workday_and_anew_of_another(trade: Trade):
    order = trade.file("prepaid.shipment")
    trade.hold(order)
    assert said(trade, HOLD, at("11-25", "12:00")) == [
        ("11-24 10:05", "张敏", False),
        ("11-25 10:05", "张敏", False),
        ("11-25 10:05", "周强", True),
    ]
    trade.lift(order)
    assert said(trade, HOLD, at("11-27", "12:00")) == []
    trade.hold(order)
    assert said(trade, HOLD, at("11-30", "14:00")) == [("11-30 13:30", "张敏", False)]


def test_a_hold_that_is_over_within_the_day_is_nothing_to_be_reminded_of(trade: Trade):
    order = trade.file("prepaid.shipment")
    trade.hold(order)
    trade.passes(hours=3)
    trade.lift(order)
    assert said(trade, HOLD, at("11-30", "12:00")) == []
