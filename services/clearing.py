"""Who can clear what holds an order up, how often they were asked, and asking them once more (催一下)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import History, Order, ReminderSlot, Slip
from domain.approvals import Decision
from domain.gates import Refusal
from domain.life import State
from services import history, owed, people, telling
from services.approvals import moving, seats
from services.errors import AlreadyDone, NotFound
from services.house import House
from services.locking import lock_order
from services.order_facts import SLIP_OPEN
from services.order_view import OrderView, SlipView, view_of
from services.people import PersonFacts

REST = timedelta(hours=2)
"""An order is urged at most once in this time, whoever asks."""
URGED = "urged"


@dataclass(frozen=True, slots=True)
class Clearer:
    """One reason, whose part it is to clear it, and where they are met."""

    refusal: Refusal
    department: str
    who: str
    chat: int | None
    asked: int
    """How often they were asked, by people and by reminders."""


def slip_waits(view: OrderView) -> bool:
    """Whether finance has something to look for."""
    return any(slip.state == "waiting" for slip in view.slips) or any(not _runs(view, slip) for slip in held(view))


def held(view: OrderView) -> list[SlipView]:
    """The notes (票据) of an order that are not paid yet."""
    return [slip for slip in view.slips if slip.state == "held"]


def covered_by_notes(view: OrderView) -> bool:
    """Whether notes that run make up for what is missing: nobody can do more than wait for their day."""
    running = sum(slip.claimed_minor or 0 for slip in held(view) if _runs(view, slip))
    return not slip_waits(view) and 0 < view.missing_minor <= running


def _runs(view: OrderView, slip: SlipView) -> bool:
    return slip.due_on is not None and slip.due_on > view.facts.today


def clearers(session: Session, view: OrderView, refusals: Iterable[Refusal] | None = None) -> tuple[Clearer, ...]:
    """Who can clear each reason why the order's next checkpoint is closed, in the order of the reasons.

    What sales must do is done by the order's own salesperson; unpaid and without a slip it is theirs to ask
    the customer, since finance could only look.
    """
    return tuple(_clearer(session, view, refusal) for refusal in (view.refusals if refusals is None else refusals))


def waited_for(session: Session, view: OrderView, now: datetime) -> tuple[Clearer, ...]:
    """Who is urged: those who are asked to decide now, and once it is taken on whoever can clear a reason."""
    judges = tuple(_judges(session, view, now))
    return judges if view.state is State.REVIEW else (*clearers(session, view), *judges)


def _judges(session: Session, view: OrderView, now: datetime) -> Iterator[Clearer]:
    """Every seat that is asked now, in each chat where it is."""
    times = times_urged(session, view.id)
    for seat in moving.open_seats(session, view.id):
        person = people.interface_of(session, seat.department) if seat.person_id is None else None
        who = people.name_of(session, seat.person_id) or (person.name if person else "")
        code = "review_open" if view.state is State.REVIEW else "waiver_open"
        refusal = Refusal(code, seat.department, {"seat": seat.id})
        for chat in seats.chats_of(session, seat, now):
            yield Clearer(refusal, seat.department, who, chat, times)


def _clearer(session: Session, view: OrderView, refusal: Refusal) -> Clearer:
    sales, unpaid = view.book.roles.sales, refusal.code == "payment_missing"
    by_note = unpaid and covered_by_notes(view)
    department = sales if unpaid and not by_note and not slip_waits(view) else refusal.department
    asked = times_urged(session, view.id) + (_reminded(session, view) if unpaid else 0)
    if department == sales and refusal.code != "signoff_missing":
        return Clearer(refusal, department, view.sales, telling.met_at(session, view.sales_id), asked)
    interface = people.interface_of(session, department)
    who = interface.name if interface else ""
    return Clearer(refusal, department, who, None if by_note else telling.desk_of(session, department), asked)


def _reminded(session: Session, view: OrderView) -> int:
    """Reminders about the slips that wait, or about the order where none does."""
    waiting = [f"slip:{slip.id}" for slip in view.slips if slip.state in SLIP_OPEN]
    query = select(func.count()).select_from(ReminderSlot).where(
        ReminderSlot.subject.in_(waiting or [f"order:{view.id}"]), ReminderSlot.kind.not_like("%.escalated")
    )  # fmt: skip
    return session.scalar(query) or 0


def times_urged(session: Session, order_id: int) -> int:
    """How often somebody pressed 催一下."""
    query = select(func.count()).select_from(History)
    return session.scalar(query.where(History.subject == f"order:{order_id}", History.action == URGED)) or 0


def last_urged(session: Session, order_id: int) -> tuple[str, datetime] | None:
    """Who urged last, and when."""
    row = session.scalar(
        select(History).where(History.subject == f"order:{order_id}", History.action == URGED)
        .order_by(History.seq.desc()).limit(1)
    )  # fmt: skip
    return (people.name_of(session, row.actor_id), row.at) if row else None


def urge(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime, *, but: int | None = None
) -> tuple[Clearer, ...]:
    """One message to everybody who can clear a reason, at most one in two hours; a new review begins its own time.

    `but` is the chat that asks: nobody urges themselves. AlreadyDone says who urged just before; NotFound that
    there is nothing to clear, or nobody else to do it.
    """
    order: Order = lock_order(session, order_id)
    before = last_urged(session, order_id)
    approval = moving.open_of(session, order_id) or moving.open_of(session, order_id, Decision.WAIVER)
    anew = before is not None and approval is not None and before[1] < approval.opened_at
    if before is not None and not anew and now - before[1] < REST:
        raise AlreadyDone(*before)
    view = view_of(session, house, order_id, now)
    found = tuple(one for one in waited_for(session, view, now) if one.chat not in (None, but))
    if not found:
        raise NotFound(f"nobody to urge for order {order_id}")
    history.record(
        session, subject=f"order:{order_id}", action=URGED, now=now, actor_id=actor.id,
        after={"reasons": [one.refusal.code for one in found]},
    )  # fmt: skip
    for chat in dict.fromkeys(one.chat for one in found):
        assert chat is not None
        owed.owe(
            session, URGED, chat_id=chat, now=now, subject=f"order:{order_id}", order_id=order_id,
            facts={"by": actor.name, "department": actor.department},
        )  # fmt: skip
    owed.refresh_cards(session, order_id=order.id, now=now)
    return found


def waiting_slips(session: Session, order_id: int) -> list[int]:
    """The slips of an order that finance has not judged, oldest first."""
    query = select(Slip.id).where(Slip.order_id == order_id, Slip.state.in_(SLIP_OPEN)).order_by(Slip.id)
    return list(session.scalars(query))
