"""What is voted on: the canonical facts of an order's revision, and their hash."""

from __future__ import annotations

import hashlib
from typing import Any

from db.models import Order
from domain.history import canonical


def facts_hash(order: Order) -> str:
    """SHA-256 over what the card shows to be decided; over facts, not over text in some language."""
    return hashlib.sha256(canonical(voted_on(order)).encode()).hexdigest()


def voted_on(order: Order) -> dict[str, Any]:
    """The facts that a vote agrees to."""
    return {
        "number": order.number,
        "revision": order.revision,
        "leaf": order.leaf,
        "customer": order.customer_id,
        "total": order.total_minor,
        "currency": order.currency,
        "requested_on": str(order.requested_on),
        "days_after_payment": order.promised_days_after_payment,
        "fields": order.fields,
        "lines": [
            [
                line.product_code,
                f"{line.quantity.normalize():f}",
                None if line.unit_price is None else f"{line.unit_price.normalize():f}",
            ]
            for line in order.lines
        ],
        "terms": [[term.checkpoint, term.required_minor] for term in order.terms],
    }
