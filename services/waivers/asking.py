"""特批 asked at a closed gate, and taken back: what is short, who decides it, how long it would hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Approval, Waiver
from domain.approvals import ApprovalState, Decision, PlannedLevel, PlannedSeat
from domain.gates import Refusal, judge
from domain.money import Money, to_minor
from domain.process.deciding import SeatRule, WaiverRule
from domain.process.names import Checkpoint, Mode
from domain.rights import in_state
from domain.waivers import WaiverState, expiry, lacking, may_end_today, short_of
from services import owed
from services.approvals import opening, voting
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused
from services.house import House, require
from services.locking import lock_order, touch
from services.looking import look, reach
from services.order_view import OrderView
from services.pace import calendar_of
from services.people import PersonFacts, name_of
from services.waivers import reading
from services.waivers.facts import voted_on
from services.waivers.reading import WaiverView

LONGEST_REASON = 200
"""Characters of a reason that are kept."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One reason of the closed gate that could be waived: how, and who is asked already."""

    checkpoint: Checkpoint
    refusal: Refusal
    rule: WaiverRule
    short_minor: int | None
    ceiling_minor: int | None
    """The most that the book lets anybody waive."""
    asked: WaiverView | None
    """What the order waits for already, for this reason or another."""

    @property
    def too_much(self) -> bool:
        """Nobody may let so much pass."""
        return self.short_minor is not None and self.ceiling_minor is not None and self.short_minor > self.ceiling_minor


def closed_gate(view: OrderView) -> tuple[Checkpoint, tuple[Refusal, ...]]:
    """The checkpoint where the order is stopped now, and why; no reasons where nothing stops it."""
    if view.in_supply and view.open_notice is None:
        stopped = judge(view.book, view.leaf, Checkpoint.PLAN, view.facts)
        if stopped:
            return Checkpoint.PLAN, stopped
    return view.next_checkpoint, view.refusals


def offers(view: OrderView) -> tuple[Offer, ...]:
    """What the order's own book lets somebody waive of what stops it now."""
    checkpoint, refusals = closed_gate(view)
    return tuple(
        Offer(checkpoint, refusal, rule, short_of(refusal), _most(view, rule),
              reading.asked_now(view.waivers))
        for refusal in refusals
        if (rule := view.book.waiver_rule(checkpoint, refusal.code)) is not None
    )  # fmt: skip


def _most(view: OrderView, rule: WaiverRule) -> int | None:
    return None if rule.ceiling is None else to_minor(Money(rule.ceiling, view.currency))


def ends(session: Session, house: House, rule: WaiverRule, now: datetime) -> dict[int, datetime]:
    """Until when it may hold, by workdays from today: the shortest, the usual one and the longest that are possible."""
    calendar = calendar_of(session, house)
    days = sorted({0, rule.usual, rule.longest})
    return {n: expiry(calendar, now, n) for n in days if n or may_end_today(calendar, now)}


def offered(session: Session, house: House, actor: PersonFacts, order_id: int, code: str, now: datetime) -> Offer:
    """The offer for this reason, with every error that `ask` would meet before anything is written."""
    require(house, actor, "waiver.ask")
    view = look(session, house, actor, order_id, now)
    if not in_state("waiver.ask", view.state):
        raise NotAllowed("nothing_to_waive")
    found = next((one for one in offers(view) if one.refusal.code == code), None)
    if found is None:
        closed = any(refusal.code == code for refusal in closed_gate(view)[1])
        raise NotAllowed("never_waived" if closed else "nothing_to_waive")
    if (one := found.asked) is not None:
        asked = view.book.waiver_rule(one.checkpoint, one.code) or found.rule
        raise NotAllowed("waiver_waits", by=one.asked_by, department=asked.department)
    if found.too_much:
        told = {"ceiling": found.ceiling_minor, "short": found.short_minor}
        raise Refused((Refusal("above_waiver_ceiling", found.rule.department, told),), order_id=order_id)
    return found


def ask(
    session: Session, house: House, actor: PersonFacts, order_id: int, code: str, reason: str, days: int, now: datetime,
    *, ceiling_minor: int | None = None,
) -> Waiver:  # fmt: skip
    """Ask whom the book names to let the order pass once. Without a ceiling: for exactly what is short now.

    Raises:
        NotAllowed: there is nothing to waive, nobody may, somebody asks already, or it may not hold so long.
        Refused: no reason was given, or more is short than anybody may waive.
    """
    reach(session, house, actor, order_id)
    order = lock_order(session, order_id)
    offer = offered(session, house, actor, order_id, code, now)
    words = " ".join(reason.split())[:LONGEST_REASON]
    if not words:
        raise Refused((Refusal("reason_missing", house.book.roles.sales),))
    row = Waiver(
        order_id=order.id, number=_next_number(session, order.id), revision=order.revision,
        checkpoint=offer.checkpoint.value, code=code, reason=words, ceiling_minor=_ceiling(offer, ceiling_minor),
        expires_at=_end(session, house, offer.rule, days, now), state=WaiverState.ASKED.value, asked_by=actor.id, asked_at=now,
    )  # fmt: skip
    session.add(row)
    touch(order, now)
    session.flush()
    lines = {str(line): f"{quantity.normalize():f}" for line, quantity in lacking(offer.refusal).items()}
    seat = SeatRule(offer.rule.to, ("always",), offer.rule.ask)
    level = PlannedLevel(Mode.ALL, None, (PlannedSeat(seat, seat.because),))
    approval = opening.open_approval(
        session, house, order, Decision.WAIVER, (level,), voted_on(order, row, lines), actor, now
    )
    row.approval_id = approval.id
    session.flush()
    owed.refresh_cards(session, order_id=order.id, now=now)
    return row


def withdraw(session: Session, house: House, actor: PersonFacts, waiver_id: int, now: datetime) -> Waiver:
    """Whoever asked takes it back while nobody has decided."""
    known = session.get(Waiver, waiver_id)
    if known is None:
        raise NotFound(f"waiver {waiver_id}")
    reach(session, house, actor, known.order_id)
    order = lock_order(session, known.order_id)
    row = session.get_one(Waiver, waiver_id, populate_existing=True)
    if row.asked_by != actor.id:
        raise NotAllowed("not_your_waiver", who=name_of(session, row.asked_by))
    if row.state != WaiverState.ASKED.value or row.approval_id is None:
        raise AlreadyDone(name_of(session, row.decided_by) or None, row.decided_at)
    approval = session.get_one(Approval, row.approval_id, populate_existing=True)
    voting.close(session, house, order, approval, ApprovalState.WITHDRAWN, actor, now)
    owed.refresh_cards(session, order_id=order.id, now=now)
    return row


def _next_number(session: Session, order_id: int) -> int:
    return (session.scalar(select(func.max(Waiver.number)).where(Waiver.order_id == order_id)) or 0) + 1


def _ceiling(offer: Offer, wanted: int | None) -> int | None:
    """Never more than what is short now: what is not missing needs no waiver."""
    if offer.short_minor is None:
        return None
    if wanted is not None and not 0 < wanted <= offer.short_minor:
        raise Refused((Refusal("waiver_amount", offer.rule.department, {"short": offer.short_minor}),))
    return offer.short_minor if wanted is None else wanted


def _end(session: Session, house: House, rule: WaiverRule, days: int, now: datetime) -> datetime:
    possible = ends(session, house, rule, now)
    if days not in possible:
        raise NotAllowed("waiver_end")
    return possible[days]
