"""What batches are worth, and what the money that is there lets leave: against sums in fractions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.batches import most_to_leave, part_due, value_of
from domain.gates import LineFacts

AMOUNTS = st.integers(0, 10**7)
PARTS = st.lists(st.integers(1, 400), min_size=1, max_size=5)


@given(st.lists(st.tuples(AMOUNTS, PARTS), min_size=1, max_size=3))
def test_however_it_is_cut_the_batches_are_worth_the_total(lines: list[tuple[int, list[int]]]):
    facts = [LineFacts(n, Decimal(sum(parts)), amount) for n, (amount, parts) in enumerate(lines)]
    left = 0
    for at in range(max(len(parts) for _, parts in lines)):
        batch = {n: Decimal(parts[at]) for n, (_, parts) in enumerate(lines) if at < len(parts)}
        worth = value_of(facts, left, batch)
        assert worth >= 0
        left += worth
        facts = [replace(line, shipped=line.shipped + batch.get(line.line_id, Decimal(0))) for line in facts]
        exact = sum(Fraction(line.amount_minor) * Fraction(line.shipped) / Fraction(line.quantity) for line in facts)
        assert abs(left - exact) <= Fraction(len(facts), 2)
    assert left == sum(amount for amount, _ in lines)


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.fractions(0, 1))
def test_a_part_asks_for_its_share_rounded_up(total: int, gone: int, share: Fraction):
    required = int(total * share)
    due = part_due(required, total, gone)
    assert due == required if gone >= total else due - 1 < Fraction(required * gone, total) <= due


@given(
    st.integers(1, 10**6), st.integers(1, 500), st.data(), st.fractions(0, 1),
)  # fmt: skip
def test_the_most_that_may_leave_is_paid_for_and_one_more_is_not(
    total: int, pieces: int, data: st.DataObject, share: Fraction
):
    shipped = data.draw(st.integers(0, pieces - 1))
    required, paid = int(total * share), data.draw(st.integers(0, total))
    line = LineFacts(1, Decimal(pieces), total, shipped=Decimal(shipped))
    left = value_of([replace(line, shipped=Decimal(0))], 0, {1: Decimal(shipped)}) if shipped else 0
    asked = {1: Decimal(pieces - shipped)}
    most = most_to_leave([line], left, asked, required_minor=required, total_minor=total, paid_minor=paid)
    granted = most.get(1, Decimal(0))

    def due(count: Decimal) -> int:
        return part_due(required, total, left + value_of([line], left, {1: count}))

    assert not granted or due(granted) <= paid
    assert granted == asked[1] or due(granted + 1) > paid
