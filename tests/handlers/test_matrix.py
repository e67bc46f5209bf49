"""The authorisation matrix: every way in × every kind of person, held against tables that were written by hand.

What anybody is shown in answer is read too: no amount where none may be seen, no customer of somebody else's.
"""

from __future__ import annotations

import pytest

from handlers import rights as guards
from tests.support.matrix import Company
from tests.support.ways import WAYS, faults


def test_the_table_has_a_row_for_every_way_in():
    named = {f"{way}:{name}" for way, name in WAYS}
    there = {f"{way}:{name}" for way, name, _guard in guards.ways()}
    assert there - named == set(), "say in tests/support/who_may.py who may do this: one row"
    assert named - there == set(), "rows of tests/support/who_may.py that nothing answers to"


@pytest.mark.parametrize(("way", "name"), WAYS, ids=[f"{way}:{name}" for way, name in WAYS])
def test_who_may_does_and_who_may_not_is_told(staged: Company, way: str, name: str):
    assert faults(staged, way, name) == []
