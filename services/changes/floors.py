"""What a change cannot undo: goods that have left, and goods that are made."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from db.models import Order
from domain.changes import Content
from domain.gates import Refusal
from domain.life import State
from services import making_good, supply
from services.errors import Refused
from services.house import House
from services.order_facts import line_facts


@dataclass(frozen=True, slots=True)
class Floor:
    """So much of a line cannot be undone."""

    left: Decimal
    made: Decimal

    @property
    def quantity(self) -> Decimal:
        return max(self.left, self.made)


def floors(session: Session, order: Order) -> dict[int, Floor]:
    """By line."""
    made = supply.made(session, order.id)
    return {
        line.line_id: Floor(max(line.shipped, line.stocked), made.get(line.line_id, Decimal(0)))
        for line in line_facts(session, order)
    }


def require_possible(session: Session, house: House, order: Order, after: Content) -> None:
    """Refused with every line that would fall below what has left or is made, or change its price after it left."""
    refusals = tuple(broken(session, house, order, after))
    if refusals:
        raise Refused(refusals, order_id=order.id)


def broken(session: Session, house: House, order: Order, after: Content) -> list[Refusal]:
    """Every reason why the order can no longer be made to say this."""
    known, lines = floors(session, order), {line.id: line for line in order.lines}
    found: list[Refusal] = []
    for wanted in after["lines"]:
        if wanted["line"] is None:
            continue
        line, floor = lines[wanted["line"]], known[wanted["line"]]
        told = {"product": line.product_code, "unit": line.unit}
        if wanted["ended"]:
            if floor.made > floor.left and not line.ended:
                found.append(Refusal("made_already", house.book.roles.sales, {**told, "floor": floor.quantity}))
        elif Decimal(wanted["quantity"]) < floor.quantity:
            code = "left_already" if Decimal(wanted["quantity"]) < floor.left else "made_already"
            found.append(Refusal(code, house.book.roles.sales, {**told, "floor": floor.quantity}))
        if floor.left > 0 and wanted["price"] != _price(line.unit_price):
            found.append(Refusal("price_of_left", house.book.roles.sales, told))
    if after["customer"] != order.customer_id and any(floor.left for floor in known.values()):
        found.append(Refusal("customer_of_left", house.book.roles.sales))
    return found + _beyond_first(session, house, order, after)


def _beyond_first(session: Session, house: House, order: Order, after: Content) -> list[Refusal]:
    """补货 makes good no more than what left of the first order, and for its customer."""
    if order.linked_to_id is None:
        return []
    first = session.get_one(Order, order.linked_to_id)
    wanted: dict[int, Decimal] = {}
    for line in after["lines"]:
        product = int(line["product"])
        wanted[product] = wanted.get(product, Decimal(0)) + Decimal(line["quantity"])
    other = after["customer"] != first.customer_id
    return [
        *([Refusal("customer_of_first", house.book.roles.sales)] if other else []),
        *making_good.beyond(session, house, first, wanted),
    ]


def _price(price: Decimal | None) -> str | None:
    return None if price is None else f"{price.normalize():f}"


CHANGEABLE = frozenset({State.ACCEPTED, State.RELEASED, State.EXECUTING})
"""Before that an order is withdrawn and filed again; after it only what follows a shipment is left (补货, 退货, 折让)."""
