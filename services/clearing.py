"""Who can clear what holds an order up, how often they were asked, and asking them once more (催一下)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Change, History, Order, ReminderSlot, Slip
from domain.approvals import Decision
from domain.gates import Refusal
from domain.life import State
from domain.process.registry import FACTS
from services import history, owed, people, telling
from services.approvals import moving, seats
from services.changes import stated
from services.errors import AlreadyDone, NotFound
from services.house import House
from services.locking import lock_order
from services.order_facts import SLIP_OPEN
from services.order_parts import SlipView
from services.order_view import OrderView, view_of
from services.people import PersonFacts
from services.stages import Stage, stage_of

REST = timedelta(hours=2)
"""An order is urged at most once in this time, whoever asks."""
URGED = "urged"
IMPACT_OPEN, CHANGE_OPEN = "impact_open", "change_open"
OF_CHANGE = frozenset({IMPACT_OPEN, CHANGE_OPEN})
"""What an open change waits for; no gate knows these."""


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
    """Who is urged: while an order is judged those who are asked now, later whoever can clear a reason.

    While a change of it is open, those who say what that means or decide it are urged too, and they alone where the
    order goes on meanwhile. Of one that is held only who held it.
    """
    if view.state is State.REVIEW:
        return tuple(_judges(session, view, Decision.REVIEW, "review_open", now))
    changing = asked_of_change(session, view, now)
    if view.on_hold:
        return (*clearers(session, view, [one for one in view.refusals if one.code == "on_hold"]), *changing)
    goes_on = bool(changing) and stage_of(view) not in (Stage.HELD, Stage.STOPPED, Stage.HELD_SHIP)
    if goes_on:
        return changing
    return (*clearers(session, view), *_judges(session, view, Decision.WAIVER, "waiver_open", now), *changing)


def asked_of_change(session: Session, view: OrderView, now: datetime) -> tuple[Clearer, ...]:
    """Whose statement about the open change is not whole, or who decides it."""
    times = times_urged(session, view.id)
    stating: list[Clearer] = []
    for row in stated.of_order(session, view.id):
        person = people.interface_of(session, row.department)
        refusal = Refusal(IMPACT_OPEN, row.department, {"impact": row.id})
        chat = telling.desk_of(session, row.department)
        stating.append(Clearer(refusal, row.department, person.name if person else "", chat, times))
    return (*stating, *_judges(session, view, Decision.CHANGE, CHANGE_OPEN, now))


def _judges(session: Session, view: OrderView, about: Decision, code: str, now: datetime) -> Iterator[Clearer]:
    """Every seat that is asked now to decide this, in each chat where it is."""
    approval = moving.open_of(session, view.id, about)
    asked = [] if approval is None else [
        seat for seat in moving.open_seats(session, view.id) if seat.approval_id == approval.id
    ]  # fmt: skip
    times = times_urged(session, view.id) if asked else 0
    for seat in asked:
        person = people.interface_of(session, seat.department) if seat.person_id is None else None
        who = people.name_of(session, seat.person_id) or (person.name if person else "")
        refusal = Refusal(code, seat.department, {"seat": seat.id})
        for chat in seats.chats_of(session, seat, now):
            yield Clearer(refusal, seat.department, who, chat, times)


def _clearer(session: Session, view: OrderView, refusal: Refusal) -> Clearer:
    sales, unpaid = view.book.roles.sales, refusal.code == "payment_missing"
    by_note = unpaid and covered_by_notes(view)
    department = sales if unpaid and not by_note and not slip_waits(view) else refusal.department
    asked = times_urged(session, view.id) + (_reminded(session, view) if unpaid else 0)
    if refusal.code == "on_hold" and view.hold is not None:
        by = view.hold
        return Clearer(refusal, by.department, by.who, telling.met_at(session, by.person_id), asked)
    if department == sales and refusal.code != "signoff_missing":
        return Clearer(refusal, department, view.sales, telling.met_at(session, view.sales_id), asked)
    interface = people.interface_of(session, department)
    who = interface.name if interface else ""
    return Clearer(refusal, department, who, None if by_note else telling.desk_of(session, department), asked)


def _reminded(session: Session, view: OrderView) -> int:
    """Reminders of the money: about the slips that wait, or about the order where none does."""
    waiting = [f"slip:{slip.id}" for slip in view.slips if slip.state in SLIP_OPEN]
    of_money = [rule.key for rule in view.leaf.reminders if FACTS[rule.about].about_money]
    query = select(func.count()).select_from(ReminderSlot).where(
        ReminderSlot.subject.in_(waiting or [f"order:{view.id}"]), ReminderSlot.kind.in_(of_money)
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
    """One message to everybody who can clear a reason, at most one in two hours; a new review or change begins its own time.

    `but` is the chat that asks: nobody urges themselves. AlreadyDone says who urged just before; NotFound that
    there is nothing to clear, or nobody else to do it.
    """
    order: Order = lock_order(session, order_id)
    before = last_urged(session, order_id)
    begun = _begun(session, order_id)
    anew = before is not None and begun is not None and before[1] < begun
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


def _begun(session: Session, order_id: int) -> datetime | None:
    """When the review, the waiver or the change was begun that is open now."""
    approval = moving.open_of(session, order_id) or moving.open_of(session, order_id, Decision.WAIVER)
    if approval is not None:
        return approval.opened_at
    query = select(Change.asked_at).where(Change.order_id == order_id, Change.closed_at.is_(None))
    return session.scalar(query.order_by(Change.id.desc()).limit(1))


def waiting_slips(session: Session, order_id: int) -> list[int]:
    """The slips of an order that finance has not judged, oldest first."""
    query = select(Slip.id).where(Slip.order_id == order_id, Slip.state.in_(SLIP_OPEN)).order_by(Slip.id)
    return list(session.scalars(query))
