"""What an approval can be about, as one table: what is voted on, and what follows when it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Approval, Order
from domain.approvals import ApprovalState, Decision, Verdict
from services.approvals import reviewed
from services.approvals.facts import digest, facts_hash
from services.house import House
from services.people import PersonFacts
from services.waivers import deciding as waived


@dataclass(frozen=True, slots=True)
class Ended:
    """An approval that is over, inside the transaction that ended it; the order is locked."""

    session: Session
    house: House
    order: Order
    approval: Approval
    state: ApprovalState
    actor: PersonFacts
    now: datetime
    counted: tuple[int, ...]
    """The seats whose votes carried it; none where it was not approved."""


@dataclass(frozen=True, slots=True)
class Follows:
    """What is particular to one kind of approval."""

    facts_now: Callable[[Order, Approval], str]
    """The hash of what would be voted on now: another one than at the opening voids every vote."""
    ended: Callable[[Ended], None]
    takes: frozenset[Verdict] = frozenset(Verdict)
    """What can be answered."""


FOLLOWS: dict[Decision, Follows] = {
    Decision.REVIEW: Follows(lambda order, _approval: facts_hash(order), reviewed.ended),
    Decision.WAIVER: Follows(waived.facts_now, waived.ended, frozenset({Verdict.APPROVE, Verdict.REJECT})),
}
"""Other kinds enter themselves where they are carried out: what they carry out may itself withdraw an approval."""


def enter(decision: Decision, follows: Follows) -> None:
    """Say what is particular to a kind of approval."""
    FOLLOWS[decision] = follows


def as_asked(_order: Order, approval: Approval) -> str:
    """For what does not change while it is decided: the hash of what was asked."""
    return digest(approval.facts)


def of(approval: Approval) -> Follows:
    """What is particular to this approval."""
    return FOLLOWS[Decision(approval.kind)]
