"""Money that comes in: slips open nothing, finance confirms, allocations pay orders. `money_back` takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Order, Person, Receipt, Slip
from domain.gates import Refusal
from domain.life import State
from domain.process.read_company import TRANSFER
from domain.rights import in_state
from services import history, owed, telling
from services.allocating import Confirmed, give, require_decided
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused
from services.house import House, require
from services.locking import lock_order, touch
from services.order_facts import SLIP_OPEN
from services.people import PersonFacts

ALIKE_WITHIN: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that shows a payment, kept by Telegram's id."""

    kind: str
    file_id: str
    file_unique_id: str


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
    chat = telling.desk_of(session, house.book.roles.money)
    if chat is not None:
        if evidence is not None and evidence.kind == "document":
            owe_file(session, slip, evidence, chat, now)
        owed.show_card(session, "slip", subject=f"slip:{slip.id}", chat_id=chat, now=now, order_id=order.id)
    owed.refresh_cards(session, order_id=order.id, now=now)
    return slip


def owe_file(session: Session, slip: Slip, evidence: Evidence, chat: int, now: datetime) -> None:
    """A file that the slip's card cannot show stands in a message of its own above it."""
    owed.owe(
        session, "slip.file", chat_id=chat, now=now, subject=f"slip:{slip.id}", klass=owed.Klass.CARD,
        order_id=slip.order_id, facts={"kind": evidence.kind, "file": evidence.file_id},
    )  # fmt: skip


def correct_slip(
    session: Session, actor: PersonFacts, slip_id: int, claimed_minor: int, now: datetime, *, payer: str | None = None
) -> Slip:
    """The sender corrects the amount that was claimed, or says who paid, while finance has not judged it."""
    slip, orders = lock_slip(session, slip_id)
    order = orders[slip.order_id]
    if not is_own(slip, actor):
        raise NotAllowed("not_your_slip")
    must_wait(session, slip)
    slip.claimed_minor, slip.payer = claimed_minor, payer or slip.payer
    touch(order, now)
    history.record(
        session, subject=f"order:{order.id}", action="slip_corrected", now=now, actor_id=actor.id,
        after={"slip": slip.id, "claimed": claimed_minor, **({"payer": payer} if payer else {})},
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


def seen_alike(session: Session, slip: Slip) -> tuple[str, datetime] | None:
    """Another slip of the same customer over the same amount within a week before: its order's number, and when."""
    if slip.claimed_minor is None:
        return None
    order = session.get_one(Order, slip.order_id)
    query = (
        select(Order.number, Slip.sent_at)
        .join(Slip, Slip.order_id == Order.id)
        .where(
            Order.customer_id == order.customer_id, Slip.claimed_minor == slip.claimed_minor, Slip.id < slip.id,
            Slip.state.in_((*SLIP_OPEN, "confirmed")), Slip.sent_at >= slip.sent_at - ALIKE_WITHIN,
        )
        .order_by(Slip.id.desc())
        .limit(1)
    )  # fmt: skip
    row = session.execute(query).first()
    return (row.number, row.sent_at) if row else None


def set_payer(session: Session, house: House, actor: PersonFacts, slip_id: int, payer: str, now: datetime) -> Slip:
    """Finance says who paid: often another company than the customer (代付)."""
    slip, orders = slip_to_judge(session, house, actor, slip_id)
    order = orders[slip.order_id]
    slip.payer = payer
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="slip_payer", now=now, actor_id=actor.id,
        after={"slip": slip.id, "payer": payer},
    )  # fmt: skip
    owed.refresh_cards(session, order_id=order.id, now=now)
    return slip


def seen_before(session: Session, file_unique_id: str, *, but: int | None = None) -> str | None:
    """The number of the order for which the same file was sent before."""
    query = select(Order.number).join(Slip, Slip.order_id == Order.id).where(Slip.file_unique_id == file_unique_id)
    if but is not None:
        query = query.where(Slip.id != but)
    return session.scalar(query.limit(1))


def not_found(session: Session, house: House, actor: PersonFacts, slip_id: int, now: datetime) -> Slip:
    """Finance looked and did not find the money; the salesperson is told."""
    slip, orders = slip_to_judge(session, house, actor, slip_id)
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
    slip, orders = slip_to_judge(session, house, actor, slip_id, amounts or ())
    if amounts is None:
        if slip.claimed_minor is None:
            raise Refused((Refusal("amount_unknown", house.book.roles.money),), order_id=slip.order_id)
        amounts = {slip.order_id: slip.claimed_minor}
    _decide(slip, "confirmed", actor, now)
    parts = [(orders[order_id], amount) for order_id, amount in amounts.items()]
    return _receive(
        session, house, actor, parts, now, payer=slip.payer, method=slip.method or TRANSFER, evidence=slip.file_id,
        slip_id=slip.id,
    )  # fmt: skip


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
    return [give(session, house, actor, order, receipt, amount, now) for order, amount in parts]


def slip_to_judge(
    session: Session, house: House, actor: PersonFacts, slip_id: int, orders: Iterable[int] = ()
) -> tuple[Slip, dict[int, Order]]:
    """A slip that is open, with its orders locked, for somebody of finance who did not send it."""
    require(house, actor, "slip.decide")
    slip, locked = lock_slip(session, slip_id, orders)
    if is_own(slip, actor):
        raise NotAllowed("own_slip")
    must_be_open(session, slip)
    return slip, locked


def is_own(slip: Slip, actor: PersonFacts) -> bool:
    """Nobody judges a slip that they sent, whoever filed the order and wherever they work by now."""
    return slip.sent_by == actor.id


def must_wait(session: Session, slip: Slip) -> None:
    """AlreadyDone, with who and when, where finance has judged the slip."""
    _must_be(session, slip, ("waiting",))


def must_be_open(session: Session, slip: Slip) -> None:
    """The same for a slip that waits, or is held until its note is paid."""
    _must_be(session, slip, SLIP_OPEN)


def _must_be(session: Session, slip: Slip, states: tuple[str, ...]) -> None:
    if slip.state not in states:
        decider = session.get(Person, slip.decided_by) if slip.decided_by else None
        raise AlreadyDone(decider.name if decider else None, slip.decided_at)


def _decide(slip: Slip, state: str, actor: PersonFacts, now: datetime) -> None:
    slip.state, slip.decided_by, slip.decided_at = state, actor.id, now
