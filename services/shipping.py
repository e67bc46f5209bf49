"""From 备齐 over 发货通知 and 出库 to 签收; 入库 for orders that end in stock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Attachment, Customer, Order, Readiness, Shipment, ShipmentLine, StockIn
from domain.gates import Asked, LineFacts, Refusal
from domain.life import State
from domain.process.names import Checkpoint, Ending, Moment
from domain.process.types import Leaf
from domain.rights import in_state
from services import books, chasing, history, life, telling
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused
from services.house import House, require
from services.locking import lock_order, touch
from services.money import Evidence
from services.order_facts import line_facts
from services.people import PersonFacts, name_of


def to_pack(lines: tuple[LineFacts, ...]) -> dict[int, Decimal]:
    """What is not reported ready yet, by line."""
    return {line.line_id: line.quantity - line.ready for line in lines if line.quantity > line.ready}


def to_ship(lines: tuple[LineFacts, ...]) -> dict[int, Decimal]:
    """What is ready and has not left, by line."""
    return {line.line_id: line.ready - line.shipped for line in lines if line.ready > line.shipped}


def report_ready(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime,
    quantities: Mapping[int, Decimal] | None = None,
) -> Order:  # fmt: skip
    """备齐: goods stand packed. Without quantities: all that is not reported yet."""
    require(house, actor, "goods.ready")
    order, leaf = _to_leave(session, house, order_id, "goods.ready")
    open_lines = to_pack(line_facts(session, order))
    reported = dict(quantities) if quantities is not None else open_lines
    if not reported:
        raise AlreadyDone()
    for line_id, quantity in reported.items():
        if not Decimal(0) < quantity <= open_lines.get(line_id, Decimal(0)):
            raise Refused((Refusal("more_than_ordered", house.book.roles.goods),), order_id=order.id)
        session.add(Readiness(order_id=order.id, line_id=line_id, quantity=quantity, reported_by=actor.id, at=now))
    if order.state == State.RELEASED.value and not life.gate(session, house, order, Checkpoint.PLAN, now):
        life.pass_gate(session, house, order, Checkpoint.PLAN, actor, now)
        life.move(session, order, "work", actor.id, now)
    _note(session, order, actor, "ready", {str(line): str(quantity) for line, quantity in reported.items()}, now)
    telling.tell(session, house.book, leaf, order, Moment.READY, now, by=actor.name)
    chasing.begin(session, house.book, leaf, order, "ready", now)
    return order


def issue_notice(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime,
    *, ship_by: date | None = None, carrier: str | None = None,
) -> Shipment:  # fmt: skip
    """发货通知: all that is ready goes out as one batch. The gate warns here; it is hard when goods leave."""
    require(house, actor, "notice.issue")
    order, leaf = _to_leave(session, house, order_id, "notice.issue")
    standing = open_notice(session, order.id)
    if standing is not None:
        raise AlreadyDone(name_of(session, standing.noticed_by), standing.noticed_at)
    goods = to_ship(line_facts(session, order))
    if not goods:
        raise Refused((Refusal("nothing_ready", house.book.roles.goods),), order_id=order.id)
    customer = session.get(Customer, order.customer_id) if order.customer_id else None
    batches = session.scalar(select(func.count()).select_from(Shipment).where(Shipment.order_id == order.id)) or 0
    shipment = Shipment(
        order_id=order.id, batch=batches + 1, state="noticed", revision=order.revision,
        value_minor=value_of(order, goods), ship_by=ship_by, carrier=carrier,
        address=_text(order, "place") or (customer.address if customer else None),
        contact=_contact(order, customer),
        noticed_by=actor.id, noticed_at=now,
        lines=[ShipmentLine(line_id=line_id, quantity=quantity) for line_id, quantity in goods.items()],
    )  # fmt: skip
    session.add(shipment)
    _note(session, order, actor, "notice_issued", {"batch": str(shipment.batch)}, now)
    telling.tell(session, house.book, leaf, order, Moment.SHIPPING_NOTICE, now, by=actor.name)
    return shipment


def value_of(order: Order, quantities: Mapping[int, Decimal]) -> int:
    """What the customer owes for so much of each line, in minor units; of all of a line exactly its amount."""
    lines = {line.id: line for line in order.lines}
    parts = (lines[line].amount_minor * quantity / lines[line].quantity for line, quantity in quantities.items())
    return sum(int(part.to_integral_value(ROUND_HALF_UP)) for part in parts)


def open_notice(session: Session, order_id: int) -> Shipment | None:
    """The batch that is to leave and has not left."""
    return session.scalar(select(Shipment).where(Shipment.order_id == order_id, Shipment.state == "noticed"))


def ship(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime,
    *, tracking: str | None = None, evidence: Evidence | None = None,
) -> Shipment:  # fmt: skip
    """出库: the noticed batch leaves, where the ship gate is open at this very moment."""
    require(house, actor, "goods.ship")
    order, leaf = _to_leave(session, house, order_id, "goods.ship")
    shipment = open_notice(session, order.id)
    asked = Asked({line.line_id: line.quantity for line in shipment.lines} if shipment else {})
    if shipment is None:
        closed = life.gate(session, house, order, Checkpoint.SHIP, now, asked)
        raise Refused(closed or (Refusal("notice_missing", house.book.roles.keeper),), order_id=order.id)
    life.pass_gate(session, house, order, Checkpoint.SHIP, actor, now, asked, shipment_id=shipment.id)
    shipment.state, shipment.shipped_by, shipment.shipped_at, shipment.tracking = "shipped", actor.id, now, tracking
    shipment.revision = order.revision
    shipment.value_minor = value_of(order, asked.quantities)
    if evidence is not None:
        _keep(session, order, "delivery", evidence, actor, now)
    _note(session, order, actor, "shipped", {"batch": str(shipment.batch)}, now)
    if all(line.shipped >= line.quantity for line in line_facts(session, order)):
        if order.state == State.RELEASED.value:
            life.move(session, order, "work", actor.id, now)
        life.move(session, order, "ship_all", actor.id, now)
    session.flush()
    telling.tell(session, house.book, leaf, order, Moment.SHIPPED, now, by=actor.name, batch=shipment.batch)
    return shipment


def order_of(session: Session, shipment_id: int) -> int:
    """The order of a batch."""
    shipment = session.get(Shipment, shipment_id)
    if shipment is None:
        raise NotFound(f"shipment {shipment_id}")
    return shipment.order_id


def sign(
    session: Session,
    house: House,
    actor: PersonFacts,
    shipment_id: int,
    now: datetime,
    evidence: Evidence | None = None,
) -> Shipment:
    """签收: the customer has the goods."""
    require(house, actor, "goods.sign")
    shipment = session.get(Shipment, shipment_id)
    if shipment is None:
        raise NotFound(f"shipment {shipment_id}")
    order = lock_order(session, shipment.order_id)
    session.refresh(shipment)
    if shipment.state != "shipped" or not in_state("goods.sign", State(order.state)):
        raise AlreadyDone(name_of(session, shipment.signed_by), shipment.signed_at)
    shipment.state, shipment.signed_by, shipment.signed_at = "signed", actor.id, now
    if evidence is not None:
        _keep(session, order, "signed", evidence, actor, now)
    _note(session, order, actor, "signed", {"batch": str(shipment.batch)}, now)
    leaf = books.leaf_of(session, order, house.book)
    left = session.scalar(
        select(Shipment.id).where(Shipment.order_id == order.id, Shipment.state.in_(("noticed", "shipped")))
    )
    if left is None and order.state == State.SHIPPED.value:
        life.move(session, order, "sign_all", actor.id, now)
    session.flush()
    telling.tell(session, house.book, leaf, order, Moment.SIGNED, now, by=actor.name)
    return shipment


def stock_in(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime,
    quantities: Mapping[int, Decimal] | None = None,
) -> Order:  # fmt: skip
    """入库: goods of a stock order go on the shelf, not more than was approved."""
    require(house, actor, "goods.stock_in")
    order, leaf = _in_supply(session, house, order_id, "goods.stock_in")
    if leaf.ends_at is not Ending.STOCK_IN:
        raise NotAllowed("not_for_stock")
    lines = line_facts(session, order)
    coming = dict(quantities) if quantities is not None else {
        line.line_id: line.quantity - line.stocked for line in lines if line.quantity > line.stocked
    }  # fmt: skip
    if not coming or any(quantity <= 0 for quantity in coming.values()):
        raise AlreadyDone()
    life.pass_gate(session, house, order, Checkpoint.STOCK_IN, actor, now, Asked(coming))
    for line_id, quantity in coming.items():
        session.add(StockIn(order_id=order.id, line_id=line_id, quantity=quantity, done_by=actor.id, at=now))
    _note(session, order, actor, "stocked_in", {str(line): str(quantity) for line, quantity in coming.items()}, now)
    if all(line.stocked >= line.quantity for line in line_facts(session, order)):
        life.move(session, order, "stock_all", actor.id, now)
        order.ended_at = now
    session.flush()
    telling.tell(session, house.book, leaf, order, Moment.STOCKED_IN, now, by=actor.name)
    return order


def _in_supply(session: Session, house: House, order_id: int, action: str) -> tuple[Order, Leaf]:
    order = lock_order(session, order_id)
    if not in_state(action, State(order.state)):
        raise NotAllowed("not_in_supply")
    return order, books.leaf_of(session, order, house.book)


def _to_leave(session: Session, house: House, order_id: int, action: str) -> tuple[Order, Leaf]:
    """Goods for our own stock never leave by the ship gate: it asks nothing of them, the one at 入库 does."""
    order, leaf = _in_supply(session, house, order_id, action)
    if leaf.ends_at is not Ending.SIGNED:
        raise NotAllowed("not_to_leave")
    return order, leaf


def _contact(order: Order, customer: Customer | None) -> str | None:
    """Who receives the goods, and the phone to call."""
    name = _text(order, "receiver") or (customer.contact if customer else None)
    phone = _text(order, "phone") or (customer.phone if customer else None)
    return " ".join(part for part in (name, phone) if part) or None


def _text(order: Order, key: str) -> str | None:
    value = order.fields.get(key)
    return value if isinstance(value, str) else None


def _keep(session: Session, order: Order, purpose: str, evidence: Evidence, actor: PersonFacts, now: datetime) -> None:
    session.add(
        Attachment(
            order_id=order.id,
            purpose=purpose,
            kind=evidence.kind,
            file_id=evidence.file_id,
            file_unique_id=evidence.file_unique_id,
            sent_by=actor.id,
            at=now,
        )
    )


def _note(
    session: Session, order: Order, actor: PersonFacts, action: str, after: dict[str, str], now: datetime
) -> None:
    touch(order, now)
    session.flush()
    history.record(session, subject=f"order:{order.id}", action=action, now=now, actor_id=actor.id, after=after)
