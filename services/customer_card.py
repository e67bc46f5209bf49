"""A customer's card, changed by those whose customer it is and those who may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models import Customer, CustomerPlace, Person
from domain.gates import Refusal
from domain.understanding import Billing
from services import catalogue, finding, history
from services.catalogue import CustomerFacts
from services.errors import NotAllowed, NotFound, Refused
from services.house import House, require
from services.people import PersonFacts, person_facts
from services.spelling import spelt

PLAIN = ("contact", "phone", "address", "uscc", "default_leaf")
NEXT_ORDER = {"contact", "phone", "address", "usual"}
"""What the next order begins with."""


def change(
    session: Session, house: House, actor: PersonFacts, customer_id: int, values: Mapping[str, Any], now: datetime
) -> CustomerFacts:
    """Write what is in `values`: name, contact, phone, address, uscc, default_leaf, billing, usual, pinyin, places,
    owner_id.

    `pinyin` is as somebody wrote it; a new name without it is spelt by the library. None takes a value away. An owner of
    None makes the customer 公共. Refused where the name or the 统一社会信用代码 is another customer's.
    """
    row = _changeable(session, house, actor, customer_id)
    if "owner_id" in values:
        require(house, actor, "customer.assign")
    _require_free(session, house, row, values)
    before = _snapshot(session, row)
    for name in PLAIN:
        if name in values:
            setattr(row, name, values[name] or None)
    if "name" in values or "pinyin" in values:
        _rename(row, str(values.get("name", row.name)), values.get("pinyin"))
    if "billing" in values:
        billing: Billing | None = values["billing"]
        row.billing = asdict(billing) if billing else None
    if "usual" in values:
        row.usual = dict(values["usual"]) or None
    if "owner_id" in values:
        row.owner_id = values["owner_id"]
    if "places" in values:
        _put_places(session, row, values["places"])
    if NEXT_ORDER & values.keys():
        row.usual_at = now
    session.flush()
    _note(session, row, before, actor, now)
    return catalogue.customer_facts(row)


def _changeable(session: Session, house: House, actor: PersonFacts, customer_id: int) -> Customer:
    require(house, actor, "customer.change")
    if not catalogue.sees_customer(session, house, actor, customer_id):
        raise NotFound(f"customer {customer_id}")
    return session.get_one(Customer, customer_id, with_for_update=True)


def _require_free(session: Session, house: House, row: Customer, values: Mapping[str, Any]) -> None:
    refusals: list[Refusal] = []
    name, uscc = values.get("name"), values.get("uscc")
    if name and session.scalar(select(Customer.id).where(Customer.name == name, Customer.id != row.id)) is not None:
        refusals.append(Refusal("customer_exists", house.book.roles.sales, {"name": name}))
    if uscc and session.scalar(select(Customer.id).where(Customer.uscc == uscc, Customer.id != row.id)) is not None:
        refusals.append(Refusal("uscc_taken", house.book.roles.sales, {"code": uscc}))
    if refusals:
        raise Refused(tuple(refusals))


def _put_places(session: Session, row: Customer, addresses: Sequence[str]) -> None:
    """Those that stay keep who is met there."""
    known = {place.address for place in catalogue.places(session, row.id)}
    gone = CustomerPlace.customer_id == row.id, CustomerPlace.address.not_in(addresses)
    session.execute(delete(CustomerPlace).where(*gone))
    session.add_all(CustomerPlace(customer_id=row.id, address=one) for one in addresses if one not in known)


def _rename(row: Customer, name: str, typed: str | None) -> None:
    keys = spelt(name, typed) if typed else None
    if keys is None and (typed or name != row.name):
        keys = finding.search_keys(name)
    row.name = name
    if keys is not None:
        row.pinyin, row.initials = keys


def _snapshot(session: Session, row: Customer) -> dict[str, Any]:
    session.flush()
    told = {name: getattr(row, name) for name in ("name", *PLAIN, "pinyin", "billing", "usual", "owner_id")}
    return {**told, "places": [place.address for place in catalogue.places(session, row.id)]}


def _note(session: Session, row: Customer, before: dict[str, Any], actor: PersonFacts, now: datetime) -> None:
    after = _snapshot(session, row)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        history.record(
            session, subject="company", action="customer_changed", now=now, actor_id=actor.id,
            before={"customer": row.id, **{name: before[name] for name in changed}},
            after={"customer": row.id, **{name: after[name] for name in changed}},
        )  # fmt: skip


def may_change(session: Session, house: House, actor: PersonFacts, customer_id: int) -> bool:
    """Whether the card offers to be changed."""
    try:
        require(house, actor, "customer.change")
    except NotAllowed:
        return False
    return catalogue.sees_customer(session, house, actor, customer_id)


def salespeople(session: Session, house: House) -> tuple[PersonFacts, ...]:
    """Whose a customer may be."""
    query = select(Person).where(Person.department == house.book.roles.sales, Person.active).order_by(Person.id)
    return tuple(person_facts(one) for one in session.scalars(query))
