"""Credit on a database: what uses it, what frees it, who may grant it, and two orders that want the same room at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.book_file import default_book_bytes
from db.engine import Database
from db.models import AfterSale, Customer, History, Job, Order, OrderLine, Person, Product, Shipment
from domain.life import State
from services import books, credit, credit_limits, going_on, life
from services.errors import AlreadyDone, NotAllowed, Refused
from services.locking import lock_order
from services.people import by_id
from tests.support.databases import careless
from tests.support.office import HOUSE
from tests.support.orders import NOW, pay

SALES, FINANCE = 1, 2
LIMIT = 1_000
_numbers = count(1)


def open_company(session: Session, limit: int | None = LIMIT) -> None:
    """A salesperson, somebody of finance, one customer with credit and one product."""
    books.keep(session, HOUSE.book, default_book_bytes(), NOW)
    for number, name, department in ((SALES, "张敏", "sales"), (FINANCE, "李娜", "finance")):
        session.add(Person(id=number, telegram_id=number, name=name, department=department, joined_at=NOW))
    session.add(Customer(id=1, code="C1", name="宏达机电", credit_minor=limit, created_at=NOW))
    session.add(Product(id=1, code="X200", name="减速电机", unit="台", supply="stock", created_at=NOW))
    session.flush()


def add(session: Session, total: int, *, state: str = "accepted", leaf: str = "standard", **fields: Any) -> int:
    """An order on credit; a released one has passed its gate."""
    order = Order(
        number=f"XS261123-{next(_numbers):03d}", leaf=leaf, book_revision=HOUSE.book.revision, state="accepted",
        customer_id=1, sales_id=SALES, filed_by=SALES, currency="CNY", total_minor=total, filed_at=NOW, touched_at=NOW,
        fields={"terms": "shipped", "terms_days": 10, "basis": {"choice": "contract", "files": 1}, **fields},
        lines=[OrderLine(position=1, product_id=1, product_code="X200", product_name="减速电机", unit="台",
                         supply="stock", quantity=Decimal(1), unit_price=Decimal(1), amount_minor=total)],
    )  # fmt: skip
    session.add(order)
    session.flush()
    if state != "accepted":
        order.state, order.released_at = state, NOW
        session.flush()
    return order.id


def ship(session: Session, order_id: int, value: int, days_ago: int, **more: Any) -> None:
    session.add(Shipment(order_id=order_id, batch=next(_numbers), state="shipped", value_minor=value, noticed_by=SALES,
                         noticed_at=NOW, shipped_at=NOW - timedelta(days=days_ago), **more))  # fmt: skip
    session.flush()


def release(session: Session, order_id: int) -> bool:
    return life.try_release(session, HOUSE, lock_order(session, order_id), by_id(session, FINANCE), NOW)


def facts(session: Session) -> tuple[int, int, int]:
    """What the customer uses, what of it is overdue, and for how long."""
    owing = credit.owing(session, HOUSE, 1, NOW)
    return owing.used_minor, owing.overdue.amount_minor, owing.overdue.days


# ── what is used ───────────────────────────────────────────────────────────────────────────


def test_what_was_released_on_credit_and_is_not_paid_uses_it(scratch: Session):
    open_company(scratch)
    add(scratch, 700)  # waits for its release: it holds no room
    add(scratch, 500, leaf="prepaid.shipment", state="executing")
    add(scratch, 900, state="closed")
    first = add(scratch, 400, state="executing")
    assert facts(scratch) == (400, 0, 0)
    pay(scratch, first, 150)
    assert facts(scratch) == (250, 0, 0)
    scratch.add(AfterSale(order_id=first, number=1, kind="allowance", state="done", quantities={}, amount_minor=100,
                          reason="划伤", asked_by=SALES, asked_at=NOW))  # fmt: skip
    scratch.add(AfterSale(order_id=first, number=2, kind="return", state="agreed", quantities={}, amount_minor=100,
                          reason="划伤", asked_by=SALES, asked_at=NOW))  # fmt: skip
    assert facts(scratch) == (150, 0, 0), "a return counts once it is back"
    pay(scratch, first, 999)
    assert facts(scratch) == (0, 0, 0), "one order's surplus is no credit of another"


def test_a_cancelled_order_owes_what_had_left(scratch: Session):
    open_company(scratch)
    gone = add(scratch, 900, state="cancelled")
    ship(scratch, gone, 300, days_ago=13)
    assert facts(scratch) == (300, 300, 3)


def test_overdue_counts_over_all_orders_of_the_customer(scratch: Session):
    open_company(scratch)
    first, second = add(scratch, 200, state="shipped"), add(scratch, 300, state="shipped", terms="invoiced")
    ship(scratch, first, 200, days_ago=18)
    ship(scratch, second, 100, days_ago=30)
    ship(scratch, second, 200, days_ago=30, invoiced_on=date(2026, 11, 10))
    assert facts(scratch) == (500, 400, 8)
    third = add(scratch, 10)
    assert not release(scratch, third), "eight days overdue"
    pay(scratch, first, 200)
    assert facts(scratch) == (300, 200, 3)
    assert release(scratch, third)


# ── granting, and what it frees ────────────────────────────────────────────────────────────


def waiting_jobs(session: Session) -> list[dict[str, Any]]:
    return [job.args for job in session.scalars(select(Job).where(Job.kind == credit.FREED))]


def test_a_limit_is_granted_by_those_who_may_once_and_kept_with_who_said_so(scratch: Session):
    open_company(scratch, limit=None)
    order = add(scratch, 800)
    assert not release(scratch, order)
    with pytest.raises(NotAllowed):
        credit_limits.grant(scratch, HOUSE, by_id(scratch, SALES), 1, 5_000, NOW)
    finance = by_id(scratch, FINANCE)
    with pytest.raises(Refused):
        credit_limits.grant(scratch, HOUSE, finance, 1, 0, NOW)
    assert credit_limits.grant(scratch, HOUSE, finance, 1, 900, NOW) == credit_limits.Granted(900, "李娜", NOW)
    with pytest.raises(AlreadyDone):
        credit_limits.grant(scratch, HOUSE, finance, 1, 900, NOW)
    kept = scratch.scalars(select(History).where(History.action == "credit_granted")).all()
    assert [row.actor_id for row in kept] == [FINANCE]
    assert waiting_jobs(scratch) == [{"customer": 1}]
    assert going_on.waiting(scratch, HOUSE, 1) == [order]
    going_on.go_on(scratch, HOUSE, finance, order, NOW)
    going_on.go_on(scratch, HOUSE, finance, order, NOW)  # a job may be begun twice
    assert scratch.get_one(Order, order).state == State.RELEASED.value


def test_less_credit_frees_nothing_and_nobody_waits_for_a_job_in_vain(scratch: Session):
    open_company(scratch)
    finance = by_id(scratch, FINANCE)
    credit_limits.grant(scratch, HOUSE, finance, 1, 2_000, NOW)
    assert waiting_jobs(scratch) == [], "no order waits"
    held = add(scratch, 1_500)
    credit_limits.grant(scratch, HOUSE, finance, 1, 100, NOW)
    credit.freed(scratch, 1, FINANCE, NOW, but=held)
    assert waiting_jobs(scratch) == []


def test_an_order_that_ends_frees_what_it_used(scratch: Session):
    open_company(scratch)
    first, second = add(scratch, 800, state="released"), add(scratch, 800)
    assert not release(scratch, second)
    life.MOVES["end_for_the_test"] = life.MOVES["stock_all"]
    try:
        life.move(scratch, lock_order(scratch, first), "end_for_the_test", SALES, NOW)
    finally:
        del life.MOVES["end_for_the_test"]
    assert waiting_jobs(scratch) == [{"customer": 1}]
    assert release(scratch, second)


# ── at once ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("careful", [True, False], ids=["locked", "control"])
def test_two_orders_released_at_once_do_not_both_use_the_same_room(
    database_url: str, careful: bool, monkeypatch: pytest.MonkeyPatch
):
    database = careless(Database(database_url, immediate=careful))
    if not careful:
        monkeypatch.setattr(credit, "lock_customer", lambda _session, _order: None)
    with database.transaction() as session:
        open_company(session)
        orders = [add(session, 600), add(session, 600)]
    both = Barrier(2)

    def wait_for_the_other(session: Session, *_: object) -> None:
        if any(isinstance(row, Order) for row in session.dirty):
            with suppress(BrokenBarrierError):
                both.wait(timeout=20 if not careful else 0.3)

    def attempt(order_id: int) -> None:
        with suppress(DBAPIError), database.transaction() as session:
            event.listen(session, "before_flush", wait_for_the_other)
            release(session, order_id)

    with ThreadPoolExecutor(2) as hands:
        list(hands.map(attempt, orders))
    with database.transaction() as session:
        released = [one for one in orders if session.get_one(Order, one).state == State.RELEASED.value]
        assert len(released) == (1 if careful else 2)
    database.dispose()
