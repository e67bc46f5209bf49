"""What people do over a company's year: orders of several natures, each with its reasons to be reminded, written down.

Nothing here asks the program what it will say. A reason begins and ends where somebody does something about it.
"""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import select

from db.models import Allocation, Approval, ApprovalSeat, Customer, DepartmentDuty, Order, Person, Receipt, Shipment
from domain.approvals import Verdict
from services import basis, life, money_back, noticing, people, shipping
from services.approvals import seats, voting
from services.approvals.voting import Ballot
from services.changes import holding
from services.locking import lock_order
from services.money import Evidence
from tests.support.reminding import FINANCE, HOUSE, MONDAY, WAREHOUSE, Company
from tests.support.year_changing import Wishes
from tests.support.year_diary import workdays_before
from tests.support.year_made import PRODUCTS, Workshop, new_products
from tests.support.year_oracle import ZONE, Reason, after, on_clock, works
from tests.support.year_paths import CREDIT, NEAR, OPENS, RELEASE, SHIPMENT, TERMS, Bounce, Path, Work
from tests.support.year_pressing import Pressing


class Stories(Workshop, Wishes, Pressing):
    """The people of the company, and what they do about orders."""

    def __init__(self, company: Company, chance: random.Random, start: datetime) -> None:
        super().__init__(company, chance, start)
        self._move_in()

    def _move_in(self) -> None:
        """Those whom the company of the other tests lacks: every department that is waited for has somebody."""
        with self._company.database.transaction() as session:
            for telegram_id, name, department, role in (
                (61, "刘伟", "production", "member"), (62, "马东", "production", "manager"),
                (71, "王芳", "purchasing", "member"), (72, "高峰", "purchasing", "manager"),
                (81, "郑洁", "quality", "member"), (82, "冯涛", "quality", "manager"),
                (32, "孙强", "warehouse", "manager"), (42, "林静", "service", "manager"), (51, "何总", "management", "manager"),
            ):  # fmt: skip
                person = Person(telegram_id=telegram_id, name=name, department=department, role=role, joined_at=MONDAY)
                person.is_admin = department == "management"
                session.add(person)
                session.flush()
                if role == "member":
                    session.add(DepartmentDuty(department=department, interface_id=person.id))
            new_products(session)

    def file_at(self, at: datetime, path: Path) -> None:
        self._plan(at, 0, partial(self._file, path))

    def _asks_to_pay(self, work: Work) -> tuple[str, str]:
        return "pay_before_release" if work.path.leaf == RELEASE else "pay_before_shipment", f"order:{work.order}"

    # ── taken on ───────────────────────────────────────────────────────────────────────────

    def _file(self, path: Path) -> None:
        wanted = (self.now + timedelta(days=path.wanted)).astimezone(ZONE).date()
        with self._company.database.transaction() as session:
            code = f"K{next(self._numbers)}"
            customer = Customer(code=code, name=f"宏达{code}", created_at=self.now, credit_minor=900_000_000)
            session.add(customer)
            session.flush()
            number = customer.id
        rests_on = {"choice": "contract", "files": 1} if path.spoken is None else {"choice": "spoken", "files": 0}
        order = self._company.file(
            path.leaf, self.now, wanted=wanted, customer=number, judged=path.judged is None, terms="shipped",
            terms_days=TERMS, basis=rests_on, product=PRODUCTS[path.making.supply if path.making is not None else "stock"],
        )  # fmt: skip
        work = Work(order, path, wanted)
        if path.judged is None:
            self._taken_on(work)
        else:
            self._asked(work)

    def _asked(self, work: Work) -> None:
        """Whoever is asked now is waited for; nobody, and it is taken on."""
        query = select(ApprovalSeat.id).join(Approval, Approval.id == ApprovalSeat.approval_id)
        mine = query.where(Approval.order_id == work.order, Approval.state == "open", ApprovalSeat.state == "open")
        with self._company.database.transaction() as session:
            asked = session.scalars(mine.order_by(ApprovalSeat.id)).all()
        for seat in asked:
            if not self._of("review_waits", f"seat:{seat}"):
                self._hastens_when_near(work, self._reason("review_waits", f"seat:{seat}", work))
                self._later(work.path.judged, work, partial(self._vote, seat), spread=0.9)
        if not asked:
            self._taken_on(work)

    def _hastens_when_near(self, work: Work, reason: Reason | None) -> None:
        """Near delivery opinions are asked for sooner. Where it comes near meanwhile nobody knows what was said by then."""
        day, left = work.wanted, NEAR
        while left >= works(day):
            left -= works(day)
            day -= timedelta(days=1)
        if reason is not None and day <= self.now.astimezone(ZONE).date():
            reason.hastened = True
        elif reason is not None:
            reason.doubtful = on_clock(day, time())

    def _vote(self, seat_id: int, work: Work) -> None:
        with self._company.database.transaction() as session:
            seat = session.get_one(ApprovalSeat, seat_id)
            approval = session.get_one(Approval, seat.approval_id)
            away = seats.applied(session.get_one(Order, work.order), approval)
            voter = seat.person_id or seats.eligible(session, seat.asked_of, away)[0].id
            voting.vote(session, HOUSE, people.by_id(session, voter), seat_id, Ballot(Verdict.APPROVE), self.now)
        self._ends("review_waits", f"seat:{seat_id}")
        self._asked(work)

    def _taken_on(self, work: Work) -> None:
        path = work.path
        if path.spoken is not None:
            self._of_order("basis_owed", work)
            self._later(path.spoken, work, self._put_on_paper)
        if path.leaf != RELEASE:
            self._released(work)
            return
        self._reason(*self._asks_to_pay(work), work)
        if path.held is not None:
            self._later(path.held, work, self._hold)
        else:
            self._later(path.pays, work, self._slip)
        self._later(path.cancelled, work, self._cancel)
        self._later(path.acknowledged, work, partial(self._acknowledge, *self._asks_to_pay(work)))

    def _put_on_paper(self, work: Work) -> None:
        with self._company.database.transaction() as session:
            paper = Evidence("photo", f"paper-{work.order}", f"paper-{work.order}")
            basis.add(session, HOUSE, self._seller(session), work.order, paper, self.now, paper="contract")
        self._ends("basis_owed", f"order:{work.order}")

    def _cancel(self, work: Work) -> None:
        with self._company.database.transaction() as session:
            row = lock_order(session, work.order)
            life.move(session, row, "cancel", self._seller(session).id, self.now)
        self._ends(*self._asks_to_pay(work))

    # ── held ───────────────────────────────────────────────────────────────────────────────

    def _hold(self, work: Work) -> None:
        for rule in ("pay_before_release", "pay_before_shipment", "delivery_near", "delivery_late"):
            self._doubt(rule, f"order:{work.order}")
        with self._company.database.transaction() as session:
            holding.hold(session, HOUSE, self._seller(session), work.order, "客户要改", self.now)
        within = HOUSE.book.change.hold_within if HOUSE.book.change is not None else None
        if within is not None:
            self._reason("hold_long", f"order:{work.order}", work, after(within, self.now))
        self._later(work.path.lifted, work, self._lift)

    def _lift(self, work: Work) -> None:
        with self._company.database.transaction() as session:
            holding.lift(session, HOUSE, self._seller(session), work.order, self.now)
        self._ends("hold_long", f"order:{work.order}")
        if work.path.leaf == RELEASE:
            self._later(work.path.pays, work, self._slip)
        else:
            self._later(work.path.packed, work, self._pack)

    # ── money ──────────────────────────────────────────────────────────────────────────────

    def _slip(self, work: Work) -> None:
        work.slip = self._company.slip(work.order, self.now)
        self._doubt(*self._asks_to_pay(work))
        reason = self._reason("slip_unconfirmed", f"slip:{work.slip}", work)
        if reason is not None:
            reason.hastened = work.packed and work.path.leaf == SHIPMENT
        self._later(work.path.confirmed, work, self._decide, spread=0.9)

    def _decide(self, work: Work) -> None:
        assert work.slip is not None
        slip, work.slip = work.slip, None
        self._ends("slip_unconfirmed", f"slip:{slip}")
        if work.path.lost and not work.sought:
            work.sought = True
            self._company.not_found(slip, self.now)
            self._later(4, work, self._slip)
            return
        self._company.confirm(slip, self.now)
        self._paid(work)

    def _paid(self, work: Work) -> None:
        work.paid = True
        self._ends(*self._asks_to_pay(work))
        self._ends("credit_due", f"order:{work.order}")
        if work.path.leaf == RELEASE:
            self._released(work)
            return
        self._ends("gate_closed_again", f"order:{work.order}")
        if work.noticed is not None:
            self._later(work.path.loaded, work, self._load, spread=0.9)
        elif work.path.bounces is Bounce.PACKED and not work.bounced:
            self._later(0.3, work, self._bounce)
        elif work.path.leaf == SHIPMENT and work.packed:
            self._later(0.3, work, self._notice)

    def _bounce(self, work: Work) -> None:
        """The money of packed goods comes back: what was asked for is asked for anew, and the gate is shut again."""
        work.paid, work.bounced = False, True
        paid = select(Receipt.id).join(Allocation, Allocation.receipt_id == Receipt.id)
        with self._company.database.transaction() as session:
            receipt = session.scalars(paid.where(Allocation.order_id == work.order)).one()
            finance = self._company.person(session, FINANCE)
            money_back.reverse(session, HOUSE, finance, receipt, self.now, kind="bounce")
        for reason in self._of_order("gate_closed_again", work):
            reason.hastened = reason.breaks = work.noticed is not None
        if work.noticed is not None:
            self._doubt("notice_waits", f"shipment:{work.noticed}")
        for reason in self._of_order("pay_before_shipment", work):
            reason.planned = reason.came = self.now
        self._later(work.path.pays, work, self._slip)

    # ── goods ──────────────────────────────────────────────────────────────────────────────

    def _released(self, work: Work) -> None:
        """Whatever is promised for a day counts from that day; payment before shipment from when goods stand packed."""
        self._may_change(work)
        begins = on_clock(work.wanted, OPENS)
        for rule in ("delivery_near", "delivery_late"):
            for reason in self._of_order(rule, work):
                reason.day = begins
        if work.path.leaf == SHIPMENT:
            for reason in self._of_order("pay_before_shipment", work):
                reason.planned = on_clock(self._planned(work), OPENS)
        if work.path.making is not None:
            self._begin_work(work)
        elif work.path.held is not None and work.path.leaf != RELEASE:
            self._later(work.path.held, work, self._hold)
        else:
            self._later(work.path.packed, work, self._pack)

    def _planned(self, work: Work) -> date:
        """Goods stand packed so many workdays before their day as the book gives the last that is done about them."""
        tasks = HOUSE.book.leaves[work.path.leaf].supply_tasks
        supply = work.path.making.supply if work.path.making is not None else "stock"
        return workdays_before(work.wanted, min(task.due_before for task in tasks if task.supply.value == supply))

    def _exists(self, work: Work) -> None:
        self._later(work.path.packed, work, self._pack)

    def _pack(self, work: Work) -> None:
        self._company.ready(work.order, self.now)
        work.packed = True
        for reason in self._of("pay_before_shipment", f"order:{work.order}"):
            reason.came = self.now
        if work.path.leaf == SHIPMENT and not work.paid:
            self._later(work.path.pays, work, self._slip)
        else:
            self._later(0.3, work, self._notice)

    def _notice(self, work: Work) -> None:
        with self._company.database.transaction() as session:
            work.noticed = noticing.issue(session, HOUSE, self._seller(session), work.order, self.now).id
        self._reason("notice_waits", f"shipment:{work.noticed}", work)
        if work.path.bounces is Bounce.NOTICED:
            self._later(0.5, work, self._bounce)
        else:
            self._later(work.path.loaded, work, self._load, spread=0.9)

    def _load(self, work: Work) -> None:
        self._drop(work)
        with self._company.database.transaction() as session:
            keeper = self._company.person(session, WAREHOUSE)
            batch = shipping.ship(session, HOUSE, keeper, work.order, self.now).id
        work.noticed = None
        self._ends("notice_waits", f"shipment:{batch}")
        for rule in ("delivery_near", "delivery_late"):
            self._ends(rule, f"order:{work.order}")
        self._left(work)
        self._reason("unsigned", f"shipment:{batch}", work)
        self._later(work.path.signed, work, self._sign)
        if work.path.leaf == CREDIT:
            for reason in self._of_order("credit_due", work):
                day = self.now.astimezone(ZONE).date() + timedelta(days=TERMS)
                reason.day = on_clock(day, OPENS)
            self._later(work.path.pays, work, self._slip)

    def _sign(self, work: Work) -> None:
        with self._company.database.transaction() as session:
            batch = session.scalars(select(Shipment.id).where(Shipment.order_id == work.order)).one()
            shipping.sign(session, HOUSE, self._seller(session), batch, self.now)
        self._ends("unsigned", f"shipment:{batch}")
