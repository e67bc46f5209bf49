"""A risk arises: by a rule of the book, whose reminder says it, or by somebody who says so, whom the register tells on."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.inserting import insert_into
from db.models import Order, Risk
from domain.gates import Refusal
from domain.life import State
from domain.process.names import Level
from domain.rights import in_state
from domain.risks import USUAL, Closing
from services import books, history, owed, people, telling
from services.errors import NotAllowed, Refused
from services.house import House, require
from services.locking import lock_order
from services.looking import reach
from services.people import PersonFacts

LONGEST = 300
"""Characters of what is feared."""
SETTLES = timedelta(minutes=1)
"""So long its department does not hear of a risk that somebody named, unless they say before how grave it is."""
BY_HAND = ""
"""In the place of a rule."""
LEFT_ALONE = frozenset({Closing.ACCEPTED.value, Closing.FALSE_ALARM.value})


def arise(
    session: Session, order: Order, *, rule: str, subject: str, level: str, department: str, owner_id: int | None,
    anew: bool, now: datetime,
) -> Risk | None:  # fmt: skip
    """The reason of a rule stands: its risk is open, once, at first as grave as the rule says; the reminder tells of it.

    `anew`: it is the first time since the reason arose. One that somebody accepted, or called a false alarm, does not
    come back for the same reason. None where it is left alone. The caller holds the order's lock.
    """
    known = _last(session, rule, subject)
    if known is not None and known.state == "open":
        return known  # how grave it is by now is said by whoever sees to it
    if known is not None and known.closing in LEFT_ALONE and not anew:
        return None
    row = {
        "rule": rule, "subject": subject, "order_id": order.id, "level": level, "department": department,
        "owner_id": owner_id, "state": "open", "opened_at": now,
    }  # fmt: skip
    new = insert_into(session, Risk).values(**row).on_conflict_do_nothing().returning(Risk.id)
    made = session.execute(new).scalar()
    if made is None:  # another replica was as quick
        return _last(session, rule, subject)
    risk = session.get_one(Risk, made)
    note(session, risk, "risk_opened", None, now, {"level": level, "rule": rule, "owner": owner_id})
    return risk


def _last(session: Session, rule: str, subject: str) -> Risk | None:
    query = select(Risk).where(Risk.rule == rule, Risk.subject == subject).order_by(Risk.id.desc()).limit(1)
    return session.scalar(query.execution_options(populate_existing=True))


def note(
    session: Session, risk: Risk, action: str, by: int | None, now: datetime, after: dict[str, object],
    before: dict[str, object] | None = None,
) -> None:  # fmt: skip
    """In the history of its order, or of the company; every card that shows it is due to be brought up to date."""
    session.flush()
    subject = f"order:{risk.order_id}" if risk.order_id is not None else "company"
    if before is not None:
        before = {"risk": risk.id, **before}
    history.record(
        session, subject=subject, action=action, now=now, actor_id=by, before=before, after={"risk": risk.id, **after}
    )
    if risk.order_id is not None:
        owed.refresh_cards(session, order_id=risk.order_id, now=now)
    else:
        owed.refresh_subject(session, "risk", f"risk:{risk.id}", now=now)


# ── by hand ────────────────────────────────────────────────────────────────────────────────


def open_for_order(
    session: Session, house: House, actor: PersonFacts, order_id: int, words: str, now: datetime
) -> Risk:
    """有风险: somebody fears something for an order. Its managing department's interface person sees to it."""
    order = openable(session, house, actor, order_id)
    department = books.leaf_of(session, order, house.book).managing_department
    return _open(session, house, actor, f"order:{order.id}", order, department, words, now)


def openable(session: Session, house: House, actor: PersonFacts, order_id: int) -> Order:
    """The order, locked, where a risk of it can be named now. NotAllowed where it is over."""
    require(house, actor, "risk.open")
    reach(session, house, actor, order_id)
    order = lock_order(session, order_id)
    if not in_state("risk.open", State(order.state)):
        raise NotAllowed("over_for_risk", number=order.number)
    return order


def open_for_department(
    session: Session, house: House, actor: PersonFacts, department: str, words: str, now: datetime
) -> Risk:
    """What a department found when risks were assessed (定期评估)."""
    return _open(session, house, actor, f"department:{department}", None, department, words, now)


def _open(
    session: Session, house: House, actor: PersonFacts, subject: str, order: Order | None, department: str,
    words: str, now: datetime,
) -> Risk:  # fmt: skip
    said = " ".join(words.split())[:LONGEST]
    if not said:
        raise Refused((Refusal("reason_missing", department),), order_id=order.id if order else None)
    owner = people.interface_of(session, department)
    risk = Risk(
        rule=BY_HAND, subject=subject, order_id=order.id if order else None, level=USUAL.value, words=said,
        department=department, owner_id=owner.id if owner else None, opened_by=actor.id, opened_at=now,
    )  # fmt: skip
    session.add(risk)
    session.flush()
    note(session, risk, "risk_opened", actor.id, now, {"level": risk.level, "words": said, "owner": risk.owner_id})
    tell(session, house, risk, now, not_before=now + SETTLES)
    return risk


def tell(session: Session, house: House, risk: Risk, now: datetime, *, not_before: datetime | None = None) -> None:
    """The card goes to those whom its level concerns, where it does not stand yet: 中 the department, 高 above it too.

    What is closed or 低 by the time of sending is not sent there: the weekly report has it.
    """
    if risk.level == Level.LOW.value:
        return
    chats = [telling.desk_of(session, risk.department)]
    if risk.level == Level.HIGH.value:
        chats.append(telling.desk_of(session, house.book.roles.management))
    for chat in dict.fromkeys(chats):
        if chat is not None and not owed.has_card(session, "risk", f"risk:{risk.id}", chat):
            owed.show_card(
                session, "risk", subject=f"risk:{risk.id}", chat_id=chat, now=now, order_id=risk.order_id,
                facts={"told": True}, not_before=not_before,
            )  # fmt: skip
