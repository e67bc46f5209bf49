"""What an order says, and what it is wanted to say, as plain facts that a change keeps."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from db.models import Order, OrderLine
from domain.changes import Content
from domain.money import Money, to_minor
from domain.process.types import Leaf
from services import filing
from services.filing import NewLine, NewOrder


def content_of(order: Order) -> dict[str, Any]:
    """What the order says now."""
    return {
        "leaf": order.leaf,
        "customer": order.customer_id,
        "requested_on": _day(order.requested_on),
        "days_after_payment": order.promised_days_after_payment,
        "fields": plain_fields(order.fields),
        "lines": [_line(line) for line in order.lines],
        "total": order.total_minor,
        "terms": [[term.checkpoint, _share(term.share), term.required_minor] for term in order.terms],
    }


def wanted_of(
    session: Session, leaf: Leaf, order: Order, new: NewOrder, left: Mapping[int, Decimal]
) -> dict[str, Any]:  # fmt: skip
    """What it is to say: products that are there already keep their lines, those that are left out are ended.

    `leaf`: the type that it is to have, in the order's own book. `left`: how much of each line has left already; what
    is ended keeps that.
    """
    lines = _wanted_lines(session, order, list(new.lines), left)
    total = sum(line["amount"] for line in lines)
    fields = plain_fields(new.fields)
    terms = filing.payment_terms(leaf, total, {**order.fields, **fields}, order.currency)
    return {
        "leaf": leaf.key,
        "customer": new.customer_id,
        "requested_on": _day(new.requested_on),
        "days_after_payment": new.days_after_payment,
        "fields": fields,
        "lines": lines,
        "total": total,
        "terms": [[term.checkpoint, _share(term.share), term.required_minor] for term in terms],
    }


def stands_still(order: Order) -> NewOrder:
    """The order as it stands, as if it were filed once more: what a change begins with."""
    return NewOrder(
        leaf=order.leaf,
        lines=tuple(NewLine(line.product_id, line.quantity, line.unit_price) for line in order.lines if not line.ended),
        customer_id=order.customer_id,
        requested_on=order.requested_on,
        days_after_payment=order.promised_days_after_payment,
        fields=dict(order.fields),
    )


WANTED_ON = "requested_on"
"""The field that the order's own dates are read from: told once, as a date."""


def plain_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that are neither papers nor told elsewhere in the content."""
    return {key: value for key, value in fields.items() if key != WANTED_ON and not is_paper(value)}


def is_paper(value: object) -> bool:
    """A paper that is added changes nothing of what was agreed."""
    return isinstance(value, dict) and "files" in value


def _wanted_lines(
    session: Session, order: Order, wanted: list[NewLine], left: Mapping[int, Decimal]
) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for line in order.lines:
        match = next((one for one in wanted if one.product_id == line.product_id and not line.ended), None)
        if line.ended:
            lines.append(_line(line))
        elif match is not None:
            wanted.remove(match)
            lines.append(_priced(_line(line), match.quantity, match.price, order.currency))
        else:
            kept = _priced(_line(line), left.get(line.id, Decimal(0)), line.unit_price, order.currency)
            lines.append({**kept, "ended": True})
    for position, one in enumerate(wanted, start=len(order.lines) + 1):
        lines.append({**_line(filing.line_of(session, one, position, order.currency)), "line": None})
    return lines


def _priced(line: dict[str, Any], quantity: Decimal, price: Decimal | None, currency: str) -> dict[str, Any]:
    return {
        **line,
        "quantity": _plain(quantity),
        "price": _plain(price),
        "amount": amount_of(quantity, price, currency),
    }


def amount_of(quantity: Decimal, price: Decimal | None, currency: str) -> int:
    """What so much of a line costs, in minor units."""
    return 0 if price is None else to_minor(Money(price * quantity, currency).rounded())


def _line(line: OrderLine) -> dict[str, Any]:
    return {
        "line": line.id,
        "product": line.product_id,
        "code": line.product_code,
        "name": line.product_name,
        "unit": line.unit,
        "quantity": _plain(line.quantity),
        "price": _plain(line.unit_price),
        "amount": line.amount_minor,
        "ended": bool(line.ended),
    }


def _plain(number: Decimal | None) -> str | None:
    """The same number is always the same text: 58, never 58.00."""
    return None if number is None else f"{number.normalize():f}"


def _share(share: Decimal | None) -> str | None:
    return _plain(share)


def _day(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def agreed(content: Content) -> dict[str, Any]:
    """What of a content must be found in the order once it was carried out: without ids of lines, which are given then."""
    lines = [
        [line["code"], line["quantity"], line["price"], line["ended"]]
        for line in content["lines"]
    ]  # fmt: skip
    return {**{key: content[key] for key in ("leaf", "customer", "total")}, "lines": lines,
            "terms": [[at, minor] for at, _share_, minor in content["terms"]]}  # fmt: skip
