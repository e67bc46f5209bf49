"""Filing: a complete draft becomes an order; it is screened, judged where the book says so, or accepted at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models import Attachment, Customer, Draft, Order, OrderLine, PaymentTerm, Product
from domain.gates import Refusal
from domain.life import State
from domain.money import Money, to_minor
from domain.order_number import format_number
from domain.process.names import Checkpoint, Shipping
from domain.process.types import Leaf, PaymentCondition
from domain.screening import Found
from services import accepting, history, keeping, life, making_good, numbering, people, screening, signoffs
from services.approvals import opening
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused
from services.house import House, require
from services.locking import lock_order
from services.people import PersonFacts
from services.screening import Wanted


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line as it is filed. `price` is per unit; None where the leaf asks for none."""

    product_id: int
    quantity: Decimal
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class NewOrder:
    """A complete order, ready to be filed."""

    leaf: str
    lines: tuple[NewLine, ...]
    customer_id: int | None = None
    requested_on: date | None = None
    days_after_payment: int | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    draft_id: int | None = None
    copied_from: int | None = None
    """再来一单: the order that it repeats."""
    makes_good: int | None = None
    """补货: the order that it makes good."""
    because: str = ""
    """Why it makes it good."""
    sales_id: int | None = None
    """For whom it is filed; the one who files where it is left out."""
    missing: tuple[str, ...] = ()
    """Required fields without an answer."""


def file_order(session: Session, house: House, actor: PersonFacts, new: NewOrder, now: datetime) -> Order:
    """File an order: screen it, have it judged where the book says so, else accept it and release it where its gate is
    open.

    One draft becomes at most one order: a second filing raises AlreadyDone.

    Raises:
        Blocked: a screening rule stops it; nothing was filed.
    """
    require(house, actor, "order.file")
    if new.sales_id not in (None, actor.id):
        keeping.require_principal(session, house, actor, new.sales_id)
    _submit_draft(session, new)
    first = None
    if new.makes_good is not None:
        first = making_good.require_fits(session, house, actor, new.makes_good, new.customer_id, new.lines)
    leaf = house.book.leaves[new.leaf]
    found = screening.look(session, house, leaf, _wanted(new), now)
    screening.require_unblocked(found)
    order = _new_order(session, house, leaf, actor, new, now)
    session.add(order)
    session.flush()
    _take_files(session, new, order)
    history.record(
        session, subject=f"order:{order.id}", action="filed", now=now, actor_id=actor.id, for_id=order.sales_id,
        after={"number": order.number, **_contents(order), **_origin(session, new)},
    )  # fmt: skip
    if first is not None:
        making_good.note(session, first, order, actor, now)
    _judge(session, house, leaf, order, actor, found, now)
    if order.sales_id != actor.id:
        keeping.tell_principal(session, order, actor, now)
    return order


def file_again(
    session: Session, house: House, actor: PersonFacts, order_id: int, new: NewOrder, now: datetime
) -> Order:
    """退回补充: the order as it is completed now, under its old number and a new revision, screened and judged anew."""
    order = lock_order(session, order_id)
    if actor.id not in (order.sales_id, order.filed_by):
        raise NotAllowed("not_your_order")
    if order.state != State.RETURNED.value:
        raise AlreadyDone()
    _submit_draft(session, new)
    leaf = house.book.leaves[new.leaf]
    found = screening.look(
        session, house, leaf, replace(_wanted(new), order_id=order.id, makes_good=order.linked_to_id), now
    )
    screening.require_unblocked(found)
    if order.linked_to_id is not None:
        making_good.require_fits(session, house, actor, order.linked_to_id, new.customer_id, new.lines)
    before = _contents(order)
    _rewrite(session, house, leaf, order, new)
    life.move(session, order, "file_again", actor.id, now)
    session.flush()
    _take_files(session, new, order)
    history.record(
        session, subject=f"order:{order.id}", action="filed_again", now=now, actor_id=actor.id, for_id=order.sales_id,
        before=before, after={"revision": order.revision, **_contents(order)},
    )  # fmt: skip
    _judge(session, house, leaf, order, actor, found, now)
    return order


def screened(
    session: Session, house: House, new: NewOrder, now: datetime, *, order_id: int | None = None
) -> tuple[Found, ...]:
    """What the first look would find if it were filed now; for the read-back. `order_id`: the order that it completes."""
    return screening.look(session, house, house.book.leaves[new.leaf], replace(_wanted(new), order_id=order_id), now)


def _submit_draft(session: Session, new: NewOrder) -> None:
    if new.draft_id is None:
        return
    draft = session.get_one(Draft, new.draft_id, with_for_update=True)
    if draft.state != "open":
        raise AlreadyDone()
    draft.state = "submitted"


def _take_files(session: Session, new: NewOrder, order: Order) -> None:
    if new.draft_id is not None:
        session.execute(update(Attachment).where(Attachment.draft_id == new.draft_id).values(order_id=order.id))


def _wanted(new: NewOrder) -> Wanted:
    return Wanted(
        customer_id=new.customer_id,
        lines=[(line.product_id, line.quantity, line.price) for line in new.lines],
        requested_on=new.requested_on,
        fields=new.fields,
        missing=new.missing,
        makes_good=new.makes_good,
    )


def _contents(order: Order) -> dict[str, Any]:
    """What the history keeps of an order as it is filed."""
    return {
        "leaf": order.leaf,
        "total": order.total_minor,
        "lines": [[line.product_code, str(line.quantity), str(line.unit_price)] for line in order.lines],
    }


def _judge(
    session: Session, house: House, leaf: Leaf, order: Order, actor: PersonFacts, found: tuple[Found, ...],
    now: datetime,
) -> None:  # fmt: skip
    """Those whom the book names are asked first; an ordinary order is accepted at once (免评审)."""
    making_good.require_free_judged(house, leaf, order, found)
    if opening.open_review(session, house, leaf, order, actor, found, now) is None:
        accepting.accept(session, house, leaf, order, actor, now)


def _rewrite(session: Session, house: House, leaf: Leaf, order: Order, new: NewOrder) -> None:
    """The order says what the completed draft says, as its next revision. Nothing was made or paid for it yet."""
    if not new.lines:
        raise Refused((Refusal("lines_missing", house.book.roles.sales),))
    order.lines.clear()
    order.revision += 1
    session.flush()
    order.leaf, order.customer_id, order.fields = leaf.key, new.customer_id, new.fields
    order.book_revision = house.book.revision
    order.requested_on = order.promised_on = new.requested_on
    order.promised_days_after_payment = new.days_after_payment
    order.lines = [line_of(session, line, position, order.currency) for position, line in enumerate(new.lines, start=1)]
    order.total_minor = sum(line.amount_minor for line in order.lines)
    order.terms = payment_terms(leaf, order.total_minor, new.fields, order.currency)


def _origin(session: Session, new: NewOrder) -> dict[str, str]:
    """What the history says of a copy, and of what makes good another order."""
    said: dict[str, str] = {}
    if new.copied_from is not None:
        said["copied_from"] = session.get_one(Order, new.copied_from).number
    if new.makes_good is not None:
        said |= {"makes_good": session.get_one(Order, new.makes_good).number, "because": new.because}
    return said


def _new_order(session: Session, house: House, leaf: Leaf, actor: PersonFacts, new: NewOrder, now: datetime) -> Order:
    if not new.lines:
        raise Refused((Refusal("lines_missing", house.book.roles.sales),))
    if leaf.has_customer and (new.customer_id is None or session.get(Customer, new.customer_id) is None):
        raise NotFound("customer")
    day = house.today(now)
    currency = house.book.currency
    lines = [line_of(session, line, position, currency) for position, line in enumerate(new.lines, start=1)]
    total = sum(line.amount_minor for line in lines)
    number = format_number(leaf.number_prefix, day, numbering.take_number(session, leaf.number_prefix, day))
    keeper = people.interface_of(session, house.book.roles.keeper)
    return Order(
        number=number,
        leaf=leaf.key,
        book_revision=house.book.revision,
        state=State.SCREENING.value,
        customer_id=new.customer_id,
        sales_id=new.sales_id or actor.id,
        filed_by=actor.id,
        owner_id=keeper.id if keeper else new.sales_id or actor.id,
        currency=currency,
        total_minor=total,
        requested_on=new.requested_on,
        promised_on=new.requested_on,
        promised_days_after_payment=new.days_after_payment,
        fields=new.fields,
        draft_id=new.draft_id,
        copied_from_id=new.copied_from,
        linked_to_id=new.makes_good,
        linked_because=new.because[: making_good.LONGEST] or None if new.makes_good is not None else None,
        filed_at=now,
        touched_at=now,
        lines=lines,
        terms=payment_terms(leaf, total, new.fields, currency),
    )


def line_of(session: Session, new: NewLine, position: int, currency: str) -> OrderLine:
    """A line as it is filed, with what the product is now. NotFound for a product that there is not."""
    product = session.get(Product, new.product_id)
    if product is None:
        raise NotFound("product")
    price = new.price
    amount = Money(price * new.quantity, currency).rounded() if price is not None else Money.zero(currency)
    return OrderLine(
        position=position,
        product_id=product.id,
        product_code=product.code,
        product_name=product.name,
        unit=product.unit,
        supply=product.supply,
        drawing=product.drawing,
        quantity=new.quantity,
        unit_price=price,
        list_price=product.list_price,
        amount_minor=to_minor(amount),
    )


def payment_terms(leaf: Leaf, total_minor: int, fields: dict[str, Any], currency: str) -> list[PaymentTerm]:
    """The leaf's payment conditions for a total, each with the money due before it, cumulative."""
    terms: list[PaymentTerm] = []
    fixed, shares = 0, Decimal(0)
    held = [condition for condition in leaf.payment_conditions if _holds(condition, fields)]
    for position, condition in enumerate(sorted(held, key=lambda c: list(Checkpoint).index(c.checkpoint)), start=1):
        share = _share(condition, fields, shares)
        if share is not None:
            shares += share
        else:
            assert condition.amount is not None
            fixed += to_minor(Money(condition.amount, currency).rounded())
        terms.append(
            PaymentTerm(
                position=position,
                checkpoint=condition.checkpoint.value,
                share=share,
                total_minor=total_minor,
                required_minor=min(fixed + _share_of(total_minor, shares), total_minor),
                in_proportion=condition.checkpoint is Checkpoint.SHIP and leaf.ships is Shipping.IN_PROPORTION,
            )
        )
    return terms


def asks_for_money(leaf: Leaf, fields: dict[str, Any]) -> bool:
    """Whether anything has to be paid for an order with these answers."""
    return any(_holds(condition, fields) for condition in leaf.payment_conditions)


def _holds(condition: PaymentCondition, fields: dict[str, Any]) -> bool:
    when = condition.when
    return when is None or fields.get(when.field) == when.choice


def _share(condition: PaymentCondition, fields: dict[str, Any], before: Decimal) -> Decimal | None:
    if condition.share is not None:
        return condition.share
    if condition.field is not None:
        return Decimal(str(fields[condition.field]))
    return 1 - before if condition.rest else None


def _share_of(total_minor: int, share: Decimal) -> int:
    """Half up to the minor unit, as everywhere."""
    return int((total_minor * share).quantize(Decimal(1), rounding="ROUND_HALF_UP"))


def take_in(
    session: Session, house: House, actor: PersonFacts, new: NewOrder, now: datetime, *, on: datetime, original: str,
    about: dict[str, Any],
) -> Order:  # fmt: skip
    """期初: an order that was agreed at the moment `on` and is on its way already.

    It is numbered by that day, its history begins with where it came from (`about`), and it passes every gate as any
    other; nobody is told that it was accepted.
    """
    leaf = house.book.leaves[new.leaf]
    order = _new_order(session, house, leaf, actor, new, on)
    order.original_number, order.touched_at = original, now
    session.add(order)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="imported", now=now, actor_id=actor.id, for_id=order.sales_id,
        after={"number": order.number, "original": original, "leaf": order.leaf, "total": order.total_minor,
               "lines": [[line.product_code, str(line.quantity), str(line.unit_price)] for line in order.lines],
               **about},
    )  # fmt: skip
    accepting.take_on(session, order, actor, now)  # reminders count from when the bot has it, not from long ago
    signoffs.ask(session, house, leaf, order, now)
    life.try_release(session, house, order, actor, now)
    return order


def number_of_draft(session: Session, draft_id: int) -> str | None:
    """The number of the order that a draft became."""
    return session.scalar(select(Order.number).where(Order.draft_id == draft_id))
