"""What people do over a company's year: orders of several natures, each with its reasons to be reminded, written down.

Nothing here asks the program what it will say. A reason begins and ends where somebody does something about it.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from functools import partial
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Allocation, Approval, ApprovalSeat, Customer, DepartmentDuty, Order, Person, Receipt, Shipment
from domain.approvals import Verdict
from services import life, money_back, noticing, people, shipping
from services.approvals import seats, voting
from services.approvals.voting import Ballot
from services.changes import holding
from services.errors import NotAllowed, NotFound
from services.locking import lock_order
from services.reminders import pausing
from services.reminders.pausing import Heard
from tests.support.reminding import FINANCE, HOUSE, MONDAY, SALES, WAREHOUSE, Company
from tests.support.year_oracle import ZONE, Reason, after, on_clock, works

OPENS = time(8, 30)
TERMS = 10
"""Days of credit, from when the goods left."""
NEAR = 3
"""Delivery within so many workdays is near."""
RELEASE, SHIPMENT, CREDIT = "prepaid.release", "prepaid.shipment", "standard"


class Bounce(Enum):
    """When money comes back once."""

    PACKED = auto()
    NOTICED = auto()
    """The truck is to leave."""


@dataclass(frozen=True, slots=True)
class Path:
    """How an order goes: in about so many days each. None: it never comes to that."""

    leaf: str
    wanted: int
    """Days from its filing."""
    judged: float | None = None
    """Each opinion that is asked for; None: nobody is asked."""
    pays: float | None = None
    """From when it is asked for: taken on, packed, or left on credit."""
    confirmed: float = 0.5
    lost: bool = False
    """The first slip is not found."""
    held: float | None = None
    lifted: float = 6
    cancelled: float | None = None
    packed: float = 3
    loaded: float = 0.4
    signed: float = 2
    bounces: Bounce | None = None
    acknowledged: float | None = None
    """The salesperson presses 知道了 on the first reminder to pay."""


PATHS = (
    Path(CREDIT, 10, pays=25, packed=2, loaded=3, signed=12),
    Path(SHIPMENT, 8, pays=16, confirmed=1, packed=5),
    Path(RELEASE, 25, judged=1, pays=1.5, packed=4, loaded=3),
    Path(SHIPMENT, 14, held=1, lifted=8, pays=2, packed=4, loaded=2),
    Path(RELEASE, 40, pays=12, confirmed=3, packed=30, loaded=4),
    Path(RELEASE, 25, pays=2, lost=True, packed=12),
    Path(CREDIT, 9, judged=0.3, pays=5, packed=20, loaded=1, signed=4),
    Path(RELEASE, 30, held=3, pays=5, packed=18),
    Path(SHIPMENT, 20, pays=2, packed=8, signed=6, bounces=Bounce.PACKED),
    Path(RELEASE, 60, cancelled=15),
    Path(RELEASE, 30, judged=3, pays=1, packed=20, loaded=1.5),
    Path(SHIPMENT, 20, pays=1, packed=2, bounces=Bounce.NOTICED),
    Path(RELEASE, 2, judged=1, pays=4, packed=3),
    Path(RELEASE, 60, acknowledged=2),
)


@dataclass(slots=True)
class Work:
    """One order under way."""

    order: int
    path: Path
    wanted: date
    paid: bool = False
    packed: bool = False
    bounced: bool = False
    noticed: int | None = None
    """The batch that is to leave."""
    sought: bool = False
    """A slip of it was not found."""
    slip: int | None = None
    """One that finance has not looked at."""


class Stories:
    """The people of the company, what they have yet to do, and the reasons that there are."""

    def __init__(self, company: Company, chance: random.Random, start: datetime) -> None:
        self.reasons: list[Reason] = []
        self._standing: dict[tuple[str, str], Reason] = {}
        self.now = start
        self._company = company
        self._chance = chance
        self._deeds: list[tuple[datetime, int, int, Callable[[], None]]] = []
        self._numbers = count()
        self._move_in()

    def _move_in(self) -> None:
        """Those whom the company of the other tests lacks: every department that is waited for has somebody."""
        with self._company.database.transaction() as session:
            for telegram_id, name, department, role in (
                (61, "刘伟", "production", "member"), (62, "马东", "production", "manager"),
                (71, "王芳", "purchasing", "member"), (72, "高峰", "purchasing", "manager"),
                (32, "孙强", "warehouse", "manager"), (42, "林静", "service", "manager"), (51, "何总", "management", "manager"),
            ):  # fmt: skip
                person = Person(telegram_id=telegram_id, name=name, department=department, role=role, joined_at=MONDAY)
                person.is_admin = department == "management"
                session.add(person)
                session.flush()
                if role == "member":
                    session.add(DepartmentDuty(department=department, interface_id=person.id))

    # ── when ───────────────────────────────────────────────────────────────────────────────

    def file_at(self, at: datetime, path: Path) -> None:
        self._plan(at, 0, partial(self._file, path))

    @property
    def next_at(self) -> datetime | None:
        return self._deeds[0][0] if self._deeds else None

    def until(self, now: datetime) -> None:
        """Everything that is to have happened by now."""
        self.now = now
        while self._deeds and self._deeds[0][0] <= now:
            heapq.heappop(self._deeds)[3]()

    def hurry(self, orders: Collection[int], now: datetime) -> bool:
        """What is next to be done about one of these orders is done now; whether there was anything."""
        ahead = next((one for one in sorted(self._deeds) if one[2] in orders), None)
        if ahead is None:
            return False
        self._deeds.remove(ahead)
        heapq.heapify(self._deeds)
        self.now = now
        ahead[3]()
        return True

    def _plan(self, at: datetime, order: int, deed: Callable[[], None]) -> None:
        heapq.heappush(self._deeds, (at, next(self._numbers), order, deed))

    def _later(self, days: float | None, work: Work, deed: Callable[[Work], None], spread: float = 0.5) -> None:
        if days is not None:
            at = self.now + timedelta(days=days * self._chance.uniform(1 - spread, 1 + spread))
            self._plan(at, work.order, partial(deed, work))

    # ── reasons ────────────────────────────────────────────────────────────────────────────

    def _reason(self, rule: str, subject: str, work: Work, begins: datetime | None = None) -> Reason | None:
        """A rule begins to speak of this, where the order's leaf has it."""
        declared = HOUSE.book.leaves[work.path.leaf].reminders
        found = next((one for one in declared if one.key == rule), None)
        if found is None:
            return None
        assert (rule, subject) not in self._standing, "one ends before the next begins"
        reason = self._standing[rule, subject] = Reason(found, subject, work.order, begins or self.now)
        self.reasons.append(reason)
        return reason

    def _of(self, rule: str, subject: str) -> list[Reason]:
        found = self._standing.get((rule, subject))
        return [found] if found is not None else []

    def _doubt(self, rule: str, subject: str) -> None:
        for reason in self._of(rule, subject):
            reason.doubtful = reason.doubtful or self.now

    def _ends(self, rule: str, subject: str) -> None:
        for reason in self._of(rule, subject):
            reason.ends = self.now
            del self._standing[rule, subject]

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
        order = self._company.file(
            path.leaf, self.now, wanted=wanted, customer=number, judged=path.judged is None, terms="shipped",
            terms_days=TERMS,
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
        if path.leaf != RELEASE:
            self._released(work)
            return
        self._reason(*self._asks_to_pay(work), work)
        if path.held is not None:
            self._later(path.held, work, self._hold)
        else:
            self._later(path.pays, work, self._slip)
        self._later(path.cancelled, work, self._cancel)
        self._later(path.acknowledged, work, self._acknowledge)

    def _acknowledge(self, work: Work) -> None:
        """Whoever has not been reminded yet cannot, and does it later."""
        rule, subject = self._asks_to_pay(work)
        try:
            with self._company.database.transaction() as session:
                heard = Heard(self._seller(session), people.chat_facts(session, SALES), [[rule, subject]])
                pausing.acknowledge(session, HOUSE, heard, self.now)
        except (NotFound, NotAllowed):
            self._later(0.5, work, self._acknowledge)
            return
        for reason in self._of(rule, subject):
            reason.acknowledged = self.now

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
        for reason in self._new("gate_closed_again", work):
            reason.hastened = reason.breaks = work.noticed is not None
        if work.noticed is not None:
            self._doubt("notice_waits", f"shipment:{work.noticed}")
        for reason in self._new("pay_before_shipment", work):
            reason.planned = reason.came = self.now
        self._later(work.path.pays, work, self._slip)

    # ── goods ──────────────────────────────────────────────────────────────────────────────

    def _released(self, work: Work) -> None:
        """Whatever is promised for a day counts from that day; payment before shipment from when goods stand packed."""
        begins = on_clock(work.wanted, OPENS)
        for rule in ("delivery_near", "delivery_late"):
            for reason in self._new(rule, work):
                reason.day = begins
        if work.path.leaf == SHIPMENT:
            for reason in self._new("pay_before_shipment", work):
                reason.planned = on_clock(self._planned(work), OPENS)
        if work.path.held is not None and work.path.leaf != RELEASE:
            self._later(work.path.held, work, self._hold)
        else:
            self._later(work.path.packed, work, self._pack)

    def _new(self, rule: str, work: Work) -> list[Reason]:
        found = self._reason(rule, f"order:{work.order}", work)
        return [found] if found is not None else []

    def _planned(self, work: Work) -> date:
        """Goods from stock stand packed so many workdays before their day as the book says."""
        tasks = HOUSE.book.leaves[work.path.leaf].supply_tasks
        back = min(task.due_before for task in tasks if task.supply.value == "stock")
        day = work.wanted
        while back:
            day -= timedelta(days=1)
            back -= works(day)
        return day

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
        with self._company.database.transaction() as session:
            keeper = self._company.person(session, WAREHOUSE)
            batch = shipping.ship(session, HOUSE, keeper, work.order, self.now).id
        work.noticed = None
        self._ends("notice_waits", f"shipment:{batch}")
        for rule in ("delivery_near", "delivery_late"):
            self._ends(rule, f"order:{work.order}")
        self._reason("unsigned", f"shipment:{batch}", work)
        self._later(work.path.signed, work, self._sign)
        if work.path.leaf == CREDIT:
            for reason in self._new("credit_due", work):
                day = self.now.astimezone(ZONE).date() + timedelta(days=TERMS)
                reason.day = on_clock(day, OPENS)
            self._later(work.path.pays, work, self._slip)

    def _sign(self, work: Work) -> None:
        with self._company.database.transaction() as session:
            batch = session.scalars(select(Shipment.id).where(Shipment.order_id == work.order)).one()
            shipping.sign(session, HOUSE, self._seller(session), batch, self.now)
        self._ends("unsigned", f"shipment:{batch}")

    def _seller(self, session: Session) -> people.PersonFacts:
        return self._company.person(session, SALES)
