"""Asking for a change: what it would come to is shown first; then it is asked, taken back, or given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Change, Order
from domain.approvals import ApprovalState, Decision
from domain.changes import OPEN_CHANGES, ChangeKind, ChangeState, Content
from domain.gates import Refusal
from domain.life import State
from domain.process.changing import Because, Weight
from domain.rights import in_state
from services import books, history, owed, people
from services.approvals import moving, voting
from services.changes import deciding, ending, impacts, policy
from services.changes.applying import carry_out
from services.changes.content import content_of, wanted_of
from services.changes.ending import locked, require_open
from services.changes.floors import floors, require_possible
from services.changes.policy import Weighed
from services.errors import NotAllowed, NotFound, Refused
from services.filing import NewOrder
from services.house import House, require
from services.locking import lock_order, touch
from services.looking import reach
from services.order_view import OrderView
from services.people import PersonFacts

LONGEST = 300
"""Characters of each part of a reason that are kept."""


@dataclass(frozen=True, slots=True)
class Why:
    """变更因素 and reason, and what is done about it."""

    factor: str
    kind: str | None
    reason: str
    countermeasure: str | None = None
    contingency: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A change before it is asked for."""

    order_id: int
    number: str
    kind: ChangeKind
    before: dict[str, Any]
    after: dict[str, Any]
    weighed: Weighed
    impacts: tuple[str, ...]
    """Departments that say what it means before anybody decides."""


def preview(
    session: Session, house: House, actor: PersonFacts, order_id: int, new: NewOrder, now: datetime
) -> Preview:  # fmt: skip
    """What a change would come to. Nothing is written.

    Raises:
        NotAllowed: the order is not to be changed now, another change of it is open, or nothing differs.
        Refused: a line would fall below what has left or is made, or nothing is left of the order.
        Blocked: the first look stops it.
    """
    return previewed(session, house, changeable(session, house, actor, order_id), new, now)


def previewed(session: Session, house: House, order: Order, new: NewOrder, now: datetime) -> Preview:
    """The same, for whoever may ask."""
    known = floors(session, order)
    leaf = books.book_of(session, order, house.book).leaves.get(new.leaf)
    if leaf is None:
        raise NotFound(f"type {new.leaf}")
    if not new.lines:
        raise Refused((Refusal("lines_missing", house.book.roles.sales),), order_id=order.id)
    left = {line: floor.left for line, floor in known.items()}
    before, after = content_of(order), wanted_of(session, leaf, order, new, left)
    require_possible(session, house, order, after)
    whole = policy.weighed(session, house, order, before, after, now)
    if not whole.found:
        raise NotAllowed("nothing_changed", number=order.number)
    asked = impacts.departments(session, house, order, whole.found) if whole.weight is not Weight.TOLD else ()
    return Preview(order.id, order.number, ChangeKind.EDIT, before, after, whole, asked)


def preview_whole(
    session: Session, house: House, actor: PersonFacts, order_id: int, kind: ChangeKind, now: datetime
) -> Preview:  # fmt: skip
    """The same of a cancel, or of opening again what is closed: the content stays."""
    return previewed_whole(session, house, changeable(session, house, actor, order_id, kind), kind)


def previewed_whole(session: Session, house: House, order: Order, kind: ChangeKind) -> Preview:
    """The same, for whoever may ask."""
    if kind is ChangeKind.CANCEL and any(floor.left > 0 for floor in floors(session, order).values()):
        raise Refused((Refusal("part_has_left", house.book.roles.sales),), order_id=order.id)
    content, levels = content_of(order), policy.levels_of_whole(session, house, order, kind)
    whole = Weighed((), Weight.HEAVY, frozenset({kind.value, Because.HEAVY.value}), 0, (), levels)
    asked = impacts.departments(session, house, order) if kind is ChangeKind.CANCEL else ()
    return Preview(order.id, order.number, kind, content, content, whole, asked)


def order_of(session: Session, order_id: int) -> Order:
    """The order as it stands, unlocked, for whoever has been let in."""
    order = session.get(Order, order_id)
    if order is None:
        raise NotFound(f"order {order_id}")
    return order


def ask(
    session: Session, house: House, actor: PersonFacts, order_id: int, new: NewOrder, why: Why, now: datetime
) -> Change:  # fmt: skip
    """Ask for a change. What need only be told is carried out at once; the order is else untouched until it is approved."""
    shown = preview(session, house, actor, order_id, new, now)
    return _begin(session, house, actor, shown, why, now, draft_id=new.draft_id)


def ask_whole(
    session: Session, house: House, actor: PersonFacts, order_id: int, kind: ChangeKind, why: Why, now: datetime
) -> Change:  # fmt: skip
    """Ask to cancel an order, or to open it again."""
    return _begin(session, house, actor, preview_whole(session, house, actor, order_id, kind, now), why, now)


_RIGHTS = {ChangeKind.EDIT: "change.ask", ChangeKind.CANCEL: "change.ask", ChangeKind.REOPEN: "change.reopen"}


def changeable(
    session: Session, house: House, actor: PersonFacts, order_id: int, kind: ChangeKind = ChangeKind.EDIT
) -> Order:  # fmt: skip
    """The order, locked, where this person may ask for a change of it now."""
    require(house, actor, _RIGHTS[kind])
    reach(session, house, actor, order_id)
    order = lock_order(session, order_id)
    if not in_state(_RIGHTS[kind], State(order.state)):
        raise NotAllowed("not_changeable", number=order.number)
    standing = open_of(session, order.id)
    if standing is not None:
        raise NotAllowed(
            "change_open", number=order.number, n=standing.number, who=people.name_of(session, standing.asked_by)
        )
    return order


def open_of(session: Session, order_id: int) -> Change | None:
    """The change of an order that is not decided yet."""
    open_ones = [state.value for state in OPEN_CHANGES]
    return session.scalar(select(Change).where(Change.order_id == order_id, Change.state.in_(open_ones)))


def _begin(
    session: Session, house: House, actor: PersonFacts, shown: Preview, why: Why, now: datetime,
    draft_id: int | None = None,
) -> Change:  # fmt: skip
    _require_whole(session, house, shown, why)
    order = lock_order(session, shown.order_id)
    before = session.scalar(select(func.count()).select_from(Change).where(Change.order_id == order.id))
    change = Change(
        order_id=order.id, number=(before or 0) + 1, kind=shown.kind.value,
        weight=shown.weighed.weight.value, state=ChangeState.ASKING.value,
        factor=why.factor, factor_kind=why.kind, reason=why.reason.strip()[:LONGEST],
        countermeasure=_cut(why.countermeasure), contingency=_cut(why.contingency), before=shown.before,
        after=shown.after, base_revision=order.revision, delta_minor=shown.weighed.delta_minor, draft_id=draft_id,
        asked_by=actor.id, asked_at=now, due_at=policy.due_at(session, house, order, shown.weighed.weight, now),
    )  # fmt: skip
    session.add(change)
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="change_asked", now=now, actor_id=actor.id, for_id=order.sales_id,
        before=_told(shown.before), after={"change": change.number, "kind": change.kind, "weight": change.weight,
                                           "factor": why.factor, "reason": change.reason, **_told(shown.after)},
    )  # fmt: skip
    if change.weight == Weight.TOLD.value:
        carry_out(session, house, order, change, actor, now)
    elif shown.impacts:
        impacts.ask(session, house, order, change, shown.impacts, now)
    else:
        deciding.decide(session, house, order, change, actor, now)
    owed.refresh_cards(session, order_id=order.id, now=now)
    return change


def _require_whole(session: Session, house: House, shown: Preview, why: Why) -> None:
    """What is only told needs no reason; everything else one of the book's factors and a word why."""
    if shown.weighed.weight is Weight.TOLD:
        return
    order = session.get_one(Order, shown.order_id)
    factor = policy.policy_of(session, house, order).factors.get(why.factor)
    known = factor is not None and (why.kind is None or why.kind in {kind.key for kind in factor.kinds})
    if not known or not why.reason.strip():
        raise Refused((Refusal("reason_missing", house.book.roles.sales),), order_id=shown.order_id)


def _cut(words: str | None) -> str | None:
    return words.strip()[:LONGEST] or None if words else None


def _told(content: Content) -> dict[str, Any]:
    """What the history keeps of a content."""
    return {
        "leaf": content["leaf"], "total": content["total"], "requested_on": content["requested_on"],
        "days_after_payment": content["days_after_payment"], "fields": content["fields"],
        "lines": [[line["code"], line["quantity"], line["price"], line["ended"]] for line in content["lines"]],
    }  # fmt: skip


# ── taking back ────────────────────────────────────────────────────────────────────────────


def may_take_back(person_id: int, asked_by: int, order: Order | OrderView) -> bool:
    """Whoever asked, and those whose order it is: while a change is open no other can be asked for. Whoever asked hears
    of it."""
    return person_id in (asked_by, order.sales_id, order.filed_by)


def withdrawable(session: Session, house: House, actor: PersonFacts, change_id: int) -> tuple[Order, Change]:
    """The change and its order, locked, where this person may take it back now."""
    require(house, actor, "change.withdraw")
    order, change = locked(session, change_id)
    reach(session, house, actor, order.id)
    if not may_take_back(actor.id, change.asked_by, order):
        raise NotAllowed("not_your_change")
    require_open(session, change)
    return order, change


def withdraw(session: Session, house: House, actor: PersonFacts, change_id: int, reason: str, now: datetime) -> Change:
    """不改了: whoever asked takes it back while it is not decided; so may those whose order it is."""
    order, change = withdrawable(session, house, actor, change_id)
    approval = moving.open_of(session, order.id, Decision.CHANGE)
    if approval is not None:
        voting.close(session, house, order, approval, ApprovalState.WITHDRAWN, actor, now, reason=reason)
    else:
        ending.give_up(session, order, change, ChangeState.WITHDRAWN, actor, now, reason)
    owed.refresh_cards(session, order_id=order.id, now=now)
    return change
