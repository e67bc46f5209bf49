"""What rules of reminding can be about: everything of an order that waits, whom it waits for, and since when.

One function a fact of the book. It lists what stands now; a subject that is not listed any more has ended. So what a
reminder is about is found the same way when it begins, when it is planned, and at the moment of sending.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy.orm import Session

from domain.process.registry import FACTS
from services.house import House
from services.reminders.order_now import OrderNow
from services.reminders.subjects import changed, goods, money, opinions, papers, work
from services.reminders.subjects.asked import Asked
from services.reminders.subjects.asked import Found as Found
from services.reminders.subjects.asked import Post as Post
from services.reminders.subjects.asked import Rule as Rule
from services.reminders.subjects.opinions import hold_due as hold_due


def look(session: Session, house: House, now: OrderNow, rule: Rule) -> tuple[Found, ...]:
    """Everything of an order that a rule is about now."""
    return tuple(FOUND[rule.about](Asked(session, house, now, rule)))


def find(session: Session, house: House, now: OrderNow, rule: Rule, subject: str) -> Found | None:
    """One of them; None where it waits no more."""
    return next((one for one in look(session, house, now, rule) if one.subject == subject), None)


FOUND: dict[str, Callable[[Asked], Iterator[Found]]] = {
    "payment_short": money.payment_short,
    "credit_unpaid": money.credit_unpaid,
    "credit_high": money.credit_high,
    "slip_unconfirmed": money.slip_unconfirmed,
    "gate_stuck": money.gate_stuck,
    "gate_closed_again": money.gate_closed_again,
    "seat_open": opinions.seat_open,
    "change_open": opinions.change_open,
    "impact_open": opinions.impact_open,
    "changed_at_work": changed.changed_at_work,
    "changes_frequent": changed.changes_frequent,
    "on_hold": opinions.on_hold,
    "condition_open": work.condition_open,
    "task_open": work.task_open,
    "purchase_open": work.purchase_open,
    "task_silent": work.task_silent,
    "delivery_open": work.delivery_open,
    "notice_open": goods.notice_open,
    "unsigned": goods.unsigned,
    "basis_spoken": papers.basis_spoken,
    "waiver_unused": papers.waiver_unused,
    "after_sale_open": goods.after_sale_open,
}

if FOUND.keys() != FACTS.keys():  # a table is checked when it is built
    raise ValueError(f"facts of the book that nobody finds, or the other way round: {FOUND.keys() ^ FACTS.keys()}")
