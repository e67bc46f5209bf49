"""What is voted on: the canonical facts of an order's revision, and their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from db.models import Order
from domain.history import canonical


def digest(facts: dict[str, Any]) -> str:
    """SHA-256 over what is voted on; over facts, not over text in some language."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def facts_hash(order: Order) -> str:
    """The hash of what a review of this order votes on."""
    return digest(voted_on(order))


def voted_on(order: Order, fields: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The facts of an order that a vote of its review agrees to; with other `fields` than it has now."""
    return {
        "number": order.number,
        "revision": order.revision,
        "leaf": order.leaf,
        "customer": order.customer_id,
        "total": order.total_minor,
        "currency": order.currency,
        "requested_on": str(order.requested_on),
        "days_after_payment": order.promised_days_after_payment,
        "fields": {
            key: value for key, value in (order.fields if fields is None else fields).items() if not _papers(value)
        },
        "lines": [
            [
                line.product_code,
                f"{line.quantity.normalize():f}",
                None if line.unit_price is None else f"{line.unit_price.normalize():f}",
            ]
            for line in order.lines
        ],
        "terms": [[term.checkpoint, term.required_minor] for term in order.terms],
        **({} if order.linked_to_id is None else {"makes_good": [order.linked_to_id, order.linked_because]}),
    }


def _papers(value: Any) -> bool:
    """A paper that is added while the order is judged voids no vote: nothing that was asked has changed."""
    return isinstance(value, dict) and "files" in value
