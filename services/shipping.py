"""From 备齐 over 出库 to 签收; 入库 for orders that end in stock. 发货通知 is `noticing`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Attachment, Inspection, Order, Readiness, Shipment, StockIn
from domain import batches
from domain.gates import Asked, LineFacts, Refusal, inspection_rule, not_passed
from domain.life import State
from domain.process.names import Checkpoint, Ending, Moment
from domain.process.types import Leaf
from domain.rights import in_state
from services import books, history, life, supply, telling
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused
from services.house import House, require
from services.locking import lock_order, touch
from services.money import Evidence
from services.order_facts import line_facts
from services.people import PersonFacts, name_of

LEFT = ("shipped", "signed")
"""States of a batch that has left."""


def to_pack(lines: tuple[LineFacts, ...]) -> dict[int, Decimal]:
    """What is not reported ready yet, by line."""
    return {line.line_id: line.quantity - line.ready for line in lines if line.quantity > line.ready}


def to_ship(lines: tuple[LineFacts, ...]) -> dict[int, Decimal]:
    """What is ready and has not left, by line."""
    return {line.line_id: line.may_leave for line in lines if line.may_leave}


def report_ready(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime,
    quantities: Mapping[int, Decimal] | None = None,
) -> Order:  # fmt: skip
    """备齐: goods stand packed. Without quantities: all that is not reported yet."""
    require(house, actor, "goods.ready")
    order, leaf = to_leave(session, house, order_id, "goods.ready")
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
    supply.show_inspection(session, house, order, now)
    telling.tell(session, house.book, leaf, order, Moment.READY, now, by=actor.name)
    return order


def value_of(session: Session, order: Order, quantities: Mapping[int, Decimal]) -> int:
    """What a batch that is to leave is worth, in minor units; all batches together are worth the total."""
    left = session.scalar(
        select(func.coalesce(func.sum(Shipment.value_minor), 0)).where(
            Shipment.order_id == order.id, Shipment.state.in_(LEFT)
        )
    )
    return batches.value_of(line_facts(session, order), int(left or 0), quantities)


def open_notice(session: Session, order_id: int) -> Shipment | None:
    """The batch that is to leave and has not left."""
    return session.scalar(select(Shipment).where(Shipment.order_id == order_id, Shipment.state == "noticed"))


def ship(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime,
    *, quantities: Mapping[int, Decimal] | None = None, tracking: str | None = None, evidence: Evidence | None = None,
) -> Shipment:  # fmt: skip
    """出库: the noticed batch leaves, where the ship gate is open for it at this very moment.

    `quantities`: what is really on the truck, never more than was noticed; what stays is ready again.
    """
    require(house, actor, "goods.ship")
    order, leaf = to_leave(session, house, order_id, "goods.ship")
    shipment = open_notice(session, order.id)
    noticed = {line.line_id: line.quantity for line in shipment.lines} if shipment else {}
    asked = dict(noticed if quantities is None else quantities)
    if shipment is None:
        closed = life.gate(session, house, order, Checkpoint.SHIP, now, Asked(asked))
        raise Refused(closed or (Refusal("notice_missing", house.book.roles.keeper),), order_id=order.id)
    _no_more_than(house, order, asked, noticed)
    life.pass_gate(session, house, order, Checkpoint.SHIP, actor, now, Asked(asked), shipment_id=shipment.id)
    _concede(session, leaf, order, asked, actor, now)
    _load(session, order, shipment, asked)
    shipment.state, shipment.shipped_by, shipment.shipped_at, shipment.tracking = "shipped", actor.id, now, tracking
    if evidence is not None:
        _keep(session, order, "delivery", evidence, actor, now)
    told = {"batch": str(shipment.batch), "value": str(shipment.value_minor)}
    if asked != noticed:
        told |= {f"line {line}": f"{asked.get(line, 0)} of {quantity}" for line, quantity in noticed.items()}
    _note(session, order, actor, "shipped", told, now)
    if all(line.shipped >= line.quantity for line in line_facts(session, order)):
        if order.state == State.RELEASED.value:
            life.move(session, order, "work", actor.id, now)
        life.move(session, order, "ship_all", actor.id, now)
    session.flush()
    telling.tell(session, house.book, leaf, order, Moment.SHIPPED, now, by=actor.name, batch=shipment.batch)
    return shipment


def _no_more_than(house: House, order: Order, asked: Mapping[int, Decimal], noticed: Mapping[int, Decimal]) -> None:
    """Refused where more would leave than was noticed, or nothing of it."""
    if not asked or any(not 0 < quantity <= noticed.get(line, Decimal(0)) for line, quantity in asked.items()):
        raise Refused((Refusal("more_than_noticed", house.book.roles.keeper),), order_id=order.id)


def _concede(
    session: Session, leaf: Leaf, order: Order, asked: Mapping[int, Decimal], actor: PersonFacts, now: datetime
) -> None:
    """让步接收: what a waiver lets leave although quality did not let it go; it is held against no later batch."""
    rule = inspection_rule(leaf)
    lacking = not_passed(rule, line_facts(session, order), asked) if rule is not None else {}
    for line_id, quantity in lacking.items():
        session.add(
            Inspection(order_id=order.id, line_id=line_id, quantity=quantity, result="conceded", words=None,
                       inspected_by=actor.id, at=now)
        )  # fmt: skip
    session.flush()


def _load(session: Session, order: Order, shipment: Shipment, asked: Mapping[int, Decimal]) -> None:
    """What is on the truck, under which revision, and what it is worth."""
    shipment.revision, shipment.value_minor = order.revision, value_of(session, order, asked)
    for line in list(shipment.lines):
        if line.line_id in asked:
            line.quantity = asked[line.line_id]
        else:
            shipment.lines.remove(line)
            session.delete(line)


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


def to_leave(session: Session, house: House, order_id: int, action: str) -> tuple[Order, Leaf]:
    """Goods for our own stock never leave by the ship gate: it asks nothing of them, the one at 入库 does."""
    order, leaf = _in_supply(session, house, order_id, action)
    if leaf.ends_at is not Ending.SIGNED:
        raise NotAllowed("not_to_leave")
    return order, leaf


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
