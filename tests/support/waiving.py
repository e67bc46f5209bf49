"""Orders that are short of money at a gate, and those who ask, decide and go on: rows and services, without chats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.book_file import default_book_bytes
from db.models import (
    Approval,
    ApprovalSeat,
    DepartmentDuty,
    Order,
    OrderLine,
    PaymentTerm,
    Person,
    Product,
    Readiness,
    Shipment,
    ShipmentLine,
    Waiver,
)
from domain.approvals import Verdict
from services import books, people
from services.approvals import voting
from services.approvals.voting import Ballot
from services.people import PersonFacts
from services.waivers import asking
from tests.support.office import HOUSE, at
from tests.support.orders import pay

STAFF = {
    "张敏": ("sales", "member"),
    "李娜": ("finance", "member"),
    "陈静": ("finance", "manager"),
    "赵强": ("warehouse", "member"),
    "刘伟": ("production", "member"),
    "吴芳": ("service", "member"),
    "何总": ("management", "manager"),
    "陈总": ("management", "member"),
    "孙丽": ("quality", "manager"),
}
TOTAL = 1_740_000
MISSING = 1_200_000


@dataclass
class Gate:
    """A company with orders that wait at a gate for money."""

    session: Session
    now: datetime = field(default_factory=lambda: at("11-23", "10:05"))
    ids: dict[str, int] = field(default_factory=dict[str, int])
    count: int = 0

    def __post_init__(self) -> None:
        books.keep(self.session, HOUSE.book, default_book_bytes(), self.now)
        for n, (name, (department, role)) in enumerate(STAFF.items(), start=1):
            person = Person(telegram_id=9000 + n, name=name, department=department, role=role, joined_at=self.now)
            self.session.add(person)
            self.session.flush()
            self.ids[name] = person.id
        for department, name in (("finance", "李娜"), ("warehouse", "赵强"), ("service", "吴芳")):
            self.session.add(DepartmentDuty(department=department, interface_id=self.ids[name]))
        self.product = Product(code="W200", name="减速电机", unit="台", supply="stock", created_at=self.now)
        self.session.add(self.product)
        self.session.flush()

    def person(self, name: str) -> PersonFacts:
        return people.by_id(self.session, self.ids[name])

    def order(self, leaf: str = "prepaid.shipment", *, missing: int = MISSING, state: str | None = None) -> Order:
        """Short of money before its release, or with a batch that is noticed before that leaves."""
        self.count += 1
        before = "release" if leaf == "prepaid.release" else "ship"
        order = Order(
            number=f"XS261123-{self.count:03d}", leaf=leaf, book_revision=HOUSE.book.revision, state="accepted",
            sales_id=self.ids["张敏"], filed_by=self.ids["张敏"], currency="CNY", total_minor=TOTAL, filed_at=self.now,
            touched_at=self.now, fields={"basis": {"choice": "contract", "files": 1}},
            terms=[PaymentTerm(position=1, checkpoint=before, share=Decimal(1), required_minor=TOTAL)],
            lines=[OrderLine(position=1, product_id=self.product.id, product_code="W200", product_name="减速电机",
                             unit="台", supply="stock", quantity=Decimal(300), unit_price=Decimal(58),
                             amount_minor=TOTAL)],
        )  # fmt: skip
        self.session.add(order)
        self.session.flush()
        if missing < TOTAL:
            pay(self.session, order.id, TOTAL - missing, clerk=self.ids["李娜"])
        if before == "ship":
            order.state, order.released_at = state or "executing", self.now
            self.session.flush()
            self.notice(order, 300)
        return order

    def notice(self, order: Order, quantity: int) -> Shipment:
        """So much is ready, and told to leave."""
        line = order.lines[0].id
        done = Readiness(order_id=order.id, line_id=line, quantity=Decimal(quantity), reported_by=self.ids["赵强"])
        done.at = self.now
        batches = self.session.scalars(select(Shipment.id).where(Shipment.order_id == order.id)).all()
        goods = Shipment(order_id=order.id, batch=len(batches) + 1, state="noticed", noticed_by=self.ids["张敏"])
        goods.noticed_at, goods.lines = self.now, [ShipmentLine(line_id=line, quantity=Decimal(quantity))]
        self.session.add_all([done, goods])
        self.session.flush()
        return goods

    def ask(self, order: Order, *, by: str = "张敏", days: int = 1, **how: object) -> Waiver:
        return asking.ask(
            self.session, HOUSE, self.person(by), order.id, str(how.pop("code", "payment_missing")),
            str(how.pop("reason", "车在等，客户明天补")), days, self.now, **how,  # type: ignore[arg-type]
        )  # fmt: skip

    def seat(self, waiver: Waiver) -> ApprovalSeat:
        query = select(ApprovalSeat).where(ApprovalSeat.approval_id == waiver.approval_id)
        return self.session.scalars(query.order_by(ApprovalSeat.id.desc())).first()  # type: ignore[return-value]

    def votes(self, waiver: Waiver, by: str = "陈总", verdict: Verdict = Verdict.APPROVE) -> None:
        words = "不行，等款" if verdict is Verdict.REJECT else None
        voting.vote(
            self.session, HOUSE, self.person(by), self.seat(waiver).id, Ballot(verdict, comment=words), self.now
        )  # fmt: skip
        self.session.flush()

    def granted(self, order: Order, **how: object) -> Waiver:
        waiver = self.ask(order, **how)  # type: ignore[arg-type]
        self.votes(waiver)
        return waiver

    def approval(self, waiver: Waiver) -> Approval:
        return self.session.get_one(Approval, waiver.approval_id)

    def passes(self, **delta: int) -> None:
        self.now += timedelta(**delta)


def states(waivers: Iterable[Waiver]) -> list[str]:
    return [one.state for one in waivers]
