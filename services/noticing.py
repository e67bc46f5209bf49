"""发货通知: which goods go as one batch, where to, with whom and until when; changed while it stands, and taken back.

The gate warns there; it is hard when goods leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Customer, Order, Shipment, ShipmentLine
from domain.gates import Refusal
from domain.process.names import Moment
from services import history, owed, shipping, telling
from services.errors import AlreadyDone, Refused
from services.house import House, require
from services.locking import touch
from services.order_facts import line_facts
from services.people import PersonFacts, name_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a batch is to go; None leaves it as the order or the notice says."""

    ship_by: date | None = None
    carrier: str | None = None
    freight: str | None = None
    """A choice of the order's field, or words."""
    address: str | None = None
    contact: str | None = None


def issue(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime,
    quantities: Mapping[int, Decimal] | None = None, *, wanted: Wanted | None = None,
) -> Shipment:  # fmt: skip
    """One batch is to go: these quantities by line, or all that is ready. One stands at a time."""
    require(house, actor, "notice.issue")
    order, leaf = shipping.to_leave(session, house, order_id, "notice.issue")
    standing = shipping.open_notice(session, order.id)
    if standing is not None:
        raise AlreadyDone(name_of(session, standing.noticed_by), standing.noticed_at)
    goods = _chosen(session, house, order, quantities)
    wanted = wanted or Wanted()
    customer = session.get(Customer, order.customer_id) if order.customer_id else None
    batches = session.scalar(select(func.max(Shipment.batch)).where(Shipment.order_id == order.id)) or 0
    shipment = Shipment(
        order_id=order.id, batch=batches + 1, state="noticed", revision=order.revision,
        value_minor=shipping.value_of(session, order, goods), ship_by=wanted.ship_by, carrier=wanted.carrier,
        freight=wanted.freight, address=wanted.address or _text(order, "place") or (customer.address if customer else None),
        contact=wanted.contact or _contact(order, customer), noticed_by=actor.id, noticed_at=now,
        lines=[ShipmentLine(line_id=line_id, quantity=quantity) for line_id, quantity in goods.items()],
    )  # fmt: skip
    session.add(shipment)
    _note(session, order, actor, "notice_issued", {"batch": str(shipment.batch), "goods": _said(goods)}, now)
    telling.tell(session, house.book, leaf, order, Moment.SHIPPING_NOTICE, now, by=actor.name)
    return shipment


def change(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime,
    quantities: Mapping[int, Decimal] | None = None, *, wanted: Wanted | None = None,
) -> Shipment:  # fmt: skip
    """Another quantity, place, carrier or day for the batch that has not left; the warehouse is shown it anew."""
    require(house, actor, "notice.issue")
    order, leaf = shipping.to_leave(session, house, order_id, "notice.issue")
    shipment = _standing(session, order)
    before: dict[str, Any] = {}
    for name in Wanted.__slots__ if wanted is not None else ():
        value = getattr(wanted, name)
        if value is not None and value != getattr(shipment, name):
            before[name] = getattr(shipment, name)
            setattr(shipment, name, value)
    if quantities is not None:
        goods = _chosen(session, house, order, quantities)
        before["goods"] = _said({line.line_id: line.quantity for line in shipment.lines})
        _put(session, shipment, goods)
        shipment.value_minor = shipping.value_of(session, order, goods)
    if not before:
        raise AlreadyDone()
    told = {name: str(getattr(shipment, name)) for name in before if name != "goods"}
    if quantities is not None:
        told["goods"] = _said(quantities)
    was = {name: str(value) for name, value in before.items()}
    _note(session, order, actor, "notice_changed", {"batch": str(shipment.batch), **told}, now, before=was)
    telling.tell(session, house.book, leaf, order, Moment.SHIPPING_NOTICE, now, by=actor.name)
    return shipment


def take_back(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime, reason: str = ""
) -> Shipment:
    """发不了, by the warehouse with a reason that whoever issued it is told; 收回, by those who issue notices.

    What was to leave is ready again.
    """
    cannot = actor.department == house.book.roles.goods
    require(house, actor, "goods.ship" if cannot else "notice.issue")
    order, _leaf = shipping.to_leave(session, house, order_id, "goods.ship" if cannot else "notice.issue")
    shipment = _standing(session, order)
    if cannot and not reason.strip():
        raise Refused((Refusal("reason_missing", house.book.roles.goods),), order_id=order.id)
    shipment.state = "cancelled"
    _note(session, order, actor, "notice_taken_back", {"batch": str(shipment.batch), "reason": reason.strip()}, now)
    chat = telling.met_at(session, shipment.noticed_by)
    if cannot and chat is not None:
        owed.owe(
            session, "notice.taken_back", chat_id=chat, now=now, subject=f"order:{order.id}", order_id=order.id,
            facts={"batch": shipment.batch, "reason": reason.strip(), "by": actor.name},
        )  # fmt: skip
    owed.refresh_cards(session, order_id=order.id, now=now)
    return shipment


def _standing(session: Session, order: Order) -> Shipment:
    """AlreadyDone where the notice has gone: shipped, or taken back."""
    shipment = shipping.open_notice(session, order.id)
    if shipment is not None:
        return shipment
    last = session.scalar(
        select(Shipment).where(Shipment.order_id == order.id).order_by(Shipment.batch.desc()).limit(1)
    )
    raise AlreadyDone(name_of(session, last.shipped_by) if last else None, last.shipped_at if last else None)


def _chosen(
    session: Session, house: House, order: Order, quantities: Mapping[int, Decimal] | None
) -> Mapping[int, Decimal]:
    """What is to go, of what is ready: Refused for more, or for nothing."""
    there = shipping.to_ship(line_facts(session, order))
    if not there:
        raise Refused((Refusal("nothing_ready", house.book.roles.goods),), order_id=order.id)
    goods = dict(there if quantities is None else quantities)
    if not goods or any(not 0 < quantity <= there.get(line, Decimal(0)) for line, quantity in goods.items()):
        raise Refused((Refusal("more_than_ready", house.book.roles.goods),), order_id=order.id)
    return goods


def _put(session: Session, shipment: Shipment, goods: Mapping[int, Decimal]) -> None:
    lines = {line.line_id: line for line in shipment.lines}
    for line_id, quantity in goods.items():
        if line_id in lines:
            lines[line_id].quantity = quantity
        else:
            shipment.lines.append(ShipmentLine(line_id=line_id, quantity=quantity))
    for line_id, line in lines.items():
        if line_id not in goods:
            shipment.lines.remove(line)
            session.delete(line)


def _contact(order: Order, customer: Customer | None) -> str | None:
    """Who receives the goods, and the phone to call."""
    name = _text(order, "receiver") or (customer.contact if customer else None)
    phone = _text(order, "phone") or (customer.phone if customer else None)
    return " ".join(part for part in (name, phone) if part) or None


def _text(order: Order, key: str) -> str | None:
    value = order.fields.get(key)
    return value if isinstance(value, str) else None


def _said(goods: Mapping[int, Decimal]) -> str:
    return ", ".join(f"line {line} {quantity}" for line, quantity in sorted(goods.items()))


def _note(
    session: Session, order: Order, actor: PersonFacts, action: str, after: dict[str, str], now: datetime,
    *, before: dict[str, str] | None = None,
) -> None:  # fmt: skip
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action=action, now=now, actor_id=actor.id, before=before, after=after
    )
