"""The rules and the database's guards judge money alike: a guard that is stricter would stop honest work."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.guards import guard_code
from db.models import Order
from domain.gates import missing_minor, required_minor
from domain.process.names import Checkpoint
from services.order_facts import facts_of
from tests.support.orders import NOW, add_order, add_shipment, add_task, open_office, pay

DUE = {"release": 300, "plan": 500, "ship": 1000, "close": 1200}
TERMS = [dict(chosen) for size in range(len(DUE) + 1) for chosen in combinations(DUE.items(), size)]
PAID = [299, 300, 500, 999, 1000]


def allowed(session: Session, act: str, order_id: int) -> bool:
    """Whether the database lets it happen; it is undone either way."""
    nested = session.begin_nested()
    try:
        if act == "release":
            session.execute(text("UPDATE orders SET state = 'released' WHERE id = :id"), {"id": order_id})
        elif act == "plan":
            add_task(session, order_id, "doing")
        elif act == "ship":
            add_shipment(session, order_id, "shipped")
        else:
            pay(session, order_id, -1)
    except DBAPIError as error:
        assert guard_code(error)  # noqa: PT017  the other outcome is just as good
        return False
    else:
        return True
    finally:
        nested.rollback()
        session.expire_all()


def test_a_gate_is_open_for_both_or_for_neither(scratch: Session):
    open_office(scratch)
    for terms, paid in product(TERMS, PAID):
        order_id = add_order(scratch, terms, paid=paid)
        facts = facts_of(scratch, scratch.get_one(Order, order_id), NOW.date(), NOW)
        by_rule = {
            at.value: missing_minor(facts, at) <= 0 for at in (Checkpoint.RELEASE, Checkpoint.PLAN, Checkpoint.SHIP)
        }
        assert {act: allowed(scratch, act, order_id) for act in by_rule} == by_rule, (terms, paid)


@pytest.mark.parametrize("shipment", ["noticed", "shipped"])
def test_money_is_taken_back_unknowing_only_where_no_gate_closes(scratch: Session, shipment: str):
    open_office(scratch)
    passed = [Checkpoint.RELEASE, Checkpoint.PLAN, *([Checkpoint.SHIP] if shipment == "shipped" else [])]
    for terms, paid in product(TERMS, [300, 501, 1000]):
        enough = terms if all(due <= paid for at, due in terms.items() if at != "close") else {}
        order_id = add_order(scratch, enough, paid=paid, state="released", shipment=shipment)
        facts = facts_of(scratch, scratch.get_one(Order, order_id), NOW.date(), NOW)
        by_rule = all(paid - 1 >= required_minor(facts, at) for at in passed)
        assert allowed(scratch, "refund", order_id) == by_rule, (enough, paid)
