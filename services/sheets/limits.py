"""The column 信用额度 of a sheet of customers: only those who grant credit may fill it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Customer
from domain.money import Money, to_minor
from domain.understanding import money
from services import credit, credit_limits
from services.house import House
from services.order_facts import minor_per_unit
from services.people import PersonFacts
from services.sheets.judging import Judged, Row, decimal_text, value_of


def text_of(house: House, minor: int | None) -> str:
    """A limit as a sheet writes it."""
    return "" if minor is None else decimal_text(Decimal(minor) / minor_per_unit(house.book.currency))


def read(judged: Judged, row: Row) -> str | None:
    """The limit that a row says; what is none is a fault."""
    limit = value_of(judged, row, "credit", money(row["credit"]))
    if limit is not None and limit <= 0:
        judged.fault(row, "credit", "zero")
        return None
    return decimal_text(limit) if limit is not None else None


def grant(
    session: Session, house: House, actor: PersonFacts, judged: Judged, stood: Mapping[int, str], now: datetime
) -> None:
    """The limits that the sheet says, each with its history; what waited for more goes on. `stood`: by customer."""
    for effect in judged.effects:
        new = effect["do"] == "add"
        limit = effect.get("credit") if new else effect["fields"].get("credit", (None, None))[1]
        if limit is None:
            continue
        by_name = select(Customer.id).where(Customer.name == effect["name"])
        customer_id = session.scalars(by_name).one() if new else int(effect["id"])
        before = stood.get(customer_id) or None
        credit_limits.write(
            session, actor, customer_id, _minor(house, limit), now, before=_minor(house, before) if before else None
        )
        credit.freed(session, customer_id, actor.id, now)


def _minor(house: House, limit: str) -> int:
    return to_minor(Money(Decimal(limit), house.book.currency).rounded())
