"""影响说明 is asked of those whose work a change touches, and of nobody else: needless questions are not read."""

from __future__ import annotations

from typing import Any

import pytest

from domain.changes import Difference, What, asked_impacts
from tests.support.office import HOUSE

EVERYBODY = ("production", "purchasing", "warehouse")
POLICY = HOUSE.book.change
ASKED: list[tuple[str, list[Difference], tuple[str, ...]]] = [
    ("a price", [Difference(What.PRICE, "X200", "58", "56")], ()),
    ("shares", [Difference(What.TERMS, "terms", [], [])], ()),
    ("freight", [Difference(What.FIELD, "freight", "ours", "theirs")], ()),
    ("an address beside a price", [Difference(What.FIELD, "place", "a", "b"), Difference(What.PRICE, "X200", "1", "2")], ()),
    ("a day", [Difference(What.DAY, "requested_on", ("2026-12-04", None), ("2026-12-11", None))], ("purchasing",)),
    ("the type", [Difference(What.LEAF, "leaf", "standard", "prepaid.release")], ("purchasing",)),
    ("the customer", [Difference(What.CUSTOMER, "customer", 1, 2)], ("purchasing",)),
    ("a quantity", [Difference(What.QUANTITY, "X200", "300", "500")], EVERYBODY),
    ("another product", [Difference(What.NEW_LINE, "Y10", None, "5")], EVERYBODY),
    ("no more of one", [Difference(What.ENDED_LINE, "X200", "300", "100")], EVERYBODY),
    ("wishes", [Difference(What.FIELD, "requirements", None, "木箱")], EVERYBODY),
    ("a day and a quantity", [Difference(What.DAY, "", (None, 7), (None, 9)), Difference(What.QUANTITY, "X200", "3", "5")],
     EVERYBODY),
]  # fmt: skip


@pytest.mark.parametrize(("found", "asked"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
def test_who_is_asked(found: Any, asked: tuple[str, ...]):
    assert POLICY is not None
    assert asked_impacts(POLICY, found, {"purchasing", "quality"}) == asked
