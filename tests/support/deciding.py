"""A company whose departments decide on orders: people, goods and orders in one session, without chats."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.book_file import default_book_bytes
from db.models import Approval, ApprovalSeat, Customer, DepartmentDuty, Order, Person, Product
from domain.approvals import Verdict
from services import books, filing, people
from services.approvals import voting
from services.approvals.voting import Ballot, Voted
from services.filing import NewLine, NewOrder
from services.people import PersonFacts
from tests.support.office import CREDIT, HOUSE, at

STAFF = {
    "张敏": ("sales", "member"),
    "周强": ("sales", "manager"),
    "李娜": ("finance", "member"),
    "陈静": ("finance", "manager"),
    "刘伟": ("production", "member"),
    "周凯": ("production", "manager"),
    "王芳": ("purchasing", "member"),
    "方工": ("engineering", "member"),
    "何总": ("management", "manager"),
    "吴芳": ("service", "member"),
}


@dataclass
class Board:
    """Who decides, and the orders that they decide on."""

    session: Session
    now: datetime = field(default_factory=lambda: at("11-23", "10:05"))
    ids: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        books.keep(self.session, HOUSE.book, default_book_bytes(), self.now)
        for n, (name, (department, role)) in enumerate(STAFF.items(), start=1):
            person = Person(
                telegram_id=8000 + n, name=name, department=department, role=role, joined_at=self.now,
                is_admin=name == "何总",
            )  # fmt: skip
            self.session.add(person)
            self.session.flush()
            self.ids[name] = person.id
        for department, name in (("production", "刘伟"), ("finance", "李娜"), ("service", "吴芳")):
            self.session.add(DepartmentDuty(department=department, interface_id=self.ids[name]))
        self.customer = Customer(
            code="B1", name="永盛五金板", owner_id=self.ids["张敏"], created_at=self.now, credit_minor=CREDIT
        )
        self.product = Product(
            code="B200", name="减速电机", unit="台", supply="make", list_price=Decimal(58), floor_price=Decimal(50),
            created_at=self.now,
        )  # fmt: skip
        self.session.add_all([self.customer, self.product])
        self.session.flush()

    def person(self, name: str) -> PersonFacts:
        return people.by_id(self.session, self.ids[name])

    def new(self, leaf: str = "prepaid.release", *, quantity: int = 300, price: str = "58", **fields: Any) -> NewOrder:
        return NewOrder(
            leaf, (NewLine(self.product.id, Decimal(quantity), Decimal(price)),), customer_id=self.customer.id,
            requested_on=fields.pop("wanted", date(2026, 12, 4)),
            fields={"basis": {"choice": "contract", "files": 1}, **fields},
        )  # fmt: skip

    def file(self, leaf: str = "prepaid.release", *, by: str = "张敏", **how: Any) -> Order:
        return filing.file_order(self.session, HOUSE, self.person(by), self.new(leaf, **how), self.now)

    def approval(self, order: Order) -> Approval:
        query = select(Approval).where(Approval.order_id == order.id).order_by(Approval.id.desc())
        return self.session.scalars(query).first()  # type: ignore[return-value]

    def seats(self, order: Order, state: str = "open") -> dict[str, ApprovalSeat]:
        """The seats in a state, by whom they are asked of: a name where it is one person."""
        rows = self.session.scalars(
            select(ApprovalSeat).where(
                ApprovalSeat.approval_id == self.approval(order).id, ApprovalSeat.state == state
            ).order_by(ApprovalSeat.id)
        )  # fmt: skip
        names = {number: name for name, number in self.ids.items()}
        return {names[row.person_id] if row.person_id else row.asked_of: row for row in rows}

    def votes(self, order: Order, by: str, seat: str, verdict: Verdict = Verdict.APPROVE, **how: Any) -> Voted:
        if verdict in (Verdict.REJECT, Verdict.SEND_BACK):
            how.setdefault("comment", "交期不行")
        ballot = Ballot(verdict, **how)
        return voting.vote(self.session, HOUSE, self.person(by), self.seats(order)[seat].id, ballot, self.now)

    def passes(self, **delta: int) -> None:
        self.now += timedelta(**delta)
