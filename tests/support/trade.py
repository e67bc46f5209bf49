"""A company that trades: every command that touches an order, called as handlers call it, in one session without chats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.book_file import default_book_bytes
from db.models import (
    Allocation,
    Approval,
    ApprovalSeat,
    Change,
    ChangeImpact,
    Customer,
    DepartmentDuty,
    Order,
    Person,
    Product,
    Receipt,
    Shipment,
    Waiver,
)
from domain.approvals import Verdict
from domain.changes import ChangeKind
from services import (
    books,
    filing,
    inspecting,
    money,
    money_back,
    money_moves,
    noticing,
    people,
    shipping,
    signoffs,
    supply,
)
from services.approvals import seats, voting
from services.approvals.voting import Ballot
from services.changes import asking, holding, impacts
from services.changes.asking import Why
from services.changes.content import stands_still
from services.errors import NotAllowed, NotFound
from services.filing import NewLine, NewOrder
from services.house import House
from services.money_moves import Passing
from services.order_facts import net_received
from services.order_view import view_of
from services.people import PersonFacts
from services.reminders import chasing
from services.waivers import asking as waiver_asking
from tests.support.office import HOUSE, at

STAFF = {
    "张敏": ("sales", "member"),
    "陈亮": ("sales", "member"),
    "周强": ("sales", "manager"),
    "李娜": ("finance", "member"),
    "陈静": ("finance", "manager"),
    "刘伟": ("production", "member"),
    "王芳": ("purchasing", "member"),
    "孙丽": ("quality", "member"),
    "方工": ("engineering", "member"),
    "赵强": ("warehouse", "member"),
    "吴芳": ("service", "member"),
    "何总": ("management", "manager"),
}
INTERFACES = {
    "production": "刘伟", "purchasing": "王芳", "finance": "李娜", "service": "吴芳", "warehouse": "赵强", "quality": "孙丽",
}  # fmt: skip
WHY = Why("customer", "altered", "客户要改")


@dataclass
class Trade:
    """Who works there, and what they do to orders."""

    session: Session
    house: House = HOUSE
    now: datetime = field(default_factory=lambda: at("11-23", "10:05"))
    ids: dict[str, int] = field(default_factory=dict[str, int])
    products: dict[str, int] = field(default_factory=dict[str, int])
    customer: int = 0

    @classmethod
    def opened(cls, session: Session, house: House = HOUSE) -> Trade:
        """The company with its people, one customer, and a product of each supply."""
        trade = cls(session, house)
        books.keep(session, house.book, default_book_bytes(), trade.now)
        for n, (name, (department, role)) in enumerate(STAFF.items(), start=1):
            person = Person(
                telegram_id=8000 + n, name=name, department=department, role=role, joined_at=trade.now,
                is_admin=name == "何总",
            )  # fmt: skip
            session.add(person)
            session.flush()
            trade.ids[name] = person.id
        for department, name in INTERFACES.items():
            session.add(DepartmentDuty(department=department, interface_id=trade.ids[name]))
        customer = Customer(
            code="T1", name="永盛五金行", owner_id=trade.ids["张敏"], created_at=trade.now, credit_minor=100_000_000,
        )  # fmt: skip
        session.add(customer)
        for code, supply_of in (("S200", "stock"), ("M200", "make"), ("B200", "buy")):
            product = Product(
                code=code, name="减速电机", unit="台", supply=supply_of, list_price=Decimal(58),
                floor_price=Decimal(50), created_at=trade.now,
            )  # fmt: skip
            session.add(product)
            session.flush()
            trade.products[code] = product.id
        trade.customer = customer.id
        return trade

    # ── who and what ───────────────────────────────────────────────────────────────────────

    def person(self, name: str) -> PersonFacts:
        return people.by_id(self.session, self.ids[name])

    def order(self, order_id: int) -> Order:
        return self.session.get_one(Order, order_id, populate_existing=True)

    def line(self, order_id: int, index: int = 0) -> int:
        return self.order(order_id).lines[index].id

    def passes(self, **delta: int) -> None:
        self.now += timedelta(**delta)

    def until(self, day: str, clock: str = "18:00") -> None:
        """From one due moment to the next: what reminds is owed."""
        end = at(day, clock)
        while True:
            chasing.tick(self.session, self.house, self.now)
            due = chasing.next_due(self.session)
            if due is None or due > end:
                break
            assert due > self.now, f"something is left due at {due}"
            self.now = due
        self.now = end

    # ── filing and judging ─────────────────────────────────────────────────────────────────

    def new(
        self, leaf: str, *, code: str = "S200", quantity: int = 300, price: str | None = "58", **fields: Any
    ) -> NewOrder:  # fmt: skip
        declared = self.house.book.leaves[leaf]
        return NewOrder(
            leaf,
            (NewLine(self.products[code], Decimal(quantity), Decimal(price) if declared.has_price and price else None),),
            customer_id=self.customer if declared.has_customer else None,
            requested_on=fields.pop("wanted", date(2026, 12, 18)),
            fields={"basis": {"choice": "contract", "files": 1}, "deposit_share": "0.3", **fields},
        )  # fmt: skip

    def file(self, leaf: str, *, by: str = "张敏", **how: Any) -> int:
        """A filed order on which everybody who is asked has agreed."""
        order = filing.file_order(self.session, self.house, self.person(by), self.new(leaf, **how), self.now)
        self.all_agree(order.id)
        return order.id

    def open_seats(self, order_id: int) -> list[ApprovalSeat]:
        query = select(ApprovalSeat).join(Approval, Approval.id == ApprovalSeat.approval_id)
        mine = query.where(Approval.order_id == order_id, Approval.state == "open", ApprovalSeat.state == "open")
        return list(self.session.scalars(mine.order_by(ApprovalSeat.id)))

    def speaker(self, seat: ApprovalSeat) -> str:
        """Somebody who may answer this seat."""
        names = {number: name for name, number in self.ids.items()}
        if seat.person_id is not None:
            return names[seat.person_id]
        approval = self.session.get_one(Approval, seat.approval_id)
        away = seats.applied(self.order(approval.order_id), approval)
        return names[seats.eligible(self.session, seat.asked_of, away)[0].id]

    def vote(self, order_id: int, verdict: Verdict = Verdict.APPROVE) -> None:
        """One of those who are asked answers."""
        asked = self.open_seats(order_id)
        if not asked:
            raise NotFound("nobody is asked")
        ballot = Ballot(verdict, comment="不行" if verdict in (Verdict.REJECT, Verdict.SEND_BACK) else None)
        voting.vote(self.session, self.house, self.person(self.speaker(asked[0])), asked[0].id, ballot, self.now)

    def all_agree(self, order_id: int) -> None:
        while self.open_seats(order_id):
            self.vote(order_id)

    # ── money ──────────────────────────────────────────────────────────────────────────────

    def slip(self, order_id: int, amount: int, by: str = "张敏") -> int:
        return money.send_slip(
            self.session, self.house, self.person(by), order_id, self.now, claimed_minor=amount
        ).id  # fmt: skip

    def confirm(self, slip_id: int, by: str = "李娜") -> None:
        money.confirm_slip(self.session, self.house, self.person(by), slip_id, self.now)

    def pay(self, order_id: int, amount: int) -> None:
        """A slip, and finance finds the money."""
        self.confirm(self.slip(order_id, amount))

    def bounce(self, order_id: int) -> None:
        """The last receipt of an order comes back."""
        money_back.reverse(
            self.session, self.house, self.person("李娜"), self.last_receipt(order_id), self.now, kind="bounce"
        )  # fmt: skip

    def refund(self, order_id: int, amount: int) -> None:
        """A part of the money goes back."""
        has = net_received(self.session, order_id)
        money_moves.refund(self.session, self.house, self.person("李娜"), order_id, self.now, amount=amount, has=has)

    def last_receipt(self, order_id: int) -> int:
        """The last payment of an order that was not taken back."""
        taken_back = select(Receipt.reverses_id).where(Receipt.reverses_id.is_not(None))
        its = select(Receipt.id).join(Allocation, Allocation.receipt_id == Receipt.id).where(
            Allocation.order_id == order_id, Receipt.kind == "payment", Receipt.id.not_in(taken_back)
        )  # fmt: skip
        found = self.session.scalar(its.order_by(Receipt.id.desc()).limit(1))
        if found is None:
            raise NotFound("no receipt")
        return found

    def move_money(self, source: int, target: int, amount: int) -> None:
        """Money of one order pays another from now on."""
        passing = Passing(
            amount, source, target, has_minor=net_received(self.session, source),
            lacks_minor=view_of(self.session, self.house, target, self.now).owed_minor,
        )  # fmt: skip
        money_moves.move(self.session, self.house, self.person("李娜"), passing, self.now)

    def write_off(self, order_id: int) -> None:
        """Finance gives up the little that is missing."""
        missing = view_of(self.session, self.house, order_id, self.now).rest_minor
        money_moves.write_off(self.session, self.house, self.person("李娜"), order_id, self.now, amount=missing)

    # ── waivers ────────────────────────────────────────────────────────────────────────────

    def ask_waiver(self, order_id: int, code: str = "payment_missing", days: int = 1, by: str = "张敏") -> Waiver:
        return waiver_asking.ask(
            self.session, self.house, self.person(by), order_id, code, "车在等，客户明天补", days, self.now
        )  # fmt: skip

    def decide_waiver(self, waiver_id: int, verdict: Verdict = Verdict.APPROVE) -> None:
        approval = self.session.get_one(Waiver, waiver_id).approval_id
        self.vote_on(select(ApprovalSeat).where(ApprovalSeat.approval_id == approval), verdict)

    def withdraw_waiver(self, waiver_id: int, by: str = "张敏") -> None:
        waiver_asking.withdraw(self.session, self.house, self.person(by), waiver_id, self.now)

    def vote_on(self, seats_of: Select[ApprovalSeat], verdict: Verdict) -> None:
        """Whoever is asked first answers; once nobody is asked, the last one presses again."""
        asked = list(self.session.scalars(seats_of.order_by(ApprovalSeat.id)))
        if not asked:
            raise NotFound("nobody was asked")
        seat = next((one for one in asked if one.state == "open"), asked[-1])
        ballot = Ballot(verdict, comment="不行" if verdict is Verdict.REJECT else None)
        voting.vote(self.session, self.house, self.person(self.speaker(seat)), seat.id, ballot, self.now)

    # ── work ───────────────────────────────────────────────────────────────────────────────

    def sign_off(self, order_id: int, name: str, by: str) -> None:
        signoffs.sign(self.session, self.house, self.person(by), order_id, name, self.now)

    def take(self, order_id: int, kind: str = "production", by: str = "刘伟") -> None:
        supply.take(self.session, self.house, self.person(by), order_id, kind, self.now)

    def finish(self, order_id: int, kind: str = "production", by: str = "刘伟") -> None:
        supply.finish(self.session, self.house, self.person(by), order_id, kind, self.now)

    def ready(self, order_id: int, quantity: int | None = None) -> None:
        quantities = None if quantity is None else {self.line(order_id): Decimal(quantity)}
        shipping.report_ready(self.session, self.house, self.person("赵强"), order_id, self.now, quantities)

    def pass_goods(self, order_id: int) -> None:
        inspecting.pass_goods(self.session, self.house, self.person("孙丽"), order_id, self.now)

    def notice(self, order_id: int, quantity: int | None = None) -> None:
        quantities = None if quantity is None else {self.line(order_id): Decimal(quantity)}
        noticing.issue(self.session, self.house, self.person("张敏"), order_id, self.now, quantities)

    def take_back_notice(self, order_id: int) -> None:
        noticing.take_back(self.session, self.house, self.person("张敏"), order_id, self.now)

    def ship(self, order_id: int, quantity: int | None = None) -> Shipment:
        quantities = None if quantity is None else {self.line(order_id): Decimal(quantity)}
        return shipping.ship(
            self.session, self.house, self.person("赵强"), order_id, self.now, quantities=quantities
        )  # fmt: skip

    def sign(self, shipment_id: int) -> None:
        shipping.sign(self.session, self.house, self.person("张敏"), shipment_id, self.now)

    # ── changes ────────────────────────────────────────────────────────────────────────────

    def wanted(self, order_id: int, **differently: Any) -> NewOrder:
        """The order as it stands, but for what is given: quantity, price, wanted, leaf, lines, or a field."""
        from dataclasses import replace

        stands = stands_still(self.order(order_id))
        lines = differently.pop("lines", None)
        first = stands.lines[0]
        quantity = differently.pop("quantity", first.quantity)
        price = differently.pop("price", first.price)
        changed = (
            NewLine(first.product_id, Decimal(quantity), None if price is None else Decimal(price)),
            *stands.lines[1:],
        )
        return replace(
            stands, lines=lines if lines is not None else changed, leaf=differently.pop("leaf", stands.leaf),
            requested_on=differently.pop("wanted", stands.requested_on), fields={**stands.fields, **differently},
        )  # fmt: skip

    def change(self, order_id: int, *, by: str = "张敏", why: Why = WHY, **differently: Any) -> Change:
        wanted = self.wanted(order_id, **differently)
        return asking.ask(self.session, self.house, self.person(by), order_id, wanted, why, self.now)

    def cancel(self, order_id: int, *, by: str = "张敏", why: Why = WHY) -> Change:
        return asking.ask_whole(
            self.session, self.house, self.person(by), order_id, ChangeKind.CANCEL, why, self.now
        )  # fmt: skip

    def reopen(self, order_id: int, *, by: str = "张敏", why: Why = WHY) -> Change:
        return asking.ask_whole(
            self.session, self.house, self.person(by), order_id, ChangeKind.REOPEN, why, self.now
        )  # fmt: skip

    def withdraw_change(self, order_id: int, by: str = "张敏") -> None:
        standing = asking.open_of(self.session, order_id)
        if standing is None:
            raise NotFound("no open change")
        asking.withdraw(self.session, self.house, self.person(by), standing.id, "不改了", self.now)

    def statements(self, change_id: int) -> Mapping[str, ChangeImpact]:
        return {one.department: one for one in impacts.of_change(self.session, change_id)}

    def state_impact(self, order_id: int, department: str, by: str | None = None) -> None:
        """One department answers all of its questions with what is offered first."""
        standing = asking.open_of(self.session, order_id)
        if standing is None or department not in self.statements(standing.id):
            raise NotFound("nobody asks")
        row = self.statements(standing.id)[department]
        who = self.person(by or INTERFACES[department])
        for question in impacts.questions(self.session, self.house, self.order(order_id), department).questions:
            choice = next(one for one in question.choices if one.then is None)
            impacts.answer(self.session, self.house, who, row.id, question.key, choice.key, self.now)

    def carry(self, order_id: int) -> None:
        """Everybody says what a change means, and all agree."""
        standing = asking.open_of(self.session, order_id)
        assert standing is not None
        for department, row in self.statements(standing.id).items():
            if row.answered_at is None:
                self.state_impact(order_id, department)
        self.all_agree(order_id)

    def hold(self, order_id: int, by: str = "张敏") -> None:
        holding.hold(self.session, self.house, self.person(by), order_id, "图纸要改", self.now)

    def lift(self, order_id: int, by: str = "张敏") -> None:
        holding.lift(self.session, self.house, self.person(by), order_id, self.now)


__all__ = ["WHY", "NotAllowed", "Trade"]
