"""Sign-offs: a department's named 放行 of one revision of an order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Order, Person, Signoff
from domain.gates import PREDICATES, Asked
from domain.life import State
from domain.process.names import Checkpoint
from domain.process.types import GateRule, Leaf
from domain.rights import in_state, may_for
from services import books, history, owed, supply, telling
from services.errors import AlreadyDone, NotAllowed, NotFound
from services.house import House, who
from services.locking import lock_order, touch
from services.order_facts import facts_of
from services.people import PersonFacts


def ask(session: Session, house: House, leaf: Leaf, order: Order, now: datetime) -> None:
    """Every department whose 放行 is missing gets a card to give it."""
    facts = facts_of(session, order, house.today(now), now)
    for _checkpoint, rule in _rules(leaf):
        if PREDICATES["signoff"](rule, facts, Asked()):
            chat = telling.desk_of(session, rule.department)
            if chat is not None:
                owed.show_card(
                    session, "signoff", subject=f"order:{order.id}:{rule.params['name']}", chat_id=chat, now=now,
                    order_id=order.id, facts={"name": rule.params["name"]},
                )  # fmt: skip


def rule_named(leaf: Leaf, name: str) -> tuple[Checkpoint, GateRule]:
    """The rule that asks for this sign-off, and the checkpoint that it stands at."""
    for checkpoint, rule in _rules(leaf):
        if rule.params["name"] == name:
            return checkpoint, rule
    raise NotFound(f"signoff {name}")


def given(session: Session, order: Order, name: str) -> tuple[str, datetime] | None:
    """Who signed for the order's current revision, and when."""
    return given_for(session, order.id, order.revision, name)


def given_for(session: Session, order_id: int, revision: int, name: str) -> tuple[str, datetime] | None:
    """Who signed for this revision of an order, and when."""
    row = session.execute(
        select(Person.name, Signoff.at)
        .join(Person, Person.id == Signoff.person_id)
        .where(Signoff.order_id == order_id, Signoff.name == name, Signoff.revision == revision)
    ).first()
    return (row[0], row[1]) if row else None


def sign(
    session: Session, house: House, actor: PersonFacts, order_id: int, name: str, now: datetime, *, words: str = ""
) -> Order:
    """Give a 放行, with the words that were said; nobody gives one for an order of their own."""
    order = lock_order(session, order_id)
    leaf = books.leaf_of(session, order, house.book)
    _checkpoint, rule = rule_named(leaf, name)
    if not may_for(rule.department, who(actor)):
        raise NotAllowed("not_your_department", department=rule.department)
    if actor.id in (order.sales_id, order.filed_by):
        raise NotAllowed("own_order")
    before = given(session, order, name)
    if before is not None:
        raise AlreadyDone(*before)
    if not in_state("signoff.sign", State(order.state)):
        raise AlreadyDone()
    session.add(
        Signoff(
            order_id=order.id,
            name=name,
            revision=order.revision,
            department=rule.department,
            person_id=actor.id,
            at=now,
        )
    )
    touch(order, now)
    history.record(
        session, subject=f"order:{order.id}", action="signed_off", now=now, actor_id=actor.id,
        after={"name": name, "revision": order.revision, **({"words": words} if words else {})},
    )  # fmt: skip
    session.flush()
    owed.refresh_cards(session, order_id=order.id, now=now)
    supply.go_on(session, house, order, actor, now)
    return order


def _rules(leaf: Leaf) -> Iterator[tuple[Checkpoint, GateRule]]:
    for checkpoint, rules in leaf.gates.items():
        for rule in rules:
            if rule.rule == "signoff":
                yield checkpoint, rule
