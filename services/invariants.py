"""What must be true of the database at every moment, each as one question that answers with what breaks it.

Tests ask after every run with faults, `python -m bot doctor` asks in production. The numbers are those of the list
of faults that the program is built against. An invariant judges rows and history alone: neither book nor roles, so
that a wrong rule cannot hide what it let through.
"""

# ruff: noqa: S608  the SQL is put together from this file alone

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, or_, select, text
from sqlalchemy.orm import Session

from db.models import Chat, History, Inbox, Job, NumberOfDay, Order, Owed
from domain.life import MOVES, State
from domain.order_number import format_number
from services import (
    auditing,
    invariants_of_after_sales,
    invariants_of_changes,
    invariants_of_risks,
    invariants_of_votes,
    invariants_of_waivers,
)

LONGEST_WAIT: Final = timedelta(days=1)
"""A message or an update that waits longer than this waits for ever."""
LONGEST_WORK: Final = timedelta(minutes=6)
"""Twice the longest lease: whoever held it longer than this is dead, and nobody took over."""
_BY_HAND: Final = 20
"""How many breaches of one invariant are told; a broken database has thousands."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """One thing that must be true, and the question that finds what breaks it."""

    name: str
    meaning: str
    breaches: Callable[[Session, datetime], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Breach:
    """What breaks an invariant."""

    name: str
    what: str


def check(session: Session, now: datetime, only: Iterable[str] | None = None) -> list[Breach]:
    """Ask every invariant, or those that are named. `now` is the machine's time. Nothing is written."""
    asked = [INVARIANTS[name] for name in only] if only is not None else INVARIANTS.values()
    found: list[Breach] = []
    for invariant in asked:
        for count, what in enumerate(invariant.breaches(session, now), start=1):
            if count > _BY_HAND:
                found.append(Breach(invariant.name, "and more"))
                break
            found.append(Breach(invariant.name, what))
    return found


# ── I1: gates ──────────────────────────────────────────────────────────────────────────────


_MONEY_AT = (
    "(SELECT COALESCE(SUM(a.amount_minor), 0) FROM allocation a WHERE a.order_id = o.id AND a.at <= {moment}"
    # what was taken back in that moment with open eyes came after it
    " AND NOT (a.after_gate AND a.amount_minor < 0 AND a.at = {moment}))"
)
_LET_OFF_AT = (
    "(SELECT COALESCE(SUM(c.amount_minor), 0) FROM after_sale c WHERE c.order_id = o.id AND c.state = 'done'"
    " AND c.done_at <= {moment})"
)
_COSTS_MORE_AT = (  # 退货、折让: nothing is missing beyond what the order costs without them
    "(" + _LET_OFF_AT + " = 0 OR t.total_minor - " + _LET_OFF_AT + " > {paid})"
)
# a 特批 that was used for this very thing lets so much be missing
_PAID_AT = (
    "(" + _MONEY_AT + " + (SELECT COALESCE(MAX(w.ceiling_minor), 0) FROM waiver w WHERE w.order_id = o.id"
    " AND w.state = 'used' AND w.code = 'payment_missing' AND w.revision = {revision} AND w.used_at <= {moment}"
    " AND {used_for}))"
)
_SHORT_AT = (
    "EXISTS (SELECT 1 FROM payment_term t WHERE t.order_id = o.id AND t.checkpoint IN ({checkpoints})"
    " AND t.revision = {revision} AND NOT t.in_proportion AND t.required_minor > "
    + _PAID_AT + " AND " + _COSTS_MORE_AT.replace("{paid}", _PAID_AT) + ")"
)  # fmt: skip
_USED_TO_BEGIN = "w.checkpoint IN ('release', 'plan')"


def _asked(statement: str) -> Callable[[Session, datetime], Iterator[str]]:
    def breaches(session: Session, _now: datetime) -> Iterator[str]:
        return iter(sorted(session.scalars(text(statement))))

    return breaches


_SHIPPED_UNPAID = (
    "SELECT o.number || ' batch ' || s.batch FROM shipment s JOIN orders o ON o.id = s.order_id"
    " WHERE s.state IN ('shipped', 'signed') AND "
    + _SHORT_AT.format(
        moment="s.shipped_at", checkpoints="'release', 'plan', 'ship'", revision="s.revision",
        used_for="w.shipment_id = s.id",
    )
)  # fmt: skip
_PAID_FOR = (
    "("
    + _MONEY_AT.format(moment="s.shipped_at")
    + " + (SELECT COALESCE(MAX(w.ceiling_minor), 0) FROM waiver w WHERE w.shipment_id = s.id AND w.state = 'used'"
    " AND w.code = 'payment_missing'))"
)
_PART_UNPAID = (
    "SELECT o.number || ' batch ' || s.batch || ' in proportion' FROM shipment s JOIN orders o ON o.id = s.order_id"
    " JOIN payment_term t ON t.order_id = o.id AND t.revision = s.revision AND t.in_proportion"
    " WHERE s.state IN ('shipped', 'signed') AND (SELECT SUM(b.value_minor) FROM shipment b WHERE b.order_id = o.id"
    " AND b.state IN ('shipped', 'signed') AND (b.shipped_at < s.shipped_at OR b.id = s.id))"
    " > CASE WHEN " + _LET_OFF_AT.format(moment="s.shipped_at") + " > t.total_minor - t.required_minor THEN "
    + _LET_OFF_AT.format(moment="s.shipped_at") + " ELSE t.total_minor - t.required_minor END + " + _PAID_FOR
    + " AND t.required_minor > " + _PAID_FOR
    + " AND " + _COSTS_MORE_AT.format(moment="s.shipped_at", paid=_PAID_FOR)
)  # fmt: skip
_RELEASED_UNPAID = (
    "SELECT o.number || ' released by entry ' || h.seq FROM history h"
    " JOIN orders o ON h.subject = 'order:' || CAST(o.id AS VARCHAR)"
    " WHERE h.action = 'release' AND (o.released_at IS NULL OR o.released_at <= h.at) AND "
    + _SHORT_AT.format(
        moment="h.at", checkpoints="'release'", revision="COALESCE(o.released_revision, o.revision)",
        used_for=_USED_TO_BEGIN,
    )
)  # fmt: skip
_BEGUN_UNPAID = (
    "SELECT o.number || ' ' || k.kind || ' of ' || k.department FROM task k JOIN orders o ON o.id = k.order_id"
    " WHERE k.kind <> 'condition' AND "
    + _SHORT_AT.format(
        moment="k.created_at", checkpoints="'release', 'plan'", revision="k.revision", used_for=_USED_TO_BEGIN
    )
)


# ── I2, I4, I15: nothing is stuck ──────────────────────────────────────────────────────────


def _updates(session: Session, now: datetime) -> Iterator[str]:
    """Every update is done once, or dead with a reason, or still new and young."""
    unfit = or_(
        Inbox.state.not_in(("new", "done", "dead")),
        and_(Inbox.state == "done", Inbox.done_at.is_(None)),
        and_(Inbox.state == "new", Inbox.done_at.is_not(None)),
        and_(Inbox.state == "dead", or_(Inbox.error.is_(None), Inbox.error == "")),
        and_(Inbox.state == "new", Inbox.received_at < now - LONGEST_WAIT),
    )
    for row in session.execute(select(Inbox.update_id, Inbox.state).where(unfit).order_by(Inbox.id)):
        yield f"update {row.update_id} is {row.state}"


def _messages(session: Session, now: datetime) -> Iterator[str]:
    """Every message that is owed is sent, or void, or dead with a reason, or waits for a chat that can be reached."""
    long_ago = now - LONGEST_WAIT
    waits = and_(
        Owed.state.in_(("pending", "sending")), Owed.created_at < long_ago,
        or_(Owed.not_before.is_(None), Owed.not_before < long_ago),
    )  # fmt: skip
    unfit = or_(
        Owed.state.not_in(("pending", "sending", "sent", "void", "dead")),
        and_(Owed.state == "dead", or_(Owed.error.is_(None), Owed.error == "")),
        and_(Owed.state == "sent", Owed.sent_at.is_(None)),
        and_(waits, or_(Chat.id.is_(None), Chat.not_before.is_(None), Chat.not_before < long_ago)),
    )
    query = select(Owed.id, Owed.kind, Owed.state).outerjoin(Chat, Chat.id == Owed.chat_id).where(unfit)
    for row in session.execute(query.order_by(Owed.id)):
        yield f"message {row.id} ({row.kind}) is {row.state}"


def _leases(session: Session, now: datetime) -> Iterator[str]:
    """Nobody holds a message or a job beyond twice its lease."""
    for model, state in ((Owed, "sending"), (Job, "running")):
        held = and_(model.state == state, or_(model.lease_until.is_(None), model.lease_until < now - LONGEST_WORK))
        for number in session.scalars(select(model.id).where(held).order_by(model.id)):
            yield f"{model.__tablename__} {number} is {state}"


# ── I10, I11: the history ──────────────────────────────────────────────────────────────────


def _history(session: Session, _now: datetime) -> Iterator[str]:
    return (f"{fault.where}: {fault.what}" for fault in auditing.verify(session).faults)


def _replayed(session: Session, _now: datetime) -> Iterator[str]:
    """Every order stands where its history leads, with as much money as its history tells of."""
    states: dict[str, str] = {}
    money: dict[str, int] = defaultdict(int)
    moves = or_(History.action.in_(MOVES), History.action.like("money_%"))
    query = select(History.subject, History.action, History.entry).where(moves).order_by(History.subject, History.seq)
    for row in session.execute(query.execution_options(yield_per=1000)):
        after = json.loads(row.entry)["after"]
        if row.action in MOVES:
            states[row.subject] = after["state"]
        else:
            money[row.subject] += after["amount"]
    paid = text("SELECT order_id, SUM(amount_minor) FROM allocation GROUP BY order_id")
    kept: dict[int, int] = {row[0]: int(row[1]) for row in session.execute(paid)}
    for order in session.execute(select(Order.id, Order.number, Order.state).order_by(Order.id)):
        subject = f"order:{order.id}"
        if order.state != states.get(subject, State.SCREENING.value):
            yield f"{order.number} is {order.state}, its history says {states.get(subject, 'nothing')}"
        if kept.get(order.id, 0) != money[subject]:
            yield f"{order.number} has {kept.get(order.id, 0)} of money, its history says {money[subject]}"


_IN_THE_RED = (
    "SELECT c.code || ' ' || b.currency || ' has ' || b.rest FROM customer c JOIN ("
    "SELECT r.customer_id, r.currency, CAST(SUM(r.amount_minor"
    " - COALESCE((SELECT SUM(a.amount_minor) FROM allocation a WHERE a.receipt_id = r.id), 0)) AS BIGINT) AS rest"
    " FROM receipt r GROUP BY r.customer_id, r.currency) b ON b.customer_id = c.id WHERE b.rest < 0"
)


# ── I12: numbers ───────────────────────────────────────────────────────────────────────────

_NUMBER = re.compile(r"([A-Z]+\d{6})-(\d+)")


def _numbers(session: Session, _now: datetime) -> Iterator[str]:
    """Numbers of a prefix and day have no gap, and none was used that was not given out."""
    used: dict[str, set[int]] = defaultdict(set)
    for number in session.scalars(select(Order.number)):
        form = _NUMBER.fullmatch(number)
        if form is None:
            yield f"{number} is no order number"
        else:
            used[form[1]].add(int(form[2]))
    given: dict[str, int] = {}
    for row in session.execute(select(NumberOfDay.prefix, NumberOfDay.day, NumberOfDay.last)):
        given[format_number(row.prefix, row.day, 1).partition("-")[0]] = row.last
    for day in sorted(used.keys() | given.keys()):
        expected = set(range(1, given.get(day, 0) + 1))
        for number in sorted(expected - used[day]):
            yield f"{day}-{number:03d} was given out and is no order"
        for number in sorted(used[day] - expected):
            yield f"{day}-{number:03d} was never given out"


INVARIANTS: Final[dict[str, Invariant]] = {
    invariant.name: invariant
    for invariant in (
        Invariant("I1.ship", "no batch left before its money was confirmed", _asked(_SHIPPED_UNPAID)),
        Invariant("I1.part", "no batch left before its part of the money was confirmed", _asked(_PART_UNPAID)),
        Invariant("I1.release", "no order was released before its money was confirmed", _asked(_RELEASED_UNPAID)),
        Invariant("I1.plan", "no task was begun before its money was confirmed", _asked(_BEGUN_UNPAID)),
        Invariant("I2", "every update takes effect once, or is dead with a reason", _updates),
        Invariant("I4", "every message owed is sent, or told why not", _messages),
        Invariant("I7", "every vote is one entitled person's, in time, on what was asked", invariants_of_votes.votes),
        Invariant(
            "I8", "what is approved was carried by its votes and stands unchanged", invariants_of_votes.approvals
        ),
        Invariant("I8.waiver", "every waiver was granted, and used once and in time", invariants_of_waivers.waivers),
        Invariant(
            "I8.changes", "a change is carried out where it was approved, and stands", invariants_of_changes.changes
        ),
        Invariant(
            "I8.after_sale",
            "goods came back that had left, and no more is let off than was agreed",
            invariants_of_after_sales.after_sales,
        ),
        Invariant("I10", "the history verifies, and is the one that was anchored", _history),
        Invariant("I11", "the history leads to where every order and its money stand", _replayed),
        Invariant("I11.balance", "no customer's balance is below zero", _asked(_IN_THE_RED)),
        Invariant("I12", "order numbers have no gaps and no strangers", _numbers),
        Invariant("I16", "risks are open once, and closed with a reason", invariants_of_risks.risks),
        Invariant("I15", "nothing is held beyond its lease", _leases),
    )
}
"""By name, in the order in which they are asked and told."""
