"""What became of a slip: the receipt that finance noted for it, its parts, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Allocation, Attachment, Customer, Order, Receipt, Slip
from domain.life import ENDED
from services import history, money, money_back, owed, people, telling
from services.errors import NotAllowed, NotFound
from services.house import House
from services.locking import touch
from services.money import Evidence
from services.order_view import OrderView, view_of
from services.people import PersonFacts

CORRECTION, BOUNCE, REFUND = "correction", "bounce", "refund"
"""Why a receipt is taken back: noted wrongly 更正, returned by the bank 退票, given back 退款."""


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """One receipt of a slip and, where it was taken back, how."""

    id: int
    amount_minor: int
    parts: Mapping[int, int]
    """Minor units by order id."""
    by: str
    at: datetime
    back_kind: str | None = None
    back_by: str = ""
    back_at: datetime | None = None


def without_amount(session: Session, order_id: int, person_id: int) -> int | None:
    """The slip that a person sent for an order and that still waits for its amount."""
    return session.scalar(
        select(Slip.id)
        .where(
            Slip.order_id == order_id, Slip.sent_by == person_id, Slip.state == "waiting", Slip.claimed_minor.is_(None)
        )
        .order_by(Slip.id.desc())
        .limit(1)
    )


def of_slip(session: Session, slip_id: int) -> ReceiptFacts | None:
    """The latest receipt noted for a slip; an earlier one was taken back before it."""
    row = session.scalar(
        select(Receipt).where(Receipt.slip_id == slip_id, Receipt.amount_minor > 0).order_by(Receipt.id.desc()).limit(1)
    )
    if row is None:
        return None
    parts = session.execute(
        select(Allocation.order_id, Allocation.amount_minor)
        .where(Allocation.receipt_id == row.id)
        .order_by(Allocation.id)
    )
    back = session.scalar(select(Receipt).where(Receipt.reverses_id == row.id))
    return ReceiptFacts(
        row.id, row.amount_minor, {order: amount for order, amount in parts}, people.name_of(session, row.confirmed_by),
        row.confirmed_at, back.kind if back else None, people.name_of(session, back.confirmed_by) if back else "",
        back.confirmed_at if back else None,
    )  # fmt: skip


def take_back(
    session: Session, house: House, actor: PersonFacts, slip_id: int, receipt_id: int, now: datetime, *, kind: str
) -> None:
    """Reverse the receipt of a slip. After a correction the slip waits to be judged anew."""
    known = of_slip(session, slip_id)
    if known is None or known.id != receipt_id:
        raise NotFound(f"receipt {receipt_id} of slip {slip_id}")
    slip, orders = money.lock_slip(session, slip_id, money_back.orders_of(session, receipt_id))
    order = orders[slip.order_id]
    money_back.reverse(session, house, actor, receipt_id, now, kind=kind)
    if kind == CORRECTION:
        _wait_again(session, house, slip, order, actor, now)
    owed.refresh_cards(session, order_id=order.id, now=now)


def _wait_again(session: Session, house: House, slip: Slip, order: Order, actor: PersonFacts, now: datetime) -> None:
    slip.state, slip.decided_by, slip.decided_at = "waiting", None, None
    touch(order, now)
    session.flush()
    history.record(
        session,
        subject=f"order:{order.id}",
        action="slip_reopened",
        now=now,
        actor_id=actor.id,
        after={"slip": slip.id},
    )


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that an order got or lost."""

    kind: str
    amount_minor: int
    by: str
    at: datetime


def movements_of(session: Session, order_id: int, *, limit: int = 3) -> list[Movement]:
    """What the money of an order did last, the latest first."""
    rows = session.execute(
        select(Receipt.kind, Allocation.amount_minor, Receipt.confirmed_by, Receipt.confirmed_at)
        .join(Allocation, Allocation.receipt_id == Receipt.id)
        .where(Allocation.order_id == order_id)
        .order_by(Allocation.id.desc())
        .limit(limit)
    )
    return [Movement(kind, amount, people.name_of(session, by), at) for kind, amount, by, at in rows]


def names_of_customer(session: Session, order: OrderView) -> list[str]:
    """What the customer of an order is called: its name, and the title on its invoices (抬头)."""
    customer = session.get(Customer, order.customer_id) if order.customer_id else None
    if customer is None:
        return []
    return [customer.name, str((customer.billing or {}).get("title") or "")]


# ── more files of one slip ─────────────────────────────────────────────────────────────────


def add_file(
    session: Session, house: House, actor: PersonFacts, slip_id: int, evidence: Evidence, now: datetime
) -> int:
    """Another picture of a slip that waits; how many files it has now. The same file twice counts once."""
    slip, orders = money.lock_slip(session, slip_id)
    order = orders[slip.order_id]
    if not money.is_own(slip, actor):
        raise NotAllowed("not_your_slip")
    money.must_wait(session, slip)
    known = [row.file_unique_id for row in extra_files(session, slip)]
    if evidence.file_unique_id in (slip.file_unique_id, *known):
        return len(known) + 1
    if slip.file_id is None:
        slip.file_kind, slip.file_id, slip.file_unique_id = evidence.kind, evidence.file_id, evidence.file_unique_id
    else:
        session.add(
            Attachment(
                order_id=order.id,
                purpose=_purpose(slip),
                kind=evidence.kind,
                file_id=evidence.file_id,
                file_unique_id=evidence.file_unique_id,
                sent_by=actor.id,
                at=now,
            )
        )
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="slip_file_added", now=now, actor_id=actor.id,
        after={"slip": slip.id, "file": evidence.file_unique_id},
    )  # fmt: skip
    chat = telling.desk_of(session, house.book.roles.money)
    if chat is not None and (known or slip.file_id != evidence.file_id or evidence.kind == "document"):
        money.owe_file(session, slip, evidence, chat, now)
    owed.refresh_cards(session, order_id=order.id, now=now)
    return len(extra_files(session, slip)) + 1


def extra_files(session: Session, slip: Slip) -> Sequence[Attachment]:
    """The files of a slip beyond its first."""
    query = select(Attachment).where(Attachment.order_id == slip.order_id, Attachment.purpose == _purpose(slip))
    return session.scalars(query.order_by(Attachment.id)).all()


def _purpose(slip: Slip) -> str:
    return f"slip:{slip.id}"


# ── splitting ──────────────────────────────────────────────────────────────────────────────


def may_share(session: Session, house: House, slip: Slip, now: datetime) -> list[OrderView]:
    """The orders that one payment may be for: the slip's own and its customer's unpaid ones, oldest first."""
    own = view_of(session, house, slip.order_id, now)
    if own.customer_id is None:
        return [own]
    rows = session.scalars(
        select(Order.id).where(
            Order.customer_id == own.customer_id, Order.state.not_in([state.value for state in ENDED]),
            Order.id != own.id,
        ).order_by(Order.id).limit(50)
    )  # fmt: skip
    others = [
        view
        for view in (view_of(session, house, order_id, now) for order_id in rows)
        if view.unpaid_minor > 0 and not view.undecided
    ]
    return sorted([own, *others], key=lambda view: view.id)


def proposed(amount_minor: int, orders: Sequence[OrderView], own: int) -> dict[int, int]:
    """Oldest first, each what it still lacks; what is left over stays with the slip's own order."""
    left, parts = amount_minor, dict.fromkeys((view.id for view in orders), 0)
    for view in orders:
        parts[view.id] = min(left, view.unpaid_minor)
        left -= parts[view.id]
    parts[own] += left
    return {order_id: part for order_id, part in parts.items() if part > 0}
