"""Money that is there: refunded in part, moved, kept as a balance, given up; and what may not become of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.book_file import default_book_bytes, read_book
from db.engine import Database
from db.models import Allocation, Customer, History, Order, Person, Receipt, Slip
from domain.rights import RIGHTS, Right
from services import balances, books, invariants, money, money_back, money_moves, notes
from services.errors import AlreadyDone, NotAllowed, Refused, Stale
from services.house import House
from services.locking import lock_order
from services.money_moves import Passing
from services.order_facts import facts_of, net_received
from services.order_view import view_of
from services.people import PersonFacts, by_id
from tests.support.office import ZONE
from tests.support.orders import NOW, add_noticed_order

HOUSE = House(read_book(None), ZONE)
SALES, FINANCE = 1, 2
LATER = NOW + timedelta(hours=1)
DUE = 1000_00


@dataclass
class Desk:
    """Two paid orders of one customer whose goods stand packed, and who acts."""

    session: Session
    first: int
    second: int

    @property
    def finance(self) -> PersonFacts:
        return by_id(self.session, FINANCE)

    @property
    def sales(self) -> PersonFacts:
        return by_id(self.session, SALES)

    def net(self, order: int) -> int:
        return net_received(self.session, order)

    def balance(self) -> int:
        return balances.balance_of(self.session, 1, "CNY")

    def pays(self, order: int, amount: int) -> int:
        """A slip that finance confirms; its receipt."""
        slip = money.send_slip(self.session, HOUSE, self.sales, order, LATER, claimed_minor=amount)
        money.confirm_slip(self.session, HOUSE, self.finance, slip.id, LATER)
        return self.session.scalars(select(Receipt.id).where(Receipt.slip_id == slip.id)).one()

    def moves(self, amount: int, source: int | None, target: int | None, **seen: int) -> None:
        has = self.net(source) if source is not None else self.balance()
        lacks = view_of(self.session, HOUSE, target, LATER).owed_minor if target is not None else 0
        known = {"has_minor": has, "lacks_minor": lacks, **seen}
        money_moves.move(self.session, HOUSE, self.finance, Passing(amount, source, target, **known), LATER)

    def refunds(self, order: int, amount: int, **seen: int) -> None:
        money_moves.refund(
            self.session, HOUSE, self.finance, order, LATER, amount=amount, **{"has": self.net(order), **seen}
        )

    def told(self, order: int) -> list[tuple[str, str]]:
        rows = self.session.execute(
            select(History.action, History.entry).where(
                History.subject == f"order:{order}", History.action.like("money_%")
            ).order_by(History.seq)
        )  # fmt: skip
        return [(row.action, row.entry) for row in rows]

    def broken(self) -> list[str]:
        """What of the money breaks an invariant; the rows of the fixture were never told to the history."""
        names = ("I1.ship", "I1.release", "I1.plan", "I11.balance")
        return [breach.what for breach in invariants.check(self.session, LATER, names)]

    def replays(self) -> dict[int, int]:
        """By order, how far its money is from what its history tells, against how far it was at the start."""
        rows = self.session.execute(
            text("SELECT o.id, (SELECT COALESCE(SUM(a.amount_minor), 0) FROM allocation a WHERE a.order_id = o.id)"
                 " FROM orders o")
        )  # fmt: skip
        told = {
            order: sum(json.loads(entry)["after"]["amount"] for _action, entry in self.told(order))
            for order in (self.first, self.second)
        }
        return {order: net - told[order] for order, net in rows}


@pytest.fixture
def desk(scratch: Session) -> Desk:
    books.keep(scratch, HOUSE.book, default_book_bytes(), NOW)
    for number, name, department in ((SALES, "张敏", "sales"), (FINANCE, "李娜", "finance")):
        scratch.add(Person(id=number, telegram_id=number, name=name, department=department, joined_at=NOW))
    scratch.flush()
    first, second = (
        add_noticed_order(scratch, HOUSE.book.revision, due=DUE, sales_id=SALES, finance_id=FINANCE) for _ in range(2)
    )
    return Desk(scratch, first, second)


def gate(desk: Desk, order: int) -> bool:
    """Whether the ship gate lets the order pass by its money."""
    return view_of(desk.session, HOUSE, order, LATER).missing_minor == 0


# ── refunds ────────────────────────────────────────────────────────────────────────────────


def test_a_part_goes_back_and_the_gate_closes_with_it(desk: Desk):
    desk.pays(desk.first, 200_00)
    desk.refunds(desk.first, 200_00)
    assert gate(desk, desk.first), "the control: what was too much opens and closes nothing"
    desk.refunds(desk.first, 1)
    assert not gate(desk, desk.first)
    row = desk.session.scalars(select(Allocation).order_by(Allocation.id.desc()).limit(1)).one()
    assert (row.amount_minor, row.after_gate) == (-1, False), "released for nothing: only what has left stood on it"
    assert desk.told(desk.first)[-1][0] == "money_refund"
    assert set(desk.replays().values()) == {DUE}


def test_a_refund_under_goods_that_left_says_that_it_knows(desk: Desk):
    desk.session.execute(text("UPDATE shipment SET state = 'shipped', shipped_at = noticed_at"))
    desk.refunds(desk.first, 1)
    row = desk.session.scalars(select(Allocation).order_by(Allocation.id.desc()).limit(1)).one()
    assert row.after_gate
    assert '"after_gate":["ship"]' in desk.told(desk.first)[-1][1]


@pytest.mark.parametrize(
    ("amount", "has", "error", "code"),
    [
        (DUE + 1, DUE, Refused, "more_than_there"),
        (0, DUE, Refused, "amount_not_positive"),
        (-5, DUE, Refused, "amount_not_positive"),
        (100, DUE - 1, Stale, "has changed"),
    ],
)
def test_what_is_not_there_cannot_go_back(desk: Desk, amount: int, has: int, error: type[Exception], code: str):
    with pytest.raises(error, match=code):
        desk.refunds(desk.first, amount, has=has)
    assert desk.net(desk.first) == DUE


# ── the balance ────────────────────────────────────────────────────────────────────────────


def test_what_is_too_much_is_kept_and_used_for_another_order(desk: Desk):
    desk.pays(desk.first, 200_00)
    desk.moves(200_00, desk.first, None)
    assert (desk.net(desk.first), desk.balance()) == (DUE, 200_00)
    desk.refunds(desk.second, 300_00)
    desk.moves(200_00, None, desk.second)
    assert (desk.net(desk.second), desk.balance()) == (DUE - 100_00, 0)
    assert set(desk.replays().values()) == {DUE}
    kept = desk.session.scalars(select(History.action).where(History.subject == "customer:1"))
    assert list(kept) == ["balance_changed", "balance_changed"]
    assert desk.broken() == []


def test_a_balance_is_never_spent_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.moves(100_00, desk.first, None)
    desk.refunds(desk.second, 150_00)
    desk.moves(100_00, None, desk.second)
    for spend in (
        lambda: desk.moves(100_00, None, desk.second, has_minor=100_00),
        lambda: money_moves.refund_balance(
            desk.session, HOUSE, desk.finance, 1, LATER, amount=100_00, has=100_00
        ),
    ):  # fmt: skip
        with pytest.raises(Stale):
            spend()
    with pytest.raises(Refused, match="more_than_there"):
        desk.moves(1, None, desk.second)
    monkeypatch.setattr(money_moves, "_must_have", lambda *_args: None)
    desk.moves(1, None, desk.second)
    assert desk.broken() == ["C0001 CNY has -1"], "the control: nothing else stood in the way"


def test_a_balance_goes_back_to_the_customer(desk: Desk):
    desk.moves(100_00, desk.first, None)
    money_moves.refund_balance(desk.session, HOUSE, desk.finance, 1, LATER, amount=60_00, has=100_00)
    assert desk.balance() == 40_00
    assert desk.net(desk.first) == DUE - 100_00


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_the_balance_of_a_customer_is_spent_by_one_after_the_other(database: Database):
    """Two orders want the same balance at once: whoever comes second sees that it is gone."""
    with database.transaction() as session:
        books.keep(session, HOUSE.book, default_book_bytes(), NOW)
        for number, name, department in ((SALES, "张敏", "sales"), (FINANCE, "李娜", "finance")):
            session.add(Person(id=number, telegram_id=number, name=name, department=department, joined_at=NOW))
        session.flush()
        first = add_noticed_order(session, HOUSE.book.revision, due=DUE, sales_id=SALES, finance_id=FINANCE)
        session.add(
            Receipt(kind="payment", customer_id=1, amount_minor=100, currency="CNY", arrived_on=NOW.date(),
                    confirmed_by=FINANCE, confirmed_at=NOW)
        )  # fmt: skip
    with database.transaction() as holder:
        balances.lock_customer(holder, 1)
        with database.transaction() as other:
            other.execute(text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(Exception, match="lock timeout"):
                money_moves.refund_balance(other, HOUSE, by_id(other, FINANCE), 1, LATER, amount=100, has=100)
            other.rollback()
    assert first


# ── moves ──────────────────────────────────────────────────────────────────────────────────


def test_money_moves_between_orders_and_both_histories_tell_it(desk: Desk):
    desk.refunds(desk.second, 400_00)
    assert not gate(desk, desk.second)
    desk.moves(400_00, desk.first, desk.second)
    assert (gate(desk, desk.first), gate(desk, desk.second)) == (False, True)
    assert (desk.net(desk.first), desk.net(desk.second), desk.balance()) == (DUE - 400_00, DUE, 0)
    (gave, gave_entry), (got, got_entry) = desk.told(desk.first)[-1], desk.told(desk.second)[-1]
    assert (gave, got) == ("money_moved", "money_moved")
    assert '"amount":-40000' in gave_entry
    assert f'"other":{desk.second}' in gave_entry
    assert '"amount":40000' in got_entry
    assert f'"other":{desk.first}' in got_entry
    assert set(desk.replays().values()) == {DUE}


def test_orders_are_locked_by_their_ids_and_the_customer_after_them(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.refunds(desk.first, 10)
    locked: list[str] = []
    monkeypatch.setattr(
        money_moves, "lock_order", lambda s, number: (locked.append(f"order {number}"), lock_order(s, number))[1]
    )
    lock_customer = balances.lock_customer
    monkeypatch.setattr(
        money_moves, "lock_customer", lambda s, number: (locked.append("customer"), lock_customer(s, number))[1]
    )
    desk.moves(10, desk.second, desk.first)
    assert locked == [f"order {desk.first}", f"order {desk.second}", "customer"]


def test_money_never_goes_to_another_customer_nor_beyond_what_is_missing(desk: Desk):
    with pytest.raises(Refused, match="more_than_missing"):
        desk.moves(1, desk.first, desk.second)
    desk.refunds(desk.second, 10)
    with pytest.raises(Refused, match="more_than_missing"):
        desk.moves(11, desk.first, desk.second)
    with pytest.raises(Stale):
        desk.moves(10, desk.first, desk.second, lacks_minor=11)
    desk.session.add(Customer(id=2, code="C0002", name="永盛五金", created_at=NOW))
    desk.session.flush()
    lock_order(desk.session, desk.second).customer_id = 2
    desk.session.flush()
    with pytest.raises(NotAllowed, match="money_of_another"):
        desk.moves(10, desk.first, desk.second)
    lock_order(desk.session, desk.second).customer_id = 1
    desk.session.flush()
    desk.moves(10, desk.first, desk.second)


def test_an_order_that_is_over_gets_nothing_but_gives_back(desk: Desk):
    desk.refunds(desk.second, 10)
    lock_order(desk.session, desk.second).state = "cancelled"
    desk.session.flush()
    assert view_of(desk.session, HOUSE, desk.second, LATER).over_minor == DUE - 10
    with pytest.raises(AlreadyDone):
        desk.moves(10, desk.first, desk.second, lacks_minor=10)
    desk.moves(DUE - 10, desk.second, None)
    assert desk.balance() == DUE - 10


# ── what moved on, taken back ──────────────────────────────────────────────────────────────


def test_a_bounce_follows_money_that_was_moved_on(desk: Desk):
    desk.refunds(desk.second, 500_00)
    receipt = desk.pays(desk.first, 600_00)
    desk.moves(500_00, desk.first, desk.second)
    desk.moves(100_00, desk.first, None)
    desk.refunds(desk.first, DUE)
    assert gate(desk, desk.second)
    money_back.reverse(desk.session, HOUSE, desk.finance, receipt, LATER, kind="bounce")
    assert (desk.net(desk.first), desk.net(desk.second), desk.balance()) == (0, DUE - 500_00, 0)
    assert not gate(desk, desk.second)
    assert set(desk.replays().values()) == {DUE}
    assert desk.broken() == []


def test_what_is_nowhere_any_more_is_missing_on_the_order_that_it_paid(desk: Desk):
    receipt = desk.pays(desk.first, 600_00)
    desk.moves(600_00, desk.first, None)
    money_moves.refund_balance(desk.session, HOUSE, desk.finance, 1, LATER, amount=600_00, has=600_00)
    desk.refunds(desk.first, DUE)
    money_back.reverse(desk.session, HOUSE, desk.finance, receipt, LATER, kind="bounce")
    assert (desk.net(desk.first), desk.balance()) == (-600_00, 0)
    assert desk.broken() == []


# ── 尾差 ───────────────────────────────────────────────────────────────────────────────────


def gives_up(desk: Desk, amount: int) -> None:
    money_moves.write_off(desk.session, HOUSE, desk.finance, desk.first, LATER, amount=amount)


def test_a_small_rest_is_given_up_once_and_opens_the_gate(desk: Desk):
    desk.refunds(desk.first, 15_00)
    gives_up(desk, 15_00)
    view = view_of(desk.session, HOUSE, desk.first, LATER)
    assert (view.missing_minor, view.written_off_minor, view.over_minor) == (0, 15_00, 0)
    assert desk.told(desk.first)[-1][0] == "money_written_off"
    with pytest.raises(AlreadyDone):
        gives_up(desk, 15_00)
    assert set(desk.replays().values()) == {DUE}


def test_the_limit_holds_for_an_order_in_all(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.refunds(desk.first, 50_01)
    with pytest.raises(Refused, match="over_write_off"):
        gives_up(desk, 50_01)
    desk.pays(desk.first, 20_01)
    with pytest.raises(Stale):
        gives_up(desk, 50_01)
    gives_up(desk, 30_00)
    desk.refunds(desk.first, 20_01)
    with pytest.raises(Refused, match="over_write_off"):
        gives_up(desk, 20_01)
    monkeypatch.setattr(money_moves, "may_write_off", lambda *_args: 20_01)
    gives_up(desk, 20_01)


def test_nothing_is_given_up_before_money_came_nor_by_sales(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(NotAllowed):
        money_moves.write_off(desk.session, HOUSE, desk.sales, desk.first, LATER, amount=15_00)
    small = add_noticed_order(desk.session, HOUSE.book.revision, due=40_00, sales_id=SALES, finance_id=FINANCE)
    money_moves.refund(desk.session, HOUSE, desk.finance, small, LATER, amount=40_00, has=40_00)
    with pytest.raises(Refused, match="over_write_off"):
        money_moves.write_off(desk.session, HOUSE, desk.finance, small, LATER, amount=40_00)
    desk.refunds(desk.first, 15_00)
    monkeypatch.setitem(RIGHTS, "money.write_off", Right(frozenset({"sales"})))
    money_moves.write_off(desk.session, HOUSE, desk.sales, desk.first, LATER, amount=15_00)


# ── notes ──────────────────────────────────────────────────────────────────────────────────

NOTE_DAY = date(2026, 12, 30)


@pytest.fixture
def slip(desk: Desk) -> Slip:
    desk.refunds(desk.first, 100_00)
    return money.send_slip(desk.session, HOUSE, desk.sales, desk.first, LATER, claimed_minor=100_00)


def hold(desk: Desk, slip: Slip, method: str = "trade_note", due_on: date | None = NOTE_DAY) -> None:
    notes.set_method(desk.session, HOUSE, desk.finance, slip.id, method, LATER, due_on=due_on)


def test_a_note_counts_only_once_it_is_paid(desk: Desk, slip: Slip):
    hold(desk, slip)
    facts = facts_of(desk.session, desk.session.get_one(Order, desk.first), NOW.date(), NOW)
    assert (slip.state, facts.waiting_minor, facts.held_minor, facts.net_minor) == ("held", 0, 100_00, DUE - 100_00)
    assert not gate(desk, desk.first)
    with pytest.raises(AlreadyDone):
        money.correct_slip(desk.session, desk.sales, slip.id, 1, LATER)
    money.confirm_slip(desk.session, HOUSE, desk.finance, slip.id, LATER)
    assert gate(desk, desk.first)
    assert desk.session.scalars(select(Receipt.method).where(Receipt.slip_id == slip.id)).one() == "trade_note"


def test_a_note_that_is_not_paid_is_not_found(desk: Desk, slip: Slip):
    hold(desk, slip)
    money.not_found(desk.session, HOUSE, desk.finance, slip.id, LATER)
    assert slip.state == "not_found"
    with pytest.raises(AlreadyDone):
        hold(desk, slip)


def test_what_counts_at_once_waits_for_finance_as_before(desk: Desk, slip: Slip):
    hold(desk, slip)
    hold(desk, slip, "bank_note", None)
    assert (slip.state, slip.due_on) == ("waiting", None)
    with pytest.raises(AlreadyDone):
        hold(desk, slip, "bank_note", None)


@pytest.mark.parametrize("due_on", [None, date(2026, 11, 22)])
def test_a_note_needs_a_day_to_come_and_an_amount(desk: Desk, slip: Slip, due_on: date | None):
    with pytest.raises(Refused, match="due_day_past"):
        hold(desk, slip, due_on=due_on)
    slip.claimed_minor = None
    with pytest.raises(Refused, match="amount_unknown"):
        hold(desk, slip)


def test_who_sent_a_slip_does_not_say_how_it_was_paid(desk: Desk, slip: Slip, monkeypatch: pytest.MonkeyPatch):
    slip.sent_by = FINANCE
    with pytest.raises(NotAllowed, match="own_slip"):
        hold(desk, slip)
    monkeypatch.setattr(money, "is_own", lambda _slip, _actor: False)
    hold(desk, slip)


def test_a_like_slip_of_the_week_is_seen(desk: Desk, slip: Slip):
    other = money.send_slip(desk.session, HOUSE, desk.sales, desk.second, LATER, claimed_minor=100_00)
    number = desk.session.get_one(Order, desk.first).number
    assert money.seen_alike(desk.session, other) == (number, LATER)
    assert money.seen_alike(desk.session, slip) is None, "the first is like none before it"
    other.sent_at = LATER + timedelta(days=7, seconds=1)
    assert money.seen_alike(desk.session, other) is None
    other.sent_at, other.claimed_minor = LATER, 100_01
    assert money.seen_alike(desk.session, other) is None
