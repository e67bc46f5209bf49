"""The triggers, apart from every lock and every service: what they refuse, and what they let through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from db import guards
from db.models import Base, Shipment
from services import history
from tests.support.orders import (
    NOW,
    add_order,
    add_receipt,
    add_revision,
    add_shipment,
    add_task,
    add_waiver,
    open_office,
    pay,
)

Act = Callable[[Session, int], object]


def sql(statement: str) -> Act:
    return lambda session, order_id: session.execute(
        text(statement), {"order": order_id} if ":order" in statement else {}
    )


def write_history(session: Session) -> None:
    history.record(session, subject="company", action="bound", now=NOW, actor_id=None)


@dataclass(frozen=True)
class Case:
    """An order, something done to it, and the guard that answers; None where nothing stands against it."""

    title: str
    act: Act
    code: str | None
    terms: dict[str, int] = field(default_factory=dict)
    paid: int = 0
    state: str = "accepted"
    task: str | None = None
    shipment: str | None = None


RELEASE, PLAN, SHIP = {"release": 1000}, {"plan": 1000}, {"ship": 1000}
DEPOSIT = {"release": 300, "ship": 1000}

ship = sql("UPDATE shipment SET state = 'shipped' WHERE order_id = :order")
sign = sql("UPDATE shipment SET state = 'signed' WHERE order_id = :order")
release = sql("UPDATE orders SET state = 'released' WHERE id = :order")
execute = sql("UPDATE orders SET state = 'executing' WHERE id = :order")
go_on = sql("UPDATE task SET state = 'doing' WHERE order_id = :order")
finish = sql("UPDATE task SET state = 'done' WHERE order_id = :order")


def on_waiver(
    ceiling: int, act: Act, *, checkpoint: str = "ship", state: str = "used", of_batch: bool = True
) -> Act:  # fmt: skip
    """The same on a 特批."""

    def do(session: Session, order_id: int) -> object:
        batch = session.scalar(select(Shipment.id).where(Shipment.order_id == order_id)) if of_batch else None
        add_waiver(session, order_id, ceiling, checkpoint=checkpoint, state=state, shipment=batch)
        return act(session, order_id)

    return do


def changed(terms: dict[str, int], act: Act) -> Act:
    """The same after a change of the order."""

    def do(session: Session, order_id: int) -> object:
        add_revision(session, order_id, terms)
        return act(session, order_id)

    return do


def in_proportion(value: int, act: Act) -> Act:
    """The same with goods of this value, in proportion to what is paid."""

    def do(session: Session, order_id: int) -> object:
        session.execute(text("UPDATE payment_term SET in_proportion = true, total_minor = required_minor"))
        session.execute(text("UPDATE shipment SET value_minor = :value"), {"value": value})
        return act(session, order_id)

    return do


CASES = [
    Case("ships unpaid", ship, "gate_ship", SHIP, 999, "released", shipment="noticed"),
    Case("ships paid", ship, None, SHIP, 1000, "released", shipment="noticed"),
    Case("ships on the deposit", ship, "gate_ship", DEPOSIT, 300, "released", shipment="noticed"),
    Case("is signed for without having left", sign, "gate_ship", SHIP, 0, "released", shipment="noticed"),
    Case("appears as shipped", lambda s, o: add_shipment(s, o, "shipped"), "gate_ship", SHIP, 0, "released"),
    Case("appears as noticed", lambda s, o: add_shipment(s, o, "noticed"), None, SHIP, 0, "released"),
    Case("ships what is paid at closing", ship, None, {"close": 1000}, 0, "released", shipment="noticed"),
    Case("ships on a waiver up to its ceiling", on_waiver(1, ship), None, SHIP, 999, "released", shipment="noticed"),
    Case("ships on a waiver above its ceiling", on_waiver(1, ship), "gate_ship", SHIP, 998, "released",
         shipment="noticed"),
    Case("ships on a waiver that nobody used", on_waiver(1, ship, state="granted"), "gate_ship", SHIP, 999, "released",
         shipment="noticed"),
    Case("ships on the waiver of another batch", on_waiver(1, ship, of_batch=False), "gate_ship", SHIP, 999, "released",
         shipment="noticed"),
    Case("ships on a waiver for the release", on_waiver(1, ship, checkpoint="release"), "gate_ship", SHIP, 999,
         "released", shipment="noticed"),
    Case("ships on a waiver of the revision before", changed(SHIP, on_waiver(1, ship)), "gate_ship", SHIP, 999,
         "released", shipment="noticed"),
    Case("ships what a change made dearer", changed({"ship": 1001}, ship), "gate_ship", SHIP, 1000, "released",
         shipment="noticed"),
    Case("ships what a change made cheaper", changed({"ship": 999}, ship), None, SHIP, 999, "released",
         shipment="noticed"),
    Case("ships a part as large as what is paid", in_proportion(400, ship), None, SHIP, 400, "released",
         shipment="noticed"),
    Case("ships a part larger than what is paid", in_proportion(401, ship), "gate_ship", SHIP, 400, "released",
         shipment="noticed"),
    Case("is released on a waiver", on_waiver(1, release, checkpoint="release"), None, RELEASE, 999),
    Case("is released above the ceiling of a waiver", on_waiver(1, release, checkpoint="release"), "gate_release",
         RELEASE, 998),
    Case("gets a task on the waiver of its release", on_waiver(1, lambda s, o: add_task(s, o, "doing"), checkpoint="release"),
         None, RELEASE, 999),
    Case("goes on with a batch that left on a waiver", on_waiver(1, execute), None, PLAN, 999, "released",
         shipment="noticed"),
    Case("goes on above the ceiling of one", on_waiver(1, execute), "gate_plan", PLAN, 998, "released",
         shipment="noticed"),
    Case("is released unpaid", release, "gate_release", RELEASE, 999),
    Case("is released paid", release, None, RELEASE, 1000),
    Case("is released on the deposit", release, None, DEPOSIT, 300),
    Case("is released before the money for the plan", release, None, PLAN, 0),
    Case("jumps over the release", execute, "gate_plan", PLAN, 0),
    Case("is worked on before the money for the plan", execute, "gate_plan", PLAN, 0, "released"),
    Case("is born released", sql("""
        INSERT INTO orders (number, leaf, book_revision, state, on_hold, row_version, revision, sales_id, filed_by,
          currency, total_minor, fields, filed_at, touched_at)
        SELECT 'XS1', leaf, book_revision, 'released', on_hold, 1, 1, sales_id, filed_by, currency, total_minor,
          fields, filed_at, touched_at FROM orders WHERE id = :order"""), "gate_release"),
    Case("gets a task unpaid", lambda s, o: add_task(s, o, "doing"), "gate_plan", RELEASE, 0),
    Case("gets a task before the money for the plan", lambda s, o: add_task(s, o, "doing"), "gate_plan", PLAN, 999, "released"),
    Case("gets a task paid", lambda s, o: add_task(s, o, "doing"), None, RELEASE, 1000, "released"),
    Case("gets a task while only the shipment is unpaid", lambda s, o: add_task(s, o, "doing"), None, SHIP, 0, "released"),
    Case("goes on with a stopped task unpaid", go_on, "gate_plan", RELEASE, 0, task="stopped"),
    Case("finishes a stopped task unpaid", finish, "gate_plan", RELEASE, 0, task="stopped"),
    Case("takes back what it was released on", lambda s, o: pay(s, o, -1), "gate_refund", RELEASE, 1000, "released"),
    Case("takes it back knowing", lambda s, o: pay(s, o, -1, after_gate=True), None, RELEASE, 1000, "released"),
    Case("takes back what the plan stands on", lambda s, o: pay(s, o, -1), "gate_refund", PLAN, 1000, "released"),
    Case("takes back what it was shipped on", lambda s, o: pay(s, o, -1), "gate_refund", SHIP, 1000, "released",
         shipment="shipped"),
    Case("takes back after the customer signed", lambda s, o: pay(s, o, -1), "gate_refund", SHIP, 1000, "released",
         shipment="signed"),
    Case("takes back before it was shipped", lambda s, o: pay(s, o, -1), None, SHIP, 1000, "released",
         shipment="noticed"),
    Case("takes back before it was released", lambda s, o: pay(s, o, -1), None, RELEASE, 1000),
    Case("takes back what was too much", lambda s, o: pay(s, o, -1), None, RELEASE, 1001, "released"),
    Case("corrects a receipt", sql("UPDATE receipt SET amount_minor = 5"), "money_append_only", paid=1000),
    Case("deletes a receipt", sql("DELETE FROM receipt WHERE id NOT IN (SELECT receipt_id FROM allocation)"),
         "money_append_only", paid=1000),
    Case("corrects an allocation", sql("UPDATE allocation SET amount_minor = 5"), "money_append_only", paid=1000),
    Case("deletes an allocation", sql("DELETE FROM allocation"), "money_append_only", paid=1000),
    Case("rewrites history", sql("UPDATE history SET action = 'x'"), "history_append_only"),
    Case("forgets history", sql("DELETE FROM history"), "history_append_only"),
]  # fmt: skip


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as stored."""
    return {
        table.name: sorted(map(tuple, session.execute(select(table)).all()), key=repr)
        for table in Base.metadata.sorted_tables
    }


def stand(session: Session, case: Case) -> int:
    open_office(session)
    write_history(session)
    add_receipt(session, 500)
    return add_order(session, case.terms, paid=case.paid, state=case.state, task=case.task, shipment=case.shipment)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_database_refuses_what_no_path_may_do(scratch: Session, case: Case):
    order_id = stand(scratch, case)
    before = everything(scratch)
    assert code_of(scratch, case, order_id) == case.code
    assert (everything(scratch) == before) == (case.code is not None)


@pytest.mark.parametrize("case", [case for case in CASES if case.code], ids=lambda case: case.title)
def test_without_its_guards_the_database_lets_it_happen(scratch: Session, case: Case):
    guards.remove(scratch.connection())
    order_id = stand(scratch, case)
    before = everything(scratch)
    assert code_of(scratch, case, order_id) is None
    assert everything(scratch) != before


def code_of(session: Session, case: Case, order_id: int) -> str | None:
    """What the guard said, with the act undone; None where the act was done."""
    try:
        with session.begin_nested():
            case.act(session, order_id)
    except DBAPIError as error:
        return guards.guard_code(error) or str(error)
    finally:
        session.expire_all()
    return None


def test_another_error_is_not_taken_for_a_guard(scratch: Session):
    open_office(scratch)
    with pytest.raises(IntegrityError) as caught, scratch.begin_nested():
        scratch.execute(text("INSERT INTO group_binding (department, chat_id) VALUES ('sales', NULL)"))
    assert guards.guard_code(caught.value) is None


def test_a_missing_guard_is_named(scratch: Session):
    connection = scratch.connection()
    assert guards.missing(connection) == []
    drop = "DROP TRIGGER gendan_guard_gate_ship_shipment_update"
    connection.execute(text(drop if connection.dialect.name == "sqlite" else f"{drop} ON shipment"))
    assert guards.missing(connection) == ["gendan_guard_gate_ship_shipment_update"]
    guards.install(connection)
    assert guards.missing(connection) == []


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_guard_that_was_switched_off_is_named(scratch: Session):
    connection = scratch.connection()
    connection.execute(text("ALTER TABLE history DISABLE TRIGGER gendan_guard_history_append_only_history_delete"))
    assert guards.missing(connection) == ["gendan_guard_history_append_only_history_delete"]


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_guard_that_is_not_this_release_s_is_named(scratch: Session):
    connection = scratch.connection()
    connection.execute(
        text(
            "CREATE OR REPLACE FUNCTION gendan_guard_gate_ship_shipment_update() RETURNS trigger"
            " LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        )
    )
    assert guards.missing(connection) == ["gendan_guard_gate_ship_shipment_update"]


@pytest.mark.parametrize("database_kind", ["postgresql"])
@pytest.mark.parametrize("table", ["history", "receipt", "allocation"])
def test_a_ledger_is_not_emptied(scratch: Session, table: str):
    with pytest.raises(DBAPIError) as caught, scratch.begin_nested():
        scratch.execute(text(f"TRUNCATE {table} CASCADE"))
    assert (guards.guard_code(caught.value) or "").endswith("_append_only")
