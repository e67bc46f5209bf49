"""下单依据 on paper: a contract, the customer's PO or a screenshot, sent with the order or after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Attachment, Order
from domain.life import State
from domain.process.fields import Choice, Field
from domain.process.names import Checkpoint
from domain.process.types import GateRule, Leaf
from domain.rights import in_state
from services import books, history, owed, supply
from services.errors import AlreadyDone, NotFound
from services.house import House, require
from services.locking import lock_order, touch
from services.money import Evidence
from services.people import PersonFacts


@dataclass(frozen=True, slots=True)
class Asked:
    """Which field of an order holds its basis, and the answers that count as paper."""

    field: Field
    papers: tuple[Choice, ...]


def asked_of(leaf: Leaf) -> Asked | None:
    """What the leaf's release gate asks for; None where it asks for no paper."""
    for rule in leaf.gates.get(Checkpoint.RELEASE, ()):
        field = leaf.field(str(rule.params["field"])) if rule.rule == "basis_on_paper" else None
        if field is not None:
            return Asked(field, tuple(choice for choice in field.choices if choice.key in _papers(rule)))
    return None


def _papers(rule: GateRule) -> tuple[str, ...]:
    papers = rule.params["papers"]
    assert isinstance(papers, tuple)
    return papers


def paper_of(fields: Mapping[str, object], asked: Asked) -> str | None:
    """The paper that the order names already; None where it names none, or only somebody's word."""
    answer = fields.get(asked.field.key)
    choice = answer.get("choice") if isinstance(answer, Mapping) else None
    return choice if any(choice == paper.key for paper in asked.papers) else None


def add(
    session: Session, house: House, actor: PersonFacts, order_id: int, evidence: Evidence, now: datetime,
    *, paper: str | None = None, name: str | None = None,
) -> Order:  # fmt: skip
    """Keep a file as the order's basis, and release the order where that was what was missing.

    `paper` is what the file shows; None where the order says so already. The same file twice counts once.
    """
    require(house, actor, "basis.add")
    order = lock_order(session, order_id)
    if not in_state("basis.add", State(order.state)):
        raise AlreadyDone()
    asked = asked_of(books.leaf_of(session, order, house.book))
    if asked is None or (paper or paper_of(order.fields, asked)) is None:
        raise NotFound(f"basis of order {order_id}")
    _keep(session, order, evidence, name, actor, now)
    count_in(session, house, actor, order, asked, now, paper=paper)
    return order


def count_in(
    session: Session, house: House, actor: PersonFacts, order: Order, asked: Asked, now: datetime, *, paper: str | None
) -> None:  # fmt: skip
    """Note how many files the basis has by now, and release the order where that was what was missing.

    NotFound where nobody says which paper they are, nor the order does.
    """
    paper = paper or paper_of(order.fields, asked)
    if paper is None:
        raise NotFound(f"basis of order {order.id}")
    files = select(func.count()).where(Attachment.order_id == order.id, Attachment.purpose == "basis")
    answer = {"choice": paper, "files": session.scalar(files) or 0}
    before = order.fields.get(asked.field.key)
    order.fields = {**order.fields, asked.field.key: answer}
    touch(order, now)
    history.record(
        session, subject=f"order:{order.id}", action="basis_added", now=now, actor_id=actor.id,
        before={asked.field.key: before}, after={asked.field.key: answer},
    )  # fmt: skip
    owed.refresh_cards(session, order_id=order.id, now=now)
    supply.go_on(session, house, order, actor, now)


def _keep(
    session: Session, order: Order, evidence: Evidence, name: str | None, actor: PersonFacts, now: datetime
) -> None:
    """The same file twice is one."""
    known = select(Attachment.id).where(
        Attachment.order_id == order.id, Attachment.purpose == "basis",
        Attachment.file_unique_id == evidence.file_unique_id,
    )  # fmt: skip
    if session.scalar(known) is not None:
        return
    session.add(
        Attachment(
            order_id=order.id,
            purpose="basis",
            kind=evidence.kind,
            file_id=evidence.file_id,
            file_unique_id=evidence.file_unique_id,
            name=name,
            sent_by=actor.id,
            at=now,
        )
    )
    session.flush()
