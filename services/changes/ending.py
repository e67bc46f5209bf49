"""A change is over: approved and carried out, rejected, taken back, or overtaken by what happened meanwhile."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Approval, Change, Order, Vote
from domain.approvals import ApprovalState, Decision, Verdict
from domain.changes import OPEN_CHANGES, ChangeState
from services import history, owed, people
from services.approvals import decisions
from services.approvals.decisions import Ended, Follows
from services.changes import applying
from services.errors import AlreadyDone, NotFound
from services.locking import lock_order
from services.people import PersonFacts

_AFTER = {
    ApprovalState.REJECTED: ChangeState.REJECTED,
    ApprovalState.SENT_BACK: ChangeState.REJECTED,
    ApprovalState.WITHDRAWN: ChangeState.WITHDRAWN,
    ApprovalState.SUPERSEDED: ChangeState.OVERTAKEN,
}


def locked(session: Session, change_id: int) -> tuple[Order, Change]:
    """A change with its order, the order locked first."""
    known = session.get(Change, change_id)
    if known is None:
        raise NotFound(f"change {change_id}")
    order = lock_order(session, known.order_id)
    return order, session.get_one(Change, change_id, populate_existing=True)


def require_open(session: Session, change: Change) -> None:
    """AlreadyDone, with who and when, where it is decided."""
    if ChangeState(change.state) not in OPEN_CHANGES:
        raise AlreadyDone(people.name_of(session, change.closed_by) or None, change.closed_at)


def ended(end: Ended) -> None:
    """Its approval is over."""
    change = of_approval(end.session, end.approval)
    if end.state is ApprovalState.APPROVED:
        promised = end.session.scalar(select(func.max(Vote.promised_on)).where(Vote.seat_id.in_(end.counted)))
        applying.carry_out(end.session, end.house, end.order, change, end.actor, end.now, promised=promised)
    elif ChangeState(change.state) in OPEN_CHANGES:
        give_up(end.session, end.order, change, _AFTER[end.state], end.actor, end.now, end.approval.reason)


def of_approval(session: Session, approval: Approval) -> Change:
    """The change that an approval decides."""
    return session.scalars(select(Change).where(Change.id == int(approval.facts["change"]))).one()


def give_up(
    session: Session, order: Order, change: Change, state: ChangeState, actor: PersonFacts, now: datetime,
    reason: str | None,
) -> None:  # fmt: skip
    """The order stays as it is; whoever asked hears why."""
    applying.close(session, change, state, actor.id, now, reason)
    history.record(
        session, subject=f"order:{order.id}", action=f"change_{state.value}", now=now, actor_id=actor.id,
        after={"change": change.number, "reason": reason},
    )  # fmt: skip
    if actor.id != change.asked_by:
        owed.owe(
            session, f"change.{state.value}", chat_id=people.private_chat(session, change.asked_by), now=now,
            subject=f"change:{change.id}", order_id=order.id, dedupe=f"change.{state.value}:{change.id}",
        )  # fmt: skip
    owed.refresh_cards(session, order_id=order.id, now=now)


_TAKES = frozenset({Verdict.APPROVE, Verdict.CONDITIONAL, Verdict.REJECT})
decisions.enter(Decision.CHANGE, Follows(decisions.as_asked, ended, _TAKES))
