"""I7 and I8 on real reviews: they hold after whatever the services do, and find what was planted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from db import guards
from db.models import Person, Vote
from domain.approvals import Verdict
from services import invariants, joining, staff
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
    ("I7", "UPDATE person SET department = 'quality' WHERE name = '刘伟'", "did not speak for this office then"),
    ("I7", "UPDATE person SET active = false WHERE name = '方工'", "who was not in the company"),
    ("I7", f"UPDATE vote SET person_id = (SELECT id FROM person WHERE name = '李娜') WHERE id = {FIRST}", "for this office"),
    ("I7", "UPDATE approval_seat SET asked_of = 'production.head' WHERE asked_of = 'production'", "for this office"),
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


def test_what_somebody_became_later_is_no_matter(board: Board):
    """Moved, demoted, gone, come back elsewhere: at the moment of the vote they held the office."""
    board.passes(days=1)
    admin = board.person("何总")
    staff.move(board.session, HOUSE, admin, board.ids["刘伟"], "quality", board.now)
    staff.remove(board.session, HOUSE, admin, board.ids["王芳"], board.now)
    made = joining.invite(
        board.session, HOUSE, admin, name="王芳", department="service", role="member", now=board.now
    )  # fmt: skip
    board.passes(days=1)
    known = board.session.get_one(Person, board.ids["王芳"]).telegram_id
    assert joining.join(board.session, token=made.token, telegram_id=known, now=board.now) is not None
    assert breaches(board, "I7") == []
    board.session.execute(text("DELETE FROM history WHERE action = 'person_changed'"))
    assert any("for this office" in what for what in breaches(board, "I7")), "the control: the history alone knows it"


def test_an_interface_person_is_one_at_the_moment_of_the_vote(board: Board):
    board.session.execute(
        text("UPDATE approval_seat SET asked_of = 'production.interface' WHERE asked_of = 'production'")
    )
    assert breaches(board, "I7") == []
    board.passes(days=1)
    joining.set_interface(
        board.session, HOUSE, board.person("何总"), "production", board.ids["周凯"], board.now
    )  # fmt: skip
    assert breaches(board, "I7") == []
    board.session.execute(text("DELETE FROM history WHERE action = 'interface_named'"))
    assert any("for this office" in what for what in breaches(board, "I7"))
