"""An order as cards show it: read once, the same for every reader; who may see what is the reader's matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.orm import Session

from db.models import Allocation, Attachment, Customer, Order, Person, Receipt
from domain.gates import OrderFacts, Refusal, judge, own_credit_minor, required_minor
from domain.life import ENDED, IN_SUPPLY, UNDECIDED, State
from domain.process.names import Checkpoint, PriceMode
from domain.process.types import Book, Leaf
from services import books, credit, linked_orders
from services.after_sale import reading as after_sale
from services.after_sale.reading import AfterSaleView
from services.allocating import next_checkpoint
from services.approvals import reading
from services.approvals.reading import ApprovalView
from services.errors import NotFound
from services.house import House
from services.linked_orders import FirstOrder, MadeGood
from services.order_parts import (
    BatchView,
    HoldView,
    LineView,
    ReceiptView,
    SlipView,
    TaskView,
    batches_of,
    hold_of,
    lines_of,
    receipts_of,
    slips_of,
    tasks_of,
)
from services.waivers import reading as waived
from services.waivers.reading import WaiverView

REVIEWED = UNDECIDED | {State.REJECTED, State.WITHDRAWN}
"""Where an order stands, is what its latest review says."""


@dataclass(frozen=True, slots=True)
class OrderView:
    """Everything that a card may say of an order."""

    id: int
    number: str
    book: Book
    leaf: Leaf
    state: State
    on_hold: bool
    hold: HoldView | None
    """Nothing of an order that is not held, and of one that was held before reasons were kept."""
    revision: int
    customer: str
    customer_id: int | None
    sales_id: int
    sales: str
    filed_by: int
    keeper: str
    currency: str
    total_minor: int
    lines: tuple[LineView, ...]
    requested_on: date | None
    promised_on: date | None
    days_after_payment: int | None
    fields: Mapping[str, Any]
    filed_at: datetime
    released_at: datetime | None
    facts: OrderFacts
    next_checkpoint: Checkpoint
    refusals: tuple[Refusal, ...]
    """Why the next checkpoint is closed now; empty when it is open, or when there is none left."""
    slips: tuple[SlipView, ...]
    tasks: tuple[TaskView, ...]
    batches: tuple[BatchView, ...]
    receipts: tuple[ReceiptView, ...]
    basis_files: int
    written_off_minor: int
    """尾差: what finance gave up of it."""
    copied_from: str
    """再来一单: the number of the order that it repeats; empty for any other."""
    makes_good: FirstOrder | None
    """补货: the order that it makes good."""
    made_good: tuple[MadeGood, ...]
    """Orders that make good this one, also those that were given up."""
    review: ApprovalView | None
    """The latest review of an order that is not taken on: asked, sent back, rejected, withdrawn."""
    after_sales: tuple[AfterSaleView, ...]
    """Every 退货 and 折让, the first one first."""
    waivers: tuple[WaiverView, ...]
    """Every 特批 that was ever asked for, the first one first."""

    @property
    def minor(self) -> int:
        """Minor units to one of the currency."""
        return self.facts.minor_per_unit

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def undecided(self) -> bool:
        """Nobody has taken it on yet: nothing is asked of the customer, bought or made."""
        return self.state in UNDECIDED

    @property
    def never_accepted(self) -> bool:
        """Nobody has taken it on, or ever will: nothing was promised and no money is owed."""
        return self.undecided or self.state in (State.REJECTED, State.WITHDRAWN)

    @property
    def in_supply(self) -> bool:
        return self.state in IN_SUPPLY

    @property
    def required_minor(self) -> int:
        """Money due before the next checkpoint, cumulative."""
        return required_minor(self.facts, self.next_checkpoint)

    @property
    def missing_minor(self) -> int:
        """Money still missing for the next checkpoint."""
        return max(self.required_minor - self.facts.net_minor, 0)

    @property
    def final_missing_minor(self) -> int:
        """Money still missing for the last checkpoint of execution."""
        return max(required_minor(self.facts, self.leaf.ends_at.checkpoint) - self.facts.net_minor, 0)

    @property
    def unpaid_minor(self) -> int:
        """What a payment may be for: money that a checkpoint waits for; on credit all that is not paid yet."""
        credit = own_credit_minor(self.facts) if self.facts.credit is not None and self.released_at is not None else 0
        return max(self.final_missing_minor, credit)

    @property
    def charged(self) -> bool:
        """Whether somebody pays for it: a free sample has list prices, but they are only what it is worth."""
        return self.leaf.price_mode is PriceMode.ASK or bool(self.facts.terms)

    @property
    def cost_minor(self) -> int:
        """What the order costs, whatever was let off of it: a cancelled one no more than what has left."""
        if self.state is State.CANCELLED:
            return sum(int(line.amount_minor * line.shipped / line.quantity) for line in self.lines)
        asked = max((term.required_minor for term in self.facts.terms), default=0)
        return max(self.total_minor if self.charged else 0, asked)

    @property
    def credited_minor(self) -> int:
        """退货、折让: what was let off of it."""
        return self.facts.credited_minor

    @property
    def receivable_minor(self) -> int:
        """All that the customer is to pay."""
        return max(self.cost_minor - self.credited_minor, 0)

    @property
    def owed_minor(self) -> int:
        """What of all that is not paid yet."""
        return max(self.receivable_minor - self.facts.net_minor, 0)

    @property
    def over_minor(self) -> int:
        """多收: what was paid beyond all that the customer is to pay."""
        return 0 if self.undecided else max(self.facts.net_minor - self.receivable_minor, 0)

    @property
    def rest_minor(self) -> int:
        """What is short now: for the next checkpoint, or of all once nothing more is held up by money."""
        left = self.state not in (State.ACCEPTED, *IN_SUPPLY)
        return self.missing_minor or (self.owed_minor if left and not self.ended else 0)

    @property
    def open_notice(self) -> BatchView | None:
        return next((batch for batch in self.batches if batch.state == "noticed"), None)


# Asked for every card: built once, which is most of what asking costs.
_ORDER = bindparam("order_id", type_=BigInteger())
_WRITTEN_OFF = (
    select(func.coalesce(func.sum(Allocation.amount_minor), 0))
    .join(Receipt, Receipt.id == Allocation.receipt_id)
    .where(Allocation.order_id == _ORDER, Receipt.kind == "write_off")
)
_PAPERS = select(func.count()).where(Attachment.order_id == _ORDER, Attachment.purpose == "basis")
_BESIDE = select(
    select(Person.name).where(Person.id == bindparam("sales", type_=BigInteger())).scalar_subquery(),
    select(Person.name).where(Person.id == bindparam("keeper", type_=BigInteger())).scalar_subquery(),
    select(Customer.name).where(Customer.id == bindparam("customer", type_=BigInteger())).scalar_subquery(),
    select(Order.number).where(Order.id == bindparam("copied_from", type_=BigInteger())).scalar_subquery(),
    _PAPERS.scalar_subquery(),
    _WRITTEN_OFF.scalar_subquery(),
)


def view_of(session: Session, house: House, order_id: int, now: datetime) -> OrderView:
    """The order with this id as it is now. NotFound when there is none."""
    order = session.get(Order, order_id)
    if order is None:
        raise NotFound(f"order {order_id}")
    book = books.book_of(session, order, house.book)
    leaf = book.leaves[order.leaf]
    facts = credit.judged_facts(session, house, book, order, now)
    checkpoint = next_checkpoint(leaf, order)
    left = any(line.shipped for line in facts.lines)
    tasks = tasks_of(session, house, leaf, order)
    passing = State(order.state) in (State.ACCEPTED, *IN_SUPPLY)
    sales, keeper, customer, copied_from, basis_files, written_off = _beside(session, order)
    return OrderView(
        id=order.id,
        number=order.number,
        book=book,
        leaf=leaf,
        state=State(order.state),
        on_hold=order.on_hold,
        hold=hold_of(session, order),
        revision=order.revision,
        customer=customer or "",
        customer_id=order.customer_id,
        sales_id=order.sales_id,
        sales=sales,
        filed_by=order.filed_by,
        keeper=keeper or "",
        currency=order.currency,
        total_minor=order.total_minor,
        lines=lines_of(order, facts, tasks),
        requested_on=order.requested_on,
        promised_on=order.promised_on,
        days_after_payment=order.promised_days_after_payment,
        fields=order.fields,
        filed_at=order.filed_at,
        released_at=order.released_at,
        facts=facts,
        next_checkpoint=checkpoint,
        refusals=judge(book, leaf, checkpoint, facts) if passing else (),
        slips=slips_of(session, order.id),
        tasks=tasks,
        batches=batches_of(session, order.id),
        receipts=receipts_of(session, order.id),
        basis_files=basis_files,
        written_off_minor=written_off,
        copied_from=copied_from or "",
        makes_good=linked_orders.first_of(session, order),
        made_good=linked_orders.made_good(session, order.id) if left else (),
        review=reading.last_of(session, order.id) if State(order.state) in REVIEWED else None,
        after_sales=after_sale.of_order(session, order.id) if left else (),
        waivers=waived.of_order(session, order.id),
    )  # fmt: skip


def _beside(session: Session, order: Order) -> tuple[str, str | None, str | None, str | None, int, int]:
    """Who sold it and who keeps it, the customer's name, the number of the order that this one repeats, how many papers
    it rests on, and 尾差."""
    known = {
        "order_id": order.id, "sales": order.sales_id, "keeper": order.owner_id, "customer": order.customer_id,
        "copied_from": order.copied_from_id,
    }  # fmt: skip
    *names, papers, written_off = session.execute(_BESIDE, known).one()
    sales, keeper, customer, repeated = names
    return sales, keeper, customer, repeated, papers, int(written_off)
