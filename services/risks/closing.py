"""A risk goes: its reason has gone, or somebody closes it and says why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Risk
from domain.gates import Refusal
from domain.risks import NEEDS_WORDS, Closing
from services.errors import Refused
from services.house import House
from services.people import PersonFacts
from services.risks.opening import LONGEST, note
from services.risks.writing import changeable


def pass_over(session: Session, *, rule: str, subject: str, now: datetime) -> bool:
    """The reason of a rule has gone: what it opened is solved, by nobody. The caller holds the order's lock."""
    query = select(Risk).where(Risk.rule == rule, Risk.subject == subject, Risk.state == "open")
    risk = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if risk is None:
        return False
    _close(session, risk, None, Closing.SOLVED, None, now)
    return True


def close(
    session: Session, house: House, actor: PersonFacts, risk_id: int, closing: Closing, words: str, now: datetime
) -> Risk:
    """关闭, with one of the three reasons. AlreadyDone says who closed it before."""
    risk = changeable(session, house, actor, risk_id)
    said = " ".join(words.split())[:LONGEST] or None
    if closing in NEEDS_WORDS and said is None:
        raise Refused((Refusal("reason_missing", risk.department),), order_id=risk.order_id)
    _close(session, risk, actor.id, closing, said, now)
    return risk


def _close(
    session: Session, risk: Risk, by: int | None, closing: Closing, words: str | None, now: datetime
) -> None:  # fmt: skip
    risk.state, risk.closing, risk.closing_words, risk.closed_by, risk.closed_at = (
        "closed", closing.value, words, by, now,
    )  # fmt: skip
    note(session, risk, "risk_closed", by, now, {"closing": closing.value, "words": words})
