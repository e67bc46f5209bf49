"""A change of an order that stands: untouched until it is approved, then all of it follows; what cannot be undone stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from db.models import Change, History, Owed, Shipment, Task
from domain.approvals import Verdict
from domain.process.names import Checkpoint
from services import invariants, life
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused
from services.filing import NewLine
from tests.support.trade import Trade

STANDS = ["I1.ship", "I1.release", "I1.plan", "I7", "I8", "I10", "I11"]


def codes(refused: Refused) -> set[str]:
    return {one.code for one in refused.refusals}


def gate(trade: Trade, order: int, at: Checkpoint) -> set[str]:
    return {one.code for one in life.gate(trade.session, trade.house, trade.order(order), at, trade.now)}


def test_the_order_is_untouched_until_all_have_agreed_and_then_says_what_was_agreed(trade: Trade):
    order = trade.file("prepaid.shipment")
    change = trade.change(order, quantity=500, wanted=date(2026, 12, 25))
    assert (change.weight, change.state) == ("heavy", "deciding")
    stands = trade.order(order)
    assert (stands.revision, stands.lines[0].quantity, stands.total_minor) == (1, 300, 1_740_000)
    trade.all_agree(order)
    stands = trade.order(order)
    assert (change.state, change.to_revision, stands.revision) == ("applied", 2, 2)
    assert (stands.lines[0].quantity, stands.total_minor, stands.requested_on) == (500, 2_900_000, date(2026, 12, 25))
    assert [(term.checkpoint, term.required_minor) for term in stands.terms] == [("ship", 2_900_000)]
    assert invariants.check(trade.session, trade.now, STANDS) == []


def test_a_rejected_change_leaves_the_order_as_it_was_and_tells_who_asked(trade: Trade):
    order = trade.file("prepaid.shipment")
    change = trade.change(order, price="55")
    trade.vote(order, Verdict.REJECT)
    assert (change.state, change.closing, trade.order(order).total_minor) == ("rejected", "不行", 1_740_000)
    assert trade.session.scalar(select(Owed.kind).where(Owed.subject == f"change:{change.id}")) == "change.rejected"
    assert invariants.check(trade.session, trade.now, STANDS) == []


def test_what_need_only_be_told_is_changed_at_once_and_is_no_new_revision(trade: Trade):
    order = trade.file("prepaid.shipment", place="苏州相城", receiver="周工", phone="13912342210")
    change = trade.change(order, place="昆山开发区", phone="13800001111")
    stands = trade.order(order)
    assert (change.weight, change.state, stands.revision) == ("told", "applied", 1)
    assert (stands.fields["place"], stands.fields["phone"]) == ("昆山开发区", "13800001111")
    assert invariants.check(trade.session, trade.now, STANDS) == []


@pytest.mark.parametrize(
    ("differently", "weight"),
    [
        ({"quantity": 315}, "light"),
        ({"quantity": 285}, "light"),
        ({"quantity": 316}, "heavy"),
        ({"wanted": date(2026, 12, 23)}, "light"),
        ({"wanted": date(2026, 12, 24)}, "heavy"),
        ({"wanted": date(2026, 12, 17)}, "heavy"),
        ({"price": "57.99"}, "heavy"),
        ({"price": "60"}, "heavy"),
        ({"requirements": "木箱"}, "heavy"),
        ({"leaf": "prepaid.release"}, "heavy"),
        ({"place": "昆山", "quantity": 301}, "light"),
        ({"place": "昆山"}, "told"),
    ],
)
def test_how_heavy_it_is(trade: Trade, differently: dict[str, object], weight: str):
    assert trade.change(trade.file("prepaid.shipment"), **differently).weight == weight


def test_one_open_change_an_order(trade: Trade):
    order = trade.file("prepaid.shipment")
    trade.change(order, quantity=500)
    with pytest.raises(NotAllowed, match="change_open"):
        trade.change(order, quantity=400)
    trade.withdraw_change(order)
    assert trade.change(order, quantity=400).number == 2


def test_more_to_pay_closes_the_gate_that_was_open_and_asks_for_the_missing_part(trade: Trade):
    order = trade.file("prepaid.release")
    trade.pay(order, 1_740_000)
    assert trade.order(order).state == "released"
    trade.change(order, quantity=500)
    trade.all_agree(order)
    assert trade.order(order).state == "released", "what was released stays released"
    assert gate(trade, order, Checkpoint.PLAN) == {"payment_missing"}
    told = trade.session.scalars(select(Owed.kind).where(Owed.order_id == order)).all()
    assert "notice.gate_reclosed" in told
    trade.pay(order, 1_160_000)
    assert gate(trade, order, Checkpoint.PLAN) == set()
    assert invariants.check(trade.session, trade.now, STANDS) == []


def test_less_to_pay_opens_a_gate(trade: Trade):
    order = trade.file("prepaid.release")
    trade.pay(order, 1_160_000)
    assert trade.order(order).state == "accepted"
    trade.change(order, quantity=200)
    trade.all_agree(order)
    assert trade.order(order).state == "released"
    assert invariants.check(trade.session, trade.now, STANDS) == []


def test_once_something_is_planned_the_departments_say_what_it_means_before_anybody_votes(trade: Trade):
    order = trade.file("prepaid.shipment", code="M200")
    trade.take(order, "purchase", "王芳")
    change = trade.change(order, quantity=500)
    assert change.state == "asking"
    assert trade.open_seats(order) == []
    assert set(trade.statements(change.id)) == {"production", "purchasing", "warehouse"}
    trade.state_impact(order, "production")
    trade.state_impact(order, "purchasing")
    with pytest.raises(NotAllowed, match="not_your_department"):
        trade.state_impact(order, "warehouse", by="刘伟")
    assert change.state == "asking"
    trade.state_impact(order, "warehouse")
    assert change.state == "deciding"
    assert trade.open_seats(order)
    with pytest.raises(AlreadyDone):
        trade.state_impact(order, "warehouse")


def test_a_finished_task_with_more_to_do_is_taken_again_and_what_is_made_stays_made(trade: Trade):
    order = trade.file("prepaid.shipment", code="M200")
    for kind, who in (("purchase", "王芳"), ("production", "刘伟")):
        trade.take(order, kind, who)
    trade.finish(order)
    trade.change(order, quantity=500, wanted=date(2026, 12, 25))
    trade.carry(order)
    made = trade.session.scalars(select(Task).where(Task.order_id == order, Task.kind == "production")).one()
    assert made.state == "stopped"
    with pytest.raises(Refused) as refused:
        trade.change(order, quantity=299)
    assert codes(refused.value) == {"made_already"}
    trade.take(order)
    assert (made.state, made.due_on) == ("doing", date(2026, 12, 23))


@pytest.fixture
def half_left(trade: Trade) -> int:
    """100 of 300 have left, paid."""
    order = trade.file("prepaid.shipment")
    trade.pay(order, 1_740_000)
    trade.ready(order, 100)
    trade.notice(order)
    trade.ship(order)
    return order


def test_nothing_falls_below_what_has_left(trade: Trade, half_left: int):
    for differently, code in (
        ({"quantity": 99}, "left_already"),
        ({"price": "57"}, "price_of_left"),
    ):
        with pytest.raises(Refused) as refused:
            trade.change(half_left, **differently)
        assert codes(refused.value) == {code}
    with pytest.raises(Refused) as refused:
        trade.cancel(half_left)
    assert codes(refused.value) == {"part_has_left"}
    trade.change(half_left, quantity=100)
    trade.all_agree(half_left)
    assert trade.order(half_left).state == "shipped", "what has left is all there is"
    assert invariants.check(trade.session, trade.now, STANDS) == []


def test_a_line_is_ended_and_keeps_what_has_left(trade: Trade, half_left: int):
    other = NewLine(trade.products["B200"], Decimal(20), Decimal(80))
    trade.change(half_left, lines=(other,))
    trade.all_agree(half_left)
    lines = trade.order(half_left).lines
    assert [(line.product_code, line.quantity, line.ended) for line in lines] == [
        ("S200", 100, True),
        ("B200", 20, False),
    ]
    assert trade.order(half_left).total_minor == 580_000 + 160_000
    assert invariants.check(trade.session, trade.now, STANDS) == []


def test_what_left_while_it_was_decided_overtakes_it(trade: Trade):
    order = trade.file("prepaid.shipment")
    trade.pay(order, 1_740_000)
    change = trade.change(order, quantity=200)
    trade.ready(order)
    trade.notice(order)
    trade.ship(order)
    trade.all_agree(order)
    assert (change.state, trade.order(order).revision, trade.order(order).lines[0].quantity) == ("overtaken", 1, 300)
    assert invariants.check(trade.session, trade.now, STANDS) == []


def test_a_notice_for_goods_that_are_wanted_otherwise_is_taken_back(trade: Trade):
    order = trade.file("prepaid.shipment")
    trade.pay(order, 1_740_000)
    trade.ready(order)
    trade.notice(order)
    trade.change(order, quantity=250)
    trade.all_agree(order)
    assert trade.session.scalar(select(Shipment.state).where(Shipment.order_id == order)) == "cancelled"
    with pytest.raises(Refused, match="notice_missing"):
        trade.ship(order)


def test_another_type_needs_the_old_managing_department(trade: Trade):
    order = trade.file("prepaid.release")
    trade.change(order, leaf="prepaid.shipment")
    asked = {seat.asked_of for seat in trade.open_seats(order)}
    assert "finance" in asked, "finance manages what is held at release"
    trade.all_agree(order)
    assert (trade.order(order).leaf, trade.order(order).state) == ("prepaid.shipment", "released")
    assert gate(trade, order, Checkpoint.SHIP) >= {"payment_missing"}


def test_what_is_about_payment_is_asked_of_finance_and_not_of_those_who_make_the_goods(trade: Trade):
    order = trade.file("prepaid.shipment", freight="ours")
    trade.change(order, freight="theirs")
    assert {seat.department for seat in trade.open_seats(order)} == {"finance"}
    trade.withdraw_change(order)
    trade.change(order, requirements="木箱")
    assert {seat.department for seat in trade.open_seats(order)} == {"engineering"}


def test_a_cancel_stops_everything_and_money_stays_for_finance(trade: Trade):
    order = trade.file("prepaid.shipment", code="M200")
    trade.take(order, "purchase", "王芳")
    trade.cancel(order)
    trade.carry(order)
    assert trade.order(order).state == "cancelled"
    with pytest.raises((NotAllowed, Refused)):
        trade.take(order)
    assert set(trade.session.scalars(select(Task.state).where(Task.order_id == order))) == {"stopped"}
    assert invariants.check(trade.session, trade.now, STANDS) == []


def test_what_is_closed_is_opened_only_by_deciding_and_everything_is_asked_again(trade: Trade):
    order = trade.file("stock", code="S200", price=None, reason="safety", use_up_days=30, wanted=date(2026, 12, 18))
    trade.sign_off(order, "funds", "陈静")
    from services import shipping

    shipping.stock_in(trade.session, trade.house, trade.person("赵强"), order, trade.now)
    assert trade.order(order).state == "closed"
    with pytest.raises(NotAllowed, match="not_changeable"):
        trade.change(order, quantity=400)
    trade.reopen(order)
    trade.all_agree(order)
    assert (trade.order(order).state, trade.order(order).revision) == ("accepted", 2)
    assert gate(trade, order, Checkpoint.RELEASE) == {"signoff_missing"}
    assert invariants.check(trade.session, trade.now, STANDS) == []


def test_nobody_decides_on_a_change_that_they_asked_for(trade: Trade):
    order = trade.file("prepaid.shipment")
    trade.change(order, by="周强", quantity=500)
    assert trade.person("周强").id not in {trade.person(trade.speaker(seat)).id for seat in trade.open_seats(order)}
    seat = trade.open_seats(order)[0]
    from services.approvals import voting

    with pytest.raises(NotAllowed):
        voting.vote(
            trade.session, trade.house, trade.person("周强"), seat.id, voting.Ballot(Verdict.APPROVE), trade.now
        )


def test_what_is_held_stands_still_at_once_and_goes_on_when_it_is_lifted(trade: Trade):
    order = trade.file("prepaid.shipment", code="M200")
    trade.hold(order, by="刘伟")
    assert gate(trade, order, Checkpoint.PLAN) == {"on_hold"}
    with pytest.raises(Refused, match="on_hold"):
        trade.take(order)
    with pytest.raises(AlreadyDone):
        trade.hold(order)
    trade.pay(order, 1_740_000)
    with pytest.raises(NotFound):
        trade.hold(order, by="陈亮")
    trade.lift(order)
    trade.take(order)


def test_a_reason_and_a_factor_of_the_book(trade: Trade):
    from services.changes.asking import Why

    order = trade.file("prepaid.shipment")
    for why in (Why("customer", None, "  "), Why("weather", None, "下雨"), Why("customer", "rival", "涨价")):
        with pytest.raises(Refused, match="reason_missing"):
            trade.change(order, quantity=500, why=why)
    assert trade.session.scalar(select(Change.id)) is None


def test_nothing_that_differs_is_no_change(trade: Trade):
    with pytest.raises(NotAllowed, match="nothing_changed"):
        trade.change(trade.file("prepaid.shipment"))


def test_somebody_elses_order_is_not_there_to_be_changed(trade: Trade):
    order = trade.file("prepaid.shipment")
    with pytest.raises(NotFound):
        trade.change(order, by="陈亮", quantity=500)
    assert not trade.session.scalar(select(History.id).where(History.action == "change_asked"))


def test_only_those_whose_work_it_touches_say_what_it_means(trade: Trade):
    """A price is voted on at once; a day is asked of those who have taken a task; goods of everybody."""
    order = trade.file("prepaid.shipment", code="M200")
    trade.take(order, "purchase", "王芳")
    for differently, asked in (
        ({"price": "60"}, set[str]()),
        ({"wanted": date(2027, 1, 15)}, {"purchasing"}),
        ({"quantity": 350}, {"production", "purchasing", "warehouse"}),
    ):
        change = trade.change(order, **differently)
        assert set(trade.statements(change.id)) == asked
        assert change.state == ("asking" if asked else "deciding")
        assert bool(trade.open_seats(order)) is not bool(asked)
        trade.withdraw_change(order)
