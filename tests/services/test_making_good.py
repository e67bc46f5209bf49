"""补货: an order that makes good another one is judged and held like any other, and nothing goes out free unasked."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from bot.book_file import default_book_bytes
from db.models import Approval, Customer, History, Order, Product
from domain.approvals import Verdict
from domain.process.loader import load_book
from domain.screening import FREE
from services import books, filing, invariants, making_good
from services.approvals import moving
from services.errors import NotAllowed, NotFound, Refused
from services.filing import NewLine, NewOrder
from services.house import House
from services.order_view import view_of
from services.waivers import asking as waiving
from tests.support.office import HOUSE
from tests.support.trade import Trade

TOTAL = 1_740_000
STANDS = ["I1.ship", "I1.part", "I1.release", "I1.plan", "I7", "I8", "I8.changes", "I8.waiver", "I10", "I11"]


def shipped(trade: Trade, leaf: str = "prepaid.shipment", quantity: int | None = None, **how: Any) -> int:
    """An order that is paid, of which something has left."""
    order = trade.file(leaf, **how)
    trade.pay(order, trade.order(order).total_minor)
    trade.ready(order)
    trade.notice(order, quantity)
    trade.ship(order, quantity)
    return order


def again(
    trade: Trade, first: int, leaf: str = "prepaid.shipment", *, quantity: int = 5, price: str = "0", **how: Any
) -> NewOrder:  # fmt: skip
    new = trade.new(leaf, quantity=quantity, price="58", **how)
    lines = tuple(replace(line, price=Decimal(price)) for line in new.lines)
    return replace(new, lines=lines, makes_good=first, because="少发 5 台")


def files(trade: Trade, new: NewOrder, by: str = "张敏") -> Order:
    return filing.file_order(trade.session, trade.house, trade.person(by), new, trade.now)


def refused(trade: Trade, new: NewOrder, *codes: str) -> None:
    before = trade.session.scalars(select(Order.id)).all()
    with pytest.raises(Refused) as found, trade.session.begin_nested():
        files(trade, new)
    assert tuple(one.code for one in found.value.refusals) == codes
    assert trade.session.scalars(select(Order.id)).all() == before


def entries(trade: Trade, order: int, action: str) -> list[dict[str, Any]]:
    rows = trade.session.scalars(
        select(History.entry).where(History.subject == f"order:{order}", History.action == action)
    )
    return [json.loads(row) for row in rows]


# ── what is free ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("leaf", ["standard", "prepaid.release", "prepaid.shipment", "prepaid.deposit"])
def test_what_is_free_is_judged_by_finance_and_sales_and_then_held_up_by_no_payment(trade: Trade, leaf: str):
    first = shipped(trade, leaf)
    order = files(trade, again(trade, first, leaf))
    assert order.state == "review"
    asked: set[str] = set()
    while seats := trade.open_seats(order.id):
        asked |= {seat.asked_of for seat in seats if FREE in seat.because}
        assert order.state == "review"
        trade.vote(order.id)
    assert asked == {"finance", "sales.head"}
    assert (order.state, order.total_minor) == ("released", 0)
    trade.ready(order.id)
    trade.notice(order.id)
    trade.ship(order.id)
    seen = view_of(trade.session, HOUSE, order.id, trade.now)
    assert (seen.owed_minor, seen.missing_minor, seen.rest_minor) == (0, 0, 0)
    assert invariants.check(trade.session, trade.now, STANDS) == []


def test_what_is_free_and_refused_goes_nowhere(trade: Trade):
    order = files(trade, again(trade, shipped(trade)))
    trade.vote(order.id, Verdict.REJECT)
    assert order.state == "rejected"
    with pytest.raises((Refused, NotAllowed)):
        trade.ready(order.id)


def test_much_that_is_free_is_asked_of_the_management_too(trade: Trade):
    first = shipped(trade)
    few, many = (files(trade, again(trade, first, quantity=count)) for count in (5, 300))
    trade.session.get_one(Product, trade.products["S200"]).list_price = Decimal(100)
    worth = files(trade, again(trade, first, quantity=299))
    trade.session.get_one(Product, trade.products["S200"]).list_price = None
    unknown = files(trade, again(trade, first, quantity=1))
    why = {
        order.id: {
            key
            for key, _ in trade.session.scalars(select(Approval).where(Approval.order_id == order.id)).one().findings
        }
        for order in (few, many, worth, unknown)
    }
    assert ["much_free" in why[order.id] for order in (few, many, worth, unknown)] == [False, False, True, True]


def test_a_book_that_asks_nobody_about_it_lets_nothing_go_free(trade: Trade):
    first = shipped(trade)
    words = default_book_bytes().decode()
    for rule in ("free_of_charge", "price_floor"):
        words = words.replace(f'rule = "{rule}"\nresult = "review"', f'rule = "{rule}"\nresult = "hint"')
    own = load_book(words.encode(), source="own.toml")
    assert own.leaves["standard"].screening != HOUSE.book.leaves["standard"].screening
    books.keep(trade.session, own, words.encode(), trade.now)
    trade.house = House(own, HOUSE.zone)
    refused(trade, again(trade, first), "free_not_judged")
    trade.house = HOUSE
    assert files(trade, again(trade, first)).state == "review"


def test_the_control_without_the_guard_it_would_go_out_unasked(trade: Trade, monkeypatch: pytest.MonkeyPatch):
    """What is asked for in a book that forgot it: with nobody to judge, the open gate lets it go."""
    first = shipped(trade)
    monkeypatch.setattr(filing.screening, "look", lambda *_of: ())
    refused(trade, again(trade, first), "free_not_judged")
    monkeypatch.setattr(making_good, "require_free_judged", lambda *_of: None)
    order = files(trade, again(trade, first))
    assert order.state == "released"


def test_less_than_the_smallest_coin_is_nothing_too(trade: Trade):
    first = shipped(trade)
    order = files(trade, again(trade, first, quantity=1, price="0.0040"))
    assert (order.state, order.total_minor) == ("review", 0)


def test_paid_for_again_it_is_an_ordinary_order(trade: Trade):
    """免评审, and held until it is paid, though the first order was."""
    first = shipped(trade)
    order = files(trade, again(trade, first, quantity=5, price="58"))
    assert order.state == "released"
    trade.ready(order.id)
    trade.notice(order.id)
    with pytest.raises(Refused, match="payment_missing"):
        trade.ship(order.id)


def test_what_the_first_order_was_granted_counts_for_nothing(trade: Trade):
    first = trade.file("prepaid.shipment", code="M200")
    trade.pay(first, TOTAL // 2)
    trade.take(first, "purchase", "王芳")
    trade.finish(first, "purchase", "王芳")
    trade.take(first)
    trade.finish(first)
    trade.ready(first)
    trade.pass_goods(first)
    trade.notice(first)
    waiver = trade.ask_waiver(first)
    trade.decide_waiver(waiver.id)
    trade.ship(first)
    order = files(trade, again(trade, first, code="M200", price="58")).id
    for kind, by in (("purchase", "王芳"), ("production", "刘伟")):
        trade.take(order, kind, by)
        trade.finish(order, kind, by)
    trade.ready(order)
    trade.notice(order)
    with pytest.raises(Refused) as found:
        trade.ship(order)
    assert {one.code for one in found.value.refusals} == {"payment_missing", "inspection_missing"}
    assert waiving.offers(view_of(trade.session, HOUSE, order, trade.now))[0].asked is None


def test_a_change_to_more_of_what_is_free_asks_those_who_let_it_go(trade: Trade):
    order = files(trade, again(trade, shipped(trade), quantity=100))
    trade.all_agree(order.id)
    change = trade.change(order.id, quantity=104)
    assert change.weight == "light"
    assert "finance" in {seat.asked_of for seat in trade.open_seats(order.id)}


# ── what it may make good ──────────────────────────────────────────────────────────────────


def test_no_more_than_what_left_no_other_goods_no_other_customer(trade: Trade):
    first = shipped(trade, quantity=20)
    assert files(trade, again(trade, first, quantity=20)).linked_to_id == first
    refused(trade, again(trade, first, quantity=21), "more_than_left")
    refused(trade, again(trade, first, code="B200"), "not_of_first")
    twice = again(trade, first, quantity=15)
    refused(trade, replace(twice, lines=twice.lines * 2), "more_than_left")
    other = Customer(code="T2", name="宏达机电", owner_id=trade.ids["张敏"], created_at=trade.now, credit_minor=TOTAL)
    trade.session.add(other)
    trade.session.flush()
    refused(trade, replace(again(trade, first), customer_id=other.id), "customer_of_first")


def test_nor_by_a_change_afterwards(trade: Trade):
    order = files(trade, again(trade, shipped(trade, quantity=20), quantity=20))
    trade.all_agree(order.id)
    with pytest.raises(Refused, match="more_than_left"):
        trade.change(order.id, quantity=21)
    lines = (
        NewLine(trade.products["S200"], Decimal(5), Decimal(0)),
        NewLine(trade.products["B200"], Decimal(1), Decimal(12)),
    )
    with pytest.raises(Refused, match="not_of_first"):
        trade.change(order.id, lines=lines)


def test_nor_when_it_is_sent_back_and_filed_again(trade: Trade):
    order = files(trade, again(trade, shipped(trade, quantity=20), quantity=20))
    trade.vote(order.id, Verdict.SEND_BACK)
    assert order.state == "returned"
    more = replace(again(trade, 0, quantity=21), makes_good=None)
    with pytest.raises(Refused, match="more_than_left"), trade.session.begin_nested():
        filing.file_again(trade.session, HOUSE, trade.person("张敏"), order.id, more, trade.now)
    fewer = replace(again(trade, 0, quantity=3), makes_good=None)
    filing.file_again(trade.session, HOUSE, trade.person("张敏"), order.id, fewer, trade.now)
    assert (order.state, order.lines[0].quantity, order.linked_because) == ("review", 3, "少发 5 台")
    assert order.linked_to_id is not None


def test_nothing_left_nothing_to_make_good(trade: Trade):
    first = trade.file("prepaid.shipment")
    for order in (first, trade.file("stock")):
        with pytest.raises(NotAllowed, match="nothing_left_yet"):
            making_good.left_of(trade.session, HOUSE, trade.person("张敏"), order)
    refused(trade, again(trade, first), "not_of_first")


def test_an_order_that_one_may_not_see_is_made_good_by_nobody_else(trade: Trade):
    """Its id in a draft or a button proves nothing."""
    first = shipped(trade)
    for what in (
        lambda: making_good.left_of(trade.session, HOUSE, trade.person("陈亮"), first),
        lambda: files(trade, again(trade, first), by="陈亮"),
        lambda: making_good.left_of(trade.session, HOUSE, trade.person("张敏"), 999),
    ):
        with pytest.raises(NotFound):
            what()
    for name in ("赵强", "李娜", "刘伟"):
        with pytest.raises(NotAllowed, match="not_your_part"):
            making_good.left_of(trade.session, HOUSE, trade.person(name), first)
    assert making_good.left_of(trade.session, HOUSE, trade.person("周强"), first).order.order_id == first


# ── the link ───────────────────────────────────────────────────────────────────────────────


def test_both_say_so_and_so_do_their_histories(trade: Trade):
    first = shipped(trade)
    order = files(trade, again(trade, first))
    number = trade.order(first).number
    seen, made = (view_of(trade.session, HOUSE, one, trade.now) for one in (first, order.id))
    assert made.makes_good is not None
    assert (made.makes_good.number, made.makes_good.because) == (number, "少发 5 台")
    assert [one.number for one in seen.made_good] == [order.number]
    [filed] = entries(trade, order.id, "filed")
    assert (filed["after"]["makes_good"], filed["after"]["because"]) == (number, "少发 5 台")
    [noted] = entries(trade, first, "made_good")
    assert (noted["after"]["by"], noted["after"]["lines"]) == (order.number, [["S200", "5"]])


def test_what_was_taken_back_makes_nothing_good(trade: Trade):
    first = shipped(trade)
    order = files(trade, again(trade, first))
    left = making_good.left_of(trade.session, HOUSE, trade.person("张敏"), first)
    assert [(one.number, line.old.code) for one, line in left.made_of([left.lines[0].line_id])] == [
        (order.number, "S200")
    ]
    moving.withdraw(trade.session, HOUSE, trade.person("张敏"), order.id, "不补了", trade.now)
    left = making_good.left_of(trade.session, HOUSE, trade.person("张敏"), first)
    assert left.made_of([left.lines[0].line_id]) == ()
    assert [one.given_up for one in left.made] == [True]


def test_all_of_it_once_more_is_no_duplicate_of_the_first(trade: Trade):
    first = shipped(trade)
    alike = again(trade, first, quantity=300, price="58")
    assert "same_again" not in {one.rule.key for one in filing.screened(trade.session, HOUSE, alike, trade.now)}
    files(trade, alike)
    assert "same_again" in {one.rule.key for one in filing.screened(trade.session, HOUSE, alike, trade.now)}
