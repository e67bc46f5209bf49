"""Money: slips open nothing, finance confirms, allocations pay orders, reversals close gates again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Allocation, Order, Person, Receipt, Shipment, Slip
from domain.gates import Refusal, required_minor
from domain.life import UNDECIDED, State
from domain.process.names import Checkpoint, Moment
from domain.process.types import Leaf
from domain.rights import in_state
from services import books, chasing, credit, history, owed, supply, telling
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused
from services.house import House, require
from services.locking import lock_order, touch
from services.order_facts import facts_of, net_received
from services.people import PersonFacts


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that shows a payment, kept by Telegram's id."""

    kind: str
    file_id: str
    file_unique_id: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a confirmation did, for those who are told."""

    order_id: int
    amount_minor: int
    net_minor: int
    missing_minor: int


# ── slips ──────────────────────────────────────────────────────────────────────────────────


def send_slip(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime,
    *, claimed_minor: int | None, evidence: Evidence | None = None, payer: str | None = None,
) -> Slip:  # fmt: skip
    """Somebody says that a customer paid. It opens nothing; finance gets a card to check it."""
    require(house, actor, "slip.send")
    order = lock_order(session, order_id)
    require_decided(order)
    if not in_state("slip.send", State(order.state)):
        raise AlreadyDone()
    if claimed_minor is not None and claimed_minor <= 0:
        raise Refused((Refusal("amount_not_positive", house.book.roles.sales),), order_id=order_id)
    slip = Slip(
        order_id=order.id, state="waiting", claimed_minor=claimed_minor, payer=payer, sent_by=actor.id, sent_at=now,
        file_kind=evidence.kind if evidence else None, file_id=evidence.file_id if evidence else None,
        file_unique_id=evidence.file_unique_id if evidence else None,
    )  # fmt: skip
    session.add(slip)
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="slip_sent", now=now, actor_id=actor.id,
        after={"slip": slip.id, "claimed": claimed_minor},
    )  # fmt: skip
    leaf = books.leaf_of(session, order, house.book)
    chat = telling.desk_of(session, house.book.roles.money)
    if chat is not None:
        if evidence is not None and evidence.kind == "document":
            owe_file(session, slip, evidence, chat, now)
        owed.show_card(session, "slip", subject=f"slip:{slip.id}", chat_id=chat, now=now, order_id=order.id)
    chasing.begin(session, house.book, leaf, order, "slip_sent", now, subject=f"slip:{slip.id}")
    owed.refresh_cards(session, order_id=order.id, now=now)
    return slip


def require_decided(order: Order) -> None:
    """NotAllowed while nobody has taken the order on: no money is asked for, and none is counted for it."""
    if State(order.state) in UNDECIDED:
        raise NotAllowed("not_accepted_yet", number=order.number)


def owe_file(session: Session, slip: Slip, evidence: Evidence, chat: int, now: datetime) -> None:
    """A file that the slip's card cannot show stands in a message of its own above it."""
    owed.owe(
        session, "slip.file", chat_id=chat, now=now, subject=f"slip:{slip.id}", klass=owed.Klass.CARD,
        order_id=slip.order_id, facts={"kind": evidence.kind, "file": evidence.file_id},
    )  # fmt: skip


def correct_slip(session: Session, actor: PersonFacts, slip_id: int, claimed_minor: int, now: datetime) -> Slip:
    """The sender corrects the amount that was claimed, while finance has not judged it."""
    slip, orders = lock_slip(session, slip_id)
    order = orders[slip.order_id]
    if not is_own(slip, actor):
        raise NotAllowed("not_your_slip")
    must_wait(session, slip)
    slip.claimed_minor = claimed_minor
    touch(order, now)
    history.record(
        session, subject=f"order:{order.id}", action="slip_corrected", now=now, actor_id=actor.id,
        after={"slip": slip.id, "claimed": claimed_minor},
    )  # fmt: skip
    owed.refresh_cards(session, order_id=order.id, now=now)
    return slip


def get_slip(session: Session, slip_id: int) -> Slip:
    """The slip with this id."""
    slip = session.get(Slip, slip_id)
    if slip is None:
        raise NotFound(f"slip {slip_id}")
    return slip


def lock_slip(session: Session, slip_id: int, orders: Iterable[int] = ()) -> tuple[Slip, dict[int, Order]]:
    """A slip as it is once its order is locked, and other orders with it.

    Always in the order of ids: two splits over the same orders must not wait for each other.
    """
    slip = get_slip(session, slip_id)
    locked = {order_id: lock_order(session, order_id) for order_id in sorted({slip.order_id, *orders})}
    session.refresh(slip)
    return slip, locked


def seen_before(session: Session, file_unique_id: str, *, but: int | None = None) -> str | None:
    """The number of the order for which the same file was sent before."""
    query = select(Order.number).join(Slip, Slip.order_id == Order.id).where(Slip.file_unique_id == file_unique_id)
    if but is not None:
        query = query.where(Slip.id != but)
    return session.scalar(query.limit(1))


def not_found(session: Session, house: House, actor: PersonFacts, slip_id: int, now: datetime) -> Slip:
    """Finance looked and did not find the money; the salesperson is told."""
    slip, orders = _slip_to_judge(session, house, actor, slip_id)
    order = orders[slip.order_id]
    _decide(slip, "not_found", actor, now)
    touch(order, now)
    history.record(
        session,
        subject=f"order:{order.id}",
        action="slip_not_found",
        now=now,
        actor_id=actor.id,
        after={"slip": slip.id},
    )
    session.flush()
    chat = telling.met_at(session, slip.sent_by)
    if chat is not None:
        owed.owe(session, "slip.not_found", chat_id=chat, now=now, subject=f"slip:{slip.id}", order_id=order.id)
    owed.refresh_cards(session, order_id=order.id, now=now)
    return slip


# ── confirming ─────────────────────────────────────────────────────────────────────────────


def confirm_slip(
    session: Session, house: House, actor: PersonFacts, slip_id: int, now: datetime,
    *, amounts: Mapping[int, int] | None = None,
) -> list[Confirmed]:  # fmt: skip
    """Finance saw the money: one receipt, allocated to one order or split over several.

    `amounts` is minor units by order id; without it the claimed amount goes to the slip's order.
    Raises NotAllowed for whoever sent the slip.
    """
    slip, orders = _slip_to_judge(session, house, actor, slip_id, amounts or ())
    if amounts is None:
        if slip.claimed_minor is None:
            raise Refused((Refusal("amount_unknown", house.book.roles.money),), order_id=slip.order_id)
        amounts = {slip.order_id: slip.claimed_minor}
    _decide(slip, "confirmed", actor, now)
    parts = [(orders[order_id], amount) for order_id, amount in amounts.items()]
    return _receive(session, house, actor, parts, now, payer=slip.payer, evidence=slip.file_id, slip_id=slip.id)


def _receive(
    session: Session, house: House, actor: PersonFacts, parts: Sequence[tuple[Order, int]], now: datetime, **about: Any
) -> list[Confirmed]:
    """One receipt for locked orders, each with its part."""
    if not parts or any(amount <= 0 for _order, amount in parts):
        raise Refused((Refusal("amount_not_positive", house.book.roles.money),))
    for order, _amount in parts:
        require_decided(order)
    receipt = Receipt(
        kind="payment", customer_id=parts[0][0].customer_id,
        amount_minor=sum(amount for _order, amount in parts), currency=house.book.currency,
        arrived_on=house.today(now), confirmed_by=actor.id, confirmed_at=now, **about,
    )  # fmt: skip
    session.add(receipt)
    session.flush()
    for order, amount in parts:
        session.add(
            Allocation(receipt_id=receipt.id, order_id=order.id, amount_minor=amount, allocated_by=actor.id, at=now)
        )
        touch(order, now)
    session.flush()
    return [_after_receipt(session, house, actor, order, receipt, amount, now) for order, amount in parts]


def _after_receipt(
    session: Session, house: House, actor: PersonFacts, order: Order, receipt: Receipt, amount: int, now: datetime
) -> Confirmed:
    history.record(
        session, subject=f"order:{order.id}", action="money_confirmed", now=now, actor_id=actor.id,
        after={"receipt": receipt.id, "amount": amount},
    )  # fmt: skip
    leaf = books.leaf_of(session, order, house.book)
    confirmed = Confirmed(
        order.id, amount, net_received(session, order.id), missing_for(session, house, leaf, order, now)
    )
    telling.tell(session, house.book, leaf, order, Moment.MONEY_CONFIRMED, now, amount=amount, by=actor.name)
    supply.go_on(session, house, order, actor, now)
    if leaf.credit_rule is not None:
        credit.freed(session, order.customer_id, actor.id, now, but=order.id)
    return confirmed


def next_checkpoint(leaf: Leaf, order: Order) -> Checkpoint:
    """The checkpoint that an order in this state meets next."""
    return Checkpoint.RELEASE if State(order.state) in (*UNDECIDED, State.ACCEPTED) else leaf.ends_at.checkpoint


def missing_for(session: Session, house: House, leaf: Leaf, order: Order, now: datetime) -> int:
    """What is missing, in minor units, before the next checkpoint with money; zero when nothing is."""
    facts = facts_of(session, order, house.today(now), now)
    return max(required_minor(facts, next_checkpoint(leaf, order)) - facts.net_minor, 0)


def _slip_to_judge(
    session: Session, house: House, actor: PersonFacts, slip_id: int, orders: Iterable[int] = ()
) -> tuple[Slip, dict[int, Order]]:
    require(house, actor, "slip.decide")
    slip, locked = lock_slip(session, slip_id, orders)
    if is_own(slip, actor):
        raise NotAllowed("own_slip")
    must_wait(session, slip)
    return slip, locked


def is_own(slip: Slip, actor: PersonFacts) -> bool:
    """Nobody judges a slip that they sent, whoever filed the order and wherever they work by now."""
    return slip.sent_by == actor.id


def must_wait(session: Session, slip: Slip) -> None:
    """AlreadyDone, with who and when, where finance has judged the slip."""
    if slip.state != "waiting":
        decider = session.get(Person, slip.decided_by) if slip.decided_by else None
        raise AlreadyDone(decider.name if decider else None, slip.decided_at)


def _decide(slip: Slip, state: str, actor: PersonFacts, now: datetime) -> None:
    slip.state, slip.decided_by, slip.decided_at = state, actor.id, now


# ── reversing ──────────────────────────────────────────────────────────────────────────────


def reverse(
    session: Session, house: House, actor: PersonFacts, receipt_id: int, now: datetime, *, kind: str
) -> Receipt:
    """A receipt bounced, was refunded, or was noted wrongly: its money no longer counts.

    Never an edit: a receipt with the opposite sign. Where goods were released or shipped on the money,
    the row says so, supply is told to stop, and the managing department hears of it.
    """
    require(house, actor, "money.reverse")
    receipt = session.get(Receipt, receipt_id)
    if receipt is None or receipt.amount_minor <= 0:
        raise NotFound(f"receipt {receipt_id}")
    allocations = session.scalars(
        select(Allocation).where(Allocation.receipt_id == receipt_id).order_by(Allocation.order_id)
    ).all()
    orders = {row.order_id: lock_order(session, row.order_id) for row in allocations}
    before = session.scalar(select(Receipt).where(Receipt.reverses_id == receipt_id))
    if before is not None:
        raise AlreadyDone(session.get_one(Person, before.confirmed_by).name, before.confirmed_at)
    against = Receipt(
        kind=kind, customer_id=receipt.customer_id, payer=receipt.payer, method=receipt.method, amount_minor=-receipt.amount_minor,
        currency=receipt.currency, arrived_on=house.today(now), reverses_id=receipt.id, confirmed_by=actor.id,
        confirmed_at=now,
    )  # fmt: skip
    session.add(against)
    session.flush()
    for row in allocations:
        _take_back(session, house, actor, orders[row.order_id], against, row.amount_minor, now)
    return against


def _take_back(
    session: Session, house: House, actor: PersonFacts, order: Order, against: Receipt, amount: int, now: datetime
) -> None:
    leaf = books.leaf_of(session, order, house.book)
    facts = facts_of(session, order, house.today(now), now)
    left = facts.net_minor - amount
    passed = _checkpoints_passed(session, order)
    reclosed = [at for at in passed if left < required_minor(facts, at)]
    session.add(
        Allocation(
            receipt_id=against.id,
            order_id=order.id,
            amount_minor=-amount,
            after_gate=bool(reclosed),
            allocated_by=actor.id,
            at=now,
        )
    )
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action=f"money_{against.kind}", now=now, actor_id=actor.id,
        after={"receipt": against.id, "amount": -amount, "after_gate": [at.value for at in reclosed]},
    )  # fmt: skip
    if reclosed:
        telling.tell(session, house.book, leaf, order, Moment.GATE_RECLOSED, now, amount=amount, by=actor.name)
    owed.refresh_cards(session, order_id=order.id, now=now)
    chasing.begin(session, house.book, leaf, order, "accepted", now)


def _checkpoints_passed(session: Session, order: Order) -> tuple[Checkpoint, ...]:
    """The checkpoints whose gate this order has gone through already."""
    passed = [Checkpoint.RELEASE, Checkpoint.PLAN] if order.released_at is not None else []
    left = session.scalar(
        select(func.count()).select_from(Shipment).where(
            Shipment.order_id == order.id, Shipment.state.in_(("shipped", "signed"))
        )
    )  # fmt: skip
    return (*passed, Checkpoint.SHIP) if left else tuple(passed)
