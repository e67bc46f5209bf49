"""退货 and 折让 on a database: what may be asked, who decides, what it does to money, gates and credit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db import guards
from db.engine import Database
from db.guards import guard_code
from db.models import AfterSale, Allocation, Job, Order
from domain.gates import judge
from domain.process.names import Checkpoint
from services import credit, going_on, invariants
from services.after_sale import asking
from services.after_sale.credited import credited_minor
from services.errors import AlreadyDone, BotError, NotAllowed, Refused
from services.sheets import export
from tests.support.after_sales import agree, ask_allowance, ask_return, back, gone, refuse, seen, withdraw
from tests.support.databases import careless
from tests.support.trade import Trade

TOTAL, EACH = 1_740_000, 5_800
STANDS = ["I1.ship", "I1.part", "I1.release", "I1.plan", "I8", "I8.after_sale", "I8.changes", "I10", "I11"]


def sound(trade: Trade) -> None:
    assert invariants.check(trade.session, trade.now, STANDS) == []


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.refusals]


# ── what it does ───────────────────────────────────────────────────────────────────────────


def test_goods_that_came_back_are_owed_no_more_and_what_is_too_much_may_be_refunded(trade: Trade):
    order = gone(trade)
    row = ask_return(trade, order, 50)
    assert (row.amount_minor, seen(trade, order).receivable_minor) == (50 * EACH, TOTAL), "asking lowers nothing"
    agree(trade, row)
    assert (row.state, seen(trade, order).receivable_minor) == ("agreed", TOTAL), "nothing is back yet"
    back(trade, row)
    view = seen(trade, order)
    assert (row.state, view.receivable_minor, view.over_minor) == ("done", TOTAL - 50 * EACH, 50 * EACH)
    assert credited_minor(trade.session, order) == 50 * EACH
    assert view.lines[0].shipped == 300, "what has left stays what has left"
    assert not view.lines[0].may_leave, "it is not to leave once more"
    trade.refund(order, 50 * EACH)
    view = seen(trade, order)
    assert (view.over_minor, view.owed_minor, view.missing_minor) == (0, 0, 0)
    last = trade.session.scalars(select(Allocation).order_by(Allocation.id.desc())).first()
    assert last is not None
    assert not last.after_gate, "what is refunded of it closes no gate"
    sound(trade)


def test_fewer_come_back_and_the_amount_falls_with_them(trade: Trade):
    order = gone(trade)
    row = agree(trade, ask_return(trade, order, 50), 100_001)
    with pytest.raises(Refused) as refused:
        back(trade, row, 51)
    assert codes(refused) == ["more_than_agreed"]
    back(trade, row, 20)
    assert (row.amount_minor, row.quantities[str(trade.line(order))]) == (40_000, "20")
    ask_return(trade, order, 280)
    sound(trade)


def test_goods_may_come_back_without_money(trade: Trade):
    order = gone(trade)
    row = back(trade, agree(trade, ask_return(trade, order, 5), 0))
    assert (row.state, seen(trade, order).receivable_minor) == ("done", TOTAL)
    sound(trade)


def test_an_allowance_stands_once_finance_agrees(trade: Trade):
    order = gone(trade)
    row = agree(trade, ask_allowance(trade, order, 30_000), 25_000)
    assert (row.state, row.done_by) == ("done", trade.ids["李娜"])
    assert seen(trade, order).receivable_minor == TOTAL - 25_000
    rows, _end = export.page(trade.session, trade.house, trade.person("李娜"), since=None, until=None, after=0)
    assert [str(one.due) for one in rows] == ["17150.00"]
    sound(trade)


# ── limits ─────────────────────────────────────────────────────────────────────────────────


def test_no_more_comes_back_than_has_left_and_is_not_coming_already(trade: Trade):
    order = gone(trade, left=200)
    first = ask_return(trade, order, 150)
    for quantity in (51, 0, -1):
        with pytest.raises(Refused) as refused:
            ask_return(trade, order, quantity)
        assert codes(refused) == ["more_than_went"]
    second = ask_return(trade, order, 50)
    with pytest.raises(NotAllowed, match="all_came_back"):
        ask_return(trade, order, 1)
    refuse(trade, second)
    withdraw(trade, first)
    back(trade, agree(trade, ask_return(trade, order, 200)))
    with pytest.raises(NotAllowed, match="all_came_back"):
        ask_return(trade, order, 1)
    sound(trade)


def test_no_more_is_let_off_than_the_order_costs(trade: Trade):
    order = gone(trade)
    first = ask_allowance(trade, order, TOTAL - 100)
    for amount, code in ((101, "more_than_cost"), (0, "amount_not_positive"), (-5, "amount_not_positive")):
        with pytest.raises(Refused) as refused:
            ask_allowance(trade, order, amount)
        assert codes(refused) == [code]
    returned = ask_return(trade, order, 300)
    assert returned.amount_minor == 100, "as far as so much is left"
    with pytest.raises(Refused) as refused:
        agree(trade, returned, 101)
    assert codes(refused) == ["more_than_cost"]
    agree(trade, first, TOTAL - 5_000)
    agree(trade, returned, 5_000)
    with pytest.raises(NotAllowed, match="nothing_to_let_off"):
        ask_allowance(trade, order, 1)
    sound(trade)


def test_before_anything_has_left_there_is_nothing_to_follow(trade: Trade):
    order = trade.file("prepaid.shipment")
    trade.pay(order, TOTAL)
    trade.ready(order)
    trade.notice(order)
    for ask in (ask_return, ask_allowance):
        with pytest.raises(NotAllowed, match="nothing_has_left"):
            ask(trade, order, 1)


def test_a_reason_is_required(trade: Trade):
    order = gone(trade)
    with pytest.raises(Refused) as refused:
        ask_return(trade, order, 1, reason=" \n")
    assert codes(refused) == ["reason_missing"]
    row = ask_return(trade, order, 1)
    with pytest.raises(Refused) as refused:
        refuse(trade, row, " ")
    assert codes(refused) == ["reason_missing"]


def test_what_is_let_off_of_goods_that_left_pays_for_none_that_have_not(trade: Trade):
    """Else whoever may agree to an allowance could let unpaid goods leave after a first piece."""
    order = gone(trade, left=100)
    with pytest.raises(Refused) as refused:
        ask_allowance(trade, order, 100 * EACH + 1)
    assert codes(refused) == ["more_than_cost"]
    agree(trade, ask_allowance(trade, order, 100 * EACH))
    trade.refund(order, 100 * EACH + 1)
    trade.notice(order)
    with pytest.raises(Refused) as refused:
        trade.ship(order)
    assert codes(refused) == ["payment_missing"]
    sound(trade)


# ── who ────────────────────────────────────────────────────────────────────────────────────


def test_nobody_decides_their_own_and_each_step_is_its_department_s(trade: Trade):
    order = gone(trade)
    row = ask_return(trade, order, 50)
    for do, who in ((agree, "赵强"), (refuse, "张敏"), (back, "李娜")):
        with pytest.raises(NotAllowed, match="not_your_part"):
            do(trade, row, by=who)
    trade.session.get_one(Order, order).filed_by = trade.ids["李娜"]
    trade.session.flush()
    for do in (agree, refuse):
        with pytest.raises(NotAllowed, match="own_after_sale"):
            do(trade, row, by="李娜")
    trade.session.get_one(Order, order).filed_by = trade.ids["张敏"]
    row.asked_by = trade.ids["李娜"]  # who has moved to finance since
    trade.session.flush()
    with pytest.raises(NotAllowed, match="own_after_sale"):
        agree(trade, row, by="李娜")
    agree(trade, row, by="陈静")
    with pytest.raises(BotError):
        ask_return(trade, order, 1, by="陈亮")  # another salesperson: no such order
    with pytest.raises(NotAllowed, match="not_your_part"):
        ask_return(trade, order, 1, by="赵强")


def test_whoever_comes_second_hears_who_was_first(trade: Trade):
    order = gone(trade)
    row = ask_return(trade, order, 50)
    with pytest.raises(AlreadyDone):
        back(trade, row)  # nobody agreed
    agree(trade, row)
    for do in (agree, refuse):
        with pytest.raises(AlreadyDone) as done:
            do(trade, row, by="陈静")
        assert done.value.who == "李娜"
    back(trade, row)
    for do in (back, withdraw):
        with pytest.raises(AlreadyDone) as done:
            do(trade, row)
        assert done.value.who == "赵强"
    assert credited_minor(trade.session, order) == 50 * EACH, "once"
    taken_back = withdraw(trade, ask_allowance(trade, order, 100))
    with pytest.raises(AlreadyDone):
        agree(trade, taken_back)


def test_withdrawn_by_who_asked_or_sells_also_when_the_goods_never_came(trade: Trade):
    order = gone(trade)
    row = agree(trade, ask_return(trade, order, 300, by="何总"))
    with pytest.raises(NotAllowed, match="not_your_after_sale"):
        withdraw(trade, row, by="周强")
    withdraw(trade, row, by="张敏")
    assert asking.to_return(seen(trade, order)), "they may be asked for once more"
    with pytest.raises(AlreadyDone):
        back(trade, row)


# ── gates ──────────────────────────────────────────────────────────────────────────────────


def test_goods_come_back_whatever_else_of_the_order_is_open(trade: Trade):
    order = gone(trade, left=100)
    trade.bounce(order)
    trade.change(order, quantity=280)
    trade.hold(order)
    view = seen(trade, order)
    assert {one.code for one in judge(view.book, view.leaf, Checkpoint.SHIP, view.facts)} >= {
        "on_hold", "payment_missing",
    }  # fmt: skip
    row = back(trade, agree(trade, ask_return(trade, order, 100)))
    assert row.state == "done"
    sound(trade)


@pytest.mark.parametrize("short", [0, 1])
def test_a_gate_asks_for_no_more_than_the_order_costs_by_now(trade: Trade, short: int):
    order = gone(trade, left=100)
    trade.bounce(order)
    back(trade, agree(trade, ask_return(trade, order, 100)))
    trade.passes(hours=1)
    trade.pay(order, TOTAL - 100 * EACH - short)
    trade.notice(order)
    if short:
        with pytest.raises(Refused) as refused:
            trade.ship(order)
        assert [(one.code, one.facts["missing"]) for one in refused.value.refusals] == [("payment_missing", 1)]
        with pytest.raises(DBAPIError) as guarded, trade.session.begin_nested():
            trade.session.execute(text("UPDATE shipment SET state = 'shipped' WHERE state = 'noticed'"))
        assert guard_code(guarded.value) == "gate_ship"
    else:
        trade.ship(order)
        assert trade.order(order).state == "shipped"
    sound(trade)


def test_what_is_only_asked_or_agreed_opens_no_gate(trade: Trade):
    order = gone(trade, left=100)
    trade.bounce(order)
    agree(trade, ask_return(trade, order, 50))
    ask_allowance(trade, order, 50 * EACH)
    trade.pay(order, TOTAL - 100 * EACH)
    trade.notice(order)
    with pytest.raises(Refused):
        trade.ship(order)


def test_a_deposit_stays_as_it_was_agreed(trade: Trade):
    """定金 30 %: an allowance lowers the rest; what is due first is asked in full until the order costs less than that."""
    order = gone(trade, "prepaid.deposit")
    agree(trade, ask_allowance(trade, order, 1_000_000))
    view = seen(trade, order)
    assert view.required_minor == TOTAL - 1_000_000
    assert [term.required_minor for term in view.facts.terms][:1] == [522_000]
    trade.refund(order, 1_000_000)
    assert not seen(trade, order).missing_minor
    sound(trade)


def test_what_is_done_stays_what_finance_agreed_to(trade: Trade):
    order = gone(trade)
    agree(trade, ask_allowance(trade, order, 100))
    for statement in ("UPDATE after_sale SET amount_minor = 9999999", "DELETE FROM after_sale"):
        with pytest.raises(DBAPIError) as refused, trade.session.begin_nested():
            trade.session.execute(text(statement))
        assert guard_code(refused.value) in ("after_sale_done", "money_append_only")


# ── credit ─────────────────────────────────────────────────────────────────────────────────


def test_credit_that_it_frees_lets_another_order_of_the_customer_go_on(trade: Trade):
    order = gone(trade, "standard", paid=0, terms="shipped", terms_days=30)
    trade.session.execute(text("UPDATE customer SET credit_minor = 1800000"))
    waits = trade.file("standard", quantity=20, terms="shipped", terms_days=30)
    assert trade.order(waits).state == "accepted"
    row = ask_return(trade, order, 50)
    agree(trade, row)
    assert not freed(trade), "nothing is back"
    back(trade, row)
    assert freed(trade) == [{"customer": trade.customer}]
    going_on.go_on(trade.session, trade.house, trade.person("赵强"), waits, trade.now)
    assert trade.order(waits).state == "released"
    sound(trade)


def freed(trade: Trade) -> list[object]:
    return [job.args for job in trade.session.scalars(select(Job).where(Job.kind == credit.FREED))]


# ── the invariant ──────────────────────────────────────────────────────────────────────────


PLANTED = [
    ("decided_by = asked_by", "after-sale 1 of XS261123-001: whoever decided it, decided their own"),
    ("decided_by = NULL", "after-sale 1 of XS261123-001: it is done, and nobody decided"),
    ("done_by = NULL", "after-sale 1 of XS261123-001: it is done, done by None"),
    ("state = 'agreed'", "after-sale 1 of XS261123-001: it is agreed, done by"),
    ("amount_minor = amount_minor + 1", "after-sale 1 of XS261123-001: 290001 was let off, 290000 was agreed"),
    ("amount_minor = 1740001", "XS261123-001: 1740101 was let off of 1740000"),
    ("amount_minor = 0", "XS261123-001: 100 was let off, its history says 290100"),
    ("quantities = REPLACE(quantities, '50', '301')", "XS261123-001: 301 of line"),
]
"""What is made of a return that was done, and what is found."""


@pytest.mark.parametrize(("made", "found"), PLANTED)
def test_what_breaks_it_is_found(trade: Trade, made: str, found: str):
    order = gone(trade)
    back(trade, agree(trade, ask_return(trade, order, 50)))
    agree(trade, ask_allowance(trade, order, 100))
    refuse(trade, ask_return(trade, order, 250))
    withdraw(trade, ask_return(trade, order, 250))
    sound(trade)
    guards.remove(trade.session.connection())
    trade.session.execute(text(f"UPDATE after_sale SET {made} WHERE number = 1"))
    trade.session.expire_all()
    told = [one.what for one in invariants.check(trade.session, trade.now, ["I8.after_sale"])]
    assert any(what.startswith(found) for what in told), told


# ── at once ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("careful", [True, False], ids=["locked", "control"])
def test_two_returns_at_once_are_no_more_than_has_left(
    database_url: str, careful: bool, monkeypatch: pytest.MonkeyPatch
):
    database = careless(Database(database_url, immediate=careful))
    if not careful:
        unlocked = lambda session, order_id: session.get_one(Order, order_id)  # noqa: E731
        monkeypatch.setattr(asking, "lock_order", unlocked)
        numbers = count(1)  # a number is taken once, which would stop one of them by accident, as the history would
        monkeypatch.setattr(asking, "_next_number", lambda _session, _order: next(numbers))
        monkeypatch.setattr(asking, "note", lambda *_args: None)
        monkeypatch.setattr(asking, "show", lambda *_args: None)
    with database.transaction() as session:
        trade = Trade.opened(session)
        order = gone(trade)
    both = Barrier(2)

    def wait_for_the_other(session: Session, *_: object) -> None:
        if any(isinstance(row, AfterSale) for row in session.new):
            with suppress(BrokenBarrierError):
                both.wait(timeout=20 if not careful else 0.3)

    def attempt(number: int) -> None:
        with suppress(DBAPIError, BotError), database.transaction() as session:
            event.listen(session, "before_flush", wait_for_the_other)
            mine = Trade(session, now=trade.now, ids=trade.ids, products=trade.products, customer=trade.customer)
            ask_return(mine, order, 200)

    with ThreadPoolExecutor(2) as hands:
        list(hands.map(attempt, range(2)))
    with database.transaction() as session:
        assert len(session.scalars(select(AfterSale)).all()) == (1 if careful else 2)
    database.dispose()
