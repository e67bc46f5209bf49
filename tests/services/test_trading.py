"""Orders, money, waivers, changes and goods in any order: the program does what a small model of the book says."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from domain import gates
from services.changes import floors
from services.waivers import standing
from tests.support.databases import SQLITE
from tests.support.trading_play import Company
from tests.support.trading_sequences import fault_of, sequence, told

SEQUENCES = {True: 52, False: 4}
"""On SQLite, and on PostgreSQL."""
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_the_program_does_what_the_book_says(scratch: Session, database_kind: str, part: int):
    company = Company.opened(scratch)
    seeds = range(1 + part, 1 + SEQUENCES[database_kind == SQLITE], PARTS)
    assert [fault for seed in seeds if (fault := told(company, seed))] == []


CONTROLS = {
    "money is not asked for": (gates, "_unpaid", lambda *_asked: None),
    "a waiver is not used up": (standing, "use_up", lambda *_args, **_how: None),
    "nothing is a floor": (floors, "broken", lambda *_asked: []),
}


@pytest.mark.parametrize("control", CONTROLS)
@pytest.mark.parametrize("database_kind", [SQLITE])
def test_it_would_find_a_program_that_does_not(scratch: Session, control: str, monkeypatch: pytest.MonkeyPatch):
    company = Company.opened(scratch)
    where, name, instead = CONTROLS[control]
    assert fault_of(company, sequence(1)) is None
    monkeypatch.setattr(where, name, instead)
    assert any(fault_of(company, sequence(seed)) for seed in range(1, 30))
