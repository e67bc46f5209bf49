"""Risks as cards, lists and the report show them; who may see whose."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from db.models import Customer, History, Order, Person, Risk
from domain.process.names import Level
from domain.process.words import Words
from domain.rights import sees_all_customers
from domain.risks import GRAVEST_FIRST, Closing
from services import books, people
from services.errors import NotFound
from services.house import House, who
from services.people import PersonFacts

WRITTEN = ("countermeasure", "contingency", "closed")
FILTERS = ("all", "mine", "department")


@dataclass(frozen=True, slots=True)
class RiskView:
    """Everything that may be said of a risk."""

    id: int
    rule: str
    rule_name: Words | None
    """None of one that a person opened, and of a rule that the book knows no more."""
    subject: str
    order_id: int | None
    number: str
    customer: str
    """Empty for an order of our own."""
    type: Words | None
    level: Level
    words: str
    department: str
    department_name: Words
    owner_id: int | None
    owner: str
    countermeasure: str
    contingency: str
    written_in: Mapping[str, str]
    """By part and `closed`: the department of whoever wrote it, where it is asked for. They may know of money."""
    is_open: bool
    opened_by: str
    opened_department: str
    opened_at: datetime
    closed_by: str
    closed_at: datetime | None
    closing: Closing | None
    closing_words: str


def one(session: Session, house: House, risk_id: int) -> RiskView:
    """The risk with this id. NotFound where there is none."""
    risk = session.get(Risk, risk_id)
    if risk is None:
        raise NotFound(f"risk {risk_id}")
    return replace(_view(session, house, risk), written_in=_written_in(session, risk))


def _written_in(session: Session, risk: Risk) -> dict[str, str]:
    """Who wrote what, as the history has it."""
    subject = f"order:{risk.order_id}" if risk.order_id is not None else "company"
    query = (
        select(History.action, History.entry, Person.department)
        .join(Person, Person.id == History.actor_id)
        .where(History.subject == subject, History.action.in_([f"risk_{part}" for part in WRITTEN]))
        .order_by(History.seq)
    )
    rows = session.execute(query)
    return {
        action.removeprefix("risk_"): department
        for action, entry, department in rows
        if json.loads(entry)["after"]["risk"] == risk.id
    }


def of_order(session: Session, house: House, order_id: int) -> list[RiskView]:
    """The open risks of an order, the gravest and oldest first."""
    query = select(Risk).where(Risk.order_id == order_id, Risk.state == "open")
    return [_view(session, house, risk) for risk in session.scalars(query.order_by(_GRAVE, Risk.opened_at, Risk.id))]


def standing(
    session: Session, house: House, person: PersonFacts | None, *, only: str = "all", start: int = 0,
    at_most: int | None = None,
) -> tuple[int, list[RiskView]]:  # fmt: skip
    """How many risks are open, and a page of them, the gravest and oldest first, as far as this person may look.

    Without a person everything: for the report.
    """
    allowed = [Risk.state == "open"]
    if person is not None:
        if not sees_all_customers(house.book, who(person)):
            own = or_(Order.sales_id == person.id, Order.filed_by == person.id, Order.owner_id == person.id)
            allowed.append(or_(Risk.order_id.is_(None), exists().where(and_(Order.id == Risk.order_id, own))))
        if only == "mine":
            allowed.append(or_(Risk.owner_id == person.id, Risk.opened_by == person.id))
        elif only == "department":
            allowed.append(Risk.department == person.department)
    count = session.scalar(select(func.count()).select_from(Risk).where(*allowed)) or 0
    query = select(Risk).where(*allowed).order_by(_GRAVE, Risk.opened_at, Risk.id).offset(start).limit(at_most)
    return count, [_view(session, house, risk) for risk in session.scalars(query)]


def closings(session: Session, since: datetime) -> dict[str, list[str]]:
    """For what reasons the risks of each rule were closed since then."""
    query = select(Risk.rule, Risk.closing).where(
        Risk.rule != "", Risk.state == "closed", Risk.closed_at >= since, Risk.closing.is_not(None)
    )
    found: dict[str, list[str]] = {}
    for rule, closing in session.execute(query.order_by(Risk.id)):
        found.setdefault(rule, []).append(closing or "")
    return found


_GRAVE = case({level.value: n for n, level in enumerate(GRAVEST_FIRST)}, value=Risk.level)


def _view(session: Session, house: House, risk: Risk) -> RiskView:
    order = session.get(Order, risk.order_id) if risk.order_id is not None else None
    book = books.book_of(session, order, house.book) if order is not None else house.book
    customer = session.get(Customer, order.customer_id) if order is not None and order.customer_id else None
    rule = book.reminders.get(risk.rule) or house.book.reminders.get(risk.rule)
    named = book if risk.department in book.departments else house.book
    opener = session.get(Person, risk.opened_by) if risk.opened_by is not None else None
    return RiskView(
        id=risk.id,
        rule=risk.rule,
        rule_name=rule.name if rule else None,
        subject=risk.subject,
        order_id=risk.order_id,
        number=order.number if order else "",
        customer=customer.name if customer else "",
        type=book.leaves[order.leaf].short if order else None,
        level=Level(risk.level),
        words=risk.words or "",
        department=risk.department,
        department_name=named.departments[risk.department].name,
        owner_id=risk.owner_id,
        owner=people.name_of(session, risk.owner_id),
        countermeasure=risk.countermeasure or "",
        contingency=risk.contingency or "",
        written_in={},
        is_open=risk.state == "open",
        opened_by=opener.name if opener else "",
        opened_department=opener.department if opener else "",
        opened_at=risk.opened_at,
        closed_by=people.name_of(session, risk.closed_by),
        closed_at=risk.closed_at,
        closing=Closing(risk.closing) if risk.closing else None,
        closing_words=risk.closing_words or "",
    )
