"""退货 and 折让 asked for, and taken back: how much may still come back, how much may still be let off.

Asking and bringing back wait for no gate, no 暂停 and no open change: goods that the customer does not want stay no
longer out there because something else of the order is not settled.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import AfterSale, Order
from domain.after_sale import OPEN, Kind, Step, most_to_let_off, returnable, worth
from domain.gates import Refusal
from domain.rights import in_state
from services import history, owed, telling
from services.after_sale.reading import document
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused
from services.house import House, require
from services.locking import lock_order, touch
from services.looking import look, reach
from services.order_view import OrderView
from services.people import PersonFacts, name_of

LONGEST_REASON = 200
"""Characters of a reason that are kept."""


def to_return(view: OrderView) -> dict[int, Decimal]:
    """What may still come back, by line."""
    return returnable({line.id: line.shipped for line in view.lines}, map(document, view.after_sales))


def to_let_off(view: OrderView, *, but: int | None = None) -> int:
    """What may still be let off, in minor units; `but` is the document in hand.

    At most what the goods that have left cost: what is let off of these pays for none that are still here.
    """
    gone = min(view.cost_minor, view.facts.left_minor)
    return most_to_let_off(gone, (document(one) for one in view.after_sales if one.id != but))


def worth_of(view: OrderView, quantities: Mapping[int, Decimal]) -> int:
    """What finance is asked to let off for goods that come back: what they cost, as far as so much is left to let off."""
    cost = worth(prices_of(view), quantities, view.minor) if view.charged else 0
    return min(cost, to_let_off(view))


def prices_of(view: OrderView) -> dict[int, Decimal]:
    """Unit prices by line."""
    return {line.id: line.price for line in view.lines if line.price is not None}


def has_left(view: OrderView) -> bool:
    """Whether goods of the order have left the warehouse."""
    return any(line.shipped > 0 for line in view.lines)


def askable(session: Session, house: House, actor: PersonFacts, order_id: int, kind: Kind, now: datetime) -> OrderView:
    """The order, with every error that asking would meet before anything is said of how much."""
    require(house, actor, "after_sale.ask")
    view = look(session, house, actor, order_id, now)
    if not in_state("after_sale.ask", view.state) or not has_left(view):
        raise NotAllowed("nothing_has_left", number=view.number)
    if kind is Kind.RETURN and not to_return(view):
        raise NotAllowed("all_came_back", number=view.number)
    if kind is Kind.ALLOWANCE and not to_let_off(view):
        raise NotAllowed("nothing_to_let_off", number=view.number)
    return view


def ask_return(
    session: Session, house: House, actor: PersonFacts, order_id: int, quantities: Mapping[int, Decimal], reason: str,
    now: datetime,
) -> AfterSale:  # fmt: skip
    """退货: so much of these lines is to come back, and the customer to owe less by what it cost; finance decides both.

    Raises:
        NotAllowed: nothing has left, or all of it came back or is coming.
        Refused: more than that, or no reason.
    """
    order, view = _locked(session, house, actor, order_id, Kind.RETURN, now)
    require_returnable(house, view, quantities)
    return _asked(session, house, actor, order, Kind.RETURN, quantities, worth_of(view, quantities), reason, now)


def ask_allowance(
    session: Session, house: House, actor: PersonFacts, order_id: int, amount_minor: int, reason: str, now: datetime
) -> AfterSale:
    """折让: the customer is to owe so much less. Never more than what has left costs, less what was let off or is asked."""
    order, view = _locked(session, house, actor, order_id, Kind.ALLOWANCE, now)
    require_possible(house, view, Kind.ALLOWANCE, amount_minor)
    return _asked(session, house, actor, order, Kind.ALLOWANCE, {}, amount_minor, reason, now)


def require_returnable(house: House, view: OrderView, quantities: Mapping[int, Decimal]) -> None:
    """Refused where nothing is to come back, or more than has left and is not back or coming."""
    rest = to_return(view)
    if not quantities or any(not 0 < count <= rest.get(line, Decimal(0)) for line, count in quantities.items()):
        raise Refused((Refusal("more_than_went", house.book.roles.sales),), order_id=view.id)


def require_possible(
    house: House, view: OrderView, kind: Kind, amount_minor: int, *, but: int | None = None
) -> None:  # fmt: skip
    """Refused where so much cannot be let off: nothing of an allowance, or more than is left. `but` is the one in hand."""
    if amount_minor < 0 or (kind is Kind.ALLOWANCE and not amount_minor):
        raise Refused((Refusal("amount_not_positive", house.book.roles.money),), order_id=view.id)
    most = to_let_off(view, but=but)
    if amount_minor > most:
        raise Refused((Refusal("more_than_cost", house.book.roles.money, {"most": most}),), order_id=view.id)


def withdraw(session: Session, house: House, actor: PersonFacts, after_sale_id: int, now: datetime) -> AfterSale:
    """Whoever asked takes it back, as long as nothing came back on it; so does whoever sells or follows the order."""
    require(house, actor, "after_sale.withdraw")
    row, order = locked(session, house, actor, after_sale_id)
    if actor.id not in (row.asked_by, order.sales_id, order.owner_id):
        raise NotAllowed("not_your_after_sale", who=name_of(session, row.asked_by))
    must_be(session, row, OPEN)
    row.state = Step.WITHDRAWN.value
    note(session, order, row, "withdrawn", actor, now)
    return row


# ── parts ──────────────────────────────────────────────────────────────────────────────────


def locked(session: Session, house: House, actor: PersonFacts, after_sale_id: int) -> tuple[AfterSale, Order]:
    """A document as it is once its order is locked. NotFound where there is none, or none for this person."""
    known = session.get(AfterSale, after_sale_id)
    if known is None:
        raise NotFound(f"after-sale document {after_sale_id}")
    reach(session, house, actor, known.order_id)
    order = lock_order(session, known.order_id)
    return session.get_one(AfterSale, after_sale_id, populate_existing=True), order


def must_be(session: Session, row: AfterSale, steps: frozenset[Step]) -> None:
    """AlreadyDone, with who and when, where it has gone on meanwhile."""
    if Step(row.state) not in steps:
        if row.done_by is not None:
            raise AlreadyDone(name_of(session, row.done_by), row.done_at)
        raise AlreadyDone(name_of(session, row.decided_by) or None, row.decided_at)


def note(
    session: Session, order: Order, row: AfterSale, what: str, actor: PersonFacts, now: datetime
) -> None:  # fmt: skip
    """A step of a document, in the history of its order and on every card of it."""
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action=f"after_sale_{what}", now=now, actor_id=actor.id,
        after={
            "after_sale": row.number, "kind": row.kind, "quantities": dict(row.quantities), "amount": row.amount_minor,
            **({"words": row.words} if row.words else {}), **({"reason": row.reason} if what == "asked" else {}),
        },
    )  # fmt: skip
    owed.refresh_cards(session, order_id=order.id, now=now)


def _locked(
    session: Session, house: House, actor: PersonFacts, order_id: int, kind: Kind, now: datetime
) -> tuple[Order, OrderView]:
    """The order and what is known of it while nobody else changes it."""
    reach(session, house, actor, order_id)
    order = lock_order(session, order_id)
    return order, askable(session, house, actor, order_id, kind, now)


def _asked(
    session: Session, house: House, actor: PersonFacts, order: Order, kind: Kind, quantities: Mapping[int, Decimal],
    amount_minor: int, reason: str, now: datetime,
) -> AfterSale:  # fmt: skip
    words = " ".join(reason.split())[:LONGEST_REASON]
    if not words:
        raise Refused((Refusal("reason_missing", house.book.roles.sales),), order_id=order.id)
    row = AfterSale(
        order_id=order.id, number=_next_number(session, order.id), kind=kind.value, state=Step.ASKED.value, reason=words,
        quantities={str(line): f"{count.normalize():f}" for line, count in quantities.items()},
        amount_minor=amount_minor, asked_by=actor.id, asked_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    note(session, order, row, "asked", actor, now)
    show(session, house, row, house.book.roles.money, "after_sale", now)
    return row


def _next_number(session: Session, order_id: int) -> int:
    return (session.scalar(select(func.max(AfterSale.number)).where(AfterSale.order_id == order_id)) or 0) + 1


def show(session: Session, house: House, row: AfterSale, department: str, card: str, now: datetime) -> None:
    """The card of a department, at the bottom of where it is met."""
    chat = telling.desk_of(session, department)
    if chat is not None:
        owed.show_card(
            session, card, subject=f"after_sale:{row.id}", chat_id=chat, now=now, order_id=row.order_id, repost=True
        )
