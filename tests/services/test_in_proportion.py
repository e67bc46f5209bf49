"""按已收比例发货: whatever the totals, shares, batches and changes, what the rule lets leave the database lets leave too.

The rule asks R × (what has left and leaves) / total. The guard asks that goods worth no more leave than is paid, and
what is due only at closing or was let off: never more than the rule. Both count what has left by what it was put down for.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.guards import guard_code
from db.models import AfterSale, Order, OrderLine, PaymentTerm, Product, Shipment, ShipmentLine
from domain.gates import Asked, OrderFacts, due_minor, may_leave
from domain.process.names import Checkpoint
from services import invariants, shipping
from services.order_facts import facts_of
from tests.support.databases import SQLITE
from tests.support.orders import CLERK, NOW, add_order, open_office, pay

WHOLE = 12
"""Pieces of each line."""
CONDITIONS = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda two: (min(two), max(two)))
"""Percent due at release, and by shipment; the rest at closing."""
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.integers(1, 1200), st.just(0)),
        st.tuples(st.just("batch"), st.integers(0, WHOLE), st.integers(0, WHOLE)),
        st.tuples(st.just("price"), st.integers(0, 1000), st.integers(0, 1000)),
        st.tuples(st.just("let_off"), st.integers(0, 600), st.just(0)),
    ),
    max_size=9,
)


class Case:
    """One order whose batches leave by the rule alone."""

    def __init__(self, session: Session, amounts: tuple[int, int], shares: tuple[int, int]) -> None:
        self.session, self.shares, self.left, self.refused, self.documents = session, shares, 0, 0, 0
        self.order = session.get_one(Order, add_order(session, {}))
        product = session.get(Product, 1) or Product(
            id=1, code="X200", name="减速电机", unit="台", supply="stock", created_at=NOW
        )
        session.add(product)
        self.order.lines = [
            OrderLine(position=n, product_id=1, product_code="X200", product_name="减速电机", unit="台", supply="stock",
                      quantity=Decimal(WHOLE), amount_minor=amount)
            for n, amount in enumerate(amounts, start=1)
        ]  # fmt: skip
        self._price(amounts)
        pay(session, self.order.id, max(self.order.terms[0].required_minor, 1))
        self.order.state, self.order.released_at = "executing", NOW
        session.flush()

    def _price(self, amounts: tuple[int, int]) -> None:
        """The order costs so much from now on, with terms of its own."""
        for line, amount in zip(self.order.lines, amounts, strict=True):
            line.amount_minor = amount
        total = self.order.total_minor = sum(amounts)
        due = [total * share // 100 for share in (*self.shares, 100)]
        self.order.terms = [
            PaymentTerm(position=n, checkpoint=at, required_minor=minor, total_minor=total, in_proportion=at == "ship")
            for n, (at, minor) in enumerate(zip(("release", "ship", "close"), due, strict=True), start=1)
        ]
        self.session.flush()

    def facts(self) -> OrderFacts:
        return facts_of(self.session, self.order, NOW.date(), NOW)

    def price(self, one: int, other: int) -> None:
        self.order.revision += 1
        self._price((one, other))

    def let_off(self, amount: int, _: int) -> None:
        """An allowance (折让) stands, of no more than the order costs less what was let off before."""
        facts = self.facts()
        self.documents += 1
        self.session.add(
            AfterSale(order_id=self.order.id, number=self.documents, kind="allowance", state="done", quantities={},
                      amount_minor=max(min(amount, facts.total_minor - facts.credited_minor), 0), reason="划伤",
                      asked_by=CLERK, asked_at=NOW, done_by=CLERK, done_at=NOW)
        )  # fmt: skip
        self.session.flush()

    def batch(self, one: int, other: int) -> None:
        facts = self.facts()
        wanted = dict(zip((line.id for line in self.order.lines), (Decimal(one), Decimal(other)), strict=True))
        rest = {line.line_id: line.quantity - line.shipped for line in facts.lines}
        goods = {line: min(count, rest[line]) for line, count in wanted.items() if min(count, rest[line]) > 0}
        if goods:
            is_open = due_minor(facts, Checkpoint.SHIP, Asked(goods)) <= facts.net_minor
            self._leaves(goods, is_open)
            if not is_open:
                self.refused += 1
                most = may_leave(facts, Asked(goods))
                assert most != goods
                if most:
                    self._leaves(most, True)

    def _leaves(self, goods: dict[int, Decimal], is_open: bool) -> None:
        self.left += 1
        batch = Shipment(
            order_id=self.order.id, batch=self.left, state="noticed", noticed_by=CLERK, noticed_at=NOW,
            lines=[ShipmentLine(line_id=line, quantity=count) for line, count in goods.items()],
        )  # fmt: skip
        self.session.add(batch)
        batch.value_minor, batch.revision = shipping.value_of(self.session, self.order, goods), self.order.revision
        self.session.flush()
        if is_open:  # what the rule opens, the guard must let pass
            batch.state, batch.shipped_at = "shipped", NOW + timedelta(minutes=self.left)
            self.session.flush()


@pytest.fixture
def office(databases: Any) -> Any:
    with Session(databases.shared(SQLITE).engine, expire_on_commit=False) as session:
        open_office(session)
        session.flush()
        yield session
        session.rollback()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=40,
    phases=(Phase.explicit, Phase.generate),
)
@given(amounts=st.tuples(st.integers(0, 1000), st.integers(1, 1000)), shares=CONDITIONS, steps=STEPS)
def test_what_the_rule_lets_leave_the_guard_lets_leave(
    office: Session, amounts: tuple[int, int], shares: tuple[int, int], steps: list[tuple[str, int, int]]
):
    nested = office.begin_nested()
    try:
        case = Case(office, amounts, shares)
        for step, one, other in steps:
            if step == "pay":
                pay(office, case.order.id, one)
            else:
                getattr(case, step)(one, other)
        missing = case.facts().total_minor - case.facts().net_minor
        if missing > 0:
            pay(office, case.order.id, missing)
        case.batch(WHOLE, WHOLE)
        facts = case.facts()
        assert all(line.shipped == line.quantity for line in facts.lines), "paid for, all of it may leave"
        assert invariants.check(office, NOW, only=["I1.part"]) == []
    finally:
        nested.rollback()
        office.expire_all()


def test_the_guard_is_there(office: Session):
    """The control: a batch that the rule refuses is refused by the database, once its money is really short."""
    case = Case(office, (500, 500), (0, 100))
    goods = {case.order.lines[0].id: Decimal(WHOLE)}
    assert due_minor(case.facts(), Checkpoint.SHIP, Asked(goods)) == 500
    with pytest.raises(DBAPIError) as refused:
        case._leaves(goods, True)
    assert guard_code(refused.value) == "gate_ship"


def test_a_rule_that_asks_less_is_found(office: Session, monkeypatch: pytest.MonkeyPatch):
    """The control: rounding down lets a cent too much leave, and the guard says so."""
    case = Case(office, (0, 1000), (0, 100))
    pay(office, case.order.id, 82)  # with the one before 83; a twelfth costs 83.33
    facts = case.facts()
    one = Asked({case.order.lines[1].id: Decimal(2)})
    assert due_minor(facts, Checkpoint.SHIP, one) == 167
    laxer = replace(facts, total_minor=facts.total_minor * 2)
    assert due_minor(laxer, Checkpoint.SHIP, one) == 84
    office.execute(text("UPDATE payment_term SET required_minor = 0 WHERE checkpoint = 'release'"))
    with pytest.raises(DBAPIError):
        case._leaves(dict(one.quantities), True)
