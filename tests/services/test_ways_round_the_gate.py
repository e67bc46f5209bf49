"""The ways round a gate that people find: each is tried, and fails to get round.

What the chat itself stands against (an old button, another order's card, two presses) is tried there, in
tests/handlers; two people at the same moment in test_pairs and test_vote_races.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from db.models import Customer, Shipment, Task, Waiver
from services import filing, invariants, shipping
from services.changes import asking
from services.errors import AlreadyDone, NotAllowed, Refused
from services.filing import NewOrder
from services.waivers import asking as waiving
from tests.support.trade import Trade

TOTAL = 1_740_000
STANDS = ["I1.ship", "I1.part", "I1.release", "I1.plan", "I7", "I8", "I8.changes", "I8.waiver", "I10", "I11"]


def ready(trade: Trade, *, paid: int = 0) -> int:
    """款到发货 goods that stand packed under a notice."""
    order = trade.file("prepaid.shipment")
    if paid:
        trade.pay(order, paid)
    trade.ready(order)
    trade.notice(order)
    return order


def stays_shut(trade: Trade, order: int) -> None:
    """It does not leave for want of money, and nothing in the database says that it did."""
    with pytest.raises(Refused) as refused:
        trade.ship(order)
    assert "payment_missing" in {one.code for one in refused.value.refusals}
    left = select(func.count()).select_from(Shipment).where(Shipment.order_id == order, Shipment.state != "noticed")
    assert trade.session.scalar(left.where(Shipment.state != "cancelled")) == 0
    assert invariants.check(trade.session, trade.now, STANDS) == []


def test_the_control_what_is_paid_leaves(trade: Trade):
    order = ready(trade, paid=TOTAL)
    trade.ship(order)
    assert trade.order(order).state == "shipped"


def test_more_is_wanted_after_all_was_paid(trade: Trade):
    order = ready(trade, paid=TOTAL)
    trade.change(order, quantity=301)
    trade.all_agree(order)
    trade.notice(order)
    stays_shut(trade, order)


def test_the_price_is_raised_after_the_deposit_opened_the_gate(trade: Trade):
    order = trade.file("prepaid.deposit", code="M200")
    trade.pay(order, TOTAL * 30 // 100)
    assert trade.order(order).state == "released"
    trade.change(order, price="70")
    trade.all_agree(order)
    with pytest.raises(Refused, match="payment_missing"):
        trade.take(order)
    assert trade.session.scalar(select(func.count()).select_from(Task).where(Task.order_id == order)) == 0


def test_the_total_is_lowered_and_raised_again(trade: Trade):
    order = ready(trade, paid=TOTAL // 2)
    for quantity in (150, 300):
        trade.change(order, quantity=quantity)
        trade.all_agree(order)
    trade.notice(order)
    stays_shut(trade, order)


def test_another_type_with_a_gate_that_is_open(trade: Trade):
    """To 账期 and back: nobody ships between the two without credit, and 款到发货 asks for its money as before."""
    order = ready(trade)
    for leaf in ("standard", "prepaid.shipment"):
        trade.change(order, leaf=leaf)
        trade.all_agree(order)
    stays_shut(trade, order)


def test_an_order_that_was_released_becomes_one_that_is_held_at_release(trade: Trade):
    order = trade.file("prepaid.shipment", code="M200")
    trade.change(order, leaf="prepaid.release")
    trade.all_agree(order)
    with pytest.raises(Refused, match="payment_missing"):
        trade.take(order)


def test_a_copy_of_an_order_that_is_paid_is_an_order_of_its_own(trade: Trade):
    paid = trade.file("prepaid.release")
    trade.pay(paid, TOTAL)
    copied: NewOrder = replace(trade.new("prepaid.release"), copied_from=paid)
    order = filing.file_order(trade.session, trade.house, trade.person("张敏"), copied, trade.now)
    trade.all_agree(order.id)
    assert trade.order(order.id).state == "accepted"
    with pytest.raises(Refused, match="payment_missing"):
        trade.take(order.id, "picking", "赵强")


def test_an_order_that_is_taken_in_from_a_sheet_passes_every_gate_as_any_other(trade: Trade):
    order = filing.take_in(
        trade.session, trade.house, trade.person("吴芳"), replace(trade.new("prepaid.release"), sales_id=trade.ids["张敏"]),
        trade.now, on=trade.now - timedelta(days=30), original="OLD-1", about={},
    )  # fmt: skip
    assert order.state == "accepted"
    assert order.released_at is None


def test_money_goes_back_after_the_release(trade: Trade):
    order = trade.file("prepaid.release", code="M200")
    trade.pay(order, TOTAL)
    trade.take(order)
    trade.refund(order, 1)
    with pytest.raises(Refused, match="payment_missing"):
        trade.finish(order)
    with pytest.raises(Refused, match="payment_missing"):
        trade.take(order, "purchase", "王芳")


def test_money_is_lent_to_another_order_for_a_moment(trade: Trade):
    """The same money opens two gates one after the other: the first is shut again before its goods leave."""
    one, other = ready(trade, paid=TOTAL), ready(trade)
    stays_shut(trade, other)
    trade.move_money(one, other, TOTAL)
    trade.ship(other)
    stays_shut(trade, one)


def test_a_change_is_approved_while_a_shipment_is_loaded(trade: Trade):
    """Whichever comes first, the other is judged by what stands then: `test_pairs` has them at the same moment."""
    order = ready(trade, paid=TOTAL)
    change = trade.change(order, quantity=200)
    trade.ship(order)
    trade.all_agree(order)
    assert (change.state, trade.order(order).revision) == ("overtaken", 1)
    order = ready(trade, paid=TOTAL)
    trade.change(order, quantity=301)
    trade.all_agree(order)
    with pytest.raises(Refused):
        trade.ship(order)
    assert invariants.check(trade.session, trade.now, STANDS) == []


def test_a_waiver_is_used_twice(trade: Trade):
    order = trade.file("prepaid.shipment")
    trade.ready(order, 100)
    trade.notice(order)
    waiving.ask(trade.session, trade.house, trade.person("张敏"), order, "payment_missing", "车在等", 1, trade.now)
    trade.all_agree(order)
    trade.ship(order)
    assert trade.session.scalar(select(Waiver.state)) == "used"
    trade.ready(order, 100)
    trade.notice(order)
    with pytest.raises(Refused, match="payment_missing"):
        trade.ship(order)
    assert invariants.check(trade.session, trade.now, STANDS) == []


def test_a_closed_order_is_opened_again(trade: Trade):
    order = trade.file("stock", price=None, reason="safety", use_up_days=30)
    trade.sign_off(order, "funds", "陈静")
    shipping.stock_in(trade.session, trade.house, trade.person("赵强"), order, trade.now)
    trade.reopen(order)
    trade.all_agree(order)
    assert trade.order(order).state == "accepted", "the funds of another revision are no funds"
    with pytest.raises((NotAllowed, Refused)):
        shipping.stock_in(trade.session, trade.house, trade.person("赵强"), order, trade.now)


def on_credit(trade: Trade, limit: int, **how: object) -> int:
    """账期, packed and noticed, within the customer's limit."""
    trade.session.get_one(Customer, trade.customer).credit_minor = limit
    trade.session.flush()
    order = trade.file("standard", **how)  # type: ignore[arg-type]
    trade.ready(order)
    trade.notice(order)
    return order


def test_credit_is_asked_again_by_a_change_and_when_it_leaves(trade: Trade):
    order = on_credit(trade, TOTAL + 100)
    wanted = asking.preview(
        trade.session, trade.house, trade.person("张敏"), order, trade.wanted(order, quantity=400), trade.now
    )
    assert "credit" in wanted.weighed.because, "finance is asked for what is over the limit"
    trade.change(order, quantity=400)
    trade.carry(order)
    trade.ready(order)
    trade.notice(order)
    with pytest.raises(Refused, match="credit_exceeded"):
        trade.ship(order)
    trade.pay(order, 100 * 58_00)
    trade.ship(order)


def test_credit_that_another_order_used_meanwhile(trade: Trade):
    order = on_credit(trade, TOTAL + 100)
    trade.session.get_one(Customer, trade.customer).credit_minor = TOTAL - 1
    with pytest.raises(Refused, match="credit_exceeded"):
        trade.ship(order)


def test_a_closed_order_on_credit_is_opened_again(trade: Trade):
    order = on_credit(trade, TOTAL + 100)
    trade.order(order).state = "closed"
    trade.session.flush()
    trade.file("standard")  # uses what there is
    trade.reopen(order)
    trade.all_agree(order)
    assert trade.order(order).state == "accepted"
    with pytest.raises((NotAllowed, Refused)):
        trade.ship(order)


def test_a_confirmation_is_pressed_twice(trade: Trade):
    order = ready(trade)
    slip = trade.slip(order, TOTAL // 2)
    trade.confirm(slip)
    with pytest.raises(AlreadyDone):
        trade.confirm(slip)
    stays_shut(trade, order)


def test_what_is_held_stays_where_it_is_also_when_it_is_paid(trade: Trade):
    order = ready(trade, paid=TOTAL)
    trade.hold(order)
    with pytest.raises(Refused, match="on_hold"):
        trade.ship(order)
    trade.change(order, wanted=trade.order(order).requested_on + timedelta(days=1))
    trade.all_agree(order)
    with pytest.raises(Refused, match="on_hold"):
        trade.ship(order)


@pytest.mark.parametrize("leaf", ["prepaid.release", "prepaid.deposit"])
def test_without_its_gate_the_same_order_is_released(trade: Trade, leaf: str, monkeypatch: pytest.MonkeyPatch):
    """The control of all of them: what stands in the way is the money that is missing."""
    from db import guards
    from domain import gates

    monkeypatch.setattr(gates, "required_minor", lambda *_facts, **_asked: 0)
    guards.remove(trade.session.connection())
    order = trade.file(leaf)
    assert trade.order(order).state == "released"
    guards.install(trade.session.connection())
