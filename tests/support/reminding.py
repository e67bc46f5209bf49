"""A sample company whose reminders are watched: its services called as handlers call them, and a clock.

November 2026: the 20th is a Friday, the 23rd a Monday; working time is 8:30-12:00 and 13:30-17:30.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.book_file import default_book_bytes, read_book
from db.engine import Database
from db.models import Chat, Customer, DepartmentDuty, GroupBinding, Order, Owed, Person, Product, Receipt, Slip
from domain.approvals import ApprovalState
from services import books, filing, money, money_back, people, shipping
from services.approvals import moving, voting
from services.filing import NewLine, NewOrder
from services.house import House
from services.people import PersonFacts
from services.reminders import chasing

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUSE = House(read_book(None), SHANGHAI)
FINANCE_GROUP, WAREHOUSE_GROUP = -1001, -1002
SALES, SALES_HEAD, FINANCE, FINANCE_HEAD, WAREHOUSE, KEEPER = 11, 12, 21, 22, 31, 41
STAFF = {
    SALES: ("张敏", "sales", "member"),
    SALES_HEAD: ("周强", "sales", "manager"),
    FINANCE: ("李娜", "finance", "member"),
    FINANCE_HEAD: ("陈静", "finance", "manager"),
    WAREHOUSE: ("赵强", "warehouse", "member"),
    KEEPER: ("吴芳", "service", "member"),
}


def at(day: str, clock: str) -> datetime:
    """A moment of the company's clock: `at("11-20", "17:00")`."""
    return datetime.fromisoformat(f"2026-{day}T{clock}").replace(tzinfo=SHANGHAI).astimezone(UTC)


MONDAY = at("11-23", "10:00")


@dataclass(frozen=True)
class Said:
    """A message that is owed: when it came to be, where, about what."""

    at: str
    chat: int
    kind: str
    items: tuple[tuple[str, str], ...]
    escalated: bool


class Company:
    """People, two groups, one customer, one product."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.transaction() as session:
            books.keep(session, HOUSE.book, default_book_bytes(), MONDAY)
            for telegram_id, (name, department, role) in STAFF.items():
                session.add(
                    Person(telegram_id=telegram_id, name=name, department=department, role=role, joined_at=MONDAY)
                )
            session.flush()
            for chat, department in ((FINANCE_GROUP, "finance"), (WAREHOUSE_GROUP, "warehouse")):
                session.add(Chat(id=chat, kind="group"))
                session.flush()
                session.add(GroupBinding(department=department, chat_id=chat, bound_by=1, bound_at=MONDAY))
            for department, telegram_id in (("finance", FINANCE), ("warehouse", WAREHOUSE), ("service", KEEPER)):
                interface = people.by_telegram_id(session, telegram_id)
                assert interface is not None
                session.add(DepartmentDuty(department=department, interface_id=interface.id))
            session.add(Customer(code="C1", name="宏达机电", created_at=MONDAY, credit_minor=900_000_000))
            session.add(Product(code="X200", name="减速电机", unit="台", supply="stock", created_at=MONDAY))

    def person(self, session: Session, telegram_id: int) -> PersonFacts:
        found = people.by_telegram_id(session, telegram_id)
        assert found is not None
        return found

    def file(
        self, leaf: str, now: datetime, *, wanted: date | None = date(2026, 12, 4), customer: int = 1,
        judged: bool = True, product: int = 1, **fields: Any,
    ) -> int:  # fmt: skip
        """300 pieces at ¥58.00: ¥17,400.00 in all. `judged`: whoever judges it is not met, it is taken on at once."""
        with self.database.transaction() as session:
            declared = HOUSE.book.leaves[leaf]
            new = NewOrder(
                leaf,
                (NewLine(product, Decimal(300), Decimal("58.00") if declared.has_price else None),),
                customer_id=customer if declared.has_customer else None,
                requested_on=wanted,
                days_after_payment=None if wanted else 7,
                fields={"basis": {"choice": "contract", "files": 1}, "deposit_share": "0.3", **fields},
            )
            seller = self.person(session, SALES)
            order = filing.file_order(session, HOUSE, seller, new, now)
            asked = moving.open_of(session, order.id) if judged else None
            if asked is not None:
                voting.close(session, HOUSE, order, asked, ApprovalState.APPROVED, seller, now)
            return order.id

    def slip(self, order: int, now: datetime, claimed: int | None = 1740000) -> int:
        with self.database.transaction() as session:
            return money.send_slip(session, HOUSE, self.person(session, SALES), order, now, claimed_minor=claimed).id

    def confirm(self, slip: int, now: datetime, amount: int | None = None) -> None:
        with self.database.transaction() as session:
            order = session.get_one(Slip, slip).order_id
            amounts = {order: amount} if amount is not None else None
            money.confirm_slip(session, HOUSE, self.person(session, FINANCE), slip, now, amounts=amounts)

    def not_found(self, slip: int, now: datetime) -> None:
        with self.database.transaction() as session:
            money.not_found(session, HOUSE, self.person(session, FINANCE), slip, now)

    def bounce(self, now: datetime) -> None:
        """The last payment comes back."""
        with self.database.transaction() as session:
            receipt = session.scalar(select(Receipt.id).where(Receipt.amount_minor > 0).order_by(Receipt.id.desc()))
            assert receipt is not None
            money_back.reverse(session, HOUSE, self.person(session, FINANCE), receipt, now, kind="bounce")

    def ready(self, order: int, now: datetime, pieces: int | None = None) -> None:
        with self.database.transaction() as session:
            line = session.get_one(Order, order).lines[0].id
            quantities = {line: Decimal(pieces)} if pieces else None
            shipping.report_ready(session, HOUSE, self.person(session, WAREHOUSE), order, now, quantities)

    def tick(self, now: datetime) -> int:
        with self.database.transaction() as session:
            return chasing.tick(session, HOUSE, now)

    def until(self, end: datetime, start: datetime = MONDAY) -> None:
        """Go from one due moment to the next, as a metronome that sleeps until then."""
        now = start
        while now <= end:
            self.tick(now)
            with self.database.transaction() as session:
                due = chasing.next_due(session)
            assert due is None or due > now, f"a tick at {now} leaves something due at {due}"
            if due is None:
                return
            now = due

    def said(self, *kinds: str) -> list[Said]:
        """What reminders said, in order; of some kinds only."""
        with self.database.transaction() as session:
            rows = session.scalars(select(Owed).where(Owed.klass >= 3).order_by(Owed.id)).all()
        return [
            Said(
                row.created_at.astimezone(SHANGHAI).strftime("%m-%d %H:%M"),
                row.chat_id,
                row.kind,
                tuple((key, subject) for key, subject in row.facts["items"]),
                row.facts.get("escalated", False),
            )
            for row in rows
            if not kinds or row.kind in kinds
        ]

    def times(self, *kinds: str) -> list[tuple[str, int]]:
        return [(said.at, said.chat) for said in self.said(*kinds)]


PAYMENT, SLIP = "reminder.payment_short", "reminder.slip_unconfirmed"
