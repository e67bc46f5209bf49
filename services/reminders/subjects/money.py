"""Money that waits: unpaid, not confirmed, holding a gate closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import select

from db.models import Slip
from domain.process.reminding import DigestLine
from domain.receivables import due_on, unpaid
from domain.reminders import closed_again
from services import credit
from services.order_facts import SLIP_OPEN, note_runs
from services.reminders.subjects.asked import Asked, Found, Post
from services.reminders.subjects.changed import carried_out


def payment_short(asked: Asked) -> Iterator[Found]:
    order = asked.now.order
    # nobody plans goods for an order that is not released
    yield asked.order({"accepted": order.accepted_at, "ready": order.released_at}[asked.rule.since])


def credit_unpaid(asked: Asked) -> Iterator[Found]:
    """The oldest batch on credit that is not paid."""
    if asked.now.leaf.credit_rule is None:
        return
    account = credit.account_of(asked.session, asked.house, asked.now.order)
    late = [
        (due, missing) for batch, missing in unpaid(account) if (due := due_on(account.terms, batch)) is not None
    ] if account else []  # fmt: skip
    if late:
        day, _missing = min(late)
        amount = sum(missing for _due, missing in late)
        yield asked.order(asked.begins(day), arose=_unpaid_since(asked, _through(late)), day=day, amount_minor=amount)


def _through(late: Sequence[tuple[date, int]]) -> int:
    """What is missing up to the batch that is due first: money pays the batches in the order in which they left."""
    first = late.index(min(late))
    return sum(missing for _day, missing in late[: first + 1])


def _unpaid_since(asked: Asked, missing: int) -> datetime | None:
    """Since when what is due first is not paid: always, or since money that had paid it went again.

    `missing`: so much more would pay it, in minor units.
    """
    now = asked.now
    paid = sum(amount for amount, _at in now.payments)
    moments = (now.order.released_at, now.closed_again_at(paid + missing))
    return max((moment for moment in moments if moment is not None), default=None)


def credit_high(asked: Asked) -> Iterator[Found]:
    """Every order that uses credit stands for its customer; it rests while less than the share is used by all of them."""
    order, line = asked.now.order, asked.rule
    if asked.now.leaf.credit_rule is None or not isinstance(line, DigestLine) or line.share is None:
        return
    use = credit.use_of(asked.session, asked.house, order.customer_id)
    if use is not None and order.id in use.orders:
        yield asked.order(
            order.released_at, rests=not use.reaches(line.share), amount_minor=use.used_minor, of_minor=use.limit_minor,
            whose=f"customer:{order.customer_id}",
        )  # fmt: skip


def slip_unconfirmed(asked: Asked) -> Iterator[Found]:
    query = select(Slip).where(Slip.order_id == asked.now.order.id, Slip.state.in_(SLIP_OPEN)).order_by(Slip.id)
    for slip in asked.session.scalars(query):
        paid_on = slip.due_on if slip.state == "held" else None
        at = max(slip.sent_at, asked.begins(paid_on)) if paid_on else slip.sent_at
        runs = note_runs(slip, asked.now.facts.today)
        yield Found(f"slip:{slip.id}", at, (Post(asked.now.book.roles.money),), rests=runs, row=slip)


def gate_stuck(asked: Asked) -> Iterator[Found]:
    order = asked.now.order
    if order.accepted_at is not None:
        yield asked.order(order.accepted_at, Post(asked.now.leaf.managing_department))


def gate_closed_again(asked: Asked) -> Iterator[Found]:
    """Money that was there and has gone, or a dearer change that nobody paid for."""
    now = asked.now
    checkpoint, reasons = closed_again(now.book, now.leaf, now.state, now.facts)
    if not reasons:
        return
    required = next((term.required_minor for term in now.facts.terms if term.checkpoint is checkpoint), 0)
    fell = now.closed_again_at(required)
    changed = carried_out(asked)
    at = max((moment for moment in (fell, changed[-1].closed_at if changed else None) if moment), default=None)
    if at is not None:
        yield asked.order(at, Post(now.leaf.managing_department))
