"""Slips of which two people want something at the same moment, and money that several orders share."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.book_file import default_book_bytes, read_book
from db.engine import Database
from db.models import Person, Slip
from services import books, money, money_back, receipts
from services.errors import AlreadyDone, NotAllowed
from services.house import House
from services.people import PersonFacts, by_id
from tests.support.office import ZONE
from tests.support.orders import NOW, add_noticed_order

HOUSE = House(read_book(None), ZONE)
SALES, FINANCE, CHIEF = 1, 2, 3
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def orders(database: Database) -> tuple[int, int]:
    """Two orders of one customer; the later one has a slip over both."""
    with database.transaction() as session:
        books.keep(session, HOUSE.book, default_book_bytes(), NOW)
        for number, name, department in ((1, "张敏", "sales"), (2, "李娜", "finance"), (3, "陈静", "finance")):
            session.add(Person(id=number, telegram_id=number, name=name, department=department, joined_at=NOW))
        session.flush()
        made = [
            add_noticed_order(session, HOUSE.book.revision, due=100, sales_id=SALES, finance_id=FINANCE)
            for _ in range(2)
        ]
        session.add(Slip(id=1, order_id=made[1], state="waiting", claimed_minor=500, sent_by=SALES, sent_at=NOW))
    return made[0], made[1]


def who(session: Session, number: int) -> PersonFacts:
    return by_id(session, number)


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_an_amount_is_not_corrected_after_finance_judged_it(database: Database, orders: tuple[int, int]):
    """The sender looked at the slip before finance judged it, and writes after."""
    with database.transaction() as sender:
        assert money.get_slip(sender, 1).state == "waiting"
        with database.transaction() as finance:
            money.not_found(finance, HOUSE, who(finance, FINANCE), 1, LATER)
        with pytest.raises(AlreadyDone) as before:
            money.correct_slip(sender, who(sender, SALES), 1, 900, LATER)
        assert (before.value.who, before.value.at) == ("李娜", LATER)


def test_orders_are_locked_in_the_order_of_their_ids(
    database: Database, orders: tuple[int, int], monkeypatch: pytest.MonkeyPatch
):
    """The slip belongs to the later order; two that lock the same orders the other way round wait for ever."""
    locked: list[int] = []
    lock_order = money.lock_order
    for module in (money, money_back):
        monkeypatch.setattr(module, "lock_order", lambda s, number: (locked.append(number), lock_order(s, number))[1])
    first, second = orders
    with database.transaction() as session:
        money.confirm_slip(session, HOUSE, who(session, FINANCE), 1, LATER, amounts={second: 300, first: 200})
        assert locked == [first, second]
        locked.clear()
        receipt = receipts.of_slip(session, 1)
        assert receipt is not None
        receipts.take_back(session, HOUSE, who(session, FINANCE), 1, receipt.id, LATER, kind=receipts.BOUNCE)
        assert locked[:2] == [first, second]
        assert set(locked) == {first, second}


def test_money_that_is_back_already_says_who_took_it_back(database: Database, orders: tuple[int, int]):
    with database.transaction() as session:
        confirmed = money.confirm_slip(session, HOUSE, who(session, FINANCE), 1, LATER)
        assert [(one.order_id, one.amount_minor) for one in confirmed] == [(orders[1], 500)]
        receipt = receipts.of_slip(session, 1)
        assert receipt is not None
        money_back.reverse(session, HOUSE, who(session, CHIEF), receipt.id, LATER, kind="refund")
        with pytest.raises(AlreadyDone) as before:
            money_back.reverse(session, HOUSE, who(session, FINANCE), receipt.id, LATER, kind="bounce")
        assert (before.value.who, before.value.at) == ("陈静", LATER)


@pytest.mark.parametrize("filed_by", [SALES, CHIEF])
def test_who_sent_a_slip_never_judges_it_whoever_filed_the_order(
    database: Database, orders: tuple[int, int], filed_by: int, monkeypatch: pytest.MonkeyPatch
):
    """Also after they have moved to finance."""
    with database.transaction() as session:
        order = money.lock_order(session, orders[1])
        order.filed_by, order.sales_id = filed_by, CHIEF
        session.get_one(Person, SALES).department = "finance"
        session.flush()
        for judge in (money.confirm_slip, money.not_found):
            with pytest.raises(NotAllowed, match="own_slip"):
                judge(session, HOUSE, who(session, SALES), 1, LATER)
        assert money.get_slip(session, 1).state == "waiting"
        monkeypatch.setattr(money, "is_own", lambda _slip, _actor: False)
        money.confirm_slip(session, HOUSE, who(session, SALES), 1, LATER)
        assert money.get_slip(session, 1).state == "confirmed", "the control: nothing else stands in the way"
