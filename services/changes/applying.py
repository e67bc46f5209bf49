"""A change is carried out: the order says something else from now on, and everybody concerned hears what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Attachment, Change, Order, PaymentTerm, Shipment
from domain.changes import ChangeKind, ChangeState, What, differences
from domain.life import IN_SUPPLY, State
from domain.process.changing import Weight
from domain.process.names import Checkpoint, Moment
from services import books, filing, history, life, owed, signoffs, supply, telling
from services.changes import floors, rebasing
from services.changes.content import WANTED_ON
from services.changes.telling import tell_applied
from services.filing import NewLine
from services.house import House
from services.locking import touch
from services.order_facts import line_facts
from services.people import PersonFacts
from services.waivers import ending as waivers


def carry_out(
    session: Session, house: House, order: Order, change: Change, actor: PersonFacts, now: datetime, *,
    promised: date | None = None,
) -> None:  # fmt: skip
    """The order is made to say what was agreed; its tasks, dates, gates and cards follow.

    What left or was made since it was asked for may stand against it by now: then it is overtaken, and the order stays.
    """
    against = floors.broken(session, house, order, change.after)
    if order.revision != change.base_revision or against or not _may_still(session, order, change):
        reason = ", ".join(dict.fromkeys(one.code for one in against)) or None
        close(session, change, ChangeState.OVERTAKEN, actor.id, now, reason)
        history.record(
            session, subject=f"order:{order.id}", action="change_overtaken", now=now, actor_id=actor.id,
            after={"change": change.number, "reason": reason},
        )  # fmt: skip
        tell_applied(session, house, order, change, now)
        return
    closed_before = _closed(session, house, order, now)
    close(session, change, ChangeState.APPLIED, actor.id, now, None)
    if change.weight != Weight.TOLD.value:
        waivers.supersede(session, house, order, actor, now)
    _CARRY_OUT[ChangeKind(change.kind)](session, house, order, change, actor, now)
    if promised is not None:
        order.promised_on = promised
    change.to_revision = order.revision
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="change_applied", now=now, actor_id=actor.id,
        for_id=change.asked_by, before={"revision": change.base_revision},
        after={"change": change.number, "revision": order.revision, "total": order.total_minor},
    )  # fmt: skip
    tell_applied(session, house, order, change, now)
    _go_on(session, house, order, change, actor, closed_before, now)
    owed.refresh_cards(session, order_id=order.id, now=now)


def close(
    session: Session, change: Change, state: ChangeState, actor_id: int, now: datetime, reason: str | None
) -> None:  # fmt: skip
    """The change is over."""
    change.state, change.closed_by, change.closed_at, change.closing = state.value, actor_id, now, reason
    session.flush()


def _may_still(session: Session, order: Order, change: Change) -> bool:
    """Goods may have left since, an order may have been cancelled: what was possible then need not be possible now."""
    state = State(order.state)
    if change.kind == ChangeKind.REOPEN.value:
        return state is State.CLOSED
    if state not in floors.CHANGEABLE:
        return False
    nothing_left = all(floor.left == 0 for floor in floors.floors(session, order).values())
    return change.kind != ChangeKind.CANCEL.value or nothing_left


# ── what it says ───────────────────────────────────────────────────────────────────────────


def _edit(session: Session, house: House, order: Order, change: Change, actor: PersonFacts, now: datetime) -> None:
    before, after = change.before, change.after
    order.fields = _fields(order.fields, before["fields"], after["fields"])
    _take_files(session, order, change)
    if change.weight == Weight.TOLD.value:
        rebasing.readdress(session, order, after)
        return
    order.revision += 1
    order.leaf, order.customer_id = after["leaf"], after["customer"]
    if (after["requested_on"], after["days_after_payment"]) != (before["requested_on"], before["days_after_payment"]):
        order.requested_on = _day(after["requested_on"])
        order.promised_days_after_payment = after["days_after_payment"]
        order.promised_on = order.requested_on or rebasing.counted_from_release(session, house, order)
        if WANTED_ON in order.fields:
            order.fields = {**order.fields, WANTED_ON: _answered(after)}
    increased = _lines(session, order, after)
    order.total_minor = sum(line.amount_minor for line in order.lines)
    order.terms = filing.payment_terms(
        books.leaf_of(session, order, house.book), order.total_minor, order.fields, order.currency
    )
    session.flush()
    rebasing.rebase(session, house, order, increased, actor, now)
    if _goods_differ(before, after):
        rebasing.take_back_notice(session, order, actor, now)
    else:
        rebasing.readdress(session, order, after)


def _answered(after: Mapping[str, Any]) -> dict[str, Any]:
    """The day as the form keeps it."""
    return {"on": after["requested_on"]} if after["requested_on"] else {"after": after["days_after_payment"]}


def _fields(stand: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Only what was to be changed; what else was answered since stays."""
    fields = dict(stand)
    for key in before.keys() | after.keys():
        if before.get(key) != after.get(key):
            fields.pop(key, None)
            if after.get(key) is not None:
                fields[key] = after[key]
    return fields


def _lines(session: Session, order: Order, after: Mapping[str, Any]) -> dict[int, Decimal]:
    """Every line as it is wanted; by id what was wanted before of those that grew, zero of those that are new."""
    stand, increased = {line.id: line for line in order.lines}, dict[int, Decimal]()
    for position, wanted in enumerate(after["lines"], start=1):
        quantity = Decimal(wanted["quantity"])
        price = None if wanted["price"] is None else Decimal(wanted["price"])
        if wanted["line"] is None:
            new = NewLine(int(wanted["product"]), quantity, price)
            line = filing.line_of(session, new, position, order.currency)
            order.lines.append(line)
            session.flush()
            increased[line.id] = Decimal(0)
            continue
        line = stand[wanted["line"]]
        if quantity > line.quantity:
            increased[line.id] = line.quantity
        line.quantity, line.unit_price, line.amount_minor = quantity, price, int(wanted["amount"])
        line.ended = bool(wanted["ended"])
    session.flush()
    return increased


def _goods_differ(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    of_goods = (What.QUANTITY, What.NEW_LINE, What.ENDED_LINE, What.CUSTOMER)
    return any(one.what in of_goods for one in differences(before, after))


def _take_files(session: Session, order: Order, change: Change) -> None:
    """Papers that came with it belong to the order now."""
    if change.draft_id is not None:
        for file in session.scalars(select(Attachment).where(Attachment.draft_id == change.draft_id)):
            file.order_id = order.id


def _cancel(session: Session, house: House, order: Order, _change: Change, actor: PersonFacts, now: datetime) -> None:
    rebasing.take_back_notice(session, order, actor, now)
    rebasing.stop_all(session, order)
    order.on_hold = False
    order.revision += 1
    _same_terms(session, order)
    life.move(session, order, "cancel", actor.id, now)
    order.ended_at = now


def _reopen(session: Session, house: House, order: Order, _change: Change, actor: PersonFacts, now: datetime) -> None:
    """Everything is asked again: it stands where it stood when it was taken on, under a new revision."""
    order.revision += 1
    _same_terms(session, order)
    life.move(session, order, "reopen", actor.id, now)
    order.released_at = order.released_revision = order.ended_at = None
    order.accepted_at = now


def _same_terms(session: Session, order: Order) -> None:
    order.terms = [
        PaymentTerm(
            position=term.position, checkpoint=term.checkpoint, share=term.share, total_minor=term.total_minor,
            required_minor=term.required_minor, in_proportion=term.in_proportion,
        )
        for term in order.agreed_terms
        if term.revision == order.revision - 1
    ]  # fmt: skip
    session.flush()


_CARRY_OUT = {ChangeKind.EDIT: _edit, ChangeKind.CANCEL: _cancel, ChangeKind.REOPEN: _reopen}


# ── what follows ───────────────────────────────────────────────────────────────────────────


def _closed(session: Session, house: House, order: Order, now: datetime) -> bool:
    """Whether what the order has passed already would be refused it now for want of money."""
    passed = life.passed(session, order)
    return any(
        one.code == "payment_missing" for at in passed for one in life.gate(session, house, order, at, now)
    )  # fmt: skip


def _go_on(
    session: Session, house: House, order: Order, change: Change, actor: PersonFacts, closed_before: bool, now: datetime
) -> None:
    """Gates are judged anew: what was open may be closed, what was closed may be open."""
    if State(order.state) not in (State.ACCEPTED, *IN_SUPPLY) or change.weight == Weight.TOLD.value:
        return
    leaf = books.leaf_of(session, order, house.book)
    signoffs.ask(session, house, leaf, order, now)
    if State(order.state) is State.ACCEPTED:
        life.try_release(session, house, order, actor, now)
        return
    if _closed(session, house, order, now) and not closed_before:
        telling.tell(session, house.book, leaf, order, Moment.GATE_RECLOSED, now, by=actor.name, change=change.number)
    elif _goods_differ(change.before, change.after) and not life.gate(session, house, order, Checkpoint.PLAN, now):
        telling.tell(session, house.book, leaf, order, Moment.RELEASED, now)  # what is to be made is another thing now
    _all_left(session, order, actor, now)
    supply.go_on(session, house, order, actor, now)


def _all_left(session: Session, order: Order, actor: PersonFacts, now: datetime) -> None:
    """Less is wanted than was: what has left may be all there is."""
    lines = line_facts(session, order)
    if not any(line.shipped for line in lines) or any(line.shipped < line.quantity for line in lines):
        return
    if order.state == State.RELEASED.value:
        life.move(session, order, "work", actor.id, now)
    life.move(session, order, "ship_all", actor.id, now)
    on_the_road = select(Shipment.id).where(Shipment.order_id == order.id, Shipment.state == "shipped")
    if session.scalar(on_the_road.limit(1)) is None:
        life.move(session, order, "sign_all", actor.id, now)


def _day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
