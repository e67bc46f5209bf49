"""改单: an order as a draft that holds all its answers, to be changed there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from db.models import Draft
from services import drafts, repeating
from services.changes.asking import changeable
from services.filing import NewLine, NewOrder
from services.house import House
from services.people import PersonFacts
from services.repeating import Old


def to_change(session: Session, house: House, actor: PersonFacts, order_id: int) -> Old:
    """The order as it stands, for whoever may ask for a change of it now. Raises the errors of asking."""
    return repeating.as_agreed(session, house, changeable(session, house, actor, order_id))


def changed_order(draft: Draft) -> tuple[int, str] | None:
    """The order that a draft is to change: its id and number."""
    note = draft.answers.get("_changes")
    return (int(note["order"]), str(note["number"])) if note else None


def open_draft(session: Session, actor: PersonFacts, order_id: int) -> Draft | None:
    """The person's open draft that changes this order: a second press does not begin another."""
    for draft in drafts.open_of(session, actor.id):
        changes = changed_order(draft)
        if changes is not None and changes[0] == order_id:
            return draft
    return None


def kept(new: NewOrder) -> dict[str, Any]:
    """A wanted order as a draft keeps it."""
    return {
        "leaf": new.leaf,
        "lines": [
            [line.product_id, str(line.quantity), None if line.price is None else str(line.price)] for line in new.lines
        ],
        "customer": new.customer_id,
        "requested_on": new.requested_on.isoformat() if new.requested_on else None,
        "after": new.days_after_payment,
        "fields": new.fields,
        "draft": new.draft_id,
    }


def wanted(kept_order: dict[str, Any]) -> NewOrder:
    """The same, read again."""
    return NewOrder(
        leaf=kept_order["leaf"],
        lines=tuple(
            NewLine(product, Decimal(quantity), None if price is None else Decimal(price))
            for product, quantity, price in kept_order["lines"]
        ),
        customer_id=kept_order["customer"],
        requested_on=date.fromisoformat(kept_order["requested_on"]) if kept_order["requested_on"] else None,
        days_after_payment=kept_order["after"],
        fields=kept_order["fields"],
        draft_id=kept_order["draft"],
    )
