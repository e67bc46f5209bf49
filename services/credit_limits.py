"""信用额度: how much a customer may owe, granted, changed and withdrawn by those who answer for the money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from db.models import Customer
from domain.gates import Refusal
from services import catalogue, credit, history
from services.errors import AlreadyDone, NotFound, Refused
from services.house import House, require
from services.people import PersonFacts, name_of


@dataclass(frozen=True, slots=True)
class Granted:
    """A limit as it stands. `minor` is None where nobody granted one, or somebody withdrew it."""

    minor: int | None
    by: str | None
    at: datetime | None


def of_customer(session: Session, customer_id: int) -> Granted:
    """The limit of a customer, who said so and when."""
    row = session.get_one(Customer, customer_id)
    return Granted(row.credit_minor, name_of(session, row.credit_by) or None, row.credit_at)


def grant(
    session: Session, house: House, actor: PersonFacts, customer_id: int, limit_minor: int | None, now: datetime
) -> Granted:
    """Grant a customer so much credit; None withdraws it. What waited for more goes on in a moment.

    AlreadyDone, with who and when, where the limit is that already; NotFound for a customer out of reach.
    """
    require(house, actor, "credit.grant")
    if not catalogue.sees_customer(session, house, actor, customer_id):
        raise NotFound(f"customer {customer_id}")
    if limit_minor is not None and limit_minor <= 0:
        raise Refused((Refusal("amount_not_positive", house.book.roles.money),))
    row = session.get_one(Customer, customer_id, with_for_update=True, populate_existing=True)
    before = row.credit_minor
    if before == limit_minor:
        raise AlreadyDone(name_of(session, row.credit_by) or None, row.credit_at)
    write(session, actor, customer_id, limit_minor, now, before=before)
    if before is None or (limit_minor is not None and limit_minor > before):
        credit.freed(session, customer_id, actor.id, now)
    return of_customer(session, customer_id)


def write(
    session: Session, actor: PersonFacts, customer_id: int, limit: int | None, now: datetime, *, before: int | None
) -> None:
    """Write a limit that was judged already, with its history."""
    values = {"credit_minor": limit, "credit_by": actor.id, "credit_at": now}
    session.execute(update(Customer).where(Customer.id == customer_id).values(**values))
    history.record(
        session, subject="company", action="credit_granted", now=now, actor_id=actor.id,
        before={"customer": customer_id, "limit": before}, after={"customer": customer_id, "limit": limit},
    )  # fmt: skip
