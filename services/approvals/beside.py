"""What is said beside a vote: words that are none, and an assessment that the vote will take over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Assessment
from services import history
from services.approvals import assessing, seats
from services.approvals.voting import locked, require_open
from services.people import PersonFacts

LONGEST = 500
"""Characters of each part that are kept."""


def remark(session: Session, actor: PersonFacts, seat_id: int, words: str, now: datetime) -> None:
    """Words that are no vote: kept in the order's history, beside the votes."""
    order, approval, _seat = locked(session, seat_id, actor)
    history.record(
        session, subject=f"order:{order.id}", action="remarked", now=now, actor_id=actor.id,
        after={"approval": approval.id, "words": words},
    )  # fmt: skip


def assess(session: Session, actor: PersonFacts, seat_id: int, said: dict[str, str], now: datetime) -> None:
    """Part of an assessment; what was said before of the same part is replaced."""
    order, approval, seat = locked(session, seat_id, actor)
    seats.standing(session, seat, order, actor, now)
    require_open(session, order, approval, seat)
    known = {*assessing.RATED, *assessing.TOLD}
    assert said.keys() <= known, said
    row = session.get(Assessment, (seat_id, actor.id))
    if row is None:
        row = Assessment(seat_id=seat_id, person_id=actor.id, said={}, at=now)
        session.add(row)
    row.said = {**row.said, **{key: words[:LONGEST] for key, words in said.items()}}
    row.at = now
    session.flush()
