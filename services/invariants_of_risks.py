"""I16: the risk register (风险) is what rules and people made of it. Asked through `services.invariants`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from db.models import Chase, Risk
from domain.process.names import Level
from domain.risks import NEEDS_WORDS, Closing

_LEVELS = frozenset(level.value for level in Level)


def risks(session: Session, _now: datetime) -> Iterator[str]:
    """One of a rule at a subject is open; what is closed says when and why; nobody's closing was solved by itself."""
    standing: Counter[tuple[str, str]] = Counter()
    for risk in session.scalars(select(Risk).order_by(Risk.id)):
        name = f"risk {risk.id}"
        yield from (f"{name}: {wrong}" for wrong in _wrong(risk))
        if risk.state == "open" and risk.rule:
            standing[risk.rule, risk.subject] += 1
    for (rule, subject), count in sorted(standing.items()):
        if count > 1:
            yield f"{count} risks of {rule} at {subject} are open"
    yield from _without_reason(session)


def _wrong(risk: Risk) -> Iterator[str]:
    if risk.level not in _LEVELS:
        yield f"its level is {risk.level}"
    if risk.state == "open":
        if risk.closing is not None or risk.closed_at is not None:
            yield "it is open, and was closed"
        return
    if risk.state != "closed":
        yield f"it is {risk.state}"
        return
    if risk.closing is None or risk.closed_at is None:
        yield "it is closed, and nothing says when and why"
    elif risk.closed_by is None and (risk.closing != Closing.SOLVED.value or not risk.rule):
        yield "nobody closed it, and no reason of a rule has gone"
    elif risk.closing in NEEDS_WORDS and not risk.closing_words:
        yield f"it is closed as {risk.closing}, and nobody said why"
    if risk.closed_at is not None and risk.closed_at < risk.opened_at:
        yield "it was closed before it was opened"


def _without_reason(session: Session) -> Iterator[str]:
    """A risk of a rule stands no longer than the chase that looks whether its reason does."""
    ended = and_(Chase.rule == Risk.rule, Chase.subject == Risk.subject, Chase.ended_at.is_not(None))
    query = select(Risk.id, Risk.rule, Risk.subject).join(Chase, ended).where(Risk.state == "open", Risk.rule != "")
    for number, rule, subject in session.execute(query.order_by(Risk.id)):
        yield f"risk {number}: the reason of {rule} at {subject} has gone, and it is open"
