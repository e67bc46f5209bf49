"""What an approval can be about, as one table: what is voted on, and what follows when it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Approval, Order
from domain.approvals import ApprovalState, Decision, Verdict
from services.approvals import reviewed
from services.approvals.facts import facts_hash
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


def of(approval: Approval) -> Follows:
    """What is particular to this approval."""
    return FOLLOWS[Decision(approval.kind)]
