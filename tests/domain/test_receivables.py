"""What is due when, what is overdue, and what of it the customer's credit bears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.book_file import read_book
from domain.gates import CreditFacts, OrderFacts, Refusal, judge
from domain.process.names import Checkpoint
from domain.receivables import Account, Left, Overdue, Start, Terms, due_on, overdue, owed_minor

LEAF = (BOOK := read_book(None)).leaves["standard"]
SHIPPED, SIGNED, INVOICED = date(2026, 11, 28), date(2026, 12, 2), date(2026, 12, 10)
BATCH = Left(500, SHIPPED, SIGNED, INVOICED)


@pytest.mark.parametrize(
    ("start", "batch", "due"),
    [
        (Start.SHIPPED, BATCH, date(2026, 12, 28)),
        (Start.SIGNED, BATCH, date(2027, 1, 1)),
        (Start.SIGNED, replace(BATCH, signed_on=None), None),
        (Start.INVOICED, BATCH, date(2027, 1, 9)),
        (Start.INVOICED, replace(BATCH, invoiced_on=None), None),
        (Start.MONTH_END, BATCH, date(2027, 1, 30)),
        (Start.MONTH_END, replace(BATCH, signed_on=None), date(2026, 12, 30)),
    ],
)
def test_days_of_credit_begin_where_the_terms_say(start: Start, batch: Left, due: date | None):
    assert due_on(Terms(start, 30), batch) == due


def account(paid: int, *, ended: bool = False) -> Account:
    """Two batches of 500, due on the 11th and the 21st of November, of an order of 2,000."""
    left = (Left(500, date(2026, 11, 1)), Left(500, date(2026, 11, 11)))
    return Account(2_000, paid, Terms(Start.SHIPPED, 10), left, ended)


@pytest.mark.parametrize(
    ("paid", "today", "late"),
    [
        (0, date(2026, 11, 11), Overdue()),  # the last day to pay it
        (0, date(2026, 11, 12), Overdue(500, 1)),
        (0, date(2026, 11, 25), Overdue(1_000, 14)),
        (600, date(2026, 11, 25), Overdue(400, 4)),  # money pays the oldest first
        (1_000, date(2026, 11, 25), Overdue()),
        (-100, date(2026, 11, 12), Overdue(500, 1)),  # taken back more than was paid: no more is due than left
    ],
)
def test_overdue_is_what_is_due_before_today_and_not_paid(paid: int, today: date, late: Overdue):
    assert overdue([account(paid)], today) == late


def test_an_order_owes_all_of_it_and_one_that_ended_what_has_left():
    assert owed_minor(account(300)) == 1_700
    assert owed_minor(account(300, ended=True)) == 700
    assert owed_minor(account(2_500)) == 0


# ── the rule ───────────────────────────────────────────────────────────────────────────────

FACTS = OrderFacts(
    total_minor=1_000, minor_per_unit=100, terms=(), net_minor=0, waiting_minor=0, on_hold=False, revision=1,
    signoffs=frozenset(), fields={}, lines=(), notice_open=True, today=SHIPPED,
    credit=CreditFacts(limit_minor=5_000, others_minor=4_000),
)  # fmt: skip


def codes(facts: OrderFacts, checkpoint: Checkpoint = Checkpoint.SHIP) -> dict[str, Refusal]:
    return {one.code: one for one in judge(BOOK, LEAF, checkpoint, facts)}


def credited(**given: int | None) -> OrderFacts:
    assert FACTS.credit
    return replace(FACTS, credit=replace(FACTS.credit, **given))


def test_every_reason_is_told_at_once_with_its_figures():
    assert codes(FACTS) == {}
    found = codes(credited(others_minor=4_001, overdue_minor=300, overdue_days=8))
    assert found.keys() == {"credit_exceeded", "overdue"}
    assert found["credit_exceeded"].facts == {"limit": 5_000, "used": 5_001, "over": 1}
    assert found["overdue"].facts == {"amount": 300, "days": 8}
    assert codes(credited(limit_minor=None, others_minor=0)).keys() == {"credit_not_granted"}
    assert codes(credited(overdue_minor=300, overdue_days=7)) == {}, "the book bears seven days"


def test_what_the_customer_paid_or_need_not_pay_uses_no_credit():
    none = credited(limit_minor=None, others_minor=9_000, overdue_minor=300, overdue_days=99)
    assert codes(none)
    assert codes(replace(none, net_minor=1_000)) == {}
    assert codes(replace(none, net_minor=999))
    assert none.credit
    assert codes(replace(none, net_minor=900, credited_minor=100)) == {}


def test_credit_is_asked_where_it_stands_and_stops_no_work_that_has_begun():
    over = credited(others_minor=9_000)
    assert codes(over, Checkpoint.RELEASE).keys() == {"credit_exceeded"}
    assert codes(over, Checkpoint.PLAN) == {}


def test_nobody_passes_because_the_credit_was_not_looked_up():
    with pytest.raises(ValueError, match="without the facts"):
        codes(replace(FACTS, credit=None))
