"""补货: what left and was too few, broken or bad goes out once more, as an ordinary order that names the first one.

It is filed, looked at, judged and held by its gates like any other: nothing that the first order was granted or paid
counts for it. What nobody pays is let go by those whom the book names for it, or not at all (`require_free_judged`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db.models import Customer, Draft, Order
from domain.gates import Refusal
from domain.life import State
from domain.process.names import Finding, PriceMode
from domain.process.types import Leaf
from domain.rights import in_state
from domain.screening import ABOUT_PRICES, Found
from services import catalogue, drafts, history, linked_orders, owed, repeating
from services.errors import NotAllowed, NotFound, Refused
from services.house import House, require
from services.linked_orders import MadeGood
from services.locking import lock_order
from services.looking import may_look
from services.order_facts import line_facts
from services.people import PersonFacts
from services.repeating import Old, OldLine

if TYPE_CHECKING:
    from services.filing import NewLine

RIGHT = "order.make_good"
LONGEST = 200
"""Characters of the reason."""


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A line of which something has left the warehouse."""

    line_id: int
    old: OldLine
    left: Decimal


@dataclass(frozen=True, slots=True)
class Left:
    """An order of which something has left: what may be made good, and what was made good before."""

    order: Old
    lines: tuple[LeftLine, ...]
    """Those whose product is still sold, in the unit in which it left."""
    made: tuple[MadeGood, ...]
    sales_id: int

    def made_of(self, lines: Iterable[int]) -> tuple[tuple[MadeGood, LeftLine], ...]:
        """Orders that make good these lines already, each with the line; not those that were given up."""
        wanted = {line.old.product_id: line for line in self.lines if line.line_id in set(lines)}
        return tuple(
            (one, wanted[product])
            for one in self.made
            if not one.given_up
            for product in one.quantities
            if product in wanted
        )


def left_of(session: Session, house: House, actor: PersonFacts, order_id: int) -> Left:
    """What of an order may be made good by this person.

    NotFound where they may not look at it; NotAllowed where nothing has left, its customer is gone or not theirs any
    more, or nothing of it is sold any more.
    """
    order = _reached(session, house, actor, order_id)
    gone = {line.line_id: line.shipped for line in line_facts(session, order) if line.shipped > 0}
    lines = tuple(
        LeftLine(line.id, repeating.line_now(session, line), gone[line.id]) for line in order.lines if line.id in gone
    )
    if not lines:
        raise NotAllowed("nothing_left_yet", number=order.number)
    sold = tuple(line for line in lines if not line.old.ended)
    if not sold:
        raise NotAllowed("sold_no_more", number=order.number)
    return Left(
        repeating.as_agreed(session, house, order), sold, linked_orders.made_good(session, order.id), order.sales_id
    )


def _reached(session: Session, house: House, actor: PersonFacts, order_id: int) -> Order:
    require(house, actor, RIGHT)
    order = session.get(Order, order_id)
    if order is None or not may_look(session, house, actor, order):
        raise NotFound(f"order {order_id}")
    if not in_state(RIGHT, State(order.state)):
        raise NotAllowed("nothing_left_yet", number=order.number)
    customer = session.get(Customer, order.customer_id) if order.customer_id else None
    if customer is not None and not catalogue.sees_customer(session, house, actor, customer.id):
        raise NotAllowed("customer_not_yours" if customer.active else "customer_ended", customer=customer.name)
    return order


# ── drafts ─────────────────────────────────────────────────────────────────────────────────


def made_good_by(draft: Draft) -> tuple[int, str] | None:
    """The order that a draft is to make good, and why; also of the form that asks for it."""
    note = draft.answers.get("_makes_good")
    return (int(note["order"]), str(note.get("because", ""))) if note else None


def open_draft(session: Session, actor: PersonFacts, order_id: int) -> Draft | None:
    """The person's open draft that makes good this order: a second press does not begin another."""
    for draft in drafts.open_of(session, actor.id):
        makes_good = made_good_by(draft)
        stands = draft.answers.keys() & {
            "_completes",
            "_changes",
        }  # of an order that makes it good and is filed already
        if makes_good is not None and makes_good[0] == order_id and not stands:
            return draft
    return None


# ── filing ─────────────────────────────────────────────────────────────────────────────────


def require_fits(
    session: Session, house: House, actor: PersonFacts, first_id: int, customer_id: int | None,
    lines: Sequence[NewLine],
) -> Order:  # fmt: skip
    """The first order, locked, where this makes good what left of it, for its customer. NotFound where the person may
    not look at it; Refused with every line that is not of it, or more than what left."""
    order = lock_order(session, _reached(session, house, actor, first_id).id)
    if customer_id != order.customer_id:
        raise Refused((Refusal("customer_of_first", house.book.roles.sales),))
    refusals = beyond(session, house, order, totals(lines))
    if refusals:
        raise Refused(tuple(refusals))
    return order


def totals(lines: Iterable[NewLine]) -> dict[int, Decimal]:
    """How much of each product."""
    found: dict[int, Decimal] = {}
    for line in lines:
        found[line.product_id] = found.get(line.product_id, Decimal(0)) + line.quantity
    return found


def beyond(session: Session, house: House, first: Order, wanted: Mapping[int, Decimal]) -> list[Refusal]:
    """Every product of which more is wanted than has left of the first order."""
    gone = {line.line_id: line.shipped for line in line_facts(session, first)}
    left: dict[int, Decimal] = {}
    names: dict[int, tuple[str, str]] = {}
    for line in first.lines:
        left[line.product_id] = left.get(line.product_id, Decimal(0)) + gone[line.id]
        names[line.product_id] = (line.product_code, line.unit)
    return [
        Refusal(
            "more_than_left", house.book.roles.sales,
            {"product": names[product][0], "unit": names[product][1], "left": left[product], "number": first.number},
        )
        if left.get(product)
        else Refusal("not_of_first", house.book.roles.sales, {"number": first.number})
        for product, quantity in wanted.items()
        if quantity > left.get(product, Decimal(0))
    ]  # fmt: skip


def note(session: Session, first: Order, order: Order, actor: PersonFacts, now: datetime) -> None:
    """The first order's history and cards say by which one it is made good."""
    history.record(
        session, subject=f"order:{first.id}", action="made_good", now=now, actor_id=actor.id, for_id=order.sales_id,
        after={"by": order.number, "because": order.linked_because, "total": order.total_minor,
               "lines": [[line.product_code, f"{line.quantity.normalize():f}"] for line in order.lines]},
    )  # fmt: skip
    owed.refresh_cards(session, order_id=first.id, now=now)


def require_free_judged(house: House, leaf: Leaf, order: Order, found: Iterable[Found]) -> None:
    """Refused where a line of an order that is paid for costs nothing and nobody would judge that.

    A book that names nobody for it lets nothing go free of charge; a gate cannot stand for that, since it sees that
    nothing is owed, and opens.
    """
    if leaf.price_mode is not PriceMode.ASK or all(line.amount_minor for line in order.lines):
        return
    if not any(one.rule.rule in ABOUT_PRICES and one.rule.result is Finding.REVIEW for one in found):
        raise Refused((Refusal("free_not_judged", house.book.roles.sales),))
