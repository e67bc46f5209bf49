"""I7 and I8 on real reviews: they hold after whatever the services do, and find what was planted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from db import guards
from db.models import Vote
from domain.approvals import Verdict
from services import invariants
from services.approvals import delegating
from tests.support.deciding import Board
from tests.support.office import HOUSE


@pytest.fixture
def board(scratch: Session) -> Board:
    """One order approved by two departments, one with a deputy; one that waits; one that was rejected."""
    board = Board(scratch)
    approved = board.file()
    board.votes(approved, "刘伟", "production", promised_on=date(2026, 12, 8))
    ends = board.now + timedelta(days=3)
    delegating.delegate(
        scratch, HOUSE, board.person("王芳"), board.ids["方工"], begins_at=board.now, ends_at=ends, now=board.now
    )
    board.passes(minutes=5)
    board.votes(approved, "方工", "purchasing")
    board.file()
    board.votes(board.file(), "刘伟", "production", Verdict.REJECT)
    guards.remove(scratch.connection())
    scratch.expire_all()
    return board


def breaches(board: Board, name: str) -> list[str]:
    board.session.flush()
    board.session.expire_all()
    return [breach.what for breach in invariants.check(board.session, board.now, [name])]


def test_reviews_as_the_services_leave_them_break_neither(board: Board):
    assert board.session.query(Vote).count() == 3
    assert breaches(board, "I7") == breaches(board, "I8") == []


FIRST = "(SELECT MIN(id) FROM vote)"
PLANTED = [
    ("I7", f"UPDATE vote SET person_id = (SELECT sales_id FROM orders LIMIT 1) WHERE id = {FIRST}", "applicant's own"),
    ("I7", f"UPDATE vote SET for_id = (SELECT filed_by FROM orders LIMIT 1) WHERE id = {FIRST}", "applicant's own"),
    ("I7", f"UPDATE vote SET revision = 2 WHERE id = {FIRST}", "on another revision"),
    ("I7", f"UPDATE vote SET facts_hash = 'x' WHERE id = {FIRST}", "on another revision"),
    ("I7", f"UPDATE vote SET at = '2026-12-23 00:00:00+00:00' WHERE id = {FIRST}", "while nothing was asked"),
    ("I7", f"UPDATE vote SET at = '2026-11-20 00:00:00+00:00' WHERE id = {FIRST}", "while nothing was asked"),
    ("I7", f"UPDATE vote SET level = 2 WHERE id = {FIRST}", "at another seat"),
    ("I7", "UPDATE delegation SET ends_at = begins_at", "nobody had put this deputy in that place"),
    ("I7", "UPDATE delegation SET ended_at = begins_at", "nobody had put this deputy in that place"),
    ("I7", "UPDATE approval_seat SET state = 'voted' WHERE state = 'open'", "is said to have voted and has no vote"),
    ("I8", f"UPDATE vote SET verdict = 'reject' WHERE id = {FIRST}", "level 1 is not carried"),
    ("I8", f"DELETE FROM vote WHERE id = {FIRST}", "level 1 is not carried"),
    ("I8", "UPDATE orders SET total_minor = total_minor + 1", "is not what was approved"),
    ("I8", "UPDATE approval SET state = 'rejected' WHERE state = 'open'", "in review and nobody is asked"),
    ("I8", "UPDATE orders SET state = 'accepted' WHERE state = 'review'", "asked about and not in review"),
    ("I8", "UPDATE approval SET state = 'superseded' WHERE state = 'approved'", "its review ended as superseded"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "planted", "found"), PLANTED)
def test_what_breaks_it_is_found(board: Board, name: str, planted: str, found: str):
    assert board.session.execute(text(planted)).rowcount > 0  # type: ignore[attr-defined]
    assert any(found in what for what in breaches(board, name))
