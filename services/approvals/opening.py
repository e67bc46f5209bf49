"""An approval begins, and its levels are asked one after the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from db.models import Approval, ApprovalLevel, ApprovalSeat, Order, Vote
from domain.approvals import (
    ApprovalState,
    Decision,
    Joining,
    PlannedLevel,
    PlannedSeat,
    Seat,
    SeatState,
    Verdict,
    opened,
    plan,
)
from domain.process.names import Finding, Mode
from domain.process.types import Leaf
from domain.process.words import LANGUAGES
from domain.screening import Found, of_result
from services import history, life, owed
from services.approvals import seats as speaking
from services.approvals.facts import digest, voted_on
from services.house import House
from services.people import PersonFacts

CARD = "approval"
"""The kind of the card on which a seat is asked; its subject is `seat:<id>`."""


def open_review(
    session: Session, house: House, leaf: Leaf, order: Order, actor: PersonFacts, found: tuple[Found, ...],
    now: datetime,
) -> Approval | None:  # fmt: skip
    """Have the people judge whom the book names for this order; None where nobody does (免评审)."""
    levels = plan(leaf.review, {one.rule.key for one in of_result(found, Finding.REVIEW)})
    if not levels:
        return None
    life.move(session, order, "review", actor.id, now)
    findings = [[one.rule.key, _plain(one)] for one in found]
    return open_approval(
        session, house, order, Decision.REVIEW, levels, voted_on(order), actor, now, findings=findings
    )  # fmt: skip


def open_approval(
    session: Session, house: House, order: Order, about: Decision, levels: Sequence[PlannedLevel],
    facts: dict[str, Any], actor: PersonFacts, now: datetime, *, findings: Sequence[list[Any]] = (),
) -> Approval:  # fmt: skip
    """Have people decide something about the order's present revision. `facts` is what they are shown and vote on."""
    rounds = session.scalar(
        select(func.count()).select_from(Approval).where(Approval.order_id == order.id, Approval.kind == about.value)
    )
    approval = Approval(
        order_id=order.id, kind=about.value, round=(rounds or 0) + 1, revision=order.revision,
        facts_hash=digest(facts), facts=facts, state=ApprovalState.OPEN.value, level=1, turn=1,
        findings=list(findings), opened_by=actor.id, opened_at=now,
    )  # fmt: skip
    session.add(approval)
    session.flush()
    for position, level in enumerate(levels, start=1):
        _add_level(session, house, order, approval, position, level)
    history.record(
        session, subject=f"order:{order.id}", action=f"{about.value}_opened", now=now, actor_id=actor.id,
        for_id=order.sales_id,
        after={"approval": approval.id, "revision": order.revision, "facts": approval.facts_hash,
               "why": [key for key, _facts in findings],
               "asked": [[seat.seat.to for seat in level.seats] for level in levels]},
    )  # fmt: skip
    ask(session, order, approval, now)
    owed.refresh_cards(session, order_id=order.id, now=now)
    return approval


def _plain(found: Found) -> dict[str, object]:
    """Facts as a row keeps them; numbers as text, so that nothing is rounded on the way."""
    return {key: value if isinstance(value, int | str) else str(value) for key, value in found.facts.items()}


def _add_level(
    session: Session, house: House, order: Order, approval: Approval, position: int, level: PlannedLevel
) -> None:
    session.add(ApprovalLevel(approval_id=approval.id, position=position, mode=level.mode.value, needed=level.needed))
    known: dict[tuple[str, int | None], ApprovalSeat] = {}
    for planned in level.seats:
        asked_of, person = speaking.answerable(session, house.book, planned.seat.to, speaking.applied(order, approval))
        only = person or _only_one(session, asked_of, speaking.applied(order, approval))
        twin = known.get((asked_of, None)) or known.get(("", only))
        if twin is not None:
            # one person cannot be asked twice in one level: the seats become one, with both questions
            twin.because = [*twin.because, *planned.because]
            twin.ask = {lang: f"{twin.ask[lang]} {words}" for lang, words in _ask(planned).items()}
            twin.promises = twin.promises or planned.seat.promises
            continue
        seat = ApprovalSeat(
            approval_id=approval.id, level=position, turn=approval.turn, position=len(known) + 1,
            department=planned.seat.department, asked_of=asked_of, person_id=person, because=list(planned.because),
            ask=_ask(planned), promises=planned.seat.promises, joining=Joining.TEAM.value,
            state=SeatState.WAITING.value,
        )  # fmt: skip
        session.add(seat)
        known[("", only) if only is not None else (asked_of, None)] = seat
    session.flush()


def _ask(planned: PlannedSeat) -> dict[str, str]:
    """The question in every language that a reader may have."""
    words = planned.seat.ask
    return {lang: words.in_(lang) for lang in LANGUAGES}


def _only_one(session: Session, asked_of: str, but: Collection[int]) -> int | None:
    """The person who alone can answer for an office; None where there are several."""
    found = speaking.eligible(session, asked_of, but)
    return found[0].id if len(found) == 1 else None


# ── levels in rows ─────────────────────────────────────────────────────────────────────────


def level_of(session: Session, approval: Approval) -> ApprovalLevel:
    """The level whose turn it is."""
    return session.get_one(ApprovalLevel, (approval.id, approval.level))


_SEATS = (
    select(ApprovalSeat)
    .where(ApprovalSeat.approval_id == bindparam("approval_id"))
    .order_by(ApprovalSeat.level, ApprovalSeat.position, ApprovalSeat.id)
)


def seats_of(session: Session, approval: Approval, level: int | None = None) -> Sequence[ApprovalSeat]:
    """The seats whose votes count, in the order of asking; of one level where one is given.

    退回 to a level asks it and all after it anew, in another turn; what was said before it stands.
    """
    rows = session.scalars(_SEATS, {"approval_id": approval.id}).all()
    last: dict[int, int] = {}
    for row in rows:
        last[row.level] = max(row.turn, last.get(row.level, 0))
    return [row for row in rows if row.turn == last[row.level] and level in (None, row.level)]


def as_seen(session: Session, seats: Sequence[ApprovalSeat]) -> tuple[Seat, ...]:
    """Seats as the mode of their level sees them."""
    votes = dict(
        session.execute(
            select(Vote.seat_id, Vote.verdict).where(Vote.seat_id.in_([seat.id for seat in seats]))
        ).all()
    )  # fmt: skip
    known = {seat.id: seat for seat in seats}
    index = {seat.id: place for place, seat in enumerate(seats)}
    return tuple(
        Seat(
            SeatState(seat.state),
            Verdict(votes[seat.id]) if seat.id in votes else None,
            index.get(held_by(seat, known) or 0),
        )
        for seat in seats
    )


def held_by(seat: ApprovalSeat, known: Mapping[int, ApprovalSeat]) -> int | None:
    """加签 before: the seat that waits until this one has spoken; whoever it was passed on to is heard first too."""
    first: ApprovalSeat | None = seat
    while first is not None and first.joining == Joining.PASSED_ON.value:
        first = known.get(first.of_seat or 0)
    return first.of_seat if first is not None and first.joining == Joining.BEFORE.value else None


def ask(session: Session, order: Order, approval: Approval, now: datetime) -> None:
    """Open the seats whose turn has come, and let their cards stand where they are asked."""
    mode = Mode(level_of(session, approval).mode)
    seats = seats_of(session, approval, approval.level)
    for seat, now_is in zip(seats, opened(mode, as_seen(session, seats)), strict=True):
        if now_is.state.value == seat.state:
            continue
        seat.state = now_is.state.value
        seat.opened_at = now if now_is.state is SeatState.OPEN else None
        session.flush()
        if now_is.state is SeatState.OPEN:
            show(session, order, seat, now)


def show(session: Session, order: Order, seat: ApprovalSeat, now: datetime) -> None:
    """Let the card of a seat stand in every chat where it is asked."""
    for chat in speaking.chats_of(session, seat, now):
        owed.show_card(session, CARD, subject=f"seat:{seat.id}", chat_id=chat, now=now, order_id=order.id, repost=True)
