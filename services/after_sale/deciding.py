"""Finance agrees to a 退货 or 折让 or refuses it; the warehouse notes what came back; then the customer owes less.

What is done is final: it lowers what the order still has to be paid, so it may open a gate (`domain.gates`), and it frees
credit. What was paid too much by it is finance's to keep or refund (多收). What has left stays what has left: a return
opens no line for shipment again, goods that replace it are an order of their own (补货).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from db.models import AfterSale, Order
from domain.after_sale import Kind, Step, part_for
from domain.gates import Refusal
from services import books, credit, owed, supply, telling
from services.after_sale.asking import LONGEST_REASON, locked, must_be, note, prices_of, require_possible, show
from services.after_sale.reading import own_of, quantities_of
from services.errors import NotAllowed, Refused
from services.house import House, require
from services.order_view import view_of
from services.people import PersonFacts

ASKED, AGREED = frozenset({Step.ASKED}), frozenset({Step.AGREED})
FINANCE_CARD, WAREHOUSE_CARD = "after_sale", "goods_back"


def agree(
    session: Session, house: House, actor: PersonFacts, after_sale_id: int, now: datetime, *,
    amount_minor: int | None = None,
) -> AfterSale:  # fmt: skip
    """Finance agrees: to what was asked, or to the amount that it names. An allowance stands at once.

    Raises:
        NotAllowed: it is the presser's own matter.
        AlreadyDone: somebody decided before, or it was withdrawn.
        Refused: more than is left to let off by now.
    """
    row, order = _to_decide(session, house, actor, after_sale_id)
    amount, kind = row.amount_minor if amount_minor is None else amount_minor, Kind(row.kind)
    require_possible(house, view_of(session, house, order.id, now), kind, amount, but=row.id)
    row.amount_minor, row.decided_by, row.decided_at = amount, actor.id, now
    if kind is Kind.ALLOWANCE:
        _finish(session, house, order, row, actor, now)
        return row
    row.state = Step.AGREED.value
    note(session, order, row, "agreed", actor, now)
    show(session, house, row, house.book.roles.goods, WAREHOUSE_CARD, now)
    tell(session, order, row, "agreed", now)
    return row


def refuse(
    session: Session, house: House, actor: PersonFacts, after_sale_id: int, words: str, now: datetime
) -> AfterSale:
    """Finance does not agree, and says why."""
    row, order = _to_decide(session, house, actor, after_sale_id)
    said = " ".join(words.split())[:LONGEST_REASON]
    if not said:
        raise Refused((Refusal("reason_missing", house.book.roles.money),), order_id=order.id)
    row.state, row.decided_by, row.decided_at, row.words = Step.REFUSED.value, actor.id, now, said
    note(session, order, row, "refused", actor, now)
    tell(session, order, row, "refused", now)
    return row


def note_back(
    session: Session, house: House, actor: PersonFacts, after_sale_id: int, now: datetime,
    quantities: Mapping[int, Decimal] | None = None,
) -> AfterSale:  # fmt: skip
    """The goods are back: all that was agreed, or fewer, and then the amount falls in proportion.

    No gate, 暂停 or change stands in the way. Raises Refused where more would come back than was agreed.
    """
    require(house, actor, "after_sale.back")
    row, order = locked(session, house, actor, after_sale_id)
    must_be(session, row, AGREED)
    agreed = quantities_of(row)
    back = dict(agreed if quantities is None else quantities)
    if not back or any(not 0 < count <= agreed.get(line, Decimal(0)) for line, count in back.items()):
        raise Refused((Refusal("more_than_agreed", house.book.roles.money),), order_id=order.id)
    view = view_of(session, house, order.id, now)
    row.amount_minor = part_for(row.amount_minor, agreed, back, prices_of(view))
    row.quantities = {str(line): f"{count.normalize():f}" for line, count in back.items()}
    _finish(session, house, order, row, actor, now)
    if view_of(session, house, order.id, now).over_minor:  # what is too much now is finance's to keep or refund
        show(session, house, row, house.book.roles.money, FINANCE_CARD, now)
    return row


def to_decide(session: Session, house: House, actor: PersonFacts, after_sale_id: int) -> AfterSale:
    """The document, with every error that deciding on it would meet."""
    return _to_decide(session, house, actor, after_sale_id)[0]


def _to_decide(session: Session, house: House, actor: PersonFacts, after_sale_id: int) -> tuple[AfterSale, Order]:
    require(house, actor, "after_sale.decide")
    row, order = locked(session, house, actor, after_sale_id)
    if actor.id in own_of(row, order):
        raise NotAllowed("own_after_sale")
    must_be(session, row, ASKED)
    return row, order


def _finish(
    session: Session, house: House, order: Order, row: AfterSale, actor: PersonFacts, now: datetime
) -> None:  # fmt: skip
    """It is done: the customer owes less from now on, and whatever waited for that goes on."""
    row.state, row.done_by, row.done_at = Step.DONE.value, actor.id, now
    note(session, order, row, "done", actor, now)
    tell(session, order, row, "done", now)
    supply.go_on(session, house, order, actor, now)
    if books.leaf_of(session, order, house.book).credit_rule is not None:
        credit.freed(session, order.customer_id, actor.id, now, but=order.id)


def tell(session: Session, order: Order, row: AfterSale, what: str, now: datetime) -> None:
    """Who asked, and whose order it is."""
    chats = (telling.met_at(session, one) for one in dict.fromkeys((row.asked_by, order.sales_id)))
    for chat in dict.fromkeys(chat for chat in chats if chat is not None):
        owed.owe(
            session, f"after_sale.{what}", chat_id=chat, now=now, subject=f"after_sale:{row.id}", order_id=order.id,
            dedupe=f"after_sale.{what}:{row.id}:{chat}",
        )  # fmt: skip
