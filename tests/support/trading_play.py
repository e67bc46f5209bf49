"""Sequences of commands on orders of one customer, played on the program and on the model of the book side by side.

A step is a word, an order and a number that the word makes of what it wants; it can be dropped without changing the
others, so that a sequence that ends wrong is made short by leaving out whatever it does not need.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from db.models import Customer
from services import invariants
from tests.support.trade import Trade
from tests.support.trading_deeds import ChangeDeeds, GoodsDeeds, MoneyDeeds, WaiverDeeds
from tests.support.trading_model import IN_SUPPLY, WRITTEN_OFF_AT_MOST, Book, Deal
from tests.support.trading_sides import Differs

HOLD_ALWAYS = ("I1.ship", "I1.part", "I1.release", "I1.plan", "I7", "I8", "I8.changes", "I8.waiver", "I8.after_sale", "I10", "I11",
               "I11.balance")  # fmt: skip
EVERY = 10
"""So many steps between two looks at the invariants."""
LIMIT = 30_000_00
"""Credit of the customer: enough for the first of its two orders on credit, and not for both."""
LATEST = timedelta(days=5)
"""No longer, so that nothing on monthly terms falls due meanwhile."""
FILED: tuple[tuple[str, str, int, str], ...] = (
    ("prepaid.release", "M200", 300, "58"),
    ("prepaid.shipment", "M200", 300, "58"),
    ("prepaid.deposit", "B200", 301, "57.77"),
    ("standard", "S200", 300, "58"),
    ("standard", "M200", 300, "58"),
    ("sample", "S200", 4, "58"),
    ("prepaid.release", "S200", 33, "57.77"),
)
"""Type, product, quantity and price of the orders that are there."""
SUPPLY = {"S200": "stock", "M200": "make", "B200": "buy"}


@dataclass(frozen=True, slots=True)
class Step:
    """Do this to an order; `number` says how much, or which."""

    word: str
    order: int
    number: int


@dataclass
class Company:
    """The program's orders and the model's, filed once and left as they are by every sequence."""

    trade: Trade
    orders: list[int]

    @classmethod
    def opened(cls, session: Session) -> Company:
        trade = Trade.opened(session)
        session.get_one(Customer, trade.customer).credit_minor = LIMIT
        session.flush()
        orders = [
            trade.file(leaf, code=code, quantity=quantity, price=price, **_answers(leaf))
            for leaf, code, quantity, price in FILED
        ]
        session.flush()
        return cls(trade, orders)

    def book(self) -> Book:
        deals = [
            Deal(leaf, SUPPLY[code], quantity, Decimal(price), charged=leaf == "sample")
            for leaf, code, quantity, price in FILED
        ]
        book = Book(deals, LIMIT)
        for deal in deals:
            book.settle(deal, self.trade.now)
        return book

    def play(self, steps: Sequence[Step]) -> None:
        """Play a sequence and leave nothing of it. Raises Differs, or what broke."""
        began = self.trade.now
        whole = self.trade.session.begin_nested()
        try:
            Play(self).run(steps)
        finally:
            whole.rollback()
            self.trade.session.expire_all()
            self.trade.now = began


def _answers(leaf: str) -> dict[str, Any]:
    sample: dict[str, Any] = {
        "charge": "paid",
        "purpose": "try",
        "receiver": "周工",
        "phone": "13912342210",
        "place": "苏州相城",
    }
    return sample if leaf == "sample" else {}


class Play(MoneyDeeds, WaiverDeeds, GoodsDeeds, ChangeDeeds):
    """One sequence on both sides."""

    def __init__(self, company: Company) -> None:
        trade = company.trade
        super().__init__(trade, company.orders, company.book(), trade.now + LATEST)

    def run(self, steps: Sequence[Step]) -> None:
        self.compare("at first")
        for count, step in enumerate(steps, start=1):
            self.step(step)
            if count % EVERY == 0 or count == len(steps):
                self.look(f"after step {count}")

    def step(self, step: Step) -> None:
        self.trade.now += timedelta(seconds=1)  # rows tell what was first by their time
        if step.word == "on":
            step = self.natural(step)
        getattr(self, f"do_{step.word}")(step.order, step.number)
        self.compare(str(step))

    def look(self, when: str) -> None:
        self.trade.session.flush()
        broken = invariants.check(self.trade.session, self.trade.now, HOLD_ALWAYS)
        if broken:
            raise Differs(f"{when}: {'; '.join(f'{one.name} {one.what}' for one in broken)}")

    def natural(self, step: Step) -> Step:
        """What people would do next with this order."""
        deal = self.book.deals[step.order]
        if deal.wish is not None:
            return Step("agree", step.order, step.number)
        if any(one.state == "asked" for one in deal.passes):
            return Step("decide", step.order, 0)
        if deal.held and step.number % 3:
            return Step("lift", step.order, 0)
        if deal.slips:
            return Step("confirm", step.order, 0)
        word = "slip"
        if deal.shipped and step.number % 5 == 0:
            word = ("allow", "give_back")[step.number // 5 % 2]
        elif 0 < deal.rest <= WRITTEN_OFF_AT_MOST and step.number % 3:
            word = "write_off"
        elif deal.state in IN_SUPPLY:
            word = self._of_supply(deal, hasty=step.number % 2 == 0)
        elif deal.road:
            word = "sign"
        elif deal.leaf == "standard" and deal.state == "accepted" and step.number % 2:
            word = "go_on"
        return Step(word, step.order, step.number)

    def _of_supply(self, deal: Deal, *, hasty: bool) -> str:
        """Whoever is hasty does not wait for quality."""
        if deal.supply != "stock" and deal.task != "done":
            return "finish" if deal.task == "doing" else "take"
        if deal.ready < deal.quantity:
            return "ready"
        if deal.supply == "make" and deal.passed < deal.there and not hasty:
            return "inspect"
        if deal.noticed is None:
            return "notice"
        return "slip" if deal.missing("ship") and deal.quantity % 2 else "ship"
