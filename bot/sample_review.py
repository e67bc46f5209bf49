"""An order of the demo's company that departments are just deciding: a newcomer sees at once what the desk is for.

Filed and answered through the services, as a real one is.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from domain.approvals import SeatState, Verdict
from domain.process.names import FieldKind
from domain.process.types import Leaf
from sandbox.sample import SAMPLE
from services import catalogue, filing, owed, people
from services.approvals import reading, voting
from services.approvals.voting import Ballot
from services.errors import Refused
from services.filing import NewLine, NewOrder
from services.house import House
from services.pace import calendar_of
from services.people import PersonFacts
from services.screening import Blocked

_ORDER: Final[dict[str, Any]] = SAMPLE["in_review"]


def begin(session: Any, house: House, now: datetime) -> int | None:
    """File the sample order and let the first department consent; the order's id.

    None where the company's own book has no such type or takes no such order: the demo goes without it.
    """
    sales = people.by_telegram_id(session, _ORDER["by"])
    leaf = house.book.leaves.get(_ORDER["leaf"])
    if sales is None or leaf is None:
        return None
    try:
        with session.begin_nested():
            order = filing.file_order(session, house, sales, _wanted(session, house, sales, leaf, now), now)
    except (Blocked, Refused):
        return None
    owed.show_card(session, "order", subject=f"order:{order.id}", chat_id=sales.telegram_id, now=now, order_id=order.id)
    for answer in _ORDER["consents"]:
        _consent(session, house, order.id, answer, now)
    return order.id


def _wanted(session: Any, house: House, sales: PersonFacts, leaf: Leaf, now: datetime) -> NewOrder:
    """The order as its form would hand it over: what was answered, the book's defaults for the rest."""
    usual = {field.key: field.default for field in leaf.all_fields if field.default is not None}
    fields = {key: str(value) if isinstance(value, Decimal) else value for key, value in usual.items()}
    known = {field.key for field in leaf.all_fields if field.kind not in (FieldKind.CUSTOMER, FieldKind.LINES)}
    given = {key: value for key, value in _ORDER["fields"].items() if key in known}
    goods = catalogue.products_of_codes(
        session, [line["product"] for line in _ORDER["lines"]], supplies=("make", "buy", "stock")
    )
    lines = tuple(
        NewLine(product.id, Decimal(line["quantity"]), Decimal(line["price"]))
        for product, line in zip(goods, _ORDER["lines"], strict=True)
    )
    customer = catalogue.find_customers(session, house, sales, _ORDER["customer"]).found[0]
    day = calendar_of(session, house).add_workdays(house.today(now), _ORDER["workdays"])
    return NewOrder(leaf.key, lines, customer_id=customer.id, requested_on=day, fields={**fields, **given})


def _consent(session: Any, house: House, order_id: int, answer: dict[str, Any], now: datetime) -> None:
    review, judge = reading.last_of(session, order_id), people.by_telegram_id(session, answer["by"])
    if review is None or judge is None:
        return
    for seat in review.seats:
        if seat.department == answer["department"] and seat.state is SeatState.OPEN:
            voting.vote(session, house, judge, seat.id, Ballot(Verdict.APPROVE, comment=answer["comment"]), now)
